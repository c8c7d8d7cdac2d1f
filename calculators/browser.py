"""The door for the page: texts in, texts out, so that nothing but JSON crosses between JavaScript and Python.

``start`` takes the texts of ``rules.json`` and ``workdays.json`` once; ``ask`` takes
``{"request": …, "lang": "zh", "root": "../"}`` and gives ``{"answer": …, "html": …}``. With ``"moves": true`` it gives
instead what each option of each reading makes of the request, in one message and not in fifty.
"""

from __future__ import annotations

import json

from . import api, html, moves
from .rules import Rules

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
    lang = message.get("lang", "zh")
    if message.get("moves"):
        return json.dumps(moves.moves(message["request"], _rules, lang), ensure_ascii=False)
    body = api.answer(message["request"], _rules)
    shown = html.render(body, _rules, lang, message.get("root", ""))
    return json.dumps({"answer": body, "html": shown}, ensure_ascii=False)
