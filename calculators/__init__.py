"""The engine: the rules of civil-service ranks, applied to one person on one day.

Pure Python, standard library only, no files, no network, no clock. Each calculator is a folder (``answer``: what
follows from the rules, ``report``: the same in words, ``draw``: its picture) on what all of them share:

    dates/ -> law/ -> asking/ -> counting/ -> promotion/, career/, quota/, ... -> telling/ -> api, browser, __main__

The rules are handed in:

>>> from pathlib import Path
>>> from calculators import decide, load
>>> rules = load(Path("spec/rules.json").read_text(encoding="utf-8"))
>>> answer = decide({"as_of": "2026-11-21", "target": "一级主任科员", "person": {
...     "held": [{"rank": "二级主任科员", "from": "2025-03-01"}], "grades": {"2025": "称职"}, "effects": []}}, rules)
>>> answer["status"], answer["earliest"]
('unmet', '2027-03-01')
"""

from .api import answer, answer_text, decide, load
from .asking.errors import Problem, RequestError
from .law.rules import Rules

__all__ = ["Problem", "RequestError", "Rules", "answer", "answer_text", "decide", "load"]
