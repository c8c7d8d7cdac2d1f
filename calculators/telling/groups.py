"""Ranks of one kind drawn together, as people say them.

The four ids from ``general/diaoyanyuan-1`` on are ``一级至四级调研员``, ``First- to Fourth-class Consultant``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .words import Words


def group(words: Words, ids: Iterable[str]) -> str:
    """Ranks by name; those that differ only in their class are drawn together."""
    found: dict[str, list[str]] = {}
    for id_ in ids:
        found.setdefault(_split(words.name(id_), words)[1], []).append(id_)
    parts = [_drawn(same, words) for same in found.values()]
    return "、".join(parts[:-1]) + "和" + parts[-1] if words.chinese and len(parts) > 1 else words.join(parts)


def _split(name: str, words: Words) -> tuple[str, str]:
    match = re.fullmatch(r"(.级)(.+)" if words.chinese else r"(\w+)-class (.+)", name)
    return (match[1], match[2]) if match else ("", name)


def _drawn(ids: list[str], words: Words) -> str:
    """Ranks whose names differ only in their class."""
    (first, tail), (last, _) = _split(words.name(ids[0]), words), _split(words.name(ids[-1]), words)
    places = sorted(words.rules.order[id_] for id_ in ids)
    run = len(ids) > 2 and places[-1] - places[0] == len(ids) - 1
    if len(ids) == 1 or not first or (len(ids) > 2 and not run):
        return words.names(ids)
    if words.chinese:
        return (f"{first}至{last}" if run else f"{first}、{last}") + tail
    return f"{first}- {'to' if run else 'and'} {last}-class {tail}"
