"""The door: a request or a list of them in, an answer or a list of them out, as JSON.

Whatever is wrong with one request, the others of its list are answered.
"""

from __future__ import annotations

import json
import math
from typing import Any

from .asking import profiles
from .asking.errors import Problem, RequestError, is_whole
from .asking.parts import Doubled
from .asking.request import read
from .dates.workdays import Workdays
from .law.rules import Json, Rules
from .registry import CALCULATORS
from .telling import say

LARGEST = 4_000_000  # characters of one text
MOST_DIGITS = 300  # of a whole number: a longer one is as endless as 1e999 is


def load(text: str, workdays: str | None = None) -> Rules:
    """Prepare the rules from the text of ``rules.json``, and of ``workdays.json`` to count working days."""
    return Rules(json.loads(text), Workdays(json.loads(workdays)) if workdays is not None else None)


def decide(raw: Any, rules: Rules) -> Json:
    """Answer one request.

    Raises:
        RequestError: the request cannot be read; with every problem found.
    """
    request = read(raw, rules, CALCULATORS)
    return CALCULATORS[request.calculator].answer(request, rules) | {"profile": profiles.carried(request)}


def answer(raw: Any, rules: Rules) -> Json:
    """Answer one request; a request that cannot be read gets an error object. A ``ref`` comes back with the answer."""
    try:
        body = decide(raw, rules)
    except RequestError as error:
        body = error_body(error.problems, rules)
    ref = raw.get("ref") if isinstance(raw, dict) else None
    return {"ref": ref} | body if isinstance(ref, str) or is_whole(ref) else body


def answer_text(text: str, rules: Rules, office: profiles.Office | None = None) -> Json | list[Json]:
    """Answer a JSON text that holds one request or a list of them, under the profile of an office if there is one."""
    try:
        raw = parse_text(text)
    except RequestError as error:
        return error_body(error.problems, rules)
    asked = [profiles.applied(item, office) if office else item for item in (raw if isinstance(raw, list) else [raw])]
    answers = [answer(item, rules) for item in asked]
    return answers if isinstance(raw, list) else answers[0]


def parse_text(text: str) -> Any:
    """The JSON in a text.

    Raises:
        RequestError: too large, too deep, or no JSON.
    """
    if len(text) > LARGEST:
        raise RequestError([Problem("", "too-large", {"most": LARGEST})])
    try:
        return json.loads(text, object_pairs_hook=_note_twins, parse_int=_whole)
    except RecursionError:
        raise RequestError([Problem("", "too-deep")]) from None
    except json.JSONDecodeError as bad:
        raise RequestError([Problem("", "not-json", {"line": bad.lineno, "column": bad.colno})]) from None
    except ValueError:
        raise RequestError([Problem("", "not-json", {"line": 1, "column": 1})]) from None


def _whole(digits: str) -> int | float:
    """A whole number; Python would refuse the whole text for one of very many digits, and not say where it stands."""
    return int(digits) if len(digits) <= MOST_DIGITS else math.inf


def _note_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; one in which a key stands twice says so, and is refused where it is read."""
    body = dict(pairs)
    if len(body) == len(pairs):
        return body
    keys = [key for key, _ in pairs]
    return Doubled(body, next(key for place, key in enumerate(keys) if key in keys[:place]))


def error_body(problems: list[Problem], rules: Rules) -> Json:
    """The error object that stands in the place of an answer: the first problem, and the others under ``also``."""
    first, *others = [_error(problem, rules) for problem in problems[:20]]
    return {"error": first | ({"also": others} if others else {})}


def _error(problem: Problem, rules: Rules) -> Json:
    return {
        "path": problem.path,
        "code": problem.code,
        "text": {lang: say.error(problem, rules, lang) for lang in ("zh", "en")},
    }
