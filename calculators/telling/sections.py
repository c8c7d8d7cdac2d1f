"""The sections of a report: those of the calculator itself, and by their names those that every answer has.

sections([("terms", items), "reasons", "range", "judgements", "unused"], answer, words)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..law.readings import default
from ..law.rules import Json
from .phrases import Item, conflict_item, finding_item, judgement_item, place
from .words import Words

Part = tuple[str, list[Item]] | str


def sections(parts: Iterable[Part], answer: Json, words: Words) -> Iterator[Json]:
    """The sections in order, each with its title; one that is only named is worked out from the answer."""
    for part in parts:
        id_, items = (part, SHARED[part](answer, words)) if isinstance(part, str) else part
        yield {"id": id_, "title": words.text(f"section.{id_}"), "items": items}


def _conflicts(answer: Json, words: Words) -> list[Item]:
    return [conflict_item(entry, words) for entry in answer["conflicts"]]


def _reasons(answer: Json, words: Words) -> list[Item]:
    return [finding_item(child, answer, words) for child in answer["findings"].get("children", ())]


def _range(answer: Json, words: Words) -> list[Item]:
    """Each reading that moves the answer, and the option it was given under: the default, as no pinned one moves it."""
    return [
        {"text": words.reading(id_), "reading": id_, "children": [{"text": _used(id_, answer, words)}]}
        for id_ in answer["range"]["moved_by"]
    ]


def _used(id_: str, answer: Json, words: Words) -> str:
    return words.text(
        "range.used", option=words.option(id_, default(words.rules.readings[id_], answer.get("regime") or ""))
    )


def _judgements(answer: Json, words: Words) -> list[Item]:
    return [judgement_item(entry, words) for entry in answer["judgements"]]


def _unused(answer: Json, words: Words) -> list[Item]:
    as_of = words.date(answer["as_of"])
    return [{"text": words.text("unused", path=place(path, words), as_of=as_of)} for path in answer["unused"]]


SHARED: dict[str, Callable[[Json, Words], list[Item]]] = {
    "conflicts": _conflicts,
    "reasons": _reasons,
    "range": _range,
    "judgements": _judgements,
    "unused": _unused,
}
