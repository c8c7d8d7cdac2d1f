"""What is wrong with a request: a place, a code, and the values that the sentence needs.

The words are in the spec (``sentences["error.<code>"]``), in both languages, so that this module holds none.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

MOST_BITS = 1000  # of a whole number: more than any count has


class Problem(NamedTuple):
    """One thing that is wrong, located by a JSON pointer into the request."""

    path: str
    code: str
    values: dict[str, Any] = {}  # noqa: RUF012 - never changed


class RequestError(Exception):
    """A request that cannot be read; carries every problem that was found, in the order of the request."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{problem.path}: {problem.code}" for problem in problems))
        self.problems = problems


def short(value: Any) -> str:
    """A value as it stands in the request, for a message: never long."""
    if isinstance(value, (dict, list)):
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, int) and value.bit_length() > MOST_BITS:  # Python does not write very long ones
        return "…"
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 40 else text[:39] + "…"


def pointer(key: str) -> str:
    """A key as a part of a JSON pointer (RFC 6901), shortened if it is absurd."""
    return short(key).replace("~", "~0").replace("/", "~1")


def is_whole(value: Any) -> bool:
    """Whether a value is a whole number of sane size; a yes or no, which Python takes for one, is not."""
    return isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= MOST_BITS
