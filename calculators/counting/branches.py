"""The alternatives of a promotion: what must have been held, for how many years, and the provision.

{"any": ["post/ke-zheng", "zhurenkeyuan-2"], "years": 2}    two branches; a reading may add their union as a third
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..law.prepared import prepared
from ..law.rules import Rules, alternatives
from .case import Case
from .service import chains, touched


class Branch(NamedTuple):
    """One alternative of a promotion: what must have been held, for how many years, and the provision."""

    things: frozenset[str]
    years: Any
    cite: str | None


def branches(case: Case, rule: dict[str, Any]) -> list[Branch]:
    """The alternatives of a promotion.

    Where a reading adds the branches of an "or", the union of them follows as one more alternative; where only one of
    them was ever held there is nothing to add.
    """
    return [branch for branch, _ in tried(case, rule)]


def tried(case: Case, rule: dict[str, Any]) -> list[tuple[Branch, bool]]:
    """The same, each with whether anything was ever held that may count for it."""
    own, union = alternatives_of(case, rule)
    held = [ever_held(case, branch) for branch in own]
    found = list(zip(own, held, strict=True))
    if union and sum(held) > 1 and _adds(case, union, own) and case.param("branches") == "sum":
        found.append((union, True))
    return found


def _adds(case: Case, union: Branch, own: list[Branch]) -> bool:
    """Whether the union of the alternatives was served in any other way than one of them alone."""
    served = chains(case, case.equals(union.things))
    return all(served != chains(case, case.equals(branch.things)) for branch in own)


def ever_held(case: Case, branch: Branch) -> bool:
    """Whether anything was held that may count for a branch."""
    return touched(case, case.equals(branch.things))


def alternatives_of(case: Case, rule: dict[str, Any]) -> tuple[list[Branch], Branch | None]:
    """The alternatives of a promotion, and their union if it may count."""
    return _by_rule(case.rules, case.regime_id, case.ladder)[id(rule)]


@prepared
def _by_rule(rules: Rules, regime: str, ladder: str) -> dict[int, tuple[list[Branch], Branch | None]]:
    """The same for every promotion of a regime, by the identity of its rule."""
    return {id(rule): _branches(rule, ladder) for rule in rules.regimes[regime]["promotions"]}


def _branches(rule: dict[str, Any], ladder: str) -> tuple[list[Branch], Branch | None]:
    """The alternatives, and their union where all ask for the same years."""
    own = [Branch(_things(part, ladder), part["years"], part["cite"]) for part in alternatives(rule)]
    alike = len(own) > 1 and all(branch.years == own[0].years for branch in own)
    union = frozenset().union(*(branch.things for branch in own))
    return own, Branch(union, own[0].years, rule["cite"]) if alike else None


def _things(part: dict[str, Any], ladder: str) -> frozenset[str]:
    if "in" in part:
        return frozenset(id_ if "/" in id_ else f"{ladder}/{id_}" for id_ in part["in"])
    return frozenset(["post/" + part["post"] if "post" in part else f"{ladder}/{part['rank']}"])
