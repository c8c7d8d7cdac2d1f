"""The maintainer's command: ``zhiji fmt``, ``zhiji check``, ``zhiji build``, …; without a word it lists them all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

COMMANDS = {
    "fmt": "bring the spec into its canonical form (--check: only say whether it is)",
    "check": "say what does not hold in the rules",
    "workdays": "write spec/workdays.json from the library of working days (--check: only say whether it is the same)",
    "build": "build the site into build/site",
    "serve": "serve the built site on this machine",
    "bench": "measure speed as ratios and print a report",
}


def main(argv: list[str]) -> int:
    """Run one command with its options; returns the exit status."""
    if not argv or argv[0] not in COMMANDS:
        asked = bool(argv) and argv[0] in ("-h", "--help", "help")
        if argv and not asked:
            print(f"zhiji: 没有这个命令：{argv[0]} / there is no command {argv[0]}\n", file=sys.stderr)
        print("zhiji COMMAND ...\n\n" + "\n".join(f"  {name:8} {said}" for name, said in COMMANDS.items()))
        return 0 if asked else 2
    command: Callable[..., int] = import_module(f"generator.{argv[0]}").main
    return command() if argv[0] in ("build", "bench") else command(argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
