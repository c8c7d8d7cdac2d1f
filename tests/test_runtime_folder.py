"""The folder that the browser runs Python from: complete, small, its own, and the same at every build."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from generator.layout import ENGINE, NODE_MODULES
from generator.runtime import (
    CORE_FILES,
    LIBRARY,
    LOCK,
    MANIFEST,
    MODULE,
    PACKAGE,
    build_wheel,
    compile_archives,
    core_folder,
    file_hash,
)


@pytest.fixture(scope="module")
def runtime(site_folder: Path) -> Path:
    return site_folder / "runtime"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def names_in(archive: Path) -> list[str]:
    with zipfile.ZipFile(archive) as opened:
        return opened.namelist()


def test_the_wheel_is_the_engine_and_nothing_else(tmp_path: Path) -> None:
    wheel = build_wheel(tmp_path)
    assert wheel.name.endswith("-py3-none-any.whl")
    packed = {name for name in names_in(wheel) if ".dist-info/" not in name}
    sources = {path.relative_to(ENGINE.parent).as_posix() for path in ENGINE.rglob("*.py")}
    assert packed == sources | {f"{MODULE}/py.typed"}


def test_the_same_sources_make_the_same_bytes(tmp_path: Path) -> None:
    made: list[Path] = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        compile_archives(core_folder(), folder, [build_wheel(folder).name])
        made += folder.iterdir()
    assert made[0].name == made[1].name
    assert file_hash(made[0]) == file_hash(made[1])


def test_the_lock_names_one_package_with_its_hash(runtime: Path) -> None:
    lock = read(runtime / LOCK)
    assert list(lock["packages"]) == [PACKAGE]
    package = lock["packages"][PACKAGE]
    assert package["sha256"] == file_hash(runtime / package["file_name"])
    assert lock["info"] == read(NODE_MODULES / "pyodide" / LOCK)["info"]


def test_the_manifest_tells_every_file_and_its_size(runtime: Path) -> None:
    manifest = read(runtime / MANIFEST)
    told = {entry["file"]: entry["bytes"] for entry in manifest["files"]}
    there = {path.relative_to(runtime).as_posix(): path.stat().st_size for path in runtime.rglob("*") if path.is_file()}
    assert told == {name: size for name, size in there.items() if name not in (MANIFEST, "NOTICE.txt")}
    assert {f"{manifest['core']}{name}" for name in CORE_FILES} <= set(told)


def test_everything_is_compiled(runtime: Path) -> None:
    manifest = read(runtime / MANIFEST)
    wheel = read(runtime / LOCK)["packages"][PACKAGE]["file_name"]
    for archive in (runtime / manifest["core"] / LIBRARY, runtime / wheel):
        names = names_in(archive)
        assert any(name.endswith(".pyc") for name in names)
        assert not [name for name in names if name.endswith(".py")]


def test_pyodide_itself_is_as_published(runtime: Path) -> None:
    core = runtime / read(runtime / MANIFEST)["core"]
    for name in set(CORE_FILES) - {LIBRARY}:
        assert file_hash(core / name) == file_hash(NODE_MODULES / "pyodide" / name)
