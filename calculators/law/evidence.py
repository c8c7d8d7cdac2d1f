"""How well a value is known, and how evidence is combined.

>>> weakest(["official", "secondary", "reprint"])
'secondary'
"""

from __future__ import annotations

from collections.abc import Iterable

GRADES = ("unverified", "secondary", "reprint", "official")
RANK = {word: place for place, word in enumerate(GRADES)}


def weakest(words: Iterable[str]) -> str:
    """The weakest of some evidence words; ``official`` for none."""
    return min(words, key=RANK.__getitem__, default="official")


def strongest(words: Iterable[str]) -> str:
    """The strongest of some evidence words; ``official`` for none."""
    return max(words, key=RANK.__getitem__, default="official")
