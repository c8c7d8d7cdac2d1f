"""The pieces of a report: findings, articles, inputs and verdicts in words, for every calculator.

An *item* is ``{"text", "status"?, "cites"?, "children"?, "ledger"?, "reading"?}``, and with ``folded`` its children are
shown when they are asked for. A report has sections of items; a section may have a ``table`` (``head``, ``rows``) too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from ..dates.days import iso, parse
from ..law.rules import Json
from .groups import group
from .words import Words

Item = dict[str, Any]

FORMER_POST = "former-post"  # the reading on posts that are no longer held


def turning(answer: Json, words: Words, where: str = "") -> list[Json]:
    """The conflicts that would turn a verdict around for whoever reads no further: those with a sentence for it.

    Only those told ``where``, if it is given: ``first``, before the verdict, or ``but``, after it.
    """
    places = (where,) if where else ("first", "but")
    return [one for one in answer["conflicts"] if any(words.has(f"{place}.{one['code']}") for place in places)]


def unasked(answer: Json, words: Words) -> Iterator[str]:
    """In short, the effect periods that were entered and not counted; they are told in full right below."""
    if left := answer.get("unasked", {}).get("bars"):
        yield words.text("but.unasked", effects=words.join([words.name(one["effect"]) for one in left]))


def beside(answer: Json, words: Words) -> list[str]:
    """What other systems may lead to from what is held, in a sentence, where an answer names any (``also``)."""
    return [words.text("also-by-target", targets=words.names(answer["also"]))] if answer.get("also") else []


def set_by_effects(entries: Iterable[Json], words: Words) -> Iterator[str]:
    """That the grades of some years (``{year, grade, because, cite}``) are not open, because effects set them."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for one in entries:
        alike.setdefault((one["grade"], one["because"], one["cite"]), []).append(str(one["year"]))
    for (grade, because, cite), years in alike.items():
        values = {"year": words.join(years), "grade": words.name(grade), "because": words.name(because)}
        yield words.text("set-by-effect", cite=words.cite(cite), **values)


def told(answer: Json, headline: str, lines: Iterable[str], sections: Iterable[Json]) -> Json:
    """The report of an answer: its status, which is no verdict where a reading decides it, and what is said of it."""
    return {
        "status": answer["status"] if answer["settled"] else "unsettled",
        "headline": headline,
        "lines": list(lines),
        "sections": list(sections),
    }


def verdict(bound: Json, words: Words) -> str:
    """A status and its date in a few words."""
    if bound["status"] == "unknown":
        return words.text("verdict.unknown")
    if bound["earliest"] is None:
        return words.text("status.met" if bound["status"] == "met" else "verdict.never")
    return words.text(f"verdict.{bound['status']}", earliest=words.date(bound["earliest"]))


def hangs_on(answer: Json, words: Words) -> str:
    """The readings on which an answer that is not settled hangs, by name."""
    return ("；" if words.chinese else "; ").join(words.reading_name(id_) for id_ in answer["range"]["hangs_on"])


def leaves(finding: Json) -> Iterator[Json]:
    """The findings without children, in order."""
    if "children" not in finding:
        yield finding
    for child in finding.get("children", ()):
        yield from leaves(child)


def bearing(finding: Json, status: str) -> Iterator[Json]:
    """The leaves that give a node its status; of the branches of an "any", those that say most come first."""
    if finding["status"] != status:
        return
    if "children" not in finding:
        yield finding
    children = finding.get("children", ())
    for child in sorted(children, key=_says_little) if finding["kind"] == "any" else children:
        yield from bearing(child, status)


def _says_little(branch: Json) -> int:
    """How late a branch of an "any" is told: one never held comes last; without a number, posts come after ranks."""
    if branch.get("code") == "tenure.never":
        return 2
    return int(branch.get("code") == "tenure.no-number" and branch["values"]["in"][0].startswith("post/"))


def finding_item(finding: Json, answer: Json, words: Words) -> Item:
    """A finding as an item of the list of reasons."""
    body: Item = {
        "status": finding["status"],
        "text": reason(finding, answer, words),
        "cites": cite_items(finding, words),
    }
    if "children" in finding:
        body["children"] = [finding_item(child, answer, words) for child in finding["children"]]
    if finding.get("values", {}).get("ledger"):
        body["ledger"] = [_ledger_row(line, answer, words) for line in finding["values"]["ledger"]]
    return body


def reason(finding: Json, answer: Json, words: Words) -> str:
    """The sentence of one finding."""
    code = str(finding.get("code") or finding["kind"])
    if code == "tenure.unmet" and finding["turns"] is None:
        code = f"tenure.unmet-{_why_never(finding['values'])}"
    if code == "tenure.never" and finding["values"]["years"] is None:
        code = "tenure.never-no-number"
    values = {
        key: value_phrase(key, value, words) for key, value in finding.get("values", {}).items() if value is not None
    }
    if "of" in values:
        values["families"] = values["of"]
    values["marks"] = _marks(finding.get("values", {}), words, answer.get("unused", ()))
    if code == "tenure.unmet-former-post":
        values["reading"] = words.reading_name(FORMER_POST)
    dates = {"as_of": words.date(answer["as_of"])} | (
        {"turns": words.date(finding["turns"])} if finding["turns"] else {}
    )
    return words.text(code, **(values | dates))


def _why_never(values: Json) -> str:
    """Why years that have ended are not enough: too few, or of a post or rank that is held no more."""
    credit = values["credit"]
    if (credit["years"], credit["months"], credit["days"]) < (values["years"], 0, 0):
        return "never"
    return "former-post" if any(thing.startswith("post/") for thing in values["in"]) else "former-rank"


def _marks(values: Json, words: Words, unused: Collection[str]) -> str:
    """What single years, and ends known only to the month, did to a credit, in brackets; empty where nothing did."""
    codes = {
        "shortens": "mark.excellent",
        "drops": "mark.dropped",
        "lengthens": "mark.lengthened",
        "not-stated": "mark.not-stated",
        "known-later": "mark.known-later",
        "until-graded": "mark.until-graded",
    }
    said: dict[str, None] = {}
    if "besides" in values:
        said[words.text("mark.besides", things=words.names(values["besides"]))] = None
    if "left_over" in values:
        said[words.text("mark.left-over", since=words.date(values["left_over"]))] = None
    if "probation" in values:
        said[words.text("mark.probation", until=words.date(values["probation"]))] = None
    for line in values.get("ledger", ()):
        said |= dict.fromkeys(_only_months(line, words))
        if line["because"] in codes:
            said |= dict.fromkeys(_by_effect(line, words))
            code = codes[why_counted(line, unused)] + _counted(line)
            said[words.text(code, year=line["year"], months=abs(line["months"]))] = None
    said |= {words.text("mark.joined", month=words.date(month)): None for month in values.get("joined", ())}
    return words.text("tenure.marks", marks=("；" if words.chinese else "; ").join(said)) if said else ""


def why_counted(line: Json, unused: Collection[str]) -> str:
    """Why a year counts as it does; a grade that was given and is known only later (``unused``) is not untold."""
    later = line["because"] == "not-stated" and f"/person/grades/{line['year']}" in unused
    return "known-later" if later else str(line["because"])


def _by_effect(line: Json, words: Words) -> list[str]:
    """What an effect says of the grade of the year of a line."""
    by = line.get("by")
    if not by:
        return []
    code = next(key for key in ("is", "at_most", "one_of") if key in by)
    grade = words.names(by[code], either=True) if code == "one_of" else words.name(by[code])
    return [words.text(f"mark.by-effect.{code}", year=line["year"], grade=grade, because=words.name(by["because"]))]


def _counted(line: Json) -> str:
    """What is added to the code of a year that lengthens and counts all the same, by a reading of the county ranks."""
    return "-counted" if line["because"] == "lengthens" and line["counts"] else ""


def _only_months(line: Json, words: Words) -> list[str]:
    """That an end of a line is known only to the month, and on which of its days the line has it."""
    return [
        words.text(f"ledger.{key.replace('_', '-')}", month=words.date(line[key]))
        for key in ("from_month", "to_month")
        if key in line
    ]


def value_phrase(key: str, value: Any, words: Words) -> str:
    """A value of a finding in words, by what its key means."""
    if key in ("in", "grades"):
        return words.names(value, either=True)
    if key in ("target", "now", "rank", "post", "lowest", "grade", "effect", "title", "held"):
        return words.name(value) if isinstance(value, str) else str(value)
    if key == "organ" and isinstance(value, str):
        return str(words.rules.spec["organs"][value][words.lang])
    if key == "ladder" and isinstance(value, str):
        return str(words.rules.spec["ladders"][value][words.lang])
    if key == "of":
        return words.join([words.text(f"family.{family}") for family in value], either=True)
    if key == "age":
        return words.join([str(one) for one in (value if isinstance(value, list) else [value])], either=True)
    if key == "bars":
        return ("；" if words.chinese else "; ").join(_bar(bar, words) for bar in value)
    if key in ("since", "until", "date", "as_of"):
        return words.date(value)
    if isinstance(value, dict) and {"zh", "en"} <= value.keys():
        return str(value[words.lang])
    if key == "bad":
        return words.join([str(year) for year in value])
    if key == "fact":
        return words.text(f"fact.{value}")
    if key == "credit":
        return words.credit(value)
    if key == "group":
        return group(words, value)
    if key == "share":
        return share_phrase(value, words)
    if key == "exact":
        return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return words.names(value) if key == "regimes" else str(value)


def share_phrase(share: Json, words: Words) -> str:
    """A share with what it is taken of, and how many that is where it is known."""
    outer = group(words, share["outer"]) if share["outer"] else ""
    code = "quota.share-of-ranks" if outer else "quota.share-of-posts"
    base = "" if share["base"] is None else words.text("quota.base", base=share["base"])
    return words.text(code, percent=share["percent"], outer=outer, base=base)


def _bar(bar: Json, words: Words) -> str:
    values = {"effect": words.name(bar["effect"]), "from": words.date(bar["from"])}
    if "at_most" in bar:
        return words.text("bar.between", **values, **{key: words.date(bar[key]) for key in ("at_least", "at_most")})
    if bar["to"] is None:
        return words.text("bar.open", **values)
    return words.text("bar.added" if bar.get("added") else "bar.to", **values, to=words.date(bar["to"]))


def cite_items(finding: Json, words: Words) -> list[Item]:
    cites = finding.get("cite", [])
    return [cite_item(id_, words) for id_ in ([cites] if isinstance(cites, str) else cites) if id_]


def cite_item(id_: str, words: Words) -> Item:
    return {"id": id_, "label": words.cite(id_), "evidence": words.rules.provisions[id_]["evidence"]}


def _ledger_row(line: Json, answer: Json, words: Words) -> Item:
    """A line of a ledger as the row of a table."""
    return ledger_line_item(line, answer, words) | {key: words.brief_date(line[key]) for key in ("from", "to")}


def ledger_line_item(line: Json, answer: Json, words: Words) -> Item:
    code = f"ledger.{why_counted(line, answer.get('unused', ()))}{_counted(line)}"
    said = [words.text(code, months=abs(line["months"])), *_by_effect(line, words), *_only_months(line, words)]
    return {
        "year": line["year"], "from": words.date(line["from"]), "to": words.date(line["to"]),
        "grade": words.name(line["grade"]) if line["grade"] else "",
        "text": ("；" if words.chinese else "; ").join(said), "because": line["because"],
    }  # fmt: skip


def missing_phrase(
    entry: Json, words: Words, *, brief: bool = False, tell: Callable[[Json, Words], str] = verdict
) -> str:
    """What is still to be given, and what it could make of the answer, told in the calculator's own words."""
    inputs = words.join([place(path, words) for path in entry["inputs"]])
    return words.text(
        "missing.brief" if brief else f"missing.{entry['settles']}",
        inputs=inputs,
        best=tell(entry["best"], words),
        worst=tell(entry["worst"], words),
    )


def open_phrases(answer: Json, words: Words, *, tell: Callable[[Json, Words], str] = verdict) -> list[Item]:
    """What is still to be given, and what was given as known only after the day."""
    later = [entry | {"settles": "later"} for entry in answer.get("later", ())]
    return [{"text": missing_phrase(entry, words, tell=tell)} for entry in [*answer["missing"], *later]]


def hangs_open(answer: Json, words: Words) -> str:
    """The same in short: the first set; empty where the answer hangs on nothing that is open."""
    said = [missing_phrase(entry, words, brief=True) for entry in answer["missing"][:1]]
    said += [later_phrase(entry, words) for entry in answer.get("later", ())]
    return ("" if words.chinese else " ").join(said)


def later_phrase(entry: Json, words: Words) -> str:
    """What was given as known only after the day."""
    return words.text("later.brief", inputs=words.join([place(path, words) for path in entry["inputs"]]))


def event(date: str, title: str, words: Words, end: str | None = None) -> Json:
    """An event of a calendar: a day, or the days to ``end``; what is only a month takes all of it and says so."""
    days, last = parse(date), parse(end or date)
    if not days.exact:
        title = words.text("event.some-day", what=title, month=words.date(date))
    found = {"date": iso(days.first), "title": title}
    return found if days.first == last.last else found | {"end": iso(last.last)}


def place(path: str, words: Words) -> str:
    """The input that a path names, as a person would call it."""
    parts = path.strip("/").replace("person.", "person/").replace(".", "/").split("/")
    top, kind, key, field, *_ = [*parts, "", "", ""]
    if top == "start":
        return words.text("input.start")
    if top in ("begins", "lasts"):
        return words.text(f"input.{top}", step=kind)
    if top == "organ" and kind:
        return words.text(f"input.organ-{kind}")
    if top == "occupied":
        return (
            words.text("input.occupied-of", rank=words.name(_rank(kind, words)))
            if kind
            else words.text("input.occupied")
        )
    if field == "organ" or (key and kind == "organ"):  # of an entry, or of the person
        what = words.text(f"input.organ-{parts[-1]}") if parts[-1] != "organ" else words.text("input.organ-whole")
        return words.text("input.held-organ", n=int(key) + 1, what=what) if kind == "held" else what
    if kind == "grades":
        return words.text("input.known_from" if field else "input.grades", key=key)
    if not kind:
        return words.text(f"input.{top}") if words.has(f"input.{top}") else path
    number = str(int(key) + 1) if key.isdigit() else ""
    code = f"input.{kind}-{field}" if field else f"input.{kind}-entry" if key else f"input.{kind}"
    return words.text(code, n=number) if words.has(code) else path


def _rank(written: str, words: Words) -> str:
    """The rank that a place in a request names."""
    return next(iter(words.rules.thing_names.find(written)), written)


def past_the_end(answer: Json) -> bool:
    """Whether the date of an answer lies after its system, which then says nothing of it."""
    return bool(answer["earliest"] and answer["earliest"] > answer.get("regime_to", answer["earliest"]))


def lapses(answer: Json) -> str | None:
    """The day from which what is fulfilled, or will be from a day ahead, is so no more; None where nothing ends it.

    A year whose grade an effect sets counts until that exists.
    """
    later = [one for one in answer["timeline"] if one["from"] and one["from"] > answer["as_of"]]
    if answer["status"] == "unmet" and answer["earliest"]:
        met = next((place for place, one in enumerate(later) if one["status"] == "met"), len(later))
        later = later[met + 1 :]
    following = later[0] if later and answer["status"] != "unknown" else None
    return str(following["from"]) if following and following["status"] == "unmet" else None


def after_the_end(answer: Json, words: Words) -> list[str]:
    """That the date of an answer lies after the end of its system, or another date that it names."""
    if not answer.get("regime_to"):
        return []
    code = "regime.after" if past_the_end(answer) else "regime.after-some"
    return [words.text(code, to=words.date(answer["regime_to"]))]


def conflict_item(entry: Json, words: Words) -> Item:
    values = {key: value_phrase(key, value, words) for key, value in entry["values"].items()}
    return {"text": words.text("conflict." + entry["code"], **values), "cites": cite_items(entry, words)}


def first_settled(judgements: Iterable[Json], words: Words) -> Iterator[str]:
    """What people must settle before a verdict is worth anything, in short, with the inputs that raise it.

    The gravest stands first; what the same inputs raise besides is told in full with the others.
    """
    raised: dict[str, list[str]] = {}
    for one in judgements:
        if words.has(f"but.{one['id']}"):
            raised.setdefault(one["id"], []).extend(place(path, words) for path in paths_of(one))
    said = set[str]()
    for id_, places in raised.items():
        if not said.issuperset(places):
            yield words.text(f"but.{id_}", inputs=words.join(places))
        said.update(places)


def paths_of(judgement: Json) -> list[str]:
    """The inputs that raise a judgement."""
    return judgement.get("paths") or ([judgement["path"]] if judgement.get("path") else [])


def judgement_item(entry: Json, words: Words) -> Item:
    regimes = words.rules.regimes.values()
    parts = [part for regime in regimes for part in (regime, regime.get("quota_rules", {}))]
    every = [item for key in ("judgements", "statements") for part in parts for item in part.get(key, ())]
    listed = [item for item in every if item["id"] == entry["id"]]  # two regimes may say it in their own words
    named = next((item for item in listed if item["cite"] == entry.get("cite")), listed[0] if listed else None)
    text = named[words.lang] if named else entry["id"]
    if paths := paths_of(entry):
        text += words.text("given.more", more=words.join([place(path, words) for path in paths]))
    return {"text": text, "cites": [cite_item(entry["cite"], words)] if entry.get("cite") else []}
