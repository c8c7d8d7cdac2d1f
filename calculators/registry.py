"""The calculators by name. To add one: a module with its answer, one with its report, and a line here."""

from __future__ import annotations

from . import (
    effect,
    effect_report,
    path,
    path_report,
    promotion,
    promotion_report,
    reach,
    reach_report,
    term,
    term_report,
)
from .calculator import Calculator

CALCULATORS: dict[str, Calculator] = {
    "promotion": Calculator(promotion.answer, promotion_report.report),
    "path": Calculator(path.answer, path_report.report),
    "scope": Calculator(reach.answer, reach_report.report, reach.KEYS, reach.read),
    "term": Calculator(term.answer, term_report.report, term.KEYS, term.read),
    "effect": Calculator(effect.answer, effect_report.report),
}
