"""What a request says of an organ: its place, its kind, what sort of unit it is, and the layer of its county.

    {"place": "天津和平区", "kind": "直辖市的区机关"}     the district is known, and that it lies in 天津
    {"place": "山东烟台", "kind": "市级机关"}             烟台 is no place that any rule names; it lies in 山东

A place is written as people write it; of what no rule names only the known beginning is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..law.names import normal
from ..law.rules import Json

if TYPE_CHECKING:
    from .request import Reader

KEYS = {"place", "kind", "unit", "level"}


class Organ(NamedTuple):
    """What was said of an organ. ``within`` are the known places around it, the nearest first; ``at`` is its own."""

    place: str | None = None
    at: str | None = None
    within: tuple[str, ...] = ()
    kind: str | None = None
    unit: str | None = None
    level: str | None = None


def read(reader: Reader, written: Any, path: str) -> Organ:
    """The organ that stands at a path of the request."""
    raw = reader.object({} if written is None else written, path, KEYS)
    place = reader.text(raw.get("place"), f"{path}/place")
    at, within = _place(reader, place, f"{path}/place") if place else (None, ())
    level = reader.named(raw.get("level"), f"{path}/level", reader.rules.layer_names)
    kind = reader.text(raw.get("kind"), f"{path}/kind")
    units = reader.rules.unit_names
    if kind and units.find(kind):  # a kind of unit may be written where a kind of organ is asked for
        return Organ(place, at, within, None, units.find(kind)[0], level)
    kind = reader.named(raw.get("kind"), f"{path}/kind", reader.rules.organ_names)
    return Organ(place, at, within, kind, reader.named(raw.get("unit"), f"{path}/unit", units), level)


def _place(reader: Reader, text: str, path: str) -> tuple[str | None, tuple[str, ...]]:
    """The known place that a text names, and those around it: ``天津和平区`` is a district within 天津市."""
    places, rest = reader.rules.spec.get("places", {}), normal(text)
    found: list[str] = []
    while rest and (step := _begins(places, rest, found[-1] if found else None)):
        found.append(step[0])
        rest = rest[len(step[1]) :]
    if not found:
        for entry in places.values():  # a name that could mean other places too
            if "alone" in entry and normal(text) in map(normal, _written(entry)):
                reader.wrong(path, "ambiguous-name", given=text, near=[places[entry["in"]]["zh"] + entry["zh"]])
        return None, ()
    around = _around(places, found[-1])
    return (found[-1], around[1:]) if not rest else (None, around)


def _begins(places: Json, text: str, inside: str | None) -> tuple[str, str] | None:
    """The place with whose name a text begins, and that name; inside another one, or one that can stand alone."""
    fits = [
        (id_, normal(name))
        for id_, entry in places.items()
        if (entry.get("in") == inside if inside else "alone" not in entry)
        for name in _written(entry)
        if text.startswith(normal(name))
    ]
    return max(fits, key=lambda fit: len(fit[1]), default=None)


def _written(entry: Json) -> list[str]:
    return [entry["zh"], entry["en"], *entry["short"]]


def _around(places: Json, id_: str) -> tuple[str, ...]:
    found = [id_]
    while places[found[-1]].get("in"):
        found.append(places[found[-1]]["in"])
    return tuple(found)
