"""What a request about terms asks: under which regime, of which post, of which body and in which area."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..asking.facts import Held, Request
from ..counting.regimes import may_be_asked
from ..dates.days import iso
from ..law.rules import Json, Rules, in_force

if TYPE_CHECKING:
    from ..asking.request import Reader

KEYS = frozenset({"body", "area"})


class Asked(NamedTuple):
    """The body and area of the post that is asked about, and the entry that holds it where it is the present one."""

    body: str | None
    area: str | None
    own: Held | None = None


def read(reader: Reader, body: Json) -> Asked:
    """The fields that only this calculator has."""
    return Asked(reader.text(body.get("body"), "/body"), reader.text(body.get("area"), "/area"))


def fitting(request: Request, rules: Rules) -> list[str]:
    """The regimes with terms that could answer; one that is a local practice or a draft only by its name."""
    if request.regime:
        return [request.regime] if may_be_asked(rules.regimes[request.regime], request.as_of) else []
    known = [
        id_
        for id_, regime in rules.regimes.items()
        if "terms" in regime and regime.get("asked") != "by-name" and regime["status"] != "draft"
    ]
    known = [id_ for id_ in known if in_force(rules.regimes[id_], request.as_of)]
    fitting = [id_ for id_ in known if post_of(request.target) in rules.regimes[id_]["terms"]["posts"]]
    return fitting or known


def target_of(request: Request, rules: Rules, regime: str) -> tuple[str | None, Asked]:
    """The post asked about; if left out, the one held now (or else last), with its body and area."""
    asked: Asked = request.extra
    if request.target:
        return request.target, asked
    posts = {f"post/{post}" for post in rules.regimes[regime]["terms"]["posts"]}
    held = [item for item in request.person.held or () if item.thing in posts]
    if not held:
        return None, asked
    last = max(held, key=lambda item: (item.end.last, item.start))
    return last.thing, Asked(asked.body or last.body, asked.area or last.area, None if asked.body else last)


def post_of(target: str | None) -> str:
    """The layer of a post by its own name; empty for anything else."""
    ladder, _, post = (target or "").partition("/")
    return post if ladder == "post" else ""


def no_regime(request: Request, rules: Rules, found: list[str]) -> tuple[str | None, str, Json]:
    """Which regime the question names, and why it is not answered."""
    values: Json = {"as_of": iso(request.as_of), "regimes": found}
    if len(found) > 1:
        return None, "scope.several", values
    if found or request.regime:
        regime = found[0] if found else request.regime or ""
        return regime, "term.no-terms" if found else "scope.not-in-force", values | {"regimes": [regime]}
    return None, "term.none", values
