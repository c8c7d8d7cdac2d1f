"""Serves the built site on this machine, for reading and for the tests. Not meant for the open net.

As `generator/static.py` does, with one difference: in the place of the service worker, which would go on showing the
last build, comes one that clears up, unless `--keep` is given. So a reload after a build shows the new site, and
another project on the same port is left alone.
"""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any

from generator.layout import SITE, SITE_SOURCE
from generator.static import SiteHandler as StaticHandler
from generator.static import SiteServer, fail, run, why_not
from generator.worker import NAME as WORKER

NO_WORKER = SITE_SOURCE / "offline" / "no-worker.js"


class SiteHandler(StaticHandler):
    """The files of a site; its service worker only where `keep` is said."""

    def __init__(self, *args: Any, keep: bool = False, **options: Any) -> None:
        self.keep = keep
        super().__init__(*args, **options)

    def send_head(self) -> Any:
        if self._is_replaced():
            del self.headers["If-Modified-Since"]  # asked of another file
        return super().send_head()

    def translate_path(self, path: str) -> str:
        return str(NO_WORKER) if self._is_replaced() else super().translate_path(path)

    def _is_replaced(self) -> bool:
        return not self.keep and self.path.partition("?")[0].endswith(f"/{WORKER}")


def make_server(folder: Path, host: str = "127.0.0.1", port: int = 0, keep: bool = False) -> SiteServer:
    """A server of `folder`, not yet running; port 0 takes any free one. `keep` lets browsers keep the site."""
    return SiteServer((host, port), partial(SiteHandler, directory=str(folder), keep=keep))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m generator.serve", description="Serve the built site.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--folder", type=Path, default=SITE)
    parser.add_argument("--keep", action="store_true", help="let the browser keep the site, as a host on the net does")
    options = parser.parse_args(argv)

    if not (options.folder / "index.html").is_file():
        return fail(f"there is no site in {options.folder}: make build")
    try:
        server = make_server(options.folder, options.host, options.port, options.keep)
    except OSError as error:
        return fail(why_not(error, options.host, options.port, f"make site PORT={options.port + 1}"))

    return run(server)


if __name__ == "__main__":
    sys.exit(main())
