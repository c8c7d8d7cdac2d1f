"""Builds the whole site: Markdown from the spec, HTML from the Markdown, and the files that the browser runs.

The steps, in order: write the pages of both languages, lay the site's own styles and scripts beside them, let
mkdocs build each language (at the same time: they do not know of each other), tell the search which page a name
means, add the runtime and the rules,
fill in the policy of every page, and list the finished files for the worker that keeps them on the reader's
device. All of it happens in a staging folder that takes the place of the old
site at the very end, so a server, or a build that fails, never shows half a site.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from calculators import Rules, load
from generator import pages
from generator.csp import PolicyError, fill_policies
from generator.layout import BUILD, DOCS, LANGUAGES, ROOT, RULES, SITE, SITE_SOURCE, WORKDAYS
from generator.libraries import copy_libraries
from generator.locked import locked
from generator.runtime import RuntimeFolderError, make_runtime
from generator.search import SearchError, improve_search
from generator.titles import mark_titles
from generator.worker import write_worker

CONFIGS = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}
SITE_FOLDERS = {"zh": "", "en": "en"}  # below the site's root
ASSET_FOLDERS = ("script", "style", "icon")  # of site/, to be found under assets/ in the built site

# What the word splitter of the search says on standard error when all is well.
NOISE = ("Building prefix dict", "Loading model", "Dumping model", "Prefix dict has been built")


class BuildError(Exception):
    """The site could not be built; the message is for the person who ran the build."""


def build(site: Path = SITE) -> None:
    """Build everything and put it at `site`; a second build at the same time waits for the first."""
    with locked(BUILD / "build.lock"):
        _build(site)


def _build(site: Path) -> None:
    staging = BUILD / "staging"
    _remove(staging)
    staging.mkdir(parents=True)

    navigation = write_docs(DOCS)
    with ThreadPoolExecutor() as pool:  # neither needs the other, and both are mostly other processes
        runtime = pool.submit(make_runtime, staging / "runtime")
        build_html(DOCS, staging, navigation)
        runtime.result()
    add_names(staging)
    add_rules(staging)
    add_manifests(staging)
    mark_titles(staging / SITE_FOLDERS["zh"])
    fill_policies(staging)
    write_worker(staging)

    _remove(site)
    site.parent.mkdir(parents=True, exist_ok=True)
    staging.rename(site)


def write_docs(docs: Path) -> dict[str, Any]:
    """Write the Markdown of both languages and what lies beside it; give the navigation of each language."""
    _remove(docs)
    navigation = write_pages(docs)
    for language in LANGUAGES:
        copy_assets(docs / language / "assets")
        copy_libraries(docs / language / "assets" / "script")
    return navigation


def write_pages(docs: Path) -> dict[str, Any]:
    """Every page of both languages, from the spec."""
    return pages.write_pages(docs, _rules())


@cache
def _rules() -> Rules:
    return load(RULES.read_text(encoding="utf-8"), WORKDAYS.read_text(encoding="utf-8"))


def copy_assets(assets: Path) -> None:
    for name in ASSET_FOLDERS:
        source = SITE_SOURCE / name
        if source.is_dir():
            shutil.copytree(source, assets / name)


def build_html(docs: Path, out: Path, navigation: dict[str, Any]) -> None:
    """Run mkdocs once for each language, side by side, then join the results."""
    parts = {language: out.with_name(f"{out.name}-{language}") for language in LANGUAGES}
    with ThreadPoolExecutor() as pool:
        running = [
            pool.submit(run_mkdocs, language, docs / language, parts[language], navigation.get(language))
            for language in LANGUAGES
        ]
    for task in running:
        task.result()
    for language, part in parts.items():
        shutil.copytree(part, out / SITE_FOLDERS[language], dirs_exist_ok=True, copy_function=os.link)
        _remove(part)


def run_mkdocs(language: str, docs: Path, out: Path, navigation: Any = None) -> None:
    """Build one language, strictly: a broken link or a warning fails the build and is shown."""
    config = write_config(language, docs, navigation)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    command += ["--config-file", str(config), "--site-dir", str(out)]
    finished = subprocess.run(command, cwd=ROOT, env=_mkdocs_environment(), capture_output=True, text=True)
    said = [line for line in (finished.stdout + finished.stderr).splitlines() if not line.startswith(NOISE)]
    if finished.returncode:
        raise BuildError("\n".join([f"mkdocs could not build the pages in {docs}:", *said]))
    if said:
        print("\n".join(said), file=sys.stderr)


def write_config(language: str, docs: Path, navigation: Any) -> Path:
    """A configuration that inherits the committed one and adds the generated navigation. JSON is YAML too."""
    config: dict[str, Any] = {
        "INHERIT": str(ROOT / CONFIGS[language]),
        "docs_dir": str(docs),
        "theme": {"custom_dir": str(SITE_SOURCE / "overrides")},
    }
    if navigation:
        config["nav"] = navigation
    path = BUILD / f"mkdocs.{language}.json"
    path.write_text(json.dumps(config, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def add_names(site: Path) -> None:
    """What the search of each language finds first."""
    for language, folder in SITE_FOLDERS.items():
        improve_search(site / folder, _rules(), language)


def add_manifests(site: Path) -> None:
    """What a device needs to know to put the site beside its programs: a name, a first page and pictures."""
    for language, folder in SITE_FOLDERS.items():
        shutil.copyfile(SITE_SOURCE / "offline" / f"{language}.webmanifest", site / folder / "zhiji.webmanifest")


def add_rules(site: Path) -> None:
    """The calculator in the browser reads the very files that the pages were made from."""
    shutil.copyfile(RULES, site / "rules.json")
    shutil.copyfile(WORKDAYS, site / "workdays.json")


def _mkdocs_environment() -> dict[str, str]:
    scratch = BUILD / "tmp"  # the word splitter keeps its dictionary in the folder for temporary files
    scratch.mkdir(parents=True, exist_ok=True)
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(scratch), "PYTHONUTF8": "1"}


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def main() -> int:
    started = time.perf_counter()
    try:
        build()
    except (BuildError, PolicyError, RuntimeFolderError, SearchError) as error:
        print(f"build: {error}", file=sys.stderr)
        return 1
    print(f"build: the site is in {SITE.relative_to(ROOT)} ({time.perf_counter() - started:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
