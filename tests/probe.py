"""A copy of the site in whose worker a test may run any Python.

Everything is as in the built site, the pages with their policy, the bridge, the core, except that the engine
is replaced by one that runs the code it is asked. So what the tests find out about the worker holds for the
real one.
"""

import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from generator.runtime import MODULE, PACKAGE, assemble, core_folder

VERSION = "0.0.0"

# Names stay from one question to the next: a request that is answered later can be looked at later.
ENGINE = """
import json

names = {}

def start(rules, workdays):
    names["rules"], names["workdays"] = json.loads(rules), json.loads(workdays)

def ask(message):
    names["message"] = json.loads(message)
    names["result"] = None
    exec(names["message"]["request"]["code"], names)
    return json.dumps(names["result"])
"""

START = """async ([root, name]) => {
    const { startPython, BridgeError } = await import(new URL("assets/script/python.mjs", root).href);
    window.progress = [];
    try {
        window.python = await startPython({ root, onProgress: (step) => window.progress.push(step) });
        return null;
    } catch (error) {
        return { code: error.code, detail: error.detail, known: error instanceof BridgeError };
    }
}"""

ASK = """async ([code, options]) => {
    try {
        return { result: await window.python.ask({ code }, options) };
    } catch (error) {
        return { code: error.code, detail: error.detail };
    }
}"""


def make_probe_site(site: Path, out: Path) -> None:
    shutil.copytree(site, out, copy_function=os.link, ignore=shutil.ignore_patterns("runtime"))
    wheel = write_wheel(out.parent / f"{PACKAGE}-{VERSION}-py3-none-any.whl", ENGINE)
    assemble(out / "runtime", core_folder(), wheel)


def write_wheel(path: Path, source: str) -> Path:
    """A wheel by hand, with one module: `calculators.browser`."""
    info = f"{PACKAGE}-{VERSION}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{MODULE}/__init__.py", "")
        wheel.writestr(f"{MODULE}/browser.py", source)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: {VERSION}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return path


def start_python(page: Page, root: str) -> dict[str, Any] | None:
    """Start Python in the page; None, or what went wrong."""
    failure: dict[str, Any] | None = page.evaluate(START, [root, ""])
    return failure


def run_python(page: Page, code: str, **options: str) -> Any:
    """Run code in the worker; the value that it leaves in `result`."""
    answer = page.evaluate(ASK, [code, options])
    assert "result" in answer, answer
    return answer["result"]


def fail_python(page: Page, code: str) -> Any:
    """Run code that is to fail; the error as the bridge gives it."""
    answer = page.evaluate(ASK, [code, {}])
    assert "code" in answer, answer
    return answer
