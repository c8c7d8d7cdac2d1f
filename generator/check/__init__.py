"""What must hold in `spec/rules.json`, one small function for each thing.

The schema says which shape the file has; the checks here say whether it makes sense: whether every reference leads
somewhere, whether no evidence is better than its sources, whether the promotions form a ladder without a gap. Each
check takes the rules and yields problems, and each problem says where it is and what is wrong, in Chinese and in
English, in words for a lawyer rather than for a programmer:

    spec/rules.json:2810: regimes.parallel-2019.promotions[3].cite: 没有这一条款 … / there is no such provision …

To add a check, write a function with the decorator; the command line and the tests find it by itself.
"""

from generator.check import evidence, numbers, references, shape, whole
from generator.check.base import CHECKS, RULES, SCHEMA, Problem, walk
from generator.check.command import check_all, main, problems

PARTS = (shape, evidence, references, numbers, whole)  # to import them enters their checks

__all__ = ["CHECKS", "PARTS", "RULES", "SCHEMA", "Problem", "check_all", "main", "problems", "walk"]
