"""The calculators by name. To add one: a module with its answer, one with its report, and a line here.

The module of a calculator has ``answer``, and perhaps ``KEYS``, ``read`` and ``WEIGHS``; the one beside it, with
``_report`` after its name, has ``report`` and perhaps ``events``. Each is imported when it is first asked for, so that
the engine starts as quickly with twenty calculators as with one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from .calculator import Calculator, no_dates, nothing

MODULES = {
    "promotion": "promotion",
    "career": "career",
    "path": "path",
    "scope": "reach",
    "term": "term",
    "effect": "effect",
    "conversion": "conversion",
    "entry": "entry",
    "level": "level",
    "tenure": "credit",
    "quota": "quota",
    "procedure": "procedure",
}


class Registry(Mapping[str, Calculator]):
    """The calculators, by the names that a request uses."""

    def __init__(self, modules: dict[str, str]) -> None:
        self._modules = modules
        self._made: dict[str, Calculator] = {}

    def __getitem__(self, name: str) -> Calculator:
        if name not in self._made:
            module = self._modules[name]
            answers = import_module(f".{module}", __package__)
            reports = import_module(f".{module}_report", __package__)
            keys: frozenset[str] = getattr(answers, "KEYS", frozenset())
            read = getattr(answers, "read", nothing)
            weighs: tuple[str, ...] = getattr(answers, "WEIGHS", ())
            events = getattr(reports, "events", no_dates)
            self._made[name] = Calculator(answers.answer, reports.report, keys, read, weighs, events)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


CALCULATORS = Registry(MODULES)
