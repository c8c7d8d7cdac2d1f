"""The command line: ``python -m calculators decide FILE`` (or ``-``) prints the answers as JSON.

Exit status 0 if every request could be read, whatever the answers; 2 if not: then an error object stands in the
place of that answer, and its message also on standard error. Of a list, every text and every message says which
entry it is, counted from one.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from . import RequestError, Rules, answer_text, load
from .api import error_body, parse_text
from .asking import profiles
from .asking.profiles import Office
from .dates.workdays import Workdays
from .law.rules import Json
from .telling import record, say
from .telling.words import Words

RULES = Path(__file__).resolve().parent.parent / "spec" / "rules.json"
WORKDAYS = RULES.with_name("workdays.json")


class NotWorkdays(ValueError):
    """A file that holds no working days."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.filename = file


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _options(argv)
    try:
        rules = load(_input(str(options.rules)), _workdays(options))
        office = _office(options, rules) if options.profile else None
        asked = _input(options.file)
        answers = answer_text(asked, rules, office)
    except (OSError, ValueError) as bad:
        return _refuse(bad, options)
    except RequestError as bad:  # of the profile: those of a request stand in the place of its answer
        return _refused(error_body(bad.problems, rules)["error"], options.profile, options)
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a lone surrogate
    heads = _heads(answers, rules, options.lang)
    if options.text:
        texts = _texts(asked, _list(answers), rules, options)
        print("\n\n".join(f"{head}\n{text}" if head else text for head, text in zip(heads, texts, strict=True)))
    else:
        print(json.dumps(answers, ensure_ascii=False, indent=2))
    bad_ones = [(head, body["error"]) for head, body in zip(heads, _list(answers), strict=True) if "error" in body]
    for head, first in bad_ones:
        for error in (first, *first.get("also", ())):
            place = f"{head} {error['path']}".strip() or "/"
            print(f"{place}: {error['text'][options.lang]}", file=sys.stderr)
    return 2 if bad_ones else 0


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="calculators", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    decide = commands.add_parser("decide", help="answer a request, or a list of them")
    decide.add_argument("file", help="a JSON file, or - for standard input")
    decide.add_argument("--rules", default=RULES, help="the rules to use (default: the project's spec/rules.json)")
    decide.add_argument("--workdays", help="the working days to use (default: the project's spec/workdays.json)")
    decide.add_argument("--profile", help="a profile of readings, for every request that does not pin its own")
    decide.add_argument("--text", action="store_true", help="print readable text instead of JSON")
    decide.add_argument("--inputs", action="store_true", help="with --text: tell what was entered, too")
    decide.add_argument("--lang", choices=("zh", "en"), default="zh", help="the language of text and messages")
    return parser.parse_args(argv)


def _office(options: argparse.Namespace, rules: Rules) -> Office:
    """The profile of readings; what the rules no longer have is said and left out."""
    office = profiles.read(_input(options.profile), rules)
    for said in profiles.gone(office, rules, options.lang):
        print(f"{options.profile}: {said}", file=sys.stderr)
    return office


def _heads(answers: Any, rules: Rules, lang: str) -> list[str]:
    """What stands over each text of a list: which entry it answers, with its ``ref``; nothing over a single one."""
    if not isinstance(answers, list):
        return [""]
    words = Words(rules, lang)
    return [
        words.text("list.entry" if ref is None else "list.named", n=n, of=len(answers), ref=ref)
        for n, ref in enumerate((body.get("ref") for body in answers), 1)
    ]


def _texts(asked: str, answers: list[Json], rules: Rules, options: argparse.Namespace) -> list[str]:
    """Each answer as text, with the inputs of its request where they are wanted."""
    if not options.inputs or all("error" in body for body in answers):
        return [say.as_text(body, rules, options.lang) for body in answers]
    requests = _list(parse_text(asked))
    return [record.text(request, body, rules, options.lang) for request, body in zip(requests, answers, strict=True)]


def _refuse(bad: OSError | ValueError, options: argparse.Namespace) -> int:
    """Say which file could not be read; with no rules at hand, the sentences are these two."""
    file = getattr(bad, "filename", None) or options.file
    code, zh, en = (
        ("not-utf8", f"“{file}”不是 UTF-8 编码的文本。", f"“{file}” is not text in UTF-8.")
        if isinstance(bad, UnicodeDecodeError)
        else ("no-file", f"打不开文件“{file}”。", f"The file “{file}” cannot be opened.")
        if isinstance(bad, OSError)
        else ("bad-workdays", f"“{file}”不是工作日文件。", f"“{file}” is no file of working days.")
        if isinstance(bad, NotWorkdays)
        else ("bad-rules", f"“{options.rules}”不是规则文件。", f"“{options.rules}” is no file of rules.")
    )
    return _refused({"path": "", "code": code, "text": {"zh": zh, "en": en}}, "/", options)


def _refused(error: Json, place: str, options: argparse.Namespace) -> int:
    """One error in the place of all answers."""
    print(json.dumps({"error": error}, ensure_ascii=False, indent=2))
    print(f"{place}: {error['text'][options.lang]}", file=sys.stderr)
    return 2


def _input(file: str) -> str:
    """The text of a file, or of standard input for ``-``; a byte order mark is no part of it."""
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    return data.decode("utf-8-sig")


def _workdays(options: argparse.Namespace) -> str | None:
    """The working days: those that are named, which must be there, or the project's own if it has some."""
    if options.workdays is None and not WORKDAYS.exists():
        return None
    file = str(options.workdays or WORKDAYS)
    text = _input(file)
    try:
        Workdays(json.loads(text))
    except (LookupError, TypeError, ValueError):
        raise NotWorkdays(file) from None
    return text


def _list(answers: Any) -> list[Any]:
    return answers if isinstance(answers, list) else [answers]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # whoever reads has seen enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
