"""Serves the built site on this machine, for reading and for the tests. Not meant for the open net.

Five things that a plain file server does not promise: WebAssembly and JavaScript modules get the type without
which a browser refuses them; a page is never taken from the cache without asking, so that a reload after a
build shows the new site; the folders that are named after their content are kept for good, with the machine
code that the browser made of them; a page that does not exist shows the site's own 404 page; and in the place of
the service worker, which would go on showing the last build, comes one that clears up, unless `--keep` is given.
"""

import argparse
import errno
import re
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from generator.layout import SITE, SITE_SOURCE
from generator.worker import NAME as WORKER

NO_WORKER = SITE_SOURCE / "offline" / "no-worker.js"
NAMED_AFTER_CONTENT = re.compile(r"/runtime/(?:core|engine)-[0-9a-f]{16}/")
KEEP = "public, max-age=31536000, immutable"
ASK = "no-cache"


class SiteHandler(SimpleHTTPRequestHandler):
    """Static files with the right types, and one line of log for what failed only."""

    protocol_version = "HTTP/1.1"  # one connection for the dozen files of a page

    extensions_map = {  # noqa: RUF012  (the base class declares it so)
        **SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript",
        ".json": "application/json",
        ".mjs": "text/javascript",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".whl": "application/zip",
    }

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

    def send_response(self, code: int, message: str | None = None) -> None:
        super().send_response(code, message)
        found = code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
        self.send_header("Cache-Control", KEEP if found and NAMED_AFTER_CONTENT.search(self.path) else ASK)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        own_page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not own_page.is_file():
            super().send_error(code, message, explain)
            return
        body = own_page.read_bytes()
        self.log_error("code %d, %s", code, self.path)
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Stay silent: a page is a dozen requests, and only failures are of interest."""


class SiteServer(ThreadingHTTPServer):
    """A thread for each request, since a browser asks for several files at once."""

    daemon_threads = True
    request_queue_size = 64

    @property
    def address(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who leaves while a file is on its way is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


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
        return _fail(f"there is no site in {options.folder}: make build")
    try:
        server = make_server(options.folder, options.host, options.port, options.keep)
    except OSError as error:
        return _fail(_why_not(error, options.host, options.port))

    with server:
        print(f"serve: {server.address} (Ctrl-C stops it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nserve: stopped")
    return 0


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program: make site PORT={port + 1}"
    return f"cannot listen on {host}:{port}: {error.strerror or error}"


def _fail(message: str) -> int:
    print(f"serve: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
