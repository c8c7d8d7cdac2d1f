"""What each option of a reading makes of one request, all else as it is: for whoever has to choose how to read.

    tenure-unit  day    not yet fulfilled, from 25 November 2026     the default
                 month  earlier: 1 November 2026

Each option is compared with the default of the same reading. A reading that moves nothing is left out. Only those are
tried that the answer says would move it (``range.moved_by``), and those that are pinned.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..api import answer
from ..law.readings import default
from ..law.rules import Json, Rules
from .phrases import verdict
from .say import tell
from .words import Words

Bodies = dict[str, Json]  # by target; one that asks for no next steps has a single one

# The sections that every answer has; what a calculator alone gives is beside them.
COMMON = {"missing", "conflicts", "reasons", "range", "what_if", "judgements", "unused"}


def moves(raw: Json, rules: Rules, lang: str) -> Json:
    """What every reading makes of a request, and what the readings that it pins make of it together.

    Gives ``said``, the first sentence; ``together``, the difference to the default readings in a few words; ``moved``,
    for each reading that moves something the text of each option. A request that cannot be read gets its error.
    """
    body = answer(raw, rules)
    if "error" in body:
        return body
    words = Words(rules, lang)
    plain = answer({key: value for key, value in raw.items() if key not in ("readings", "profile")}, rules)
    parts = [part for one in _parts(body).values() for part in (one, *one.get("next", ()))]
    moving = {id_ for part in parts for id_ in part["range"]["moved_by"]}
    rows = {id_: row(raw, rules, words, id_) for id_ in rules.readings if id_ in moving | set(_pinned(body))}
    return {
        "calculator": body["calculator"],
        "said": [tell(one, rules, lang)["headline"] for one in _parts(body).values()],
        "together": _difference(_parts(plain), _parts(body), words) if _pinned(body) else "",
        "moved": {id_: found for id_, found in rows.items() if found},
    }


def row(raw: Json, rules: Rules, words: Words, id_: str) -> dict[str, str]:
    """What each option of a reading makes of a request; empty where they all make the same."""
    own = raw.get("readings") or {}
    bodies = {
        option: _parts(answer(raw | {"readings": own | {id_: option}}, rules))
        for option in rules.readings[id_]["options"]
    }
    regime = next((one["regime"] for one in next(iter(bodies.values())).values() if one["regime"]), "")
    usual = default(rules.readings[id_], regime)
    base = bodies[usual]
    found = {option: _difference(base, other, words) for option, other in bodies.items()}
    if not any(found.values()):
        return {}
    same = words.text("moves.same")
    return {option: said or same for option, said in found.items()} | {usual: _said(base, [*bodies.values()], words)}


def _parts(body: Json) -> Bodies:
    """An answer by its target, or the answers for the next steps by theirs."""
    return {str(one["target"]): one for one in body.get("targets", [body])}


def _pinned(body: Json) -> Json:
    pinned: Json = body["profile"]["readings"]
    return pinned


def _difference(base: Bodies, other: Bodies, words: Words) -> str:
    """What is otherwise, target by target; empty where nothing is."""
    pairs = {target: (base.get(target), one) for target, one in other.items()}
    found = {target: _moved(one, two, words) if one else _short(two, words) for target, (one, two) in pairs.items()}
    gone = [target for target in base if target not in other]
    found |= dict.fromkeys(gone, words.text("moves.gone"))
    return _joined({target: said for target, said in found.items() if said}, words, len(found))


def _said(base: Bodies, every: list[Bodies], words: Words) -> str:
    """What the default itself says, where the options differ."""
    told = {target: _own(one, [bodies[target] for bodies in every if target in bodies], words)
            for target, one in base.items()}  # fmt: skip
    return _joined(told, words, len(base))


def _own(body: Json, every: list[Json], words: Words) -> str:
    """An answer in a few words: of one that the others differ from in some statement only, that statement."""
    if body["calculator"] == "promotion" or len({(one["status"], one["earliest"]) for one in every}) > 1:
        return _short(body, words)
    others = [set(_statements(one, words)) for one in every]
    return next((said for said in _statements(body, words) if not all(said in one for one in others)), "")


def _joined(parts: dict[str, str], words: Words, of: int) -> str:
    if of == 1:
        return "".join(parts.values())
    named = [words.text("moves.of", target=words.name(target), said=said) for target, said in parts.items()]
    return ("；" if words.chinese else "; ").join(named)


def _moved(base: Json, other: Json, words: Words) -> str:
    """One answer against another: its date, else its verdict, else the first thing that it says otherwise."""
    before, after = base["earliest"], other["earliest"]
    if before and after and before != after:
        return words.text("moves.earlier" if after < before else "moves.later", date=words.date(after))
    if (base["status"], before) != (other["status"], after):
        return _short(other, words)
    if base["calculator"] == "promotion":
        return ""
    known = set(_statements(base, words))
    return next((said for said in _statements(other, words) if said not in known), "")


def _short(body: Json, words: Words) -> str:
    """A verdict or a date in a few words, where the answer is one; else the first sentence."""
    if body["calculator"] == "promotion" and body["findings"]["kind"] != "scope":
        return verdict(body, words)
    dated = body["earliest"] and body["status"] != "unknown"
    return words.text("moves.from", date=words.date(body["earliest"])) if dated else next(_statements(body, words))


def _statements(body: Json, words: Words) -> Iterator[str]:
    """The first sentence, then what only this calculator gives."""
    report: Any = tell(body, words.rules, words.lang)
    yield report["headline"]
    for section in report["sections"]:
        if section["id"] not in COMMON:
            yield from (item["text"] for item in section["items"])
