"""The report of a promotion: the first sentence, the lines under it, and the sections of reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..dates.days import parse
from ..law.rules import Json, asked_on
from ..telling.phrases import (
    after_the_end,
    bearing,
    beside,
    event,
    first_settled,
    hangs_on,
    hangs_open,
    lapses,
    leaves,
    open_phrases,
    past_the_end,
    reason,
    set_by_effects,
    told,
    turning,
    unasked,
    value_phrase,
    verdict,
)
from ..telling.sections import Part, sections
from ..telling.words import Words


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one promotion answer."""
    return told(answer, headline(answer, words), _lines(answer, words), _sections(answer, words))


def events(answer: Json, words: Words) -> list[Json]:
    """The day from which the conditions are fulfilled, while it lies ahead and follows from what was given.

    Not one after the end of the system, which is told with that end.
    """
    if answer["status"] != "unmet" or not answer["earliest"] or past_the_end(answer):
        return []
    return [event(answer["earliest"], words.text("event.promotion", target=words.name(answer["target"])), words)]


def headline(answer: Json, words: Words) -> str:
    """The first sentence, with what would turn it around for whoever reads no further."""
    if answer["findings"]["kind"] == "scope":
        return _scope(answer["findings"], words)
    set_ = set_by_effects(answer.get("set", ()), words)
    first, after = _left_aside("first", answer, words), _but(answer, words)
    return ("" if words.chinese else " ").join([*first, _verdict(answer, words), *set_, *after])


def _verdict(answer: Json, words: Words) -> str:
    """The verdict with its date, or, where it is not settled, the reading that it hangs on."""
    target = words.name(answer["target"])
    if not answer["settled"]:
        ends = answer["range"]
        return words.text(
            _own("headline.unsettled", answer, words), target=target, default=verdict(answer, words),
            strict=verdict(ends["strict"], words), generous=verdict(ends["generous"], words),
            reading=hangs_on(answer, words),
        )  # fmt: skip
    status, earliest = answer["status"], answer["earliest"]
    code = f"{status}-latest" if _at_latest(answer, words) else str(status)
    open_ = bool(answer["missing"] or answer.get("later"))
    if status == "unknown" and not open_:  # no input would help
        code = "silent"
    why = _why(answer, words) if status != "met" else ""
    if status == "unmet" and earliest is None:
        never = [] if open_ else _undated(bearing(answer["findings"], "unmet"))
        code, why = ("never", reason(never[0], answer, words)) if never else ("open", why)
    values = {"target": target, "why": why, "asked": _asked(answer, words)}
    values["earliest"] = words.date(earliest) if earliest else ""
    return words.text(_own(f"headline.{code}", answer, words), **values)


def _but(answer: Json, words: Words) -> Iterator[str]:
    """What was left aside, in short; it is told in full right below."""
    yield from _left_aside("but", answer, words)
    yield from first_settled(answer["judgements"], words)
    if day := lapses(answer):
        yield words.text("but.lapses", date=words.date(day))
    yield from unasked(answer, words)


def _left_aside(where: str, answer: Json, words: Words) -> Iterator[str]:
    """The conflicts that turn the verdict around, before it (``first``) or after it (``but``)."""
    for one in turning(answer, words, where):
        values = {key: value_phrase(key, value, words) for key, value in one["values"].items()}
        yield words.text(f"{where}.{one['code']}", **values)


# What a condition of each kind looks at, in the words of the first sentence.
LOOKS_AT = {
    "own": "years", "since": "years", "level": "level", "grades": "grades", "not-graded": "grades",
    "after-grade": "grades", "free": "periods",
}  # fmt: skip


def _asked(answer: Json, words: Words) -> str:
    """What the conditions of the day look at: years, grades, periods, or only some of them."""
    regime = words.rules.regimes[answer["regime"]]
    day = parse(answer["as_of"]).first
    found = {LOOKS_AT[one["kind"]] for one in regime["conditions"] if one["kind"] in LOOKS_AT and asked_on(one, day)}
    if words.rules.grades_count(answer["regime"]):
        found.add("grades")
    return words.join([words.text(f"asked.{part}") for part in dict.fromkeys(LOOKS_AT.values()) if part in found])


def _at_latest(answer: Json, words: Words) -> bool:
    """Whether the date is only sure: what was not given, or no source tells, could make it an earlier one.

    A month says so itself.
    """
    regime = words.rules.regimes[answer["regime"]]
    dated = answer["status"] != "unknown" and len(answer["earliest"] or "") > len("2024-05")
    by_proof = not regime.get("from") and regime.get("in_force_by") == answer["earliest"]
    open_ = bool(answer["missing"] or answer.get("later")) or by_proof
    return dated and open_ and not regime.get("say")


def _own(code: str, answer: Json, words: Words) -> str:
    """The code of a sentence; the regime's own one where it has one (``say``), as for a transfer, which is no rise."""
    own = f"{words.rules.regimes[answer['regime']].get('say')}.{code}"
    return own if words.has(own) else code


def _lines(answer: Json, words: Words) -> Iterator[str]:
    ends = answer["range"]
    open_ = answer["status"] == "unknown" and answer["missing"]  # the ends are those of the worst case only
    if answer["settled"] and ends["strict"] != ends["generous"] and not open_:
        same = ends["strict"]["status"] == ends["generous"]["status"]
        dated = same and ends["strict"]["earliest"] and ends["generous"]["earliest"]
        yield (
            words.text(
                "range.moves",
                generous=_end(ends["generous"]["earliest"], words),
                strict=_end(ends["strict"]["earliest"], words),
            )
            if dated
            else words.text(
                "range.moves-verdicts", strict=verdict(ends["strict"], words), generous=verdict(ends["generous"], words)
            )
        )
    for year in sorted(
        {
            year
            for leaf in leaves(answer["findings"])
            if leaf["status"] == answer["status"]
            for year in leaf.get("values", {}).get("provisional", ())
        }
    ):
        yield words.text("mark.provisional", year=year)
    if answer.get("level"):
        level = answer["level"]
        yield words.text(
            f"level.{level['because']}", cite=words.cite(level["cite"]), **{"from": level["from"], "to": level["to"]}
        )
    if answer.get("unasked", {}).get("grades"):
        yield words.text("unasked.grades")
    yield from after_the_end(answer, words)
    if answer.get("would_be"):
        yield words.text("would-be", verdict=verdict(answer["would_be"], words))
    yield from beside(answer, words)
    if answer["findings"]["kind"] != "scope":
        yield words.text("evidence.line", evidence=words.evidence(answer["evidence"]))


def _end(date: str, words: Words) -> str:
    """An end of a range; a month is said to be one of its days, so that it can follow a day of the same month."""
    return words.date(date) if len(date) > len("2024-05") else words.text("range.some-day", month=words.date(date))


def _why(answer: Json, words: Words) -> str:
    """Why it cannot be told: what it hangs on, or what no source tells; that also where something bars until then."""
    if said := hangs_open(answer, words):
        return said
    silent = (leaf for leaf in leaves(answer["findings"]) if leaf["status"] == "unknown")
    stuck = _undated(bearing(answer["findings"], "unknown")) or _undated(silent)
    return reason(stuck[0], answer, words) if stuck else ""


def _undated(found: Iterable[Json]) -> list[Json]:
    """The leaves that no day turns."""
    return [leaf for leaf in found if leaf["turns"] is None]


def _sections(answer: Json, words: Words) -> Iterable[Json]:
    parts: list[Part] = [
        ("missing", open_phrases(answer, words)),
        "conflicts",
        "reasons",
        "range",
        ("what_if", [{"text": _what_if(entry, words)} for entry in answer["what_if"]]),
        "judgements",
        "unused",
    ]
    return sections(parts, answer, words)


def _what_if(entry: Json, words: Words) -> str:
    *_, year = entry["path"].split(".")
    change = words.text("whatif.grade", year=year, grade=words.name(words.rules.grade_names.find(entry["value"])[0]))
    earliest = entry["earliest"]
    result = words.text("whatif.from", earliest=words.date(earliest)) if earliest else words.text("whatif.never")
    return words.text("whatif", change=change, result=result)


def _scope(finding: Json, words: Words) -> str:
    given = {key: value for key, value in finding["values"].items() if value is not None}
    return words.text(finding["code"], **{key: value_phrase(key, value, words) for key, value in given.items()})
