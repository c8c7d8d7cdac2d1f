"""The ranges of pay levels that a rank or post has; a leading post may have another one in some organs.

    ranges_of(rules, "parallel-2019", "general/diaoyanyuan-2", None)     one: [18, 12]
    ranges_of(rules, "parallel-2019", "post/tingju-fu", None)            two: [15, 10], in some organs [17, 11]

A range begins at its lowest level, which has the highest number.
"""

from __future__ import annotations

from ..law.evidence import weakest
from ..law.rules import Json, Rules


def ranges_of(rules: Rules, regime: str, thing: str, organ: str | None) -> list[Json]:
    """The ranges of levels of a rank or post, each with its provision: of a post in every kind of organ that it may be.

    Where the organ is given there is one; else that of most organs comes first, and ``organ`` names those of another.
    """
    entry = rules.things[thing]
    if "levels" in entry:
        cite = entry.get("cite", rules.spec["ladders"][thing.partition("/")[0]]["cite"])
        return [
            {
                "levels": entry["levels"],
                "cite": cite,
                "evidence": weakest([rules.evidence(cite), entry.get("evidence", "official")]),
            }
        ]
    rows = [row for row in rules.levels(regime)["posts"] if f"post/{row['post']}" == thing]
    rows.sort(key=lambda row: "organ" in row)
    own = [row for row in rows if organ in row.get("organ", ())]
    rows = own or (rows[:1] if organ else rows)
    return [row | {"evidence": rules.evidence(row["cite"])} for row in rows]
