"""What must hold in `spec/rules.json`, one small function for each thing.

The schema says which shape the file has; the checks here say whether it makes sense: whether every reference leads
somewhere, whether no evidence is better than its sources, whether the promotions form a ladder without a gap. Each
check takes the rules and yields problems, and each problem says where it is and what is wrong, in Chinese and in
English, in words for a lawyer rather than for a programmer:

    spec/rules.json:2810: regimes.parallel-2019.promotions[3].cite: 没有这一条款 … / there is no such provision …

To add a check, write a function with the decorator; the command line and the tests find it by itself.
"""

import argparse
import json
import re
import string
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from calculators.law.rules import alternatives
from generator.fmt import SPEC, Place, Unreadable, first_difference, format_json, line_of, read_json, read_text, starts

RULES, SCHEMA = SPEC / "rules.json", SPEC / "rules.schema.json"

Json = dict[str, Any]


class Problem(NamedTuple):
    """Something that is wrong, and where."""

    path: Place
    zh: str
    en: str

    @property
    def message(self) -> str:
        """What is wrong, in both languages."""
        return f"{self.zh} / {self.en}"

    @property
    def where(self) -> str:
        """The place, as one would write it down: `provisions["gd2019/18.3"].evidence`."""
        return "".join(_step(key) for key in self.path).removeprefix(".") or "$"


def _step(key: str | int) -> str:
    if isinstance(key, str) and re.fullmatch(r"[\w-]+", key):
        return f".{key}"
    return f"[{json.dumps(key, ensure_ascii=False)}]"


class Check(NamedTuple):
    """A named check; `check` yields the problems of some rules."""

    name: str
    description: str
    check: Callable[[Json], Iterator[Problem]]


CHECKS: dict[str, Check] = {}


def a_check(name: str) -> Callable[[Callable[[Json], Iterator[Problem]]], Callable[[Json], Iterator[Problem]]]:
    """Enter a function in the registry; its docstring describes it."""

    def enter(function: Callable[[Json], Iterator[Problem]]) -> Callable[[Json], Iterator[Problem]]:
        CHECKS[name] = Check(name, (function.__doc__ or "").strip(), function)
        return function

    return enter


def check_all(rules: Json) -> Iterator[Problem]:
    """Every problem. Where the shape is wrong only that is told, since nothing else can be relied on."""
    misshapen = list(schema(rules))
    yield from misshapen
    if not misshapen:
        for one in CHECKS.values():
            yield from one.check(rules) if one.check is not schema else ()


# -- finding one's way ---------------------------------------------------------------------------------------------


def walk(value: Any, path: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value with its place, the outer ones first."""
    yield path, value
    members: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    for key, member in members:
        yield from walk(member, (*path, key))


def under(rules: Json, *keys: str) -> Iterator[tuple[Place, Any]]:
    """What stands under any of these keys, anywhere."""
    return ((path, value) for path, value in walk(rules) if path and path[-1] in keys)


def regimes(rules: Json) -> Iterator[tuple[Place, Json]]:
    """The regimes with their places."""
    return ((("regimes", id_), regime) for id_, regime in rules["regimes"].items())


def listed(parent: Json, path: Place, key: str) -> Iterator[tuple[Place, Any]]:
    """The entries of a list that may be absent."""
    return (((*path, key, place), entry) for place, entry in enumerate(parent.get(key, ())))


def things(rules: Json) -> set[str]:
    """Every rank and post, with its ladder."""
    return {f"{id_}/{rank}" for id_, ladder in rules["ladders"].items() for rank in ladder["ranks"]}


def missing(path: Place, what: Any, known: Iterable[str], zh: str, en: str) -> Iterator[Problem]:
    """A problem for each id that is not known."""
    names = [what] if isinstance(what, str) else what
    for place, name in enumerate(names):
        if name not in known:
            here = path if isinstance(what, str) else (*path, place)
            yield Problem(here, f"没有这一{zh}：{name}", f"there is no such {en}: {name}")


# -- shape -----------------------------------------------------------------------------------------------------------

SHAPE = {
    "required": "缺少",
    "additionalProperties": "有不认识的键",
    "unevaluatedProperties": "有不认识的键",
    "type": "类型不对",
    "enum": "不在可选值之内",
    "const": "不在可选值之内",
    "pattern": "写法不对",
    "minimum": "太小",
    "maximum": "太大",
}
LONG = 60  # letters of a value that are shown


@a_check("schema")
def schema(rules: Json) -> Iterator[Problem]:
    """The file has the shape that rules.schema.json describes."""
    described = json.loads(SCHEMA.read_text(encoding="utf-8"))
    errors = list(Draft202012Validator(described).iter_errors(rules))
    for error in errors:
        if not _follows_from(error, errors):
            yield _misshapen(error)


def _follows_from(error: ValidationError, errors: list[ValidationError]) -> bool:
    """A key is also called unknown where its value, or one beside it, is wrong; the real error is told instead."""
    start = list(error.absolute_path)
    return error.validator == "unevaluatedProperties" and any(
        list(other.absolute_path)[: len(start)] == start for other in errors if other is not error
    )


def _misshapen(error: ValidationError) -> Problem:
    told = best_match([error]) or error
    told = next((inner for inner in told.context or () if inner.validator == "enum"), told)
    meant: Json = told.schema if isinstance(told.schema, dict) else {}
    zh, en = (
        _not_a_number(error)
        or _not_a_number(told)
        or (
            f"{SHAPE.get(str(told.validator), '不合要求')}：{_wrong(told)}",
            told.message if re.match(r"['{\w]", told.message) else f"wrong: {told.message}",
        )
    )
    return Problem(
        tuple(told.absolute_path),
        f"{zh}（{meant['title']}）" if meant.get("title") else zh,
        f"{en} ({meant['description']})" if meant.get("description") else en,
    )


def _wrong(error: ValidationError) -> str:
    """What is wrong: the keys that are missing or unknown, or the value, with those that may stand in its place."""
    if error.validator in ("required", "additionalProperties", "unevaluatedProperties"):
        return "、".join(re.findall(r"'([^']*)'", error.message))
    text = json.dumps(error.instance, ensure_ascii=False)
    text = text if len(text) < LONG else f"{text[:LONG]}…"
    allowed = error.validator_value if error.validator == "enum" else None
    return f"{text}；可选：{'、'.join(map(str, allowed))}" if isinstance(allowed, list) else text


def _not_a_number(error: ValidationError) -> tuple[str, str] | None:
    """What is wrong where a number would do, and stands in quotation marks or should be a whole one."""
    for one in _within(error):
        if one.validator == "type" and one.validator_value in ("integer", "number"):
            said = json.dumps(one.instance, ensure_ascii=False)
            if isinstance(one.instance, str) and re.fullmatch(r"-?\d+(\.\d+)?", one.instance):
                return f"数字不加引号：{said}", f"a number is written without quotation marks: {said}"
            if isinstance(one.instance, float):
                return f"应当是整数：{said}", f"a whole number is needed: {said}"
    return None


def _within(error: ValidationError) -> Iterator[ValidationError]:
    """An error, and those of the alternatives of which none fits."""
    yield error
    for inner in error.context or ():
        yield from _within(inner)


@a_check("languages")
def languages(rules: Json) -> Iterator[Problem]:
    """Whatever has a Chinese text has an English one and the other way round, and neither is empty."""
    for path, value in walk(rules):
        if isinstance(value, dict) and {"zh", "en"} & set(value):
            for lang in ("zh", "en"):
                if not str(value.get(lang) or "").strip():
                    yield Problem((*path, lang), "缺少这一语言的文字", "the text in this language is missing")


@a_check("sentences")
def sentences(rules: Json) -> Iterator[Problem]:
    """A sentence can be filled in either language from the same values."""
    for code, sentence in rules["sentences"].items():
        fields = {lang: _fields(sentence[lang]) for lang in ("zh", "en")}
        for lang, other in (("zh", "en"), ("en", "zh")):
            lost = sorted(fields[other] - fields[lang])
            if lost:
                text = ", ".join(lost)
                yield Problem(("sentences", code, lang), f"缺少{{{text}}}", f"{{{text}}} is missing here")


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


# -- citations and evidence ------------------------------------------------------------------------------------------


@a_check("citations")
def citations(rules: Json) -> Iterator[Problem]:
    """Every value cites a provision that exists."""
    for path, value in under(rules, "cite", "see"):
        yield from missing(path, value, rules["provisions"], "条款", "provision")


@a_check("instruments")
def instruments(rules: Json) -> Iterator[Problem]:
    """Every provision belongs to an instrument, and every instrument has a provision."""
    used = {key.partition("/")[0] for key in rules["provisions"]}
    for key in rules["provisions"]:
        yield from missing(("provisions", key), key.partition("/")[0], rules["instruments"], "文件", "instrument")
    for key in rules["instruments"]:
        if key not in used:
            yield Problem(("instruments", key), "没有引用其中任何条款", "no provision belongs to it")


@a_check("sources")
def sources(rules: Json) -> Iterator[Problem]:
    """Every source that is named exists, and every source is named."""
    named = [(path, keys) for path, keys in under(rules, "sources") if len(path) > 1]
    named += [item for path, holders in under(rules, "held_by") for item in walk(holders, path)]
    used: set[str] = set()
    for path, keys in named:
        if isinstance(keys, list):
            used.update(keys)
            yield from missing(path, keys, rules["sources"], "见证", "source")
    for key in rules["sources"]:
        if key not in used:
            yield Problem(("sources", key), "没有条款或者口径引用它", "no provision and no reading names it")


BEST = {"wording": "reprint", "account": "secondary", "practice": "secondary"}


@a_check("evidence")
def evidence(rules: Json) -> Iterator[Problem]:
    """No provision and no instrument is better known than the best of its sources shows; without one, nothing is."""
    order = list(rules["evidence"])
    for part in ("provisions", "instruments"):
        for key, entry in rules[part].items():
            if not set(entry["sources"]) <= set(rules["sources"]):
                continue  # that a source is unknown is told as such
            kinds = [rules["sources"][source]["kind"] for source in entry["sources"]]
            best = min([BEST[kind] for kind in kinds], key=order.index, default="unverified")
            if order.index(entry["evidence"]) < order.index(best):
                zh, en = rules["evidence"][best]["zh"], rules["evidence"][best]["en"]
                yield Problem((part, key, "evidence"), f"来源至多支持“{zh}”", f"its sources support “{en}” at best")


@a_check("practice")
def practice(rules: Json) -> Iterator[Problem]:
    """What one place does is no law: it counts as a secondary source at best."""
    for key, entry in rules["provisions"].items():
        instrument = rules["instruments"].get(key.partition("/")[0], {})
        known = set(entry["sources"]) <= set(
            rules["sources"]
        )  # or else that is told, and all that follows from it is not
        if known and instrument.get("rank") == "practice" and entry["evidence"] not in ("secondary", "unverified"):
            yield Problem(("provisions", key, "evidence"), "办事实践至多是二手资料", "a practice is secondary at best")


@a_check("lowered")
def lowered(rules: Json) -> Iterator[Problem]:
    """Evidence beside a citation is weaker than that of the provision: there it is inherited."""
    order = list(rules["evidence"])
    for path, value in walk(rules):
        if isinstance(value, dict) and {"cite", "evidence"} <= set(value):
            own = rules["provisions"].get(value["cite"], {}).get("evidence", "official")
            if order.index(value["evidence"]) <= order.index(own):
                zh, en = "应当低于条款本身的证据等级", "must be weaker than the provision, or be left out"
                yield Problem((*path, "evidence"), zh, en)


# -- names and references --------------------------------------------------------------------------------------------


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
                scoped = f"{_scoped(regime, regime['promotions'][int(place[3])]['to'])[0]}/{name}"
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


def _levels(regime: Json) -> Json:
    """The rules of a regime itself on levels; empty where it names another regime, or has none."""
    own = regime.get("levels", {})
    return own if isinstance(own, dict) else {}


@a_check("counting")
def counting(rules: Json) -> Iterator[Problem]:
    """A regime that counts, or sets levels, as another one does names one that has such rules itself."""
    for path, regime in regimes(rules):
        for part, own in (("counting", _counting), ("levels", _levels)):
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
        years = _levels(regime).get("by_years", {}).get("grades", [])
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


# -- numbers and dates -----------------------------------------------------------------------------------------------


@a_check("levels")
def levels(rules: Json) -> Iterator[Problem]:
    """A range of levels runs from the lowest (largest number) to the highest, inside the limits of its regime."""
    limits = [own for _, regime in regimes(rules) if (own := _levels(regime))]
    lowest = max((limit["lowest"]["value"] for limit in limits), default=27)
    highest = min((limit["highest"]["value"] for limit in limits), default=1)
    for path, value in under(rules, "levels"):
        if isinstance(value, list) and not lowest >= value[0] >= value[1] >= highest:
            yield Problem(path, f"级别范围不对：{value}", f"not a range of levels, lowest first: {value}")


@a_check("level-order")
def level_order(rules: Json) -> Iterator[Problem]:
    """Down a ladder, the range of levels never rises."""
    for id_, ladder in rules["ladders"].items():
        ranges = [(rank, entry["levels"]) for rank, entry in ladder["ranks"].items() if "levels" in entry]
        for (_, upper), (rank, lower) in pairwise(ranges):
            if upper[0] > lower[0] or upper[1] > lower[1]:
                path = ("ladders", id_, "ranks", rank, "levels")
                yield Problem(path, "级别高于上一职级", "these levels are above those of the rank above")


@a_check("dates")
def dates(rules: Json) -> Iterator[Problem]:
    """Every date is in the calendar."""
    for path, value in under(rules, "from", "to", "on", "made", "issued", "begins", "checked_on"):
        if isinstance(value, str) and value[:1].isdigit() and not _exists(value):
            yield Problem(path, f"没有这一天：{value}", f"there is no such day: {value}")


@a_check("checked")
def checked(rules: Json) -> Iterator[Problem]:
    """Nobody has seen a text after the day of the rules' version."""
    day = rules["version"][:10].replace(".", "-")
    for path, value in under(rules, "checked_on"):
        if value > day:
            zh = f"晚于规则的版本日期{day}：日期写错，或者 version 没有更新"
            yield Problem(path, zh, f"is after the version of the rules, {day}: correct it, or the version")


def _exists(text: str) -> bool:
    parts = [int(part) for part in text.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


@a_check("date-order")
def date_order(rules: Json) -> Iterator[Problem]:
    """What is made, issued, in force and ended happens in this order; dated values follow each other."""
    for part in ("instruments", "regimes"):
        for id_, entry in rules[part].items():
            known = [(key, entry[key]) for key in ("made", "issued", "from", "to") if entry.get(key)]
            for (_, earlier), (key, later) in pairwise(known):
                if later < earlier[: len(later)]:
                    yield Problem((part, id_, key), f"早于{earlier}", f"is before {earlier}")
    for path, value in walk(rules):
        days = [item["from"] for item in value if _is_dated(item)] if isinstance(value, list) else []
        if days != sorted(set(days)):
            yield Problem(path, "历次数值没有按日期排列", "dated values must follow each other in time")


def _is_dated(item: Any) -> bool:
    return isinstance(item, dict) and {"from", "value"} <= set(item)


# -- the law as a whole ----------------------------------------------------------------------------------------------


@a_check("replaces")
def replaces(rules: Json) -> Iterator[Problem]:
    """What took the place of another is younger, and the regime that gave way has ended; gaps name real regimes."""
    for id_, entry in rules["instruments"].items():
        here: Place = ("instruments", id_, "replaces")
        yield from missing(here, entry.get("replaces", []), rules["instruments"], "文件", "instrument")
        for place, old in enumerate(entry.get("replaces", ())):
            before = rules["instruments"].get(old, {}).get("issued")
            if before and entry["issued"] and before[:4] > entry["issued"][:4]:
                yield Problem((*here, place), f"晚于取代它的文件：{old}", f"younger than what replaces it: {old}")
    for path, regime in regimes(rules):
        for where, line in listed(regime, path, "replaces"):
            yield from missing((*where, "regime"), line["regime"], rules["regimes"], "制度", "regime")
            if rules["regimes"].get(line["regime"], {}).get("status") == "in-force":
                yield Problem(
                    (*where, "regime"), "被取代的制度仍标为现行", "what was replaced is still called in force"
                )
    for id_, gap in rules["gaps"].items():
        yield from missing(("gaps", id_, "regimes"), gap.get("regimes", []), rules["regimes"], "制度", "regime")


@a_check("promotions")
def promotions(rules: Json) -> Iterator[Problem]:
    """One step at a time, the promotions form a ladder without a gap: every rank but the lowest is reached once."""
    for path, regime in regimes(rules):
        if not any(condition["kind"] == "step" for condition in regime.get("conditions", ())):
            continue
        rows = list(listed(regime, path, "promotions"))
        for ladder in dict.fromkeys(_scoped(regime, row["to"])[0] for _, row in rows):
            on_it = [(place, row) for place, row in rows if _scoped(regime, row["to"])[0] == ladder]
            order = list(rules["ladders"].get(ladder, {"ranks": ()})["ranks"])
            yield from _without_gap(order, on_it, (*path, "promotions"), regime)


def _without_gap(order: list[str], rows: list[tuple[Place, Json]], here: Place, regime: Json) -> Iterator[Problem]:
    """The promotions on one ladder."""
    reached = [_scoped(regime, row["to"])[1] for _, row in rows]
    if [rank for rank in order if rank in reached] != reached:
        yield Problem(here, "没有由高到低排列，或者重复", "not in the order of the ladder, or twice")
    for rank in order[:-1]:
        if rank not in reached:
            yield Problem(here, f"没有规定怎样晋升：{rank}", f"no promotion leads to {rank}")
    for place, promotion in rows:
        yield from _from_below(regime, order, promotion, place)


def _scoped(regime: Json, rank: str) -> tuple[str, str]:
    """The ladder and the rank that a name in a regime means."""
    ladder, _, name = rank.rpartition("/")
    return ladder or regime["ladder"], name


def _from_below(regime: Json, order: list[str], promotion: Json, path: Place) -> Iterator[Problem]:
    """A branch asks for the rank directly below, or for a post whose lowest rank that is."""
    ladder, to = _scoped(regime, promotion["to"])
    scoped = [(row["post"], *_scoped(regime, row["rank"])) for row in regime.get("lowest", ())]
    lowest = {post: rank for post, on, rank in scoped if on == ladder}
    below = (order[order.index(to) + 1 :] if to in order else []) + [""]
    for place, branch in enumerate(alternatives(promotion)):
        rank = _scoped(regime, branch.get("rank", ""))[1] or lowest.get(branch.get("post", ""), below[0])
        if rank != below[0]:
            here = (*path, "any", place) if "any" in promotion else path
            yield Problem(here, f"不是下一职级：{rank}", f"not the rank directly below: {rank}")


@a_check("lowest")
def lowest_ranks(rules: Json) -> Iterator[Problem]:
    """A higher post has a higher lowest rank."""
    for path, regime in regimes(rules):
        rank_order = list(rules["ladders"][regime["ladder"]]["ranks"]) if "lowest" in regime else []
        post_order = list(rules["ladders"]["post"]["ranks"])
        rows = [(place, row) for place, row in listed(regime, path, "lowest") if row["rank"] in rank_order]
        placed = [(post_order.index(row["post"]), rank_order.index(row["rank"]), place) for place, row in rows]
        for (post, rank, _), (next_post, next_rank, place) in pairwise(placed):
            if next_post <= post or next_rank <= rank:
                yield Problem(place, "职务与最低职级的高低不一致", "posts and lowest ranks are not in one order")


@a_check("setup")
def setup(rules: Json) -> Iterator[Problem]:
    """Of every kind of organ it is said once which ranks it may set up."""
    for path, regime in regimes(rules):
        told = [organ for _, row in listed(regime, path, "setup") for organ in row["organ"]]
        for organ in rules["organs"]:
            if "setup" in regime and told.count(organ) != 1:
                here = (*path, "setup")
                yield Problem(here, f"应当规定一次，实为{told.count(organ)}次：{organ}", f"not told once: {organ}")


def may_set_up(regime: Json, order: list[str]) -> dict[str, set[str]]:
    """The ranks that each kind of organ may set up."""
    found: dict[str, set[str]] = {}
    for row in regime.get("setup", ()):
        allowed = row["ranks"] if "ranks" in row else order[order.index(row["top"]) :]
        found |= {organ: set(allowed) for organ in row["organ"]}
    return found


@a_check("quotas")
def quotas(rules: Json) -> Iterator[Problem]:
    """A quota limits ranks that the organ may set up, and a share of ranks is one of more ranks, limited above it."""
    for path, regime in regimes(rules):
        allowed = may_set_up(regime, list(rules["ladders"][regime["ladder"]]["ranks"])) if "quotas" in regime else {}
        above: dict[str, list[list[str]]] = {organ: [] for organ in allowed}
        for place, row in listed(regime, path, "quotas"):
            of = row.get("of")
            if isinstance(of, list) and not set(row["ranks"]) < set(of):
                yield Problem((*place, "of"), "应当包含并多于所限的职级", "must hold the limited ranks and others")
            for organ in row["organ"]:
                if isinstance(of, list) and of not in above.get(organ, [of]):
                    yield Problem((*place, "of"), f"{organ}的这一组没有先行限定", f"{organ} has no limit on it above")
                for rank in sorted(set(row["ranks"]) - allowed.get(organ, set(row["ranks"]))):
                    yield Problem(place, f"{organ}不能设置{rank}", f"{organ} may not set up {rank}")
                above.setdefault(organ, []).append(row["ranks"])
        yield from _not_told(regime, path, allowed, above)


def _not_told(
    regime: Json, path: Place, allowed: dict[str, set[str]], told: dict[str, list[list[str]]]
) -> Iterator[Problem]:
    """A rank that an organ may have, and of which neither a line nor a gap says how many."""
    open_ = {organ for row in regime.get("quota_rules", {}).get("unknown", ()) for organ in row["organ"]}
    for organ, ranks in allowed.items():
        left = sorted(ranks.difference(*told[organ]))
        if left and organ not in open_:
            names = "、".join(left)
            yield Problem((*path, "quotas"), f"{organ}没有规定：{names}", f"{organ}: nothing is told of {left[0]}")


@a_check("gaps")
def gaps(rules: Json) -> Iterator[Problem]:
    """Every gap that a rule names exists."""
    for path, value in under(rules["regimes"], "gap"):
        yield from missing(("regimes", *path), value, rules["gaps"], "缺口", "gap")


@a_check("quotas-once")
def quotas_once(rules: Json) -> Iterator[Problem]:
    """No two lines limit the same ranks of the same organ on the same base."""
    for path, regime in regimes(rules):
        seen: set[str] = set()
        for place, row in listed(regime, path, "quotas"):
            for organ in row["organ"]:
                key = json.dumps([organ, row["ranks"], row.get("of")])
                if key in seen:
                    yield Problem(place, f"重复规定：{organ}", f"told twice: {organ}")
                seen.add(key)


@a_check("conversions")
def conversions(rules: Json) -> Iterator[Problem]:
    """An old post turns into one rank, on the day after its ladder ended."""
    for path, regime in regimes(rules):
        seen: set[str] = set()
        for place, row in (one for part in CONVERSIONS for one in listed(regime, path, part)):
            ended = rules["ladders"].get(row["from"].partition("/")[0], {}).get("to")
            if ended and _exists(row["on"]) and _exists(ended) and not _next_day(ended, row["on"]):
                yield Problem((*place, "on"), f"不是{ended}的次日", f"is not the day after {ended}")
            if row["from"] in seen:
                yield Problem((*place, "from"), "重复套转", "is converted twice")
            seen.add(row["from"])


def _next_day(before: str, after: str) -> bool:
    return (date.fromisoformat(after) - date.fromisoformat(before)).days == 1


@a_check("periods")
def periods(rules: Json) -> Iterator[Problem]:
    """Every effect either says how long it bars, or is open; where no number decides it says why."""
    for id_, entry in rules["effects"].items():
        months = entry.get("months")
        if ("months" in entry) == bool(entry.get("open")):
            yield Problem(("effects", id_), "应有月数或者没有期限，二者居一", "needs either months or open")
        weak = isinstance(months, dict) and weakest(rules, months) == "unverified"
        if "months" in entry and (months is None or weak) and "why" not in entry:
            yield Problem(("effects", id_), "没有确定的期限，应说明原因", "has no period that decides, and no reason")


def weakest(rules: Json, value: Json) -> str:
    """The evidence of a value: its own, or that of its provision."""
    provision = rules["provisions"].get(value["cite"], {})
    return str(value.get("evidence") or provision.get("evidence", "unverified"))


# -- the command -----------------------------------------------------------------------------------------------------


def problems(text: str) -> Iterator[tuple[int, Problem]]:
    """Every problem of a file, with the number of its line; last that it is not in the canonical form."""
    try:
        rules = read_json(text)
    except Unreadable as error:
        yield error.line, Problem((), error.zh, error.en)
        return
    found = list(check_all(rules))
    known = dict(starts(text)) if found else {}
    yield from ((line_of(problem.path, known), problem) for problem in found)
    wanted = format_json(rules)
    if wanted != text:
        zh, en = "自此行起格式不规范，请运行 zhiji fmt", "from this line on not in canonical form, run zhiji fmt"
        yield first_difference(text, wanted), Problem((), zh, en)


def main(argv: Sequence[str]) -> int:
    """`check [--list] [FILE]`: say what does not hold in the rules; exit with 1 if something does not."""
    parser = argparse.ArgumentParser(prog="zhiji check", description=main.__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=RULES, help="left out: spec/rules.json")
    parser.add_argument("--list", action="store_true", help="say what is checked")
    options = parser.parse_args(argv)
    if options.list:
        print("\n".join(f"{one.name}: {one.description}" for one in CHECKS.values()))
        return 0
    try:
        found = list(problems(read_text(options.file)))
    except Unreadable as error:
        found = [(error.line, Problem((), error.zh, error.en))]
    for line, problem in found:
        print(f"{options.file}:{line}: {problem.where}: {problem.message}")
    if not found:
        print(f"check: {len(CHECKS)} checks found nothing wrong in {options.file}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
