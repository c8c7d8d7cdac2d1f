"""Writes the service worker that keeps the built site on the reader's device.

Its text is `site/offline/service-worker.js`; what is put before it is the list of the files and their hashes:

    const FILES = {"": "sha256-…", "guide/privacy/": "sha256-…", "rules.json": "sha256-…"};
    const BYTES = 30123456;

The list is made by walking the site, so that whatever another step adds is kept too. An address is the one that a
reader's browser asks for: a page is its folder, not the `index.html` in it.
"""

import base64
import hashlib
import json
from fnmatch import fnmatch
from pathlib import Path

from generator.layout import SITE_SOURCE

SOURCE = SITE_SOURCE / "offline" / "service-worker.js"
NAME = "service-worker.js"

# What no page asks for: maps for debuggers, the big word splitters of other languages, lists for search engines, and
# the English copy of the page for what is not found, since a host serves the one at the root.
NOT_KEPT = ("*.map", "*/lunr/wordcut.js", "*/lunr/tinyseg.js", "sitemap.xml*", "*/sitemap.xml*", "en/404.html", NAME)


def write_worker(site: Path) -> None:
    """Write the worker into the root of a finished site; nothing may be changed there afterwards.

    It comes whole or not at all, since a browser that asks just then would take half of it, or an empty file, for a
    worker that keeps nothing.
    """
    files = kept_files(site)
    hashes = {address: _integrity(path) for address, path in files.items()}
    size = sum(path.stat().st_size for path in files.values())
    head = f"const FILES = {json.dumps(hashes, ensure_ascii=False, indent=0)};\nconst BYTES = {size};\n\n"
    new = site / f"{NAME}.new"
    new.write_text(head + SOURCE.read_text(encoding="utf-8"), encoding="utf-8")
    new.replace(site / NAME)


def kept_files(site: Path) -> dict[str, Path]:
    """The files to be kept, by their addresses below the site's root, in a fixed order."""
    paths = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    kept = sorted(name for name in paths if not any(fnmatch(name, pattern) for pattern in NOT_KEPT))
    return {_address(name): paths[name] for name in kept}


def _address(name: str) -> str:
    return name.removesuffix("index.html") if name == "index.html" or name.endswith("/index.html") else name


def _integrity(path: Path) -> str:
    """The hash as a browser's `integrity` takes it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()}"
