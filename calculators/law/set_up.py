"""Where ranks are set up: a kind of organ has the ranks up to a highest one, or only those that are named.

    {"organ": ["county", "township"], "top": "diaoyanyuan-2"}      this rank and all below
    {"organ": ["city-body"], "ranks": ["xunshiyuan-1"]}            this rank only

A kind of organ that no row names is not decided.
"""

from __future__ import annotations

from typing import NamedTuple

from .rules import Json, Rules, scope


class SetUp(NamedTuple):
    """The ranks that a kind of organ may have, highest first, and the provision that says so."""

    ranks: list[str]
    cite: str


def set_up(rules: Rules, regime: Json, kind: str | None) -> SetUp | None:
    """The ranks of a kind of organ; None where nothing says which."""
    row = next((row for row in regime.get("setup", ()) if kind in row["organ"]), None)
    if row is None:
        return None
    ladder = regime["ladder"]
    if "ranks" in row:
        return SetUp([scope(ladder, rank) for rank in row["ranks"]], row["cite"])
    ranks = [scope(ladder, rank) for rank in rules.spec["ladders"][ladder]["ranks"]]
    return SetUp(ranks[ranks.index(scope(ladder, row["top"])) :], row["cite"])
