"""Where the title of a Chinese page may be broken: between words, never within one.

A browser breaks Chinese after any character, so that a title on a phone came apart in the middle of a word. In the
built page each place between two words is marked by a ``<wbr>``, and the style sheet allows no other break. A mark is
no text: the title, its anchor, and what the search knows stay as they are.

    公务员职务与职级并行制度 -> 公务员<wbr>职务<wbr>与<wbr>职级<wbr>并行<wbr>制度
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from generator.layout import BUILD

TITLE = re.compile(r"(<h1[^>]*>)([^<]+)")
HAN = re.compile(r"[\u4e00-\u9fff]")
FREE = re.compile(
    r"[\u4e00-\u9fff，、：；。]$"
)  # what a break may follow: not an opening bracket, nor a figure before its unit
OWN_WORDS = ("职级", "处分期")  # and not 高职, 分期
PARTICLES = frozenset("的年期类衔前后时内中")  # words of one character that stay with the word before them


def mark_titles(site: Path) -> None:
    """Mark the titles of the Chinese pages below `site`."""
    for page in sorted(site.rglob("index.html")):
        html = page.read_text(encoding="utf-8")
        if '<html lang="zh"' in html:
            page.write_text(TITLE.sub(lambda found: found[1] + marked(found[2]), html), encoding="utf-8")


def marked(title: str) -> str:
    """A title with a mark between two words that a break may part.

    >>> marked("二级主任科员：晋升")
    '二级<wbr>主任科员：<wbr>晋升'
    """
    words: list[str] = list(_splitter().cut(title))
    marks = ["<wbr>" if _parted(*pair) else "" for pair in pairwise(words)]
    return words[0] + "".join(mark + word for mark, word in zip(marks, words[1:], strict=True))


def _parted(before: str, word: str) -> bool:
    return bool(FREE.search(before) and HAN.match(word)) and word not in PARTICLES


@cache
def _splitter() -> Any:
    """The word splitter of the search, with its dictionary where the build keeps what it can make again."""
    import jieba  # a dictionary that takes a moment to load: only a build needs it

    jieba.setLogLevel("ERROR")
    splitter = jieba.Tokenizer()
    splitter.tmp_dir = str(BUILD / "tmp")
    for word in OWN_WORDS:
        splitter.add_word(word, 10**7)
    return splitter
