"""The vocabulary of the calculator's form, taken from the spec: what may be chosen, and how it is called."""

from __future__ import annotations

from typing import Any

from calculators import Rules
from calculators.rules import scope
from calculators.words import Words


def vocabulary(rules: Rules, words: Words) -> dict[str, Any]:
    """What the form of the calculator offers: ranks, posts, grades, effects, readings, targets."""
    lang = words.lang
    ladders = rules.spec["ladders"]
    targets = _targets(rules)
    families: dict[str, list[tuple[str, str]]] = {}
    for id_, entry in rules.effects.items():
        families.setdefault(words.text(f"family.{entry['family']}"), []).append((id_, entry[lang]))
    return {
        "groups": [
            (ladder[lang], [(id_, one[lang]) for id_, one in ladder["ranks"].items()])
            for ladder in ladders.values()
            if not ladder.get("draft")
        ],
        "targets": {
            ladders[ladder][lang]: [
                (id_, rules.things[id_][lang]) for id_ in targets if id_.partition("/")[0] == ladder
            ]
            for ladder in dict.fromkeys(id_.partition("/")[0] for id_ in targets)
        },
        "grades": [(id_, entry[lang]) for id_, entry in rules.grades.items()],
        "families": families,
        "readings": rules.readings,
        "ids": {
            "grades": _ids(rules.grades),
            "kind": _ids(rules.effects),
            "target": _ids({id_: rules.things[id_] for id_ in targets}),
        },
        "texts": {
            code.removeprefix("page."): entry[lang]
            for code, entry in rules.spec["sentences"].items()
            if code.startswith("page.")
        },
    }


def _targets(rules: Rules) -> list[str]:
    """What can be asked for: the ranks and posts to which some system promotes, drafts apart."""
    found = [
        scope(regime["ladder"], rule["to"])
        for regime in rules.regimes.values()
        if regime["status"] != "draft"
        for rule in regime.get("promotions", ())
    ]
    return list(dict.fromkeys(found))


def _ids(table: dict[str, Any]) -> dict[str, str]:
    """Every way to write the names of a table, with the id that the form's options have as their value."""
    found: dict[str, str] = {}
    for id_, entry in table.items():
        for written in (id_, id_.rpartition("/")[2], entry["zh"], entry["en"], *entry.get("short", ())):
            found.setdefault(written, id_)
    return found
