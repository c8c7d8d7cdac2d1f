"""Puts the whole built site into one HTML file that opens from a disk: `zhiji.html`.

The parts of the site are compressed and laid into the file as text; a small script, `site/offline/one-file.js`, takes
out the page that is asked for and starts what it needs. The file is made from the built site alone, whatever pages and
calculators that has: of each page the article, of each language the frame around it once, the style sheets, our own
modules with what they import, the theme's script, and what Python in the worker reads.

Its policy allows no request at all, not even to the disk: nothing that runs in it can reach anything.
"""

import base64
import gzip
import hashlib
import html as markup
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.layout import LANGUAGES, SITE_SOURCE

SOURCE = SITE_SOURCE / "offline"
FAKE_ROOT = "https://zhiji.invalid/"  # as in one-file.js
HOMES = {"zh": "", "en": "en/"}
FRAMED = "calculator/"  # the page whose surroundings serve all

ARTICLE = '<article class="md-content__inner md-typeset">'
MODULE = re.compile(r'<script type="module" src="[^"]*?([\w.-]+\.mjs)"></script>')
IMPORT = re.compile(r'"\./([\w.-]+\.mjs)"')
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
THEME = re.compile(r'<script src="([^"]*bundle[^"]*\.js)"></script>')

BEFORE = {
    "zh": "正在打开。如果这一行一直不变，说明浏览器太旧：需要 Chrome 或 Edge 112、Firefox 114、Safari 16.4，"
    "或者更新的版本。",
    "en": "Opening. If this line stays, the browser is too old: it takes Chrome or Edge 112, Firefox 114, Safari 16.4, "
    "or a later one.",
}

POLICY = (
    "default-src 'none'; script-src {script} 'wasm-unsafe-eval' blob: data:; worker-src data: blob:; "
    "style-src {style}; img-src data:; base-uri 'none'; form-action 'none'"
)


class OneFileError(Exception):
    """The site is not built as this module expects it."""


class Parts(NamedTuple):
    """A page taken apart: what stands around its article, the article, its title, and the modules that it runs."""

    frame: str
    article: str
    title: str
    modules: list[str]


def write_one_file(site: Path, out: Path) -> None:
    """Write the file at `out` from a finished site."""
    loader = (SOURCE / "one-file.js").read_text(encoding="utf-8")
    style = style_sheets(site)
    policy = POLICY.format(script=_source(loader), style=_source(style))
    held = "\n".join(holders(site))
    waiting = "".join(f'<p lang="{lang}">{BEFORE[lang]}</p>' for lang in LANGUAGES)
    icon = base64.b64encode((SITE_SOURCE / "icon" / "icon.svg").read_bytes()).decode()
    text = f"""<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>职级 Zhiji</title>
<link rel="icon" href="data:image/svg+xml;base64,{icon}">
<style>{style}</style>
</head>
<body>
<div id="zj-wait">{waiting}</div>
{held}
<script>{loader}</script>
</body>
</html>
"""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")


def holders(site: Path) -> Iterator[str]:
    """The script elements that hold the parts, in an order in which a module comes after what it imports."""
    wanted: list[str] = []
    for path in sorted(site.rglob("index.html")):
        address = path.parent.relative_to(site).as_posix().removeprefix(".")
        address += "/" if address else ""
        lang = "en" if address.startswith(HOMES["en"]) else "zh"
        page = take_apart(path.read_text(encoding="utf-8"), path)
        wanted += page.modules
        yield _holder(page.article, page=address, lang=lang, title=page.title, modules=" ".join(page.modules))
        if address == HOMES[lang] + FRAMED:
            yield _holder(page.frame, shell=lang)
    scripts = site / "assets" / "script"
    for name in in_order(scripts, wanted):
        yield _holder(module(scripts, name), module=name)
    yield _holder(theme_script(site), theme="")
    for path in sorted([*site.glob("*.json"), *(site / "runtime").rglob("*")]):
        if path.is_file():
            yield _holder(path.read_bytes(), file=path.relative_to(site).as_posix())
    worker = (SOURCE / "one-file-worker.mjs").read_bytes() + (scripts / "python-worker.mjs").read_bytes()
    yield f'<script type="text/plain" data-worker>{base64.b64encode(worker).decode()}</script>'


def take_apart(html: str, path: Path) -> Parts:
    """A built page's article and frame."""
    before, found, rest = html.partition(ARTICLE)
    article, end, after = rest.rpartition("</article>")
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    if not (found and end and title):
        raise OneFileError(f"{path}: no article or no title")
    frame = before[before.index("<body") :] + found + end + after
    # The script that the theme writes into the head serves its scripts in the body.
    head = "".join(re.findall(r"<script>__md_scope.*?</script>", before, re.DOTALL))
    frame = re.sub(r"(<body[^>]*>)", lambda body: body[1] + head, frame, count=1)
    return Parts(frame, MODULE.sub("", article), markup.unescape(title[1]), MODULE.findall(article))


def in_order(scripts: Path, wanted: list[str]) -> list[str]:
    """The modules and all that they import, each after its own imports."""
    done: list[str] = []

    def add(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            raise OneFileError(f"modules import each other: {' -> '.join((*way, name))}")
        if name not in done:
            for needed in IMPORT.findall((scripts / name).read_text(encoding="utf-8")):
                add(needed, (*way, name))
            done.append(name)

    for name in dict.fromkeys(wanted):
        add(name, ())
    return done


def module(scripts: Path, name: str) -> str:
    """A module's text, with names in the place of addresses; the loader knows the address of each name."""
    text = IMPORT.sub(r'"held:\1"', (scripts / name).read_text(encoding="utf-8"))
    return text.replace("import.meta.url", f'"{FAKE_ROOT}assets/script/{name}"')


def theme_script(site: Path) -> str:
    found = THEME.search((site / "index.html").read_text(encoding="utf-8"))
    if not found:
        raise OneFileError("the theme's script was not found in the home page")
    text = (site / found[1]).read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=.*", "", text)


def style_sheets(site: Path) -> str:
    """All style sheets of the pages, one after the other."""
    links = STYLE.findall((site / "index.html").read_text(encoding="utf-8"))
    text = "\n".join((site / link).read_text(encoding="utf-8") for link in links)
    if "</style" in text:
        raise OneFileError("a style sheet would end the element that it stands in")
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)


def _holder(content: str | bytes, **attributes: str) -> str:
    data = content.encode() if isinstance(content, str) else content
    packed = base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
    names = " ".join(f'data-{name}="{markup.escape(value)}"' for name, value in attributes.items())
    return f'<script type="text/plain" {names}>{packed}</script>'


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
