"""Names and references: what one part of the rules names, another part has."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from generator.check.base import (
    SCHEMA,
    Json,
    Problem,
    a_check,
    levels_of,
    missing,
    regimes,
    scope_of,
    things,
    under,
    walk,
)
from generator.fmt import Place


@a_check("ladders")
def ladders(rules: Json) -> Iterator[Problem]:
    """Every regime promotes on a ladder that exists."""
    for path, regime in regimes(rules):
        if "ladder" in regime:
            yield from missing((*path, "ladder"), regime["ladder"], rules["ladders"], "序列", "ladder")


CONVERSIONS = ("conversions", "unseen_conversions")


@a_check("ranks")
def ranks(rules: Json) -> Iterator[Problem]:
    """Every rank and post that a rule names stands on its ladder."""
    known = things(rules)
    for path, regime in regimes(rules):
        ladder = dict.fromkeys(("rank", "ranks", "top", "except", "in", "of"), f"{regime.get('ladder', '')}/")
        for place, key, name in _named_things(regime, path):
            scoped = name if "/" in name else ladder.get(key, "post/") + name
            if "/" not in name and key in ("rank", "any") and place[2] == "promotions":
                scoped = f"{scope_of(regime, regime['promotions'][int(place[3])]['to'])[0]}/{name}"
            if scoped not in known:
                yield Problem(place, f"序列中没有：{name}", f"not on the ladder: {name}")


def _named_things(regime: Json, path: Place) -> Iterator[tuple[Place, str, str]]:
    """Every rank or post named in a regime: place, the key it stands under, id. A `to` is a rank if promoted to."""
    for part in ("lowest", "setup", "quotas", "promotions", *CONVERSIONS, "levels", "entry", "procedure"):
        for place, value in walk(regime.get(part, ()), (*path, part)):
            key = str(next((step for step in reversed(place) if isinstance(step, str)), ""))
            promoted = key == "to" and part == "promotions"
            named = key in ("rank", "ranks", "post", "top", "except", "in", "any", "to", "of", "from")
            dated = key == "from" and part not in CONVERSIONS  # the first day of a value, and no rank
            if isinstance(value, str) and named and value != "posts" and not dated:
                yield place, "rank" if promoted else key, value


@a_check("organs")
def organs(rules: Json) -> Iterator[Problem]:
    """Every kind of organ that a rule names exists."""
    for path, value in under(rules["regimes"], "organ"):
        yield from missing(("regimes", *path), value, rules["organs"], "机关", "kind of organ")


@a_check("readings")
def readings(rules: Json) -> Iterator[Problem]:
    """Every reading that a rule depends on exists, and defaults, holders and special values name its options."""
    for path, value in walk(rules["regimes"]):
        if isinstance(value, dict) and isinstance(value.get("reading"), str):
            here = ("regimes", *path)
            yield from missing((*here, "reading"), value["reading"], rules["readings"], "口径", "reading")
            options = rules["readings"].get(value["reading"], {}).get("options", value)
            yield from missing(here, [key for key in value if key != "reading"], options, "选项", "option")
    for id_, reading in rules["readings"].items():
        default = reading["default"]
        named = [default] if isinstance(default, str) else list(default.values())
        here = ("readings", id_)
        yield from missing((*here, "default"), named, reading["options"], "选项", "option")
        yield from missing((*here, "held_by"), list(reading.get("held_by", ())), reading["options"], "选项", "option")
        for name, option in reading["options"].items():
            other = [option["otherwise"]] if "otherwise" in option else []
            others = [one for one in reading["options"] if one != name]
            yield from missing((*here, "options", name, "otherwise"), other, others, "选项", "option")


@a_check("basis")
def basis(rules: Json) -> Iterator[Problem]:
    """Every default says by what it was chosen: text by a provision, an account by a source, else the strictest."""
    for id_, reading in rules["readings"].items():
        default, here = reading["default"], ("readings", id_, "basis")
        named = {default} if isinstance(default, str) else set(default.values())
        yield from missing(here, list(reading["basis"]), sorted(named), "默认", "default")
        yield from missing(here, sorted(named), reading["basis"], "默认的依据", "basis of a default")
        for option, one in reading["basis"].items():
            cited, held = "cite" in one, reading.get("held_by", {}).get(option)
            if one["by"] == "strict" and option != next(iter(reading["options"])):
                yield Problem((*here, option, "by"), "不是最严的一种", "is not the strictest option")
            if (one["by"] == "text" and not cited) or (one["by"] == "account" and not (cited or held)):
                yield Problem((*here, option, "by"), "没有写明条款或者材料", "names no provision and no source")


@a_check("options")
def options(rules: Json) -> Iterator[Problem]:
    """Every option of a reading leads to something that the calculators know where a rule depends on it."""
    known = _known_options()
    for path, value in walk(rules["regimes"], ("regimes",)):
        if isinstance(value, dict) and value.get("reading") in rules["readings"]:
            allowed = known.get(str(path[-1]), [])
            listed_ = [json.dumps(one).strip('"') for one in allowed]
            zh, en = (f"；可选：{'、'.join(listed_)}", f" (one of: {', '.join(listed_)})") if allowed else ("", "")
            for option in rules["readings"][value["reading"]]["options"]:
                if option in value and value[option] not in (allowed or [value[option]]):
                    here, wrong = (*path, option), value[option]
                    yield Problem(here, f"计算程序不认识：{wrong}{zh}", f"not known to the calculators: {wrong}{en}")
                if option not in value and option not in allowed:
                    yield Problem(path, f"没有写明选项{option}的含义{zh}", f"does not say what {option} means{en}")


def _known_options() -> dict[str, list[Any]]:
    """By its key, what a place may hold that depends on a reading, as the schema lists it; nothing if it is an id."""
    described = json.loads(SCHEMA.read_text(encoding="utf-8"))
    places = [(str(path[-1]), one["anyOf"]) for path, one in walk(described) if path and _by_reading(one)]
    return {key: [value for kind in kinds for value in _listed(kind)] for key, kinds in places}


def _listed(kind: Json) -> list[Any]:
    return [True, False] if kind.get("type") == "boolean" else list(kind.get("enum", ()))


def _by_reading(described: Any) -> bool:
    kinds = described.get("anyOf") if isinstance(described, dict) else None
    return isinstance(kinds, list) and {"$ref": "#/$defs/byReading"} in kinds


@a_check("readings-used")
def readings_used(rules: Json) -> Iterator[Problem]:
    """Every reading decides something in some regime."""
    used = {value for _, value in under(rules["regimes"], "reading")}
    for id_ in rules["readings"]:
        if id_ not in used:
            yield Problem(("readings", id_), "没有规则取决于它", "no rule depends on it")


@a_check("judgements")
def judgements(rules: Json) -> Iterator[Problem]:
    """Every judgement that a rule raises is listed in its regime."""
    for path, regime in regimes(rules):
        known = {entry["id"] for entry in regime.get("judgements", ())}
        for place, value in under(_counting(regime), "judgement"):
            yield from missing((*path, "counting", *place), value, known, "组织认定", "judgement")
        for place, value in walk(regime.get("assessment", ()), (*path, "assessment")):
            if "raises" in place and place[-1] == "value":
                yield from missing(place, value, known, "组织认定", "judgement")
        for place, value in walk(regime.get("conditions", ()), (*path, "conditions")):
            if isinstance(value, dict) and value.get("kind") == "judgement":
                yield from missing((*place, "id"), value["id"], known, "组织认定", "judgement")
                barring = [id_ for id_, one in rules["regimes"].items() if _bars_by_grade(one)]
                if "while" in value:
                    yield from missing((*place, "while"), value["while"], barring, "考核制度", "such regime")


def _bars_by_grade(regime: Json) -> bool:
    return any(condition["kind"] == "after-grade" for condition in regime.get("conditions", ()))


def _counting(regime: Json) -> Json:
    """How a regime itself counts tenure; empty where it names another regime, or does not count."""
    own = regime.get("counting", {})
    return own if isinstance(own, dict) else {}


@a_check("counting")
def counting(rules: Json) -> Iterator[Problem]:
    """A regime that counts, or sets levels, as another one does names one that has such rules itself."""
    for path, regime in regimes(rules):
        for part, own in (("counting", _counting), ("levels", levels_of)):
            if isinstance(regime.get(part), str):
                known = [id_ for id_, other in rules["regimes"].items() if own(other)]
                yield from missing((*path, part), regime[part], known, "制度", f"regime with {part}")
        if named := _counting(regime).get("conversions"):
            known = [id_ for id_, other in rules["regimes"].items() if other.get("conversions")]
            yield from missing((*path, "counting", "conversions"), named, known, "制度", "regime with conversions")


@a_check("grades")
def grades(rules: Json) -> Iterator[Problem]:
    """Every grade that a rule names exists, and every grade has its effect on tenure."""
    known = rules["grades"]
    for path, value in under({key: rules[key] for key in ("regimes", "effects")}, "grade", "is", "at_most", "unstated"):
        yield from missing(path, value, known, "等次", "grade")
    for path, regime in regimes(rules):
        here = (*path, "counting", "grades")
        counted: Json = _counting(regime).get("grades") or known
        yield from missing(here, list(counted), known, "等次", "grade")
        yield from (
            Problem(here, f"未规定这一等次的作用：{name}", f"does not say what this grade does: {name}")
            for name in known
            if name not in counted
        )
        years = levels_of(regime).get("by_years", {}).get("grades", [])
        yield from missing((*path, "levels", "by_years", "grades"), years, known, "等次", "grade")


@a_check("families")
def families(rules: Json) -> Iterator[Problem]:
    """Every family of effects has a name; a regime with bars says of each whether it bars, or is silent on it."""
    used = {entry["family"] for entry in rules["effects"].values()}
    for id_, entry in rules["effects"].items():
        code = f"family.{entry['family']}"
        yield from missing(("effects", id_, "family"), code, rules["sentences"], "句式", "sentence")
    for path, named in under(rules["readings"], "families"):
        yield from missing(("readings", *path), named, used, "影响种类", "family of effects")
    for path, regime in regimes(rules):
        barring = {family for one in regime.get("conditions", ()) if one["kind"] == "free" for family in one["of"]}
        for family in sorted(used - barring - set(regime.get("silent_on", ()))) if barring else ():
            yield Problem((*path, "conditions"), f"没有条件涉及这类影响：{family}", f"no condition names {family}")


@a_check("figures")
def figures(rules: Json) -> Iterator[Problem]:
    """Reported figures agree: parts make up their whole, none exceeds it, and every printed share is right."""
    for path, regime in regimes(rules):
        told = regime.get("competition", {"figures": (), "sums": ()})
        values = {one["id"]: one["value"] for one in told["figures"]}
        for place, one in enumerate(told["figures"]):
            here, whole = (*path, "competition", "figures", place), values.get(one.get("of", one["id"]), 0)
            if "of" in one and not 0 <= one["value"] <= whole:
                yield Problem((*here, "value"), f"不是{one['of']}的一部分", f"is no part of {one['of']}")
            if "percent" in one and (not whole or round(100 * one["value"] / whole, 1) != one["percent"]):
                yield Problem((*here, "percent"), "与数字不符", "does not follow from the figures")
        for place, one in enumerate(told["sums"]):
            if sum(values.get(part, 0) for part in one["parts"]) != values.get(one["whole"]):
                here = (*path, "competition", "sums", place)
                yield Problem(here, f"各部分之和不等于{one['whole']}", f"the parts do not make up {one['whole']}")


@a_check("ids")
def ids(rules: Json) -> Iterator[Problem]:
    """No id stands twice in one list."""
    for path, value in walk(rules):
        if isinstance(value, list):
            seen: set[str] = set()
            for place, entry in enumerate(value):
                id_ = entry.get("id") if isinstance(entry, dict) else None
                if id_ in seen:
                    yield Problem((*path, place, "id"), f"标识重复：{id_}", f"this id stands twice: {id_}")
                seen.update([id_] if id_ else [])


@a_check("names")
def names(rules: Json) -> Iterator[Problem]:
    """On one ladder, and among grades and organs, no name means two things."""
    tables: list[tuple[Place, Json]] = [(("grades",), rules["grades"]), (("organs",), rules["organs"])]
    tables += [(("ladders", id_, "ranks"), ladder["ranks"]) for id_, ladder in rules["ladders"].items()]
    for path, table in tables:
        yield from _twice(((*path, id_), name) for id_, entry in table.items() for name in _names_of(id_, entry))


@a_check("effect-names")
def effect_names(rules: Json) -> Iterator[Problem]:
    """The full names of effects differ, and no short form is another's full name; short forms may be shared."""
    full = [(("effects", id_), entry[lang]) for id_, entry in rules["effects"].items() for lang in ("zh", "en")]
    yield from _twice(full)
    owner = {_normal(name): path for path, name in full}
    for id_, entry in rules["effects"].items():
        for place, name in enumerate(entry.get("short", ())):
            if owner.get(_normal(name), ("effects", id_)) != ("effects", id_):
                yield Problem(("effects", id_, "short", place), f"是另一种的名称：{name}", f"names another one: {name}")


def _names_of(id_: str, entry: Json) -> set[str]:
    return {_normal(name) for name in (id_, entry["zh"], entry["en"], *entry.get("short", ()))}


def _normal(name: str) -> str:
    return "".join(name.casefold().split())


def _twice(written: Iterable[tuple[Place, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, name in written:
        if _normal(name) in seen:
            yield Problem(path, f"名称重复：{name}", f"this name stands twice: {name}")
        seen.add(_normal(name))
