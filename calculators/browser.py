"""The door for the page: texts in, texts out, so that nothing but JSON crosses between JavaScript and Python.

``start`` takes the texts of ``rules.json`` and ``workdays.json`` once; ``ask`` takes
``{"request": …, "lang": "zh", "root": "../"}`` and gives ``{"answer", "html", "paper", "events"}``: the answer, as it
is shown, what a print has around it, and how many dates it has for a calendar. With ``"as": "text"`` or
``"as": "events"`` it gives that in the place of these: ``{"text": …}``, ``{"events": […]}``. With ``"moves": true`` it
gives instead what each option of each reading makes of the request, in one message and not in fifty.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from . import api
from .law.rules import Json, Rules
from .telling import events, html, moves, record

_rules: Rules | None = None


def start(rules_json: str, workdays_json: str | None = None) -> None:
    """Prepare the rules; without the second text no working days can be counted."""
    global _rules  # the worker has one engine, started once
    _rules = api.load(rules_json, workdays_json)


def ask(message_json: str) -> str:
    """Answer one message of the page."""
    if _rules is None:
        raise RuntimeError("start() was not called")
    message = json.loads(message_json)
    if message.get("moves"):
        found = moves.moves(message["request"], _rules, message.get("lang", "zh"))
        return json.dumps(found, ensure_ascii=False)
    body = api.answer(message["request"], _rules)
    return json.dumps(WAYS[message.get("as", "page")](message, body, _rules), ensure_ascii=False)


def _page(message: Json, body: Json, rules: Rules) -> Json:
    lang = message.get("lang", "zh")
    return {
        "answer": body,
        "html": html.render(body, rules, lang, message.get("root", "")),
        "paper": record.paper(message["request"], body, rules, lang),
        "events": events.count(body, rules, lang),
    }


def _text(message: Json, body: Json, rules: Rules) -> Json:
    return {"text": record.text(message["request"], body, rules, message.get("lang", "zh"))}


def _events(message: Json, body: Json, rules: Rules) -> Json:
    return {"events": events.events(body, rules, message.get("lang", "zh"))}


WAYS: dict[str, Callable[[Json, Json, Rules], Json]] = {"page": _page, "text": _text, "events": _events}
