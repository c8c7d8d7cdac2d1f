"""Worked cases in the real page: carried in by a link, they are answered in the browser as on the command line.

Not all of them, which would take minutes: enough that every status, every kind of input that the form has and every
reading is among them, always the same ones.
"""

import base64
import json
import re
from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Page, expect

from calculators.telling.say import tell
from tests.support import Json, Row, ask, every_row, rules

pytestmark = pytest.mark.browser

CALCULATOR = {"zh": "calculator/", "en": "en/calculator/"}
SHARE = 24  # cases at least

# What the form has fields for.
REQUEST = {"api", "calculator", "as_of", "target", "person", "readings"}
PERSON = {"held", "grades", "effects", "level"}
ENTRY = {"rank", "post", "kind", "from", "to"}

# What no case holds: requests that the page has to refuse, each with the field that is to be marked.
WRONG: dict[str, Json] = {
    "[data-key=from]": {"held": [{"rank": "二级主任科员", "from": "2024-02-30"}], "effects": []},
    "[data-key=rank]": {"held": [{"rank": "二级主任课员", "from": "2024-03-01"}], "effects": []},
    "[data-key=to]": {"held": [{"rank": "二级主任科员", "from": "2024-03-01", "to": "2023-03-01"}], "effects": []},
    "[name=level]": {"held": [{"rank": "二级主任科员", "from": "2024-03-01"}], "effects": [], "level": "二十"},
}


# -- which cases -----------------------------------------------------------------------------------------------------


@cache
def chosen() -> list[Row]:
    """Cases that together have every feature: again and again the one that adds most, up to the share any other."""
    fitting = {row.id: features(row) for row in every_row() if fits(row.request)}
    left = set().union(*fitting.values())
    found: list[str] = []
    while left or len(found) < SHARE:
        best = max((id_ for id_ in fitting if id_ not in found), key=lambda id_: len(fitting[id_] & left))
        found.append(best)
        left -= fitting[best]
    return [row for row in every_row() if row.id in found]


def fits(request: Json) -> bool:
    """Whether the form can hold a request: it has fields for what stands in it, and a row for each year."""
    person = request.get("person", {})
    if request.get("calculator", "promotion") != "promotion" or set(request) - REQUEST or set(person) - PERSON:
        return False
    if not person.get("held") or any(set(item) - ENTRY for key in ("held", "effects") for item in person.get(key, ())):
        return False
    if request.get("target") and not promoted_to(request["target"]):
        return False
    grades = person.get("grades", {})
    first = min(item["from"][:4] for item in person["held"])
    return all(first <= year < request["as_of"][:4] and isinstance(grade, str) for year, grade in grades.items())


def promoted_to(name: str) -> bool:
    """Whether the form offers a target: a rank to which the parallel system promotes."""
    ranks = {f"general/{rule['to']}" for rule in rules().regimes["parallel-2019"]["promotions"]}
    return bool(ranks & set(rules().thing_names.find(name)))


def features(row: Row) -> set[str]:
    """What a case has that the page could get wrong."""
    return set(_features(row.request, ask(row.request)))


def _features(request: Json, body: Json) -> Iterator[str]:
    person = request["person"]
    yield "no target" if "targets" in body else f"{body['status']}, {'settled' if body['settled'] else 'not settled'}"
    for key in ("what_if", "missing", "unused", "conflicts", "would_be", "level"):
        if body.get(key):
            yield key
    yield f"{len(person['held'])} held"
    for item in person["held"]:
        thing = rules().thing_names.find(item.get("rank") or item["post"])[0]
        yield thing.partition("/")[0]
        yield f"a date of {len(item['from'])} characters"
    for grade in person.get("grades", {}).values():
        yield rules().grade_names.find(grade)[0]
    effects = person.get("effects")
    yield "effects not said" if effects is None else f"{len(effects)} effects"
    for effect in effects or ():
        yield rules().effects[rules().effect_names.find(effect["kind"])[0]]["family"]
        yield "an end" if "to" in effect else "no end"
    yield from (f"{id_}: {option}" for id_, option in request.get("readings", {}).items())


# -- into the page and out of it -------------------------------------------------------------------------------------

ENTER = """async ([root, fragment]) => {
    const { fromFragment } = await import(new URL("assets/script/share.mjs", root).href);
    const { Form } = await import(new URL("assets/script/form.mjs", root).href);
    const app = document.getElementById("zj-app");
    const data = JSON.parse(document.getElementById("zj-data").textContent);
    new Form(app, data).write(fromFragment(fragment).request);
    const shown = document.getElementById("zj-answer");
    const answered = new Promise((resolve, reject) => {
        new MutationObserver(() => "busy" in app.dataset || resolve()).observe(shown, { childList: true });
        setTimeout(() => reject(new Error("no answer came")), 20_000);
    });
    app.querySelector("[name=as_of]").dispatchEvent(new Event("input", { bubbles: true }));
    await answered;
}"""


def fragment(request: Json) -> str:
    """A request as a link of the calculator carries it."""
    text = json.dumps(request, ensure_ascii=False).encode()
    return "#1." + base64.urlsafe_b64encode(text).decode().rstrip("=")


def open_calculator(page: Page, lang: str) -> None:
    page.goto(CALCULATOR[lang])
    page.focus("[name=as_of]")
    page.wait_for_selector("#zj-app[data-python=ready]:not([data-busy])")


def headlines(page: Page) -> list[str]:
    """The first sentence of each answer on the page, without its badge."""
    texts: list[str] = page.locator("#zj-answer .zj-headline").evaluate_all(
        """all => all.map(one => {
            const copy = one.cloneNode(true);
            copy.querySelector(".zj-badge").remove();
            return copy.textContent.trim();
        })"""
    )
    return texts


def told(request: Json, lang: str) -> list[str]:
    """The first sentence of each answer of the command line."""
    body = ask(request)
    return [tell(one, rules(), lang)["headline"] for one in body.get("targets", [body])]


@pytest.mark.parametrize(("lang", "turn"), [("zh", 0), ("en", 1)])
def test_cases_and_mistakes_in_the_page(page: Page, site: str, lang: str, turn: int) -> None:
    open_calculator(page, lang)
    wrong = {}
    for row in chosen()[turn::2]:
        page.evaluate(ENTER, [site, fragment(row.request)])
        if headlines(page) != told(row.request, lang):
            wrong[row.id] = (headlines(page), told(row.request, lang))
    assert wrong == {}
    for field, person in WRONG.items():
        request = {"as_of": "2026-11-21", "target": "general/zhurenkeyuan-1", "person": person}
        page.evaluate(ENTER, [site, fragment(request)])
        error = ask(request)["error"]
        texts = [one["text"][lang] for one in [error, *error.get("also", [])]]
        mistakes = [re.compile(f"{re.escape(text)}$") for text in texts]  # after the name of the field
        expect(page.locator("#zj-answer [role=alert] li")).to_have_text(mistakes)
        expect(page.locator(f"{field}[aria-invalid=true]")).to_have_count(1)


def test_the_cases_chosen_are_a_good_share() -> None:
    found = chosen()
    assert SHARE <= len(found) <= 3 * SHARE
    seen = {feature for row in found for feature in features(row)}
    assert {"met, settled", "met, not settled", "unmet, settled", "unmet, not settled", "unknown, settled"} <= seen
    assert {"no target", "effects not said", "0 effects", "2 effects", "post", "former", "an end", "no end"} <= seen
    assert set(rules().grades) <= seen
