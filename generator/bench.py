"""`make bench`: how fast, as ratios of two things measured in the same run. A report and no test.

A ratio says the same on a slow machine as on a fast one; a number of seconds does not. Both sides are measured by
turns, so that what else the machine is doing falls on both, and the median is given. After each ratio stands where
the time goes, measured too: whoever wants to reach a goal that was missed knows where to begin.

The report goes to standard output and to `build/bench.md`.
"""

from __future__ import annotations

import cProfile
import gzip
import json
import os
import platform
import pstats
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any, NamedTuple

from playwright.sync_api import Page, Playwright, Request, sync_playwright

from calculators import answer, load
from generator import bench_page
from generator.build import add_rules, build, build_html, write_docs
from generator.chromium import CHROMIUM_OPTIONS, find_chromium
from generator.csp import fill_policies
from generator.layout import BUILD, ENGINE, NODE_MODULES, ROOT, RULES, SITE
from generator.runtime import make_runtime
from generator.serve import make_server

REPORT = BUILD / "bench.md"
FOLDER = BUILD / "bench"
SPEED_SCRIPT = ROOT / "generator" / "bench.mjs"

PROFILES = 4  # new browser profiles for each side
WARM_LOADS = 2  # further loads in each of them
AT_ONCE = 20  # answers between two looks at the clock
ROUNDS = 3  # of answers, in each Python
SECONDS = 1.0  # of processor time for each person and round
BUILDS = 3

KEYSTROKES = 60
ANSWERS = 1000

START_GOAL, SPEED_GOAL, SHARE_GOAL, BUILD_GOAL, WEIGHT_GOAL = 0.6, 2000, 0.4, 1.5, 150_000
KEYSTROKE_GOALS = {"calculator/": 50, "calculator/career/": 150}  # ms at the median
GROWTH_GOAL = 1.1


class Line(NamedTuple):
    """One line of the report: two sides, their ratio, and the goal for it."""

    what: str
    own: str
    compared: str
    ratio: float
    goal: str
    reached: bool

    def __str__(self) -> str:
        reached = "yes" if self.reached else "**no**"
        return f"| {self.what} | {self.own} | {self.compared} | **{self.ratio:.2f}** | {self.goal} | {reached} |"


class Part(NamedTuple):
    """One part of the report: its lines, and paragraphs or tables that say where the time goes."""

    title: str
    lines: list[Line]
    details: list[str]


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    quietly(build)
    text = [f"# Benchmark\n\n{machine()}\n"]
    print(text[0], flush=True)
    try:
        for measure in (start_up, fingers, answers, site_build, page_weight):
            text.append(as_markdown(measure()))
            print(text[-1], flush=True)
    finally:
        shutil.rmtree(FOLDER)
    REPORT.write_text("\n".join(text), encoding="utf-8")
    print(f"bench: this report is in {REPORT.relative_to(ROOT)}")
    return 0


def as_markdown(part: Part) -> str:
    head = "| what | this project | compared with | ratio | goal | reached |\n|---|---|---|---|---|---|"
    return "\n".join([f"## {part.title}\n", head, *map(str, part.lines), "", *(f"{one}\n" for one in part.details)])


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A small Markdown table, the first column to the left and numbers to the right."""
    heads = list(heads)
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """What it ran on. A load above the number of processors means that other work was measured along."""
    node = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    load_average, processors = os.getloadavg()[0], os.cpu_count() or 1
    busy = "; **other work was running: mind the ratios only**" if load_average > processors else ""
    return (
        f"{processors} processors, load {load_average:.1f}, CPython {platform.python_version()}, Node {node[1:]}{busy}."
    )


def quietly(action: Callable[[], object]) -> float:
    """Run something that talks; the seconds that it took."""
    with redirect_stdout(StringIO()):
        return timed(action)


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


# -- from touching the form to the first answer ----------------------------------------------------------------------

# From a change in the form to the answer in the page, which is when the page notes its status.
TOUCH = """() => new Promise((resolve) => {
    const app = document.getElementById("zj-app");
    const start = performance.now();
    new MutationObserver(() => resolve(performance.now() - start)).observe(app, { attributeFilter: ["data-status"] });
    app.querySelector("[name=as_of]").dispatchEvent(new Event("input", { bubbles: true }));
})"""

# Pyodide as npm ships it, in a worker, until it has run a line.
STOCK = """([folder]) => new Promise((resolve, reject) => {
    const source = `
        import { loadPyodide } from "${folder}pyodide.mjs";
        const python = await loadPyodide({ indexURL: "${folder}" });
        postMessage(python.runPython("1 + 1"));`;
    const start = performance.now();
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
    worker.onmessage = () => resolve(performance.now() - start);
    worker.onerror = (event) => reject(event.message);
})"""

BLANK = '<!doctype html><title>blank</title><link rel="icon" href="data:,">'

# The stages of our own start, through the page's bridge: when each was over.
STAGES = """async ([root, request]) => {
    const { startPython } = await import(new URL("assets/script/python.mjs", root).href);
    const start = performance.now();
    const over = {};
    const note = (name) => { over[name] ??= performance.now() - start; };
    const python = await startPython({ root, onProgress: ({ stage }) => {
        note("the worker runs, and knows what to load");
        if (stage !== "runtime") note("Pyodide runs, with the engine unpacked");
    } });
    note("the engine is imported, the rules are read");
    await python.ask(request, { lang: "zh", root: "../" });
    note("the first answer is there");
    python.stop();
    return over;
}"""

# Served under a name of this form, the npm files may be kept by the browser, as ours may.
STOCK_FOLDER = "runtime/core-0000000000000000/"


def start_up(profiles: int = PROFILES, warm_loads: int = WARM_LOADS) -> Part:
    """Both sides by turns, each time in a new browser profile and then again in the same."""
    site = FOLDER / "site"
    shutil.copytree(SITE, site)
    shutil.copytree(NODE_MODULES / "pyodide", site / STOCK_FOLDER)
    (site / "blank.html").write_text(BLANK, encoding="utf-8")
    times: dict[tuple[str, str], list[Any]] = {}
    with serving(site) as root, sync_playwright() as playwright:
        sides: tuple[tuple[str, str, str, list[Any]], ...] = (
            ("own", "calculator/", TOUCH, []),
            ("stock", "blank.html", STOCK, [root + STOCK_FOLDER]),
            ("stages", "blank.html", STAGES, [root, PERSONS["met"]]),
            ("stages in the page", "calculator/", STAGES, [root, PERSONS["met"]]),
        )
        for _ in range(profiles):
            for side, address, script, values in sides:
                with new_profile(playwright) as page:
                    for number in range(1 + warm_loads):
                        page.goto(root + address)
                        found = page.evaluate(script, values)
                        times.setdefault((side, "warm" if number else "cold"), []).append(found)
    lines = []
    for state, meaning in (("cold", "new browser profile"), ("warm", "again in the same profile")):
        own, stock = median(times["own", state]), median(times["stock", state])
        lines.append(
            Line(
                f"{state}: {meaning}",
                f"{own:.0f} ms",
                f"{stock:.0f} ms for a bare loadPyodide() of the npm files in a worker",
                own / stock,
                f"at most {START_GOAL}",
                own / stock <= START_GOAL,
            )
        )
    return Part("From touching the form to the first answer", lines, [stage_table(times)])


def stage_table(times: dict[tuple[str, str], list[Any]]) -> str:
    """How long each stage of the start takes on an empty page, and what the real page adds; by medians."""
    steps: dict[str, dict[str, float]] = {}
    for state in ("cold", "warm"):
        empty, page = (ends(times[side, state]) for side in ("stages", "stages in the page"))
        whole = list(empty.values())[-1]
        for (name, end), begin in zip(empty.items(), [0.0, *empty.values()], strict=False):
            steps.setdefault(name, {})[state] = end - begin
        in_page = list(page.values())[-1]
        steps.setdefault("what the page itself does meanwhile (theme, search)", {})[state] = in_page - whole
        shown = median(times["own", state])
        steps.setdefault("the pause after typing, and showing the answer", {})[state] = shown - in_page
    stock = {state: median(times["stock", state]) for state in ("cold", "warm")}
    rows = [
        [name, *(text for state, ms in by_state.items() for text in (f"{ms:.0f} ms", f"{ms / stock[state]:.2f}"))]
        for name, by_state in steps.items()
    ]
    return table(["Where the time goes", "cold", "of the bare start", "warm", "of the bare start"], rows)


def ends(runs: list[dict[str, float]]) -> dict[str, float]:
    """When each stage was over, the median of some runs."""
    return {name: median(run[name] for run in runs) for name in runs[0]}


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


# -- the page under the fingers ---------------------------------------------------------------------------------------


def fingers(keystrokes: int = KEYSTROKES, answers: int = ANSWERS) -> Part:
    """From a keystroke to the answer on the screen, and what the page holds after many answers."""
    lines, rows = [], []
    with serving(SITE) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_OPTIONS)
        for path, goal in KEYSTROKE_GOALS.items():
            found = bench_page.keystrokes(browser.new_page(), root + path, keystrokes)
            own, ratio = f"{found['median']:.0f} ms", found["median"] / goal
            lines.append(
                Line(f"keystroke to answer, {path}", own, f"{goal} ms, the goal", ratio, "at most 1", ratio <= 1)
            )
            rows.append([path, f"{found['median']:.0f} ms", f"{found['slow']:.0f} ms"])
        held = bench_page.growth(browser, browser.new_page(), root + "calculator/", answers)
        browser.close()
    before, after = (f"{held[key] / 1e6:.0f} MB" for key in ("before", "after"))
    ratio = held["after"] / held["before"]
    what = f"memory of the page's process after {answers:,} more answers"
    lines.append(Line(what, after, f"{before} after the first hundred", ratio, "at most 1.1", ratio <= GROWTH_GOAL))
    return Part("The page under the fingers", lines, [table(["Page", "median", "slowest tenth from"], rows)])


# -- answers a second ------------------------------------------------------------------------------------------------

TEN_YEARS = dict(
    zip(
        map(str, range(2016, 2026)),
        ["称职", "优秀", "称职", "称职", "优秀", "称职", "基本称职", "称职", "优秀", "称职"],
        strict=True,
    )
)
CAREER = [
    {"post": "县处级副职", "from": "2014-06-01", "to": "2019-05-31"},
    {"rank": "四级调研员", "from": "2019-06-01", "to": "2021-06-30"},
    {"rank": "三级调研员", "from": "2021-07-01", "to": "2024-02-29"},
]

# People with ten years of grades, one for each status.
PERSONS: dict[str, dict[str, Any]] = {
    "met": {
        "as_of": "2026-11-21",
        "target": "一级调研员",
        "person": {
            "held": [*CAREER[:2], {"rank": "二级调研员", "from": "2021-07-01"}],
            "grades": TEN_YEARS,
            "effects": [{"kind": "诫勉", "from": "2022-03-15", "to": "2022-09-14"}],
        },
    },
    "unmet": {
        "as_of": "2026-11-21",
        "target": "一级调研员",
        "person": {
            "held": [*CAREER, {"rank": "二级调研员", "from": "2024-03-01"}],
            "grades": TEN_YEARS,
            "effects": [],
        },
    },
    "unknown": {
        "as_of": "2026-11-21",
        "target": "一级调研员",
        "person": {
            "held": [*CAREER[:2], {"rank": "二级调研员", "from": "2023-06"}],
            "grades": {year: grade for year, grade in TEN_YEARS.items() if year != "2024"} | {"2015": "称职"},
            "effects": [],
        },
    },
}

# Runs in both Pythons: so many answers, and whether each is one.
SPEED = """
import json
from calculators import answer, load

rules = None

def prepare(rules_text, person_text):
    global rules, person
    rules = rules or load(rules_text)
    person = json.loads(person_text)
    return answer(person, rules).get("status")

def run(count):
    for _ in range(count):
        answer(person, rules)
"""


def answers(rounds: int = ROUNDS, seconds: float = SECONDS) -> Part:
    """Answers for each second of processor time: other work on the machine does not count."""
    text = RULES.read_text(encoding="utf-8")
    here: dict[str, list[float]] = {name: [] for name in PERSONS}
    there: dict[str, list[float]] = {name: [] for name in PERSONS}
    for _ in range(rounds):
        for name, found in in_cpython(text, seconds).items():
            here[name].append(found)
        for name, found in in_pyodide(text, seconds).items():
            there[name].append(found)
    cpython = {name: median(found) for name, found in here.items()}
    pyodide = {name: median(found) for name, found in there.items()}
    speed, share = median(cpython.values()), median(pyodide[name] / cpython[name] for name in PERSONS)
    lines = [
        Line(
            "answers for a second of processor time, with explanation and range, ten years of grades",
            f"{speed:,.0f}",
            f"{SPEED_GOAL:,}, the goal",
            speed / SPEED_GOAL,
            "at least 1",
            speed >= SPEED_GOAL,
        ),
        Line(
            "the same in Pyodide on Node",
            f"{median(pyodide.values()):,.0f}",
            f"{speed:,.0f} in CPython",
            share,
            f"at least {SHARE_GOAL}",
            share >= SHARE_GOAL,
        ),
    ]
    rows = [
        [name, f"{cpython[name]:,.0f}", f"{pyodide[name]:,.0f}", f"{pyodide[name] / cpython[name]:.2f}"]
        for name in PERSONS
    ]
    return Part("Answers", lines, [table(["Status", "CPython", "Pyodide", "share"], rows), profile(text)])


def in_cpython(rules: str, seconds: float) -> dict[str, float]:
    """Answers a second for each person, in this process."""
    names: dict[str, Any] = {}
    exec(SPEED, names)
    found = {}
    for name, person in PERSONS.items():
        names["prepare"](rules, json.dumps(person))
        names["run"](AT_ONCE)
        count, start = 0, time.process_time()
        while (spent := time.process_time() - start) < seconds:
            names["run"](AT_ONCE)
            count += AT_ONCE
        found[name] = count / spent
    return found


def in_pyodide(rules: str, seconds: float) -> dict[str, float]:
    """Answers a second for each person, in Pyodide on Node."""
    task = FOLDER / "speed.json"
    persons = {name: json.dumps(person) for name, person in PERSONS.items()}
    content = {"code": SPEED, "rules": rules, "persons": persons, "seconds": seconds, "at_once": AT_ONCE}
    task.write_text(json.dumps(content), encoding="utf-8")
    command = ["node", str(SPEED_SCRIPT), str(SITE / "runtime"), str(task)]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(finished.stdout)
    return found


def profile(text: str, count: int = 100) -> str:
    """Where CPython spends its time, by modules, and how often it goes through the rules for one answer."""
    rules = load(text)
    spent: Counter[str] = Counter()
    passes = []
    for name, person in PERSONS.items():
        watch = cProfile.Profile()
        watch.enable()
        for _ in range(count):
            answer(person, rules)
        watch.disable()
        stats: dict[tuple[str, int, str], Any] = vars(pstats.Stats(watch))["stats"]
        for (file, _, function), (_, calls, own, _, _) in stats.items():
            module = Path(file).relative_to(ENGINE).with_suffix("") if ENGINE in Path(file).parents else "Python itself"
            spent[str(module)] += own
            if (str(module), function) == ("counting/case", "__init__"):  # a case is one way through the rules
                passes.append(f"{calls / count:.0f} ({name})")
    total = sum(spent.values())
    shares = ", ".join(f"{name} {own / total:.0%}" for name, own in spent.most_common(8))
    return (
        f"Ways through the rules for one answer, by readings and changed facts: {', '.join(passes)}. "
        f"Where the time goes in CPython, by modules (as the profiler counts): {shares}."
    )


# -- building the site -----------------------------------------------------------------------------------------------


def site_build(builds: int = BUILDS) -> Part:
    """Generating and building everything, against mkdocs alone on the same Markdown."""
    docs = FOLDER / "docs"
    navigation = write_docs(docs)
    whole, mkdocs = [], []
    for _ in range(builds):
        whole.append(quietly(lambda: build(FOLDER / "built")))
        mkdocs.append(quietly(lambda: build_html(docs, fresh(FOLDER / "html"), navigation)))
    own, alone = median(whole), median(mkdocs)
    line = Line(
        "generating and building the site, the runtime folder made",
        f"{own:.2f} s",
        f"{alone:.2f} s for mkdocs alone on the same Markdown",
        own / alone,
        f"at most {BUILD_GOAL}",
        own / alone <= BUILD_GOAL,
    )
    html = FOLDER / "html"
    steps = {
        "writing the Markdown from the rules": lambda: write_docs(docs),
        "laying out the runtime folder (beside mkdocs)": lambda: make_runtime(fresh(FOLDER / "runtime")),
        "adding the rules": lambda: add_rules(html),
        "filling in the policies": lambda: fill_policies(html),
    }
    rows = [[name, f"{(spent := quietly(step)):.2f} s", f"{spent / alone:.2f}"] for name, step in steps.items()]
    return Part("The site", [line], [table(["Where the time goes beside mkdocs", "time", "of mkdocs alone"], rows)])


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


# -- what a page weighs ----------------------------------------------------------------------------------------------

BEFORE_SCRIPTS = ("document", "stylesheet", "font", "image")


def page_weight() -> Part:
    """What each page of a rule makes the browser load before any script runs, compressed with gzip."""
    addresses = [path.parent.relative_to(SITE).as_posix() + "/" for path in rule_pages(SITE)]
    with serving(SITE) as root, sync_playwright() as playwright, new_profile(playwright, scripts=False) as page:
        weights = {address: weight(page, root + address) for address in addresses}
    totals = {address: sum(found.values()) for address, found in weights.items()}
    heaviest = max(totals, key=lambda address: totals[address])
    line = Line(
        f"the heaviest of {len(totals)} pages of rules, before any script runs, with gzip",
        f"{totals[heaviest] / 1000:.0f} kB ({heaviest})",
        f"{WEIGHT_GOAL / 1000:.0f} kB, the goal",
        totals[heaviest] / WEIGHT_GOAL,
        "at most 1",
        totals[heaviest] <= WEIGHT_GOAL,
    )
    rows = [[kind, f"{weights[heaviest].get(kind, 0) / 1000:.1f} kB"] for kind in BEFORE_SCRIPTS]
    said = f"The median page weighs {median(totals.values()) / 1000:.0f} kB."
    return Part("What a page weighs", [line], [table(["The heaviest page", "with gzip"], rows), said])


def rule_pages(site: Path) -> list[Path]:
    """The pages that show rules, in both languages."""
    kinds = ("rank", "rule", "reading", "regime")
    return sorted(path for kind in kinds for start in ("", "en/") for path in site.glob(f"{start}{kind}/*/index.html"))


def weight(page: Page, address: str) -> dict[str, int]:
    """The bytes that a page loads, by kinds, each file compressed."""
    found: dict[str, str] = {}

    def note(request: Request) -> None:
        if request.resource_type in BEFORE_SCRIPTS and not request.url.startswith("data:"):
            found[request.url] = request.resource_type

    page.on("request", note)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("request", note)
    sizes: Counter[str] = Counter()
    for url, kind in found.items():  # fetched once more: of what the browser has kept it does not tell the bytes
        sizes[kind] += compressed(page.request.get(url).body())
    return sizes


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


if __name__ == "__main__":
    sys.exit(main())
