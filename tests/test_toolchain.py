"""The project as a place to work: style, types, and what may not stand in a committed file."""

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Spelled with [] inside, so that this file does not find itself.
FORBIDDEN = {
    "the address of a package registry": re.compile(
        r"registry\.np[m]js|py[p]i\.org|py[t]honhosted|de[b]\.debian|np[m]mirror|js[d]elivr|un[p]kg\.com"
    ),
    "a path of somebody's machine": re.compile(r"/wor[k]/|/roo[t]/|/hom[e]/\w|/User[s]/\w"),
}


def run(*command: str) -> str:
    """Run in the root of the checkout; a failure shows what the command said."""
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if finished.returncode:
        pytest.fail(f"{' '.join(command)}\n{finished.stdout}{finished.stderr}", pytrace=False)
    return finished.stdout


def python_folders() -> list[str]:
    return [name for name in ("calculators", "generator", "tests") if any((ROOT / name).rglob("*.py"))]


def committed_files() -> list[Path]:
    """Tracked files as they stand in the work tree; outside a git checkout, what git would not ignore."""
    if shutil.which("git") and (ROOT / ".git").exists():
        names = run("git", "ls-files", "-z").split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    ignored = {"build", ".venv", "node_modules", "__pycache__"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not ignored & set(path.relative_to(ROOT).parts)]


def test_style() -> None:
    run(sys.executable, "-m", "ruff", "check", ".")


def test_format() -> None:
    run(sys.executable, "-m", "ruff", "format", "--check", ".")


def test_types() -> None:
    run(sys.executable, "-m", "mypy", *python_folders())


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_names(what: str) -> None:
    found = []
    for path in committed_files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {match}" for match in FORBIDDEN[what].findall(text)]
    assert not found


def test_the_npm_lock_records_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert all("resolved" not in package for package in lock["packages"].values())
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text(encoding="utf-8").split()


def test_every_requirement_is_hashed() -> None:
    for name in ("requirements.txt", "requirements-runtime.txt"):
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
        loose = [line for line in text.splitlines() if line.strip() and "--hash=sha256:" not in line]
        assert not loose, f"{name}: {loose}"


def test_make_help_tells_of_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony
    told = {line.split()[1] for line in run("make", "--no-print-directory", "help").splitlines()}
    assert told == set(phony[1].split())


def test_the_engine_needs_nothing_but_python() -> None:
    """The wheel has to run in the browser, where there is the standard library and nothing else."""
    import ast

    own = {"calculators", "__future__"}
    for path in (ROOT / "calculators").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            foreign = {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - own
            assert not foreign, f"{path.relative_to(ROOT)} imports {', '.join(sorted(foreign))}"


def test_every_private_function_is_used() -> None:
    """A linter says nothing of functions that no one calls; a private one has to be called in its own file."""
    unused = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for package in ("calculators", "generator")
        for path in sorted((ROOT / package).rglob("*.py"))
        for text in [path.read_text(encoding="utf-8")]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and re.match("_[a-z]", node.name)
        if len(re.findall(rf"\b{node.name}\b", text)) < 2
    ]
    assert unused == []
