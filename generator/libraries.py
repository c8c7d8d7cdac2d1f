"""The libraries from npm that pages load, copied beside the site's own scripts, each with its licence.

Only what a browser runs is copied, as it was published: a few files that a person or a test can compare.
"""

import json
import shutil
from pathlib import Path
from typing import NamedTuple

from generator.layout import NODE_MODULES


class Library(NamedTuple):
    """A package, the file of it that pages load, its name among our modules, and its licence."""

    package: str
    file: str
    name: str
    licence: str


LIBRARIES = (Library("ical.js", "dist/ical.min.js", "ical.mjs", "LICENSE"),)


def copy_libraries(folder: Path) -> None:
    """Copy each library into the folder of our modules, with its licence and where its source is to be found."""
    for package, file, name, licence in LIBRARIES:
        source = NODE_MODULES / package
        shutil.copyfile(source / file, folder / name)
        about = json.loads((source / "package.json").read_text(encoding="utf-8"))
        notice = (
            f"{about['name']} {about['version']}, by {about['author']}, under {about['license']}.\n"
            f"Unchanged from the npm package {about['name']}@{about['version']}, which holds the source; "
            f"it comes from {about['repository']['url'].removeprefix('git+')}.\n\n"
        )
        text = notice + (source / licence).read_text(encoding="utf-8")
        (folder / f"{name}.LICENSE.txt").write_text(text, encoding="utf-8")
