"""A browser and a server for the parts that measure pages."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, Playwright

from generator.chromium import CHROMIUM_OPTIONS, find_chromium
from generator.serve import make_server


@contextmanager
def new_profile(playwright: Playwright, *, scripts: bool = True) -> Iterator[Page]:
    with tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=find_chromium(), args=CHROMIUM_OPTIONS, java_script_enabled=scripts
        )
        # The page starts Python when it is idle; here it is to wait for the touch.
        context.add_init_script("window.requestIdleCallback = () => 0")
        yield context.new_page()
        context.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    with make_server(folder) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.address
        server.shutdown()
