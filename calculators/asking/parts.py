"""The small parts of a request: an object, a list, a text, a number, a date, a name; each with its located problems.

    parts = Parts(rules)
    parts.date({"from": "2019.06"}, "from", "/person/held/0")        all days of June 2019
    parts.whole(31, "/person/level", 1, 27)                          None, and a problem at "/person/level"

A part that is wrong is noted and comes as None, so that the reading goes on and finds what else is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..dates.days import FIRST_YEAR, LAST_YEAR, BadDate, Span, parse, written, year_start
from ..law.names import Names, normal
from ..law.rules import Rules
from .errors import Problem, is_whole, pointer, short

T = TypeVar("T")
FIRST_DAY, LAST_DAY = year_start(FIRST_YEAR), year_start(LAST_YEAR + 1) - 1
MOST_PROBLEMS = 20
LONGEST = 400  # entries in one list: far more than a life holds, few enough to answer at once


# An end that has not come, as people write it into a table.
STILL = frozenset(
    ("至今", "迄今", "今", "现在", "目前", "在任", "present", "now", "today", "todate", "tilldate", "current", "still")
)


def has_end(entry: dict[str, Any]) -> bool:
    """Whether a period that was entered has an end: it is left out, or said to be open, where what it is of goes on."""
    last = entry.get("to")
    return last is not None and not (isinstance(last, str) and not last[:1].isdigit() and normal(last) in STILL)


class Doubled(dict[str, Any]):
    """An object of a JSON text in which a key stood twice: only one of the two could be used, so neither is."""

    def __init__(self, body: dict[str, Any], key: str) -> None:
        super().__init__(body)
        self.key = key


class Parts:
    """Reads the parts of one request and collects what is wrong with them on the way."""

    LONGEST_TEXT = 200

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.problems: list[Problem] = []

    def wrong(self, path: str, code: str, **values: Any) -> None:
        """Note a problem and go on; after the first few there is nothing more to learn."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(path, code, values))

    def object(self, raw: Any, path: str, keys: set[str] | None) -> dict[str, Any]:
        """An object whose keys are all known (``keys`` None: any)."""
        if not isinstance(raw, dict):
            self.wrong(path, "not-an-object", given=short(raw))
            return {}
        if isinstance(raw, Doubled):
            self.wrong(f"{path}/{pointer(raw.key)}", "twice", given=short(raw.key))
        if keys is not None and not raw.keys() <= keys:
            self.refuse_unknown(raw, path, keys)
        return raw

    def refuse_unknown(self, raw: dict[str, Any], path: str, keys: set[str]) -> None:
        """Each key of an object that is not known is a problem, told with the nearest ones that are."""
        names = Names()
        for known in keys:
            names.add(known)
        for key in raw:
            if key not in keys and len(self.problems) < MOST_PROBLEMS:
                self.wrong(f"{path}/{pointer(key)}", "unknown-key", given=short(key), near=names.near(str(key)))

    def entries(
        self, body: dict[str, Any], key: str, read_one: Callable[[dict[str, Any], str], T | None]
    ) -> list[T] | None:
        """The readable entries of a list; None if it is absent."""
        if body.get(key) is None:
            return None
        path, raw = f"/person/{key}", body[key]
        if not isinstance(raw, list):
            self.wrong(path, "not-a-list", given=short(raw))
        elif len(raw) > LONGEST:
            self.wrong(path, "too-many", most=LONGEST)
        else:
            found = [self.entry(item, f"{path}/{place}", read_one) for place, item in enumerate(raw)]
            return [entry for entry in found if entry is not None]
        return []

    def entry(self, item: Any, path: str, read_one: Callable[[dict[str, Any], str], T | None]) -> T | None:
        """One entry of a list, which must be an object."""
        if isinstance(item, dict):
            return read_one(item, path)
        self.wrong(path, "not-an-object", given=short(item))
        return None

    def texts(self, body: dict[str, Any], path: str, *keys: str) -> None:
        """Texts that this calculator does not use, but that must be texts all the same."""
        for key in keys:
            if key in body:
                self.text(body[key], f"{path}/{key}")

    def required(self, body: dict[str, Any], key: str, path: str) -> Any:
        """A value that must be there; null is not."""
        if body.get(key) is None:
            self.wrong(f"{path}/{key}", "required")
        return body.get(key)

    def text(self, raw: Any, path: str) -> str | None:
        """A text, or None if absent."""
        if raw is None or (isinstance(raw, str) and len(raw) <= self.LONGEST_TEXT):
            return raw
        self.wrong(path, "not-a-text", given=short(raw))
        return None

    def pay_level(self, raw: Any, path: str) -> int | None:
        """A pay level, between those that the rules have."""
        return self.whole(raw, path, *self.rules.pay_levels)

    def whole(self, raw: Any, path: str, least: int, most: int) -> int | None:
        """A whole number from ``least`` to ``most``, or None if absent; every number of a request is read here."""
        if raw is None or (is_whole(raw) and least <= raw <= most):
            number: int | None = raw
            return number
        self.wrong(path, "not-a-count", given=short(raw), least=least, most=most)
        return None

    def date(self, body: dict[str, Any], key: str, path: str) -> Span | None:
        """A date, to the day or the month."""
        text = body[key]
        if not isinstance(text, str) and is_whole(text):
            text = str(text)
        if not isinstance(text, str) or len(text) > 40:
            self.wrong(f"{path}/{pointer(key)}", "not-a-date", given=short(text))
            return None
        try:
            span = parse(text)
            if FIRST_DAY <= span.first <= LAST_DAY:
                return span
            code = "no-such-day"
        except BadDate as bad:
            code = bad.code
        self.wrong(f"{path}/{pointer(key)}", code, given=short(text))
        return None

    def period(self, body: dict[str, Any], path: str) -> tuple[Span | None, Span | None]:
        """``from`` and ``to`` (both included) as a half-open period; the end is None if there is none yet."""
        start = self.date(body, "from", path) if self.required(body, "from", path) is not None else None
        last = self.date(body, "to", path) if has_end(body) else None
        if start and last and last.last < start.first:
            self.wrong(f"{path}/to", "reversed", **{"from": written(start), "to": written(last)})
        return start, last and Span(last.first + 1, last.last + 1)

    def named(self, raw: Any, path: str, names: Names) -> str | None:
        """The id that a name means, or None if the name is absent or wrong."""
        text = self.text(raw, path)
        return None if text is None else self.chosen(names.find(text), text, path, names)

    def chosen(self, ids: list[str], text: str, path: str, names: Names) -> str | None:
        """The one id that a text means; none or several are a problem."""
        if len(ids) == 1:
            return ids[0]
        if ids:
            self.wrong(path, "ambiguous-name", given=short(text), near=ids)
        else:
            self.wrong(path, "unknown-name", given=short(text), **names.instead(text))
        return None
