"""The same question gets the same text in every run: nothing hangs on the order of a set, which Python shuffles."""

import json
import os
import subprocess
import sys

import pytest

from generator.layout import ROOT
from tests.support import every_row

SEEDS = ("1", "2")


@pytest.mark.parametrize(("options", "share"), [((), 1), (("--text",), 5)], ids=["json", "text"])
def test_the_answers_are_the_same_in_every_run(options: tuple[str, ...], share: int) -> None:
    """All answers, and the words of a share of them: words are chosen answer by answer, in the same few ways."""
    requests = json.dumps([row.request | {"ref": row.id} for row in every_row()[::share]], ensure_ascii=False)
    command = [sys.executable, "-m", "calculators", "decide", *options, "-"]
    running = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what cannot be read is told there; some cases show that
            text=True,
        )
        for seed in SEEDS
    ]
    first, *others = [process.communicate(requests, timeout=120)[0] for process in running]
    assert first
    for other in others:
        pairs = zip(first.splitlines(), other.splitlines(), strict=True)
        assert [(one, two) for one, two in pairs if one != two][:3] == []
