"""The calculators by name. To add one: a folder with its answer and its report, and its name here.

In the folder of a calculator the module ``answer`` has ``answer``, and perhaps ``KEYS``, ``read`` and ``WEIGHS``; the
module ``report`` has ``report`` and perhaps ``events``. Each is imported when it is first asked for, so that the engine
starts as quickly with twenty calculators as with one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from .calculator import Calculator, no_dates, nothing

NAMES = (
    "promotion",
    "career",
    "path",
    "scope",
    "term",
    "effect",
    "conversion",
    "entry",
    "level",
    "tenure",
    "quota",
    "procedure",
)


class Registry(Mapping[str, Calculator]):
    """The calculators, by the names that a request uses."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._made: dict[str, Calculator] = {}

    def __getitem__(self, name: str) -> Calculator:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._made:
            answers = import_module(f".{name}.answer", __package__)
            reports = import_module(f".{name}.report", __package__)
            keys: frozenset[str] = getattr(answers, "KEYS", frozenset())
            read = getattr(answers, "read", nothing)
            weighs: tuple[str, ...] = getattr(answers, "WEIGHS", ())
            events = getattr(reports, "events", no_dates)
            self._made[name] = Calculator(answers.answer, reports.report, keys, read, weighs, events)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


CALCULATORS = Registry(NAMES)
