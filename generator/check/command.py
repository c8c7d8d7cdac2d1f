"""The command `zhiji check`: every problem of a file with its line."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.check.base import CHECKS, RULES, Json, Problem
from generator.check.shape import schema
from generator.fmt import Unreadable, first_difference, format_json, line_of, read_json, read_text, starts


def check_all(rules: Json) -> Iterator[Problem]:
    """Every problem. Where the shape is wrong only that is told, since nothing else can be relied on."""
    misshapen = list(schema(rules))
    yield from misshapen
    if not misshapen:
        for one in CHECKS.values():
            yield from one.check(rules) if one.check is not schema else ()


def problems(text: str) -> Iterator[tuple[int, Problem]]:
    """Every problem of a file, with the number of its line; last that it is not in the canonical form."""
    try:
        rules = read_json(text)
    except Unreadable as error:
        yield error.line, Problem((), error.zh, error.en)
        return
    found = list(check_all(rules))
    known = dict(starts(text)) if found else {}
    yield from ((line_of(problem.path, known), problem) for problem in found)
    wanted = format_json(rules)
    if wanted != text:
        zh, en = "自此行起格式不规范，请运行 zhiji fmt", "from this line on not in canonical form, run zhiji fmt"
        yield first_difference(text, wanted), Problem((), zh, en)


def main(argv: Sequence[str]) -> int:
    """`check [--list] [FILE]`: say what does not hold in the rules; exit with 1 if something does not."""
    parser = argparse.ArgumentParser(prog="zhiji check", description=main.__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=RULES, help="left out: spec/rules.json")
    parser.add_argument("--list", action="store_true", help="say what is checked")
    options = parser.parse_args(argv)
    if options.list:
        print("\n".join(f"{one.name}: {one.description}" for one in CHECKS.values()))
        return 0
    try:
        found = list(problems(read_text(options.file)))
    except Unreadable as error:
        found = [(error.line, Problem((), error.zh, error.en))]
    for line, problem in found:
        print(f"{options.file}:{line}: {problem.where}: {problem.message}")
    if not found:
        print(f"check: {len(CHECKS)} checks found nothing wrong in {options.file}")
    return 1 if found else 0
