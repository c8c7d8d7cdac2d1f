"""The canonical form of the files in `spec/`, so that a change of the law is a change of a line.

A reviewer of the rules reads a diff, not a program. So every file has one form only, and in it a rule that is
short enough to be read at a glance stands on one line:

>>> print(format_json({"rules": [{"to": "keyuan-1", "rank": "keyuan-2", "years": 2}]}), end="")
{
  "rules": [
    {"to": "keyuan-1", "rank": "keyuan-2", "years": 2}
  ]
}

The form, in full: keys keep their order, which is the order of the law. The top level is always expanded, and
so are its sections, one member a line. Further in, an object or a list takes one line if it fits in 120
columns, counting its indentation, a comma after it, and two columns for a wide character; if it does not fit
it is expanded by two spaces, and what is inside decides for itself.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.layout import ROOT

SPEC = ROOT / "spec"
WIDTH = 120
INDENT = "  "
ALWAYS_EXPANDED = 2  # levels: the file itself, and its sections

Place = tuple[str | int, ...]


class Unreadable(ValueError):
    """A file that cannot be read: on which line, and why, in Chinese and in English."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.line, self.zh, self.en = line, zh, en


class DuplicateKey(Unreadable):
    """A key that stands twice in one object: JSON readers keep the last and forget the first in silence."""


def format_json(data: Any) -> str:
    """The canonical text of a file."""
    return "".join(f"{line}\n" for line in lines(data))


def lines(data: Any) -> Iterator[str]:
    """The canonical form, line by line."""
    return _lines(data, 0, "", "")


TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def starts(text: str) -> Iterator[tuple[Place, int]]:
    """Every value of a JSON text with the line, from 1, on which it starts: a member of an object with its key."""
    place: list[str | int | None] = []  # a None: in an object, between a comma and the next key
    line, seen = 1, 0
    for token in TOKEN.finditer(text):
        line, seen = line + text.count("\n", seen, token.start()), token.start()
        sign = token[0]
        if sign in "}]":
            place.pop()
        elif sign == ",":
            last = place[-1]
            place[-1] = last + 1 if isinstance(last, int) else None
        elif place and place[-1] is None:
            place[-1] = json.loads(sign)
            yield _place(place), line
        elif sign != ":":
            if not place or isinstance(place[-1], int):
                yield _place(place), line
            if sign in "{[":
                place.append(None if sign == "{" else 0)


def _place(steps: list[str | int | None]) -> Place:
    return tuple(step for step in steps if step is not None)


def line_of(path: Place, known: Mapping[Place, int]) -> int:
    """The line on which the value at `path` starts, or what holds it if there is none; of the starts of a text."""
    while path not in known:
        path = path[:-1]
    return known[path]


def read_json(text: str) -> Any:
    """Read JSON, and refuse what would be lost on the way.

    Raises:
        DuplicateKey: an object holds a key twice.
        Unreadable: the text is no JSON.
    """
    try:
        return json.loads(text, object_pairs_hook=_unique)
    except _Twice:
        raise _told_twice(text) from None
    except json.JSONDecodeError as error:
        raise _told(error) from None


# What the reader of JSON says, and what a person can do about it.
BROKEN = {
    "Expecting ',' delimiter": ("缺少逗号，或者多了别的内容", "a comma is missing, or something else stands here"),
    "Expecting ':' delimiter": ("键之后缺少冒号", "the colon after a key is missing"),
    "Expecting property name enclosed in double quotes": (
        "这里应当是加引号的键；最后一项之后不加逗号",
        "a key in quotation marks belongs here; no comma follows the last entry",
    ),
    "Expecting value": (
        "这里应当有一个值；最后一项之后不加逗号",
        "a value belongs here; no comma follows the last entry",
    ),
    "Extra data": ("文件已经结束，后面还有内容", "something follows after the end of the file's data"),
    "Unterminated string starting at": ("引号没有闭合", "a quotation mark is not closed"),
    "Invalid control character at": ("引号没有闭合", "a quotation mark is not closed"),
}
MISUSED = {"“": '"', "”": '"', "、": ",", "。": ","}


def _told(error: json.JSONDecodeError) -> Unreadable:
    """The same in both languages. What is missing is noticed at the next word only, maybe some lines further down."""
    if error.doc.startswith("\ufeff"):
        return Unreadable(
            1,
            "文件开头有看不见的标记，请另存为不带 BOM 的 UTF-8",
            "the file begins with a mark, save it as UTF-8 without BOM",
        )
    before = error.doc[: error.pos].rstrip() if error.msg.startswith("Expecting") else error.doc[: error.pos]
    first, last = before.count("\n") + 1, error.lineno
    zh, en = BROKEN.get(error.msg, ("不是合法的 JSON", "this is no JSON"))
    if first < last:
        zh, en = f"第{first}行末尾至第{last}行：{zh}", f"at the end of line {first} or up to line {last}: {en}"
    letter = error.doc[error.pos : error.pos + 1]
    plain = MISUSED.get(letter, unicodedata.normalize("NFKC", letter))
    if plain != letter:
        zh, en = f"{zh}（{letter} 是全角字符，应改为半角 {plain}）", f"{en} (write {plain} in the place of {letter})"
    return Unreadable(first, zh, en)


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        Unreadable: the file is not saved as UTF-8.
    """
    data = path.read_bytes()
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(line, "文件编码不是 UTF-8，请另存为 UTF-8", "the file is not saved as UTF-8") from None


class _Twice(Exception):
    """A key stands twice in one object; the reader of JSON does not say where."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _Twice
    return members


def _told_twice(text: str) -> DuplicateKey:
    """On the line of the second one, where one of the two has to go."""
    seen: dict[Place, int] = {}
    for place, line in starts(text):
        if place in seen:
            break
        seen[place] = line
    key = json.dumps(place[-1], ensure_ascii=False)
    return DuplicateKey(
        line,
        f"同一对象中出现两次：{key}，前一处在第{seen[place]}行",
        f"this key stands twice in one object: {key}, first on line {seen[place]}",
    )


def _lines(value: Any, depth: int, lead: str, tail: str) -> Iterator[str]:
    """`lead` is all that stands before the value on its line, `tail` the comma after it, if any."""
    flat = lead + json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not (isinstance(value, dict | list) and value) or (depth >= ALWAYS_EXPANDED and _fits(flat)):
        yield flat + tail
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield lead + opening
    inner = INDENT * (depth + 1)
    members = _members(value)
    for place, (label, member) in enumerate(members, 1):
        yield from _lines(member, depth + 1, inner + label, "," if place < len(members) else "")
    yield INDENT * depth + closing + tail


def _members(value: dict[str, Any] | list[Any]) -> list[tuple[str, Any]]:
    """The members of an object or list: label and value."""
    if isinstance(value, list):
        return [("", member) for member in value]
    return [(f"{json.dumps(key, ensure_ascii=False)}: ", member) for key, member in value.items()]


def _fits(text: str) -> bool:
    """Room for a comma is always kept, so that a line does not break when another is put behind it."""
    return len(text) < WIDTH and _columns(text) + len(",") <= WIDTH


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def canonical(path: Path) -> tuple[str, str]:
    """The text of a file, and the text that it should have."""
    text = read_text(path)
    return text, format_json(read_json(text))


def main(argv: Sequence[str]) -> int:
    """`fmt [--check] [FILE ...]`: bring files into the canonical form, or say which are not in it."""
    parser = argparse.ArgumentParser(prog="zhiji fmt", description=main.__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="left out: every JSON file in spec/")
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if a file would change")
    options = parser.parse_args(argv)
    results = [_treat(path, options.check) for path in options.files or sorted(SPEC.rglob("*.json"))]
    return max(results, default=0)


def _treat(path: Path, check: bool) -> int:
    try:
        text, wanted = canonical(path)
    except Unreadable as error:
        print(f"fmt: {path}:{error.line}: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"fmt: {path}: 不能读取 / cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    if text == wanted:
        return 0
    if check:
        print(
            f"fmt: {path}:{first_difference(text, wanted)}: "
            "格式不规范，请运行 zhiji fmt / not in canonical form, run zhiji fmt",
            file=sys.stderr,
        )
        return 1
    path.write_text(wanted, encoding="utf-8")
    print(f"fmt: {path}")
    return 0


def first_difference(text: str, wanted: str) -> int:
    """The number of the first line that differs."""
    pairs = zip(text.splitlines(), wanted.splitlines(), strict=False)
    same = next((place for place, (here, there) in enumerate(pairs) if here != there), None)
    return (same if same is not None else min(text.count("\n"), wanted.count("\n"))) + 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
