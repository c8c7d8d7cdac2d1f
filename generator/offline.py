"""`make offline`: the built site to be carried into a closed network, in two forms, below `build/offline/`.

    zhiji.zip     the site as a folder, with a line and a small program that serve it, and a text that says how
    zhiji.html    the whole site in one file, which opens by a double click (see onefile.py)
    SHA256SUMS    what to compare after the way over

The same site gives the same bytes on every machine: fixed dates, fixed order.
"""

import hashlib
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from calculators import load
from generator.build import BuildError, build
from generator.csp import PolicyError
from generator.layout import BUILD, ROOT, RULES, SITE, SITE_SOURCE
from generator.onefile import OneFileError, write_one_file
from generator.runtime import RuntimeFolderError
from generator.worker import NAME as WORKER
from generator.worker import kept_files

OUT = BUILD / "offline"
SOURCE = SITE_SOURCE / "offline"
SERVER = ROOT / "generator" / "static.py"
FOLDER = "zhiji"  # in the zip
DATE = (2020, 1, 1, 0, 0, 0)
RUNNABLE = (".sh",)
FOR_WINDOWS = (".cmd", ".txt")  # with line ends that its old programs know


def make_offline(site: Path, out: Path) -> list[Path]:
    """Make the three files at `out` from a finished site."""
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    made = [out / "zhiji.zip", out / "zhiji.html"]
    write_zip(site, made[0])
    write_one_file(site, made[1])
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made)
    (out / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return [*made, out / "SHA256SUMS"]


def write_zip(site: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(contents(site)):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # so that what may be run under Linux stays so
            entry.external_attr = (0o755 if name.endswith(RUNNABLE) else 0o644) << 16
            archive.writestr(entry, content)


def contents(site: Path) -> Iterator[tuple[str, bytes]]:
    """What is in the zip: names below its folder, and bytes."""
    for path in kept_files(site).values():
        yield f"site/{path.relative_to(site).as_posix()}", path.read_bytes()
    yield f"site/{WORKER}", (site / WORKER).read_bytes()
    yield "serve.py", SERVER.read_bytes()
    for name in ("serve.cmd", "serve.sh"):
        yield name, _text(name, (SOURCE / name).read_text(encoding="utf-8"))
    rules = load((site / RULES.name).read_text(encoding="utf-8")).stamp
    told = {"version": rules["version"], "digest": rules["digest"].removeprefix("sha256:")[:12]}
    yield "README.txt", _text("README.txt", (SOURCE / "README.txt").read_text(encoding="utf-8").format(**told))
    yield "LICENSE", (ROOT / "LICENSE").read_bytes()


def _text(name: str, text: str) -> bytes:
    if name.endswith(FOR_WINDOWS):
        text = text.replace("\n", "\r\n")
    mark = "\ufeff" if name.endswith(".txt") else ""  # by which Windows knows that the Chinese is UTF-8
    return f"{mark}{text}".encode()


def main() -> int:
    try:
        build()
        made = make_offline(SITE, OUT)
    except (BuildError, PolicyError, RuntimeFolderError, OneFileError) as error:
        print(f"offline: {error}", file=sys.stderr)
        return 1
    for path in made[:2]:
        print(f"offline: {path.relative_to(ROOT)} ({path.stat().st_size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
