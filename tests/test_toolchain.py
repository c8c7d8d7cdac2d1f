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


# What a Debian machine has before anything is installed, besides make and bash.
BARE = ("bash", "sh", "make", "cat", "cut", "dirname", "id", "sha256sum", "env", "chmod", "touch")


def bare(folder: Path, *more: str) -> dict[str, str]:
    """The surroundings of a machine that has these commands and no others."""
    (folder / "bin").mkdir()
    for name in (*BARE, *more):
        (folder / "bin" / name).symlink_to(str(shutil.which(name)))
    return {"PATH": str(folder / "bin")}


def make_on(folder: Path, target: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a target in a checkout where nothing was set up."""
    for name in ("Makefile", "tools", "requirements.txt", "package.json", "package-lock.json"):
        (folder / name).symlink_to(ROOT / name)
    copied = folder / "tools"
    copied.unlink()
    shutil.copytree(ROOT / "tools", copied)
    command = ["make", "--no-print-directory", "-C", str(folder), target]
    return subprocess.run(command, env=env, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("target", "packages"),
    [
        ("setup", "python3 python3-venv nodejs npm"),
        ("site", "python3 python3-venv nodejs npm"),
        ("test", "python3 python3-venv nodejs npm chromium fontconfig fonts-wqy-microhei"),
    ],
)
def test_an_empty_machine_is_told_of_everything_at_once(target: str, packages: str, tmp_path: Path) -> None:
    finished = make_on(tmp_path, target, bare(tmp_path))
    assert finished.returncode
    said = [line for line in finished.stderr.splitlines() if not line.startswith("make")]
    assert len(said) == 1, finished.stderr
    assert said[0].startswith("setup: missing: Python 3.11 or newer")
    assert said[0].endswith(f": apt-get install {packages}")
    assert not (tmp_path / ".venv").exists()


def test_only_what_is_missing_is_told(tmp_path: Path) -> None:
    env = bare(tmp_path, "node", "npm") | {"CHROMIUM": shutil.which("bash") or "", "PYTHON": sys.executable}
    (tmp_path / "bin" / "npm").unlink()
    finished = make_on(tmp_path, "test", env)
    assert "setup: missing: npm" in finished.stderr
    assert "Python" not in finished.stderr
    assert "Chromium" not in finished.stderr


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
