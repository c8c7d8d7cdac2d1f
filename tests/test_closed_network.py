"""The zip for a closed network: unpacked somewhere else, served by either way that it tells, it computes."""

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from generator.offline import DATE, SERVER, SOURCE, write_zip
from generator.worker import kept_files
from tests.test_page import DESIGN, enter, headline, settle, shown
from tests.test_runtime import wait_until


@pytest.fixture(scope="module")
def unpacked(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as somebody has it who has carried the zip over."""
    folder = tmp_path_factory.mktemp("内网")
    write_zip(site_folder, folder / "zhiji.zip")
    with zipfile.ZipFile(folder / "zhiji.zip") as archive:
        archive.extractall(folder)
    return folder / "zhiji"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(folder: Path, *command: str) -> Iterator[None]:
    """A server that is no part of this process, and that sees nothing of the checkout."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        try:
            yield
        finally:
            server.terminate()


def told_line(port: int) -> list[str]:
    """The one line that the text in the zip tells, with this Python and another port."""
    text = (SOURCE / "README.txt").read_text(encoding="utf-8")
    lines = set(re.findall(r"^ +python (-m http\.server .*)$", text, re.MULTILINE))
    assert len(lines) == 1, "both languages tell the same line"
    return [sys.executable, *lines.pop().replace("8000", str(port)).split()]


def is_up(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.browser
@pytest.mark.parametrize("way", ["the line", "the program"])
def test_it_computes_on_a_machine_of_its_own(page: Page, unpacked: Path, way: str) -> None:
    port = free_port()
    program = ["sh", "serve.sh", "--no-browser", "--port", str(port)]
    with running(unpacked, *(told_line(port) if way == "the line" else program)):
        wait_until(page, lambda: is_up(port))
        page.goto(f"http://127.0.0.1:{port}/calculator/")
        enter(page, DESIGN)
        settle(page)
        assert shown(page) == headline(DESIGN)


def test_a_python_that_is_too_old_is_not_used_and_the_other_way_is_told(unpacked: Path, tmp_path: Path) -> None:
    for name in ("python3", "python"):
        old = tmp_path / name
        old.write_text("#!/bin/sh\necho SyntaxError >&2\nexit 1\n", encoding="utf-8")
        old.chmod(0o755)
    dirname = shutil.which("dirname")
    assert dirname
    (tmp_path / "dirname").symlink_to(dirname)
    program = ["/bin/sh", str(unpacked / "serve.sh")]
    found = subprocess.run(program, env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert found.returncode == 1
    assert "zhiji.html" in found.stdout
    assert "3.8" in found.stdout
    assert found.stderr == ""


def test_the_zip_holds_the_site_and_says_how_to_serve_it(unpacked: Path, site_folder: Path) -> None:
    kept = {path.relative_to(site_folder) for path in kept_files(site_folder).values()}
    there = {path.relative_to(unpacked / "site") for path in (unpacked / "site").rglob("*") if path.is_file()}
    assert there == kept | {Path("service-worker.js")}
    text = (unpacked / "README.txt").read_bytes()
    assert text.startswith("\ufeff职级".encode())
    assert text.count(b"\n") == text.count(b"\r\n")
    assert "{" not in text.decode()
    assert os.access(unpacked / "serve.py", os.R_OK)


def test_the_zip_depends_on_no_day_and_no_order(unpacked: Path) -> None:
    with zipfile.ZipFile(unpacked.parent / "zhiji.zip") as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {DATE}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert entries[-1].filename.startswith("zhiji/site/")


def test_its_server_is_understood_by_an_older_python() -> None:
    """Python 3.8, as the text in the zip says: the last one that runs on Windows 7."""
    tree = ast.parse(SERVER.read_text(encoding="utf-8"), feature_version=(3, 8))
    imports = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imports |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imports} <= set(sys.stdlib_module_names)
