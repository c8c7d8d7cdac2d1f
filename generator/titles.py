"""Where the title of a Chinese page may be broken: between words, never within one.

A browser breaks Chinese after any character, so that a title on a phone came apart in the middle of a word. In the
built page each place between two words is marked by a ``<wbr>``, and the style sheet allows no other break. A mark is
no text: the title, its anchor, and what the search knows stay as they are. The words are those into which the search
has split the title in its index.

    公务员职务与职级并行制度 -> 公务员<wbr>职务<wbr>与<wbr>职级<wbr>并行<wbr>制度
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

TITLE = re.compile(r"(<h1[^>]*>)([^<]+)")
SPLIT = "\u200b"  # what the search puts between two words
HAN = re.compile(r"[\u4e00-\u9fff]")
FREE = re.compile(r"[\u4e00-\u9fff，、：；。]$")  # before a break: not an opening bracket, nor a figure before its unit
OWN_WORDS = ("职级", "处分期", "套转")  # which the search splits in two
PARTICLES = frozenset("的年期类衔前后时内中")  # words of one character that stay with the word before them


def mark_titles(folder: Path) -> None:
    """Mark the titles of the pages of a language whose search index splits Chinese."""
    index = json.loads((folder / "search" / "search_index.json").read_text(encoding="utf-8"))
    for entry in (one for one in index["docs"] if "#" not in one["location"]):
        page = folder / entry["location"] / "index.html"
        html = page.read_text(encoding="utf-8")
        page.write_text(_mark(html, entry["title"].split(SPLIT)), encoding="utf-8")


def _mark(html: str, words: Sequence[str]) -> str:
    """A page whose title is made of some words, marked; as it was where its title is another one."""

    def title(found: re.Match[str]) -> str:
        return found[1] + (marked(words) if found[2] == "".join(words) else found[2])

    return TITLE.sub(title, html)


def marked(words: Sequence[str]) -> str:
    """The words of a title with a mark between two that a break may part.

    >>> marked(["二级", "主任科员", "：", "更", "高职", "级"])
    '二级<wbr>主任科员：<wbr>更<wbr>高职级'
    """
    whole = set(_inside("".join(words)))
    ends = accumulate(map(len, words))
    marks = [
        "<wbr>" if end not in whole and _parted(*pair) else "" for end, pair in zip(ends, pairwise(words), strict=False)
    ]
    return "".join(mark + word for mark, word in zip(["", *marks], words, strict=True))


def _inside(title: str) -> Iterator[int]:
    """The places within a title at which a word of our own would be broken."""
    for word in OWN_WORDS:
        for found in re.finditer(word, title):
            yield from range(found.start() + 1, found.end())


def _parted(before: str, word: str) -> bool:
    return bool(FREE.search(before) and HAN.match(word)) and word not in PARTICLES
