"""Names as people write them: ids, Chinese and English names, the short forms that clerks use.

>>> names = Names()
>>> names.add("general/diaoyanyuan-4", "四级调研员", "四调", "Fourth-class Consultant")
>>> names.find(" 四 调 "), names.find("FOURTH-CLASS CONSULTANT")
(['general/diaoyanyuan-4'], ['general/diaoyanyuan-4'])
>>> names.near("四级调研")
['general/diaoyanyuan-4']
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any

FEW = 10  # names that a message can tell at once
ABOUT = 0.8  # how near another name is, beside the nearest, to be meant as well
CLOSE = 0.7  # how near a name is that is only misspelled


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """A name without what does not matter: width, case, spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


class Names:
    """An index from every way to write a name to the ids that it may mean."""

    def __init__(self) -> None:
        self._ids: dict[str, list[str]] = {}
        self._written: dict[str, str] = {}
        self._said: dict[str, dict[str, str]] = {}

    def add(self, id_: str, *written: str) -> None:
        """Enter an id with its names."""
        scoped, _, short = id_.rpartition("/")
        for text in (id_, short if scoped else id_, *written):
            ids = self._ids.setdefault(normal(text), [])
            if id_ not in ids:
                ids.append(id_)
            self._written.setdefault(normal(text), text)

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Names:
        """The index of a table whose entries have ``zh``, ``en`` and perhaps ``short`` forms."""
        return cls.of_rows({**entry, "id": id_} for id_, entry in table.items())

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Names:
        """The index of rows that carry their ``id``; the same id may stand in several of them, by other names."""
        names = cls()
        for row in rows:
            names.add(row["id"], row["zh"], row["en"], *row.get("short", ()))
            names._said.setdefault(row["id"], {"zh": row["zh"], "en": row["en"]})
        return names

    def find(self, text: str) -> list[str]:
        """The ids that a text may mean; empty if none."""
        return self._ids.get(normal(text), [])

    @cached_property
    def words(self) -> dict[str, str]:
        """The names just as the rules write them, each with its id; without those that may mean several."""
        return {written: ids[0] for key, written in self._written.items() if len(ids := self._ids[key]) == 1}

    def near(self, text: str, count: int = 3, least: float = 0.3) -> list[str]:
        """The ids whose names are nearest to a text that means nothing: Chinese names if the text is Chinese.

        Names that hold the text come first, the shortest in front; of others, those about as near as the best.
        """
        from difflib import SequenceMatcher  # only mistakes need it

        wanted = normal(text)
        chinese = not wanted.isascii()
        scored = sorted(
            (
                (SequenceMatcher(None, wanted, key).ratio() + (len(wanted) > 1 and wanted in key), ids)
                for key, ids in self._ids.items()
                if key.isascii() != chinese
            ),
            key=lambda pair: -pair[0],
        )
        near = [ids for score, ids in scored[:count] if score > max(least, ABOUT * scored[0][0])]
        return list(dict.fromkeys(id_ for ids in near for id_ in ids))[:count]

    def instead(self, text: str) -> dict[str, list[dict[str, str]]]:
        """What may have been meant by a text that means nothing, for a message: the nearest, or all if they are few."""
        if near := self.near(text):
            return {"near": [self.said(id_) for id_ in near]}
        return {"near": [], "all": [self.said(id_) for id_ in self._said] if len(self._said) <= FEW else []}

    def said(self, id_: str) -> dict[str, str]:
        """An id with its name in each language; the id itself where it has none."""
        return {"id": id_} | self._said.get(id_, {"zh": id_, "en": id_})
