"""A server of a folder of files, for one machine or a closed network. Standard library only, Python 3.8 or newer.

The zip for closed networks carries this very file as `serve.py`; `generator/serve.py` is the same for a checkout.

    python serve.py                    serves the folder `site` beside it on 127.0.0.1:8000, and opens the browser
    python serve.py --host 0.0.0.0     for the other machines of the network too

Four things that `python -m http.server` does not promise: WebAssembly and JavaScript modules get the type without
which a browser refuses them; a page is never taken from the browser's store without asking, so that a reload shows
what lies there now; the folders that are named after their content are kept for good, with the machine code that the
browser made of them; and a page that does not exist shows the site's own 404 page.
"""

from __future__ import annotations

import argparse
import errno
import re
import sys
import threading
import webbrowser
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
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


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Serve the site on this machine.")
    parser.add_argument("folder", nargs="?", type=Path, default=HERE / "site")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets other machines of the network in")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")
    options = parser.parse_args(argv)

    if not (options.folder / "index.html").is_file():
        return fail(f"there is no site in {options.folder}")
    try:
        server = SiteServer((options.host, options.port), partial(SiteHandler, directory=str(options.folder)))
    except OSError as error:
        return fail(why_not(error, options.host, options.port, f"--port {options.port + 1}"))
    if not options.no_browser:
        threading.Timer(0.5, webbrowser.open, [f"http://127.0.0.1:{server.server_address[1]}/"]).start()
    return run(server)


def run(server: SiteServer) -> int:
    """Serve until Ctrl-C."""
    with server:
        print(f"serve: {server.address} (Ctrl-C stops it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\nserve: stopped")
    return 0


def why_not(error: OSError, host: str, port: int, instead: str) -> str:
    """Why there is no server, with what to try."""
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program: {instead}"
    return f"cannot listen on {host}:{port}: {error.strerror or error}"


def fail(message: str) -> int:
    print(f"serve: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
