"""The browser that the tests and the benchmark drive: an installed Chromium or Chrome."""

import os
import shutil

# The shell is the same browser without a window to draw: a page takes a good part less of the processor in it.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_OPTIONS = [
    "--no-sandbox",  # as root there is none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """Its path; `CHROMIUM` in the environment goes first.

    Raises:
        FileNotFoundError: none is installed.
    """
    for name in (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES):
        if name and (found := shutil.which(name)):
            return found
    raise FileNotFoundError("no Chromium or Chrome was found: apt-get install chromium")
