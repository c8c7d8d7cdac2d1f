"""`make bench`: how fast, as ratios of two things measured in the same run. A report and no test.

A ratio says the same on a slow machine as on a fast one; a number of seconds does not. Both sides are measured by
turns, so that what else the machine is doing falls on both, and the median is given. After each ratio stands where
the time goes, measured too: whoever wants to reach a goal that was missed knows where to begin.

The report goes to standard output and to `build/bench.md`.
"""

from generator.bench.run import main

__all__ = ["main"]
