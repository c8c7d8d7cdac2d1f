"""The policy of the pages: which scripts of a page it allows, and by what hash."""

import base64
import hashlib
from pathlib import Path

import pytest

from generator.csp import PLACEHOLDER, PolicyError, fill_policies, script_hashes


def hash_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    "html",
    [
        "<script>run()</script>",
        "<SCRIPT>run()</SCRIPT >",
        '<script type="module">run()</script>',
        "<script type='text/javascript' defer>run()</script>",
        "<script type=module>run()</script>",
        '<p>one</p><script id="a">run()</script>\n<script>run()</script>',
    ],
)
def test_a_script_in_the_page_is_allowed_by_its_hash(html: str) -> None:
    assert script_hashes(html) == [hash_of("run()")]


@pytest.mark.parametrize(
    "html",
    [
        '<script src="a.js"></script>',
        "<script src=a.js>run()</script>",
        '<script id="data" type="application/json">{"a": 1}</script>',
        "<p>a script</p>",
        "<scripture>run()</scripture>",
    ],
)
def test_what_does_not_run_from_the_page_needs_no_hash(html: str) -> None:
    assert script_hashes(html) == []


def test_the_text_counts_to_the_letter() -> None:
    script = "\n  if (a < b && '<p>' > \"</p>\") { 职级() }\n"
    assert script_hashes(f"<script>{script}</script>") == [hash_of(script)]


def test_a_page_gets_its_own_hashes(tmp_path: Path) -> None:
    head = f"<meta content=\"script-src 'self' {PLACEHOLDER}\">"
    (tmp_path / "a.html").write_text(f"{head}<script>a</script>", encoding="utf-8")
    (tmp_path / "b.html").write_text(f"{head}<script>b</script><script>c</script>", encoding="utf-8")
    fill_policies(tmp_path)
    assert f"'self' {hash_of('a')}\"" in (tmp_path / "a.html").read_text(encoding="utf-8")
    expected = " ".join(sorted([hash_of("b"), hash_of("c")]))
    assert f"'self' {expected}\"" in (tmp_path / "b.html").read_text(encoding="utf-8")


def test_a_page_without_a_policy_fails_the_build(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>no policy</p>", encoding="utf-8")
    with pytest.raises(PolicyError):
        fill_policies(tmp_path)
