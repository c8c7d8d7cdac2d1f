"""The quota calculator: how many of each rank an organ may have, how many places are free, and who could fill them.

    city organ, 23 posts, 1 Third-class Consultant, asked about Third-class Consultant
    at most 4; how many could follow hangs on the other classes: still needed, how many hold each

The limits are worked out in ``quota_limits``, the places in ``quota_places``. Without a target the answer is whether
the holders are within every limit; with one, whether there is a place in it. A share that is only unverified limits
nothing and frees nothing; ``would_be`` says what it would do.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..asking.errors import pointer, short
from ..asking.facts import Request
from ..counting.case import Case
from ..counting.findings import Finding
from ..counting.plain import ALWAYS, NEVER, OPEN, WORDS, every, leaf, plain, scope_answer
from ..counting.regimes import may_be_asked
from ..dates.timeline import MET, UNKNOWN, UNMET, any_of
from ..law.readings import GENEROUS, STRICT, Profile, profile
from ..law.rules import Json, Rules, in_force
from ..record import replace
from .limits import Asked, Group, Limits
from .places import holders, place, split

if TYPE_CHECKING:
    from ..asking.request import Reader

KEYS = frozenset({"organ", "occupied"})
ORGAN_KEYS = {"kind", "posts"}
LARGEST = 1_000_000  # posts of one organ; more is a slip of the keyboard
LINES = {UNMET: NEVER, UNKNOWN: OPEN, MET: ALWAYS}


# -- reading ---------------------------------------------------------------------------------------------------------


def read(reader: Reader, body: Json) -> Asked:
    """The fields ``organ`` and ``occupied``."""
    raw = body.get("organ")
    organ = reader.object({} if raw is None else raw, "/organ", ORGAN_KEYS)
    kind = reader.named(organ.get("kind"), "/organ/kind", reader.rules.organ_names)
    posts = reader.whole(organ.get("posts"), "/organ/posts", 1, LARGEST)
    return Asked(kind, posts, _occupied(reader, body.get("occupied")))


def _occupied(reader: Reader, raw: Any) -> dict[str, int] | None:
    """How many hold each rank; a number of null was not said."""
    if raw is None:
        return None
    ladders = {regime["ladder"] for regime in reader.rules.regimes.values() if "quotas" in regime}
    found: dict[str, int] = {}
    for key, value in reader.object(raw, "/occupied", None).items():
        path = f"/occupied/{pointer(key)}"
        rank, number = reader.thing(key, path, "rank"), reader.whole(value, path, 0, LARGEST)
        if rank and rank.partition("/")[0] not in ladders:
            reader.wrong(path, "no-quota-ladder", given=short(key))
        elif rank and rank in found:
            reader.wrong(path, "same-rank", given=short(key), thing=rank)
        elif rank and number is not None:
            found[rank] = number
    return found


# -- the answer ------------------------------------------------------------------------------------------------------


def answer(request: Request, rules: Rules) -> Json:
    """The quotas of an organ, its free places, and whether there is one in the target."""
    found, named = _fitting(request, rules), [request.regime] if request.regime else []
    own: Json = {"organ": {"kind": request.extra.kind, "posts": request.extra.posts}, "quotas": [],
                 "feasible": WORDS[UNKNOWN], "places": [], "place": None}  # fmt: skip
    if len(found) != 1:
        code = "scope.several" if found else "scope.not-in-force" if named else "quota.no-rule"
        return scope_answer(request, rules, "quota", code, found or named) | own
    regime = rules.regimes[found[0]]
    if "quotas" not in regime:
        return scope_answer(request, rules, "quota", "quota.no-rule", found) | own
    if request.target and not request.target.startswith(regime["ladder"] + "/"):
        return scope_answer(request, rules, "quota", "quota.other-ladder", found, target=request.target) | own
    return own | _answer(request, rules, found[0])


def _fitting(request: Request, rules: Rules) -> list[str]:
    """The regime that is named, or those of the day that have quotas."""
    if request.regime:
        return [request.regime] if may_be_asked(rules.regimes[request.regime], request.as_of) else []
    known = {id_: one for id_, one in rules.regimes.items() if "quotas" in one and one["status"] != "draft"}
    return [id_ for id_, one in known.items() if in_force(one, request.as_of)]


def _answer(request: Request, rules: Rules, regime: str) -> Json:
    options = [profile(rules, regime, request.pinned, extreme) for extreme in (None, STRICT, GENEROUS)]
    run, strict, generous = (Run(request, rules, regime, one) for one in options)
    ends = {"strict": strict.bound(), "generous": generous.bound()}
    body = plain(request, rules, "quota", regime, run.root()) | run.told()
    body["range"] = ends | {"moved_by": _moved_by(strict, generous)}
    for row, low, high in zip(body["quotas"], strict.limits.groups, generous.limits.groups, strict=True):
        row["range"] = {"strict": low.most, "generous": high.most}
    body["settled"] = ends["strict"]["status"] == ends["generous"]["status"]
    trusting = Run(request, rules, regime, options[0], trust=True).bound()
    return body | ({"would_be": trusting} if trusting != run.bound() else {})


def _moved_by(strict: Run, generous: Run) -> list[str]:
    """The reading of the rounding, where it moves a limit that the answer is about."""
    pairs = zip(strict.limits.groups, generous.limits.groups, strict=True)
    moved = [one for one, other in pairs if one.most != other.most and strict.target in (None, *one.ranks)]
    return [strict.case.regime["rounding"]["reading"]] if moved else []


class Run:
    """One evaluation: the limits under one profile of readings, and what follows from them."""

    def __init__(self, request: Request, rules: Rules, regime: str, options: Profile, *, trust: bool = False) -> None:
        self.case = Case(rules, regime, request, options, trust=trust)
        self.rules, self.target, self.asked = rules, request.target, request.extra
        self.rule: Json = self.case.regime["quota_rules"]
        self.limits = Limits(self.case, self.asked)

    # -- reasons -----------------------------------------------------------------------------------------------------

    def root(self) -> Finding:
        """Whether there is a place in the target; without one, whether the holders are within every limit."""
        limited = self.target is None or bool(self.limits.limiting(self.target))
        lacking = [key for key in ("kind", "posts") if getattr(self.asked, key) is None]
        if self.asked.kind is None or (lacking and limited):
            return every(*map(self._not_said, lacking))
        return self._place(self.target) if self.target else self._feasible()

    def _not_said(self, key: str) -> Finding:
        return leaf("quota", f"{key}-not-said", OPEN, self.rules, [self.rule["cite"]], open=(f"/organ/{key}",))

    def _feasible(self) -> Finding:
        """Every limit, and every rank that this kind of organ may not have."""
        held = (self.asked.occupied or {}).items()
        strange = [rank for rank, number in held if number and rank not in self.limits.set_up]
        return every(*map(self._fits, self.limits.groups), *(self._set_up(rank, "not-set-up") for rank in strange))

    def _set_up(self, rank: str, code: str) -> Finding:
        """That the organ may have a rank, may not, or may have any number of it."""
        organ = self.rules.spec["organs"][self.asked.kind]
        values = {"target": rank, "organ": {lang: organ[lang] for lang in ("zh", "en")}}
        cite = self.limits.free[rank] if code == "no-limit" else self.limits.set_up_cite
        return leaf("quota", code, NEVER if code == "not-set-up" else ALWAYS, self.rules, [cite], values=values)

    def _fits(self, group: Group) -> Finding:
        """Whether the holders of a group are within its limit."""
        return self._leaf(group, _says(group), group.fits)

    def _place(self, target: str) -> Finding:
        """Whether a place in a rank is free, in one way or the other."""
        if target not in self.limits.set_up:
            return every(self._set_up(target, "not-set-up"))
        if target in self.limits.free:
            return every(self._set_up(target, "set-up"), self._set_up(target, "no-limit"))
        below, groups = self.limits.below(target), self.limits.limiting(target)
        ways = [_way("by-entry", [self._room(group) for group in groups], {"target": target})]
        if below:
            taken, same = split(self.limits, target, below)
            parts = [self._below(below), *map(self._same, same), *map(self._room, taken)]
            ways.insert(0, _way("by-promotion", parts, {"target": target, "now": below}))
        either = Finding("any", "any", any_of([way.timeline for way in ways]), children=tuple(ways))
        return every(self._set_up(target, "set-up"), either)

    def _room(self, group: Group) -> Finding:
        """Whether a group has a free place."""
        if group.room is None:
            return self._leaf(group, "", UNKNOWN)
        status = UNMET if group.room < 1 else UNKNOWN if group.unsaid else MET
        return self._leaf(group, "full" if group.room == 0 else _says(group), status)

    def _same(self, group: Group) -> Finding:
        """Whether a group that counts both ranks holds no more than it may; the promotion leaves its number."""
        return self._leaf(group, ("over", "same-open", "same")[group.fits], group.fits)

    def _below(self, below: str) -> Finding:
        """Whether anybody holds the rank below."""
        known = holders(self.limits, below)
        status = MET if known.least else UNMET if known.most == 0 else UNKNOWN
        open_ = self._open((below,)) if status == UNKNOWN else ()
        return leaf("quota", ("none-below", "below-not-said", "held-below")[status], LINES[status], self.rules,
                    [self.rule["cite"]], values={"now": below, "count": known.exact}, open=open_)  # fmt: skip

    def _leaf(self, group: Group, code: str, status: int) -> Finding:
        """A finding on one group; where it has no limit that may decide, that is what it says."""
        code = _says(group) if group.most is None else code
        values = _values(group)
        if group.gap:
            values["why"] = {lang: self.rules.spec["gaps"][group.gap][lang] for lang in ("zh", "en")}
        open_ = self._open(group.unsaid) if status == UNKNOWN else ()
        return Finding("quota", f"quota.{code}", LINES[status], (group.cite,), group.evidence, values, open_)

    def _open(self, ranks: Iterable[str]) -> tuple[str, ...]:
        """The inputs for the numbers of some ranks; none where no input could settle what no source gives."""
        without = [group for group in self.limits.groups if group.most is None]
        if any(self.target in group.ranks if self.target else group.known for group in without):
            return ()
        if self.asked.occupied is None:
            return ("/occupied",)
        return tuple(f"/occupied/{rank.partition('/')[2]}" for rank in ranks)

    # -- what is told ------------------------------------------------------------------------------------------------

    def told(self) -> Json:
        """The quotas, the places, and what people must look at."""
        known = self.asked.kind is not None and self.asked.posts is not None
        return {
            "quotas": [self._told(group) for group in self.limits.groups],
            "feasible": WORDS[self._feasible().timeline.at(self.case.as_of) if known else UNKNOWN],
            "places": [place(self.limits, rank) for rank in self.limits.set_up],
            "place": place(self.limits, self.target) if self.target else None,
            "judgements": self._judgements(), "conflicts": self._conflicts(),
        }  # fmt: skip

    def _told(self, group: Group) -> Json:
        """A group; where its share is only unverified, with what it would come to."""
        body = told_group(group) | {"cite": group.cite, "evidence": group.evidence, "status": WORDS[group.fits]}
        body["says"] = f"quota.{_says(group)}"
        if group.gap:
            return body | {"gap": group.gap}
        if group.evidence == "unverified" and group.most is None:
            trusting = Case(self.rules, self.case.regime_id, self.case.request, self.case.options, trust=True)
            twin = Limits(trusting, self.asked).groups[self.limits.groups.index(group)]
            body["would_be"] = {key: told_group(twin)[key] for key in ("exact", "max", "free", "over")}
        return body

    def bound(self) -> Json:
        """The verdict of this evaluation in short."""
        found: Json = {"status": WORDS[self.root().timeline.at(self.case.as_of)], "earliest": None}
        if self.target:
            own = place(self.limits, self.target)
            found |= {key: own[key] for key in ("most", "promoting", "entering", "over")}
        return found

    def _judgements(self) -> list[Json]:
        """What people must decide about quotas: always, or where a group has too many holders, or a limit of none."""
        groups = self.limits.groups
        raised = {"over": any(one.fits == UNMET for one in groups), "none": any(one.most == 0 for one in groups)}
        listed = [one for one in self.rule["judgements"] if raised.get(one.get("when", ""), True)]
        return [{"id": one["id"], "cite": one["cite"]} for one in listed]

    def _conflicts(self) -> list[Json]:
        """More people in ranks than there are posts."""
        count, posts = sum((self.asked.occupied or {}).values()), self.asked.posts
        if posts is None or count <= posts:
            return []
        return [{"code": "more-than-posts", "values": {"count": count, "posts": posts}, "cite": self.rule["cite"]}]


def told_group(group: Group) -> Json:
    """A group as the answer carries it; of holders that are not all said, the known ones are ``at_least``."""
    room, said = group.room, not group.unsaid
    return {
        "ranks": list(group.ranks), "share": group.percent, "of": list(group.outer) if group.outer else "posts",
        "base": group.base, "exact": None if group.exact is None else _number(group.exact), "max": group.most,
        "occupied": group.known if said else None,
        "free": max(room, 0) if room is not None and (said or room <= 0) else None,
        "over": max(-room, 0) if room is not None and (said or room < 0) else None,
    } | ({} if said else {"at_least": group.known})  # fmt: skip


def _says(group: Group) -> str:
    """Which sentence tells of a group and its holders."""
    if group.gap:
        return "no-number-told"
    if group.most is None:
        return "no-number" if group.evidence == "unverified" else "share"
    if group.fits == UNMET:
        return "over"
    if group.unsaid:
        return "open" if len(group.unsaid) < len(group.ranks) else "limit"
    return "fits" if group.room else "full"


def _values(group: Group) -> Json:
    """What the sentences on a group say with."""
    row = told_group(group)
    numbers = {"most": row["max"], "exact": row["exact"], "free": row["free"], "over": row["over"]}
    share = {"percent": group.percent, "base": group.base, "outer": list(group.outer) if group.outer else None}
    return {"group": row["ranks"], "share": share, "count": group.known} | {
        key: number for key, number in numbers.items() if number is not None
    }


def _number(exact: Fraction) -> int | float:
    return exact.numerator if exact.denominator == 1 else float(exact)


def _way(code: str, parts: list[Finding], values: Json) -> Finding:
    return replace(every(*parts), code=f"quota.{code}", values=values)
