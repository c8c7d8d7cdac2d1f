"""The vocabulary of the calculator's form, taken from the spec: what may be chosen, and how it is called."""

from __future__ import annotations

from typing import Any

from calculators import Rules
from calculators.asking import organ, request
from calculators.career import asked as ahead
from calculators.law.rules import scope
from calculators.quota.answer import ORGAN_KEYS
from calculators.registry import CALCULATORS
from calculators.telling import inputs
from calculators.telling.words import Words
from generator.pages.systems import STATES


def vocabulary(rules: Rules, words: Words, calculator: str) -> dict[str, Any]:
    """What the forms offer: ranks, posts, grades, effects, organs, readings; the targets are those of a calculator."""
    lang = words.lang
    ladders = {id_: one for id_, one in rules.spec["ladders"].items() if not one.get("draft")}
    targets = _targets(rules, calculator)
    systems = {id_: one for id_, one in rules.regimes.items() if _relates(one) and id_ not in ladders}
    tables: dict[str, dict[str, Any]] = {
        "grades": rules.grades,
        "kind": rules.effects,
        "special": rules.specials,
        "target": {id_: rules.things[id_] for id_ in targets},
        "organ": rules.spec["organs"],
        "unit": rules.spec.get("units", {}),
        "layer": {id_: rules.things[f"post/{id_}"] for id_ in rules.spec["ladders"]["post"]["ranks"]},
        "title": rules.titles,
        "left": rules.early_ends,
        "regime": rules.regimes,
        "education": rules.educations,
        "to": ladders | systems,
        "rank": {id_: rules.things[id_] for id_ in _with_quota(rules)},
        "step": rules.steps,
    }
    return {
        "groups": [
            (ladder[lang], [(id_, one[lang]) for id_, one in ladder["ranks"].items()]) for ladder in ladders.values()
        ],
        "posts": _options(rules.spec["ladders"]["post"]["ranks"], lang),
        "targets": {
            ladders[ladder][lang]: [
                (id_, rules.things[id_][lang]) for id_ in targets if id_.partition("/")[0] == ladder
            ]
            for ladder in dict.fromkeys(id_.partition("/")[0] for id_ in targets)
        },
        "grade_options": _options(rules.grades, lang),
        "families": _families(rules, words),
        "specials": {id_: [(one["id"], one[lang]) for one in kind["special"]] for id_, kind in _special(rules).items()},
        "dated_by_acts": [id_ for id_, kind in _special(rules).items() if _by_acts(kind)],
        "organs": _options({id_: one for id_, one in rules.spec["organs"].items() if not one.get("body")}, lang),
        "bodies": _options({id_: one for id_, one in rules.spec["organs"].items() if one.get("body")}, lang),
        "units": _options(tables["unit"], lang),
        "layers": _options(tables["layer"], lang),
        "titles": _options(rules.titles, lang),
        "early_ends": _options(rules.early_ends, lang),
        "educations": _options(rules.educations, lang),
        "counterparts": {
            "": _options(ladders, lang),
            "按制度" if words.chinese else "By system": _options(systems, lang),
        },
        "regimes": {key: _regimes(rules, words, key) for key in HAS},
        "quota_ranks": [(id_, rules.things[id_][lang]) for id_ in _with_quota(rules)],
        "steps": _options(rules.steps, lang),
        "ids": {name: _ids(table) for name, table in tables.items()},
        "reading_options": reading_options(rules),
        "labels": labels(words),
        "texts": {
            code.removeprefix("page."): entry[lang]
            for code, entry in rules.spec["sentences"].items()
            if code.startswith("page.")
        },
    }


def labels(words: Words) -> dict[str, str]:
    """What the keys of a request are called, for what a form has no field for."""
    own = (calculator.keys for calculator in CALCULATORS.values())
    rows = (request.HELD_KEYS, request.LEVEL_KEYS, request.EFFECT_KEYS)
    every = set().union(
        request.REQUEST_KEYS, request.PERSON_KEYS, organ.KEYS, ORGAN_KEYS, ahead.ASSUME_KEYS, *own, *rows
    )
    named = sorted(key for key in every if words.has(f"given.{key}") or words.has(f"given.{key}-label"))
    found = {key: inputs.label(key, words) for key in named}
    # What is said of an organ has keys that stand for other things elsewhere; the day of a grade is told with its year.
    of_organ = {f"organ/{key}": inputs.label(told, words) for key, told in (("kind", "organ"), ("level", "layer"))}
    within = {key: text[:1].lower() + text[1:] for key, text in (found | of_organ).items()}  # they stand in a sentence
    return within | {"known_from": words.rules.spec["sentences"]["input.known_from"][words.lang]}


def reading_options(rules: Rules) -> dict[str, list[str]]:
    """The options of every reading, by their ids."""
    return {id_: list(one["options"]) for id_, one in rules.readings.items()}


# What a regime must have for a calculator to be asked about it.
HAS = {"promotion": "promotions", "effect": "conditions", "term": "terms", "entry": "entry", "procedure": "procedure"}


def _regimes(rules: Rules, words: Words, calculator: str) -> dict[str, list[tuple[str, str]]]:
    """The regimes that a calculator may be asked about by name, by their state; drafts last and apart."""
    has = HAS[calculator]
    found: dict[str, list[tuple[str, str]]] = {}
    for id_, one in rules.regimes.items():
        named = calculator == "promotion" and (one["status"] == "draft" or "why" in one)  # asked for, they say why not
        if one.get(has) or named:
            found.setdefault(one["status"], []).append((id_, one[words.lang]))
    return {STATES[id_][0 if words.chinese else 1]: found[id_] for id_ in STATES if id_ in found}


def _special(rules: Rules) -> dict[str, Any]:
    """The kinds of effect that have special cases; of no other kind is one asked about."""
    return {id_: kind for id_, kind in rules.effects.items() if kind.get("special")}


def _by_acts(kind: dict[str, Any]) -> bool:
    """Whether the period of a kind depends on when the acts ended."""
    return any("acts_before" in one for one in kind["special"])


def _with_quota(rules: Rules) -> list[str]:
    """The ranks of the ladders on which some regime limits the number of ranks, highest first."""
    ladders = {one["ladder"] for one in rules.regimes.values() if "quotas" in one}
    return [id_ for id_ in rules.things if id_.partition("/")[0] in ladders]


def _relates(regime: dict[str, Any]) -> bool:
    """Whether a regime says what corresponds to what."""
    return any(regime.get(part) for part in ("conversions", "equivalences", "lowest")) and regime["status"] != "draft"


def _families(rules: Rules, words: Words) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for id_, entry in rules.effects.items():
        found.setdefault(words.text(f"family.{entry['family']}"), []).append((id_, entry[words.lang]))
    return found


def _options(table: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    return [(id_, entry[lang]) for id_, entry in table.items()]


def _targets(rules: Rules, calculator: str) -> list[str]:
    """What can be asked for: the ranks and posts to which some system promotes, drafts apart."""
    found = [
        scope(regime["ladder"], rule["to"])
        for regime in rules.regimes.values()
        if regime["status"] != "draft"
        for rule in regime.get("promotions", ())
    ]
    if calculator == "level":  # only what has a range of levels
        posts = {f"post/{row['post']}" for one in rules.regimes.values() if isinstance(one.get("levels"), dict)
                 for row in one["levels"]["posts"]}  # fmt: skip
        found = [id_ for id_ in found if "levels" in rules.things[id_] or id_ in posts]
    return list(dict.fromkeys(found))


def _ids(table: dict[str, Any]) -> dict[str, str]:
    """Every way to write the names of a table, with the id that the form's options have as their value."""
    found: dict[str, str] = {}
    for id_, entry in table.items():
        for written in (id_, id_.rpartition("/")[2], entry["zh"], entry["en"], *entry.get("short", ())):
            found.setdefault(written, id_)
    return found
