"""The folder that the browser runs Python from: Pyodide, our engine, and a lock that names nothing else.

Two halves, because they change at a different pace:

- the *core*: the files of the npm package `pyodide`, with the standard library compiled to bytecode, which
  halves the time until Python is ready. Slow to make, and the same until a pinned version changes.
- the *engine*: the wheel of `calculators`, compiled too. Made again when a source file changes, in a second
  or two.

Both are kept in `build/cache/` under the hash of what they were made from, so nothing has to be invalidated
and a build that changes nothing takes no time. The bytes are the same on every machine: fixed dates, fixed
order.

The lock file of the npm package names hundreds of packages that Pyodide would fetch from a content network;
ours names one, so there is no address outside this folder that it could ask.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.layout import BUILD, ENGINE, NODE_MODULES, ROOT

PACKAGE = "zhiji"  # the name in the lock: what the browser asks Pyodide to load
MODULE = "calculators"  # what that package lets it import

CACHE = BUILD / "cache"
RECIPE = "1"  # a new number makes everything again, after a change of this file that changes what comes out
REQUIREMENTS = ROOT / "requirements-runtime.txt"
COMPILER = ROOT / "generator" / "compile.mjs"

LIBRARY = "python_stdlib.zip"
CORE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", LIBRARY)
LOCK = "pyodide-lock.json"
MANIFEST = "manifest.json"

NOTICE = """\
The files pyodide.mjs, pyodide.asm.mjs and pyodide.asm.wasm are those of Pyodide {version}, unchanged.
python_stdlib.zip is its standard library of CPython {python}, compiled to bytecode and otherwise unchanged.

Pyodide is under the Mozilla Public License 2.0 (https://www.mozilla.org/MPL/2.0/); its source is the release
{version} of https://github.com/pyodide/pyodide.
Python is under the PSF License (https://docs.python.org/3/license.html).
"""


class RuntimeFolderError(Exception):
    """The runtime could not be made; the message is for the person who ran the build."""


def make_runtime(out: Path) -> None:
    """Make the runtime folder at `out`, from the cache as far as it goes."""
    core = core_folder()
    assemble(out, core, engine_wheel(core))


def assemble(out: Path, core: Path, wheel: Path) -> None:
    """Lay the core and one wheel side by side, with the lock and the manifest that belong to them."""
    # Each half lies in a folder named after its content. So a browser may keep both for ever, and never takes a file
    # that it kept for one of another build, on which Pyodide would fail.
    core_names = [_add(out, f"{core.name}/{name}", core / name) for name in CORE_FILES]
    wheel_name = _add(out, f"engine-{file_hash(wheel)[:16]}/{wheel.name}", wheel)
    write_lock(out, wheel_name)
    write_manifest(out, core.name, [*core_names, LOCK, wheel_name])
    write_notice(out)


def core_folder() -> Path:
    """The folder with the compiled core; made on first use."""
    key = hash_files([ROOT / "package-lock.json", REQUIREMENTS, COMPILER], RECIPE)
    core = CACHE / f"core-{key}"
    if not core.is_dir():
        print("runtime: compiling Python's standard library for the browser, once (about 15 s)", flush=True)
        _make_folder(core, _fill_core)
    return core


def engine_wheel(core: Path, engine: Path = ENGINE) -> Path:
    """The wheel of the engine, compiled; made again when its sources change."""
    sources = sorted(path for path in engine.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    folder = CACHE / f"engine-{hash_files([ROOT / 'pyproject.toml', *sources], core.name)}"
    if not folder.is_dir():
        print("runtime: compiling the engine for the browser", flush=True)
        _make_folder(folder, lambda new: compile_archives(core, new, [build_wheel(new).name]))
        _forget_older("engine-*", folder)
    return next(folder.glob("*.whl"))


def build_wheel(folder: Path) -> Path:
    """The project's wheel, made by its own build backend, without a network and with fixed dates."""
    from hatchling.builders.wheel import WheelBuilder

    made = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(next(iter(made)))


def compile_archives(core: Path, folder: Path, names: Iterable[str]) -> None:
    """Replace zips and wheels in `folder` by compiled ones."""
    command = ["node", str(COMPILER), str(core / "tools"), str(folder), *names]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if finished.returncode:
        # Node shows the source line of an error, and here that line is a megabyte long.
        said = "\n".join(line[:300] for line in (finished.stdout + finished.stderr).splitlines()[-30:])
        raise RuntimeFolderError(f"compiling {', '.join(names)} for the browser failed:\n{said}")


def write_lock(out: Path, wheel_name: str) -> None:
    """A lock with one package. The platform is copied from Pyodide's own: it refuses to run with another."""
    package = {
        "name": PACKAGE,
        "version": Path(wheel_name).name.split("-")[1],
        "file_name": wheel_name,
        "sha256": file_hash(out / wheel_name),
        "imports": [MODULE],
        "depends": [],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }
    _write_json(out / LOCK, {"info": pyodide_info(), "packages": {PACKAGE: package}})


def write_manifest(out: Path, core_name: str, names: list[str]) -> None:
    """What the browser will load and how much that is, so that it can say so beforehand."""
    files = [{"file": name, "bytes": (out / name).stat().st_size} for name in names]
    _write_json(out / MANIFEST, {"package": PACKAGE, "core": f"{core_name}/", "files": files})


def write_notice(out: Path) -> None:
    npm_package = json.loads((NODE_MODULES / "pyodide" / "package.json").read_text(encoding="utf-8"))
    text = NOTICE.format(version=npm_package["version"], python=pyodide_info()["python"])
    (out / "NOTICE.txt").write_text(text, encoding="utf-8")


def pyodide_info() -> dict[str, str]:
    lock = json.loads((NODE_MODULES / "pyodide" / LOCK).read_text(encoding="utf-8"))
    info: dict[str, str] = lock["info"]
    return info


def hash_files(paths: Iterable[Path], *more: str) -> str:
    """A short name for a set of files: changes with any name or content, and with nothing else."""
    digest = hashlib.sha256()
    for part in more:
        digest.update(f"{part}\0".encode())
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\0{file_hash(path)}\0".encode())
    return digest.hexdigest()[:16]


def file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fill_core(folder: Path) -> None:
    for name in CORE_FILES:
        shutil.copyfile(NODE_MODULES / "pyodide" / name, folder / name)
    (folder / LIBRARY).rename(folder / "new.zip")
    _unpack_tools(folder / "tools")
    compile_archives(folder, folder, ["new.zip"])
    (folder / "new.zip").rename(folder / LIBRARY)


def _unpack_tools(tools: Path) -> None:
    """The compiler's packages: pure Python for another version, so unpacked rather than installed."""
    with tempfile.TemporaryDirectory() as wheels:
        command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", "--only-binary=:all:", "--platform=any", "--implementation=py"]
        command += ["--abi=none", f"--python-version={'.'.join(pyodide_info()['python'].split('.')[:2])}"]
        finished = subprocess.run([*command, "-d", wheels, "-r", str(REQUIREMENTS)], capture_output=True, text=True)
        if finished.returncode:
            raise RuntimeFolderError(f"pip could not download {REQUIREMENTS.name}:\n{finished.stderr}")
        for wheel in sorted(Path(wheels).glob("*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(tools)


def _make_folder(folder: Path, fill: Any) -> None:
    """Fill a new folder under another name first: a folder that is there is complete."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="new-") as scratch:
        new = Path(scratch) / "folder"
        new.mkdir()
        fill(new)
        for path in new.iterdir():
            path.chmod(0o755 if path.is_dir() else 0o644)  # the emulated file system knows no umask
        try:
            new.rename(folder)
        except OSError:
            if not folder.is_dir():  # otherwise another build was faster, with the same content
                raise


def _forget_older(pattern: str, current: Path, keep: int = 5) -> None:
    others = [path for path in CACHE.glob(pattern) if path != current]
    for path in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[keep:]:
        shutil.rmtree(path)


def _add(out: Path, name: str, source: Path) -> str:
    """A second name for the same bytes, where the file system can: the core alone is 15 MB."""
    target = out / name
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
    return name


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
