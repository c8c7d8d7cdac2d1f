"""A step of a career as a node of the tree of reasons: its sentence, its values, and what it rests on."""

from __future__ import annotations

from ..dates.timeline import MET, UNMET, WORDS
from ..law.rules import Json
from ..telling.phrases import leaves


def as_finding(step: Json) -> Json:
    """A step as a node of the tree of reasons."""
    values: Json = {"rank": step["thing"], "date": step["from"]}
    if step["regime"]:
        values["regimes"] = [step["regime"]]
    if why := step.get("why") or step["gap"]:
        values["why"] = why
    if step["before"]:
        values["now"] = step["before"]
    if step.get("became"):
        values["target"] = step["became"]
    if step["earliest"]:
        values["since"] = step["earliest"]
    body: Json = {
        "kind": "all" if _has_parts(step) else "path",
        "code": _code(step),
        "status": step["status"] or WORDS[MET],
        "turns": step["earliest"],
    }
    body |= {"cite": step["cite"], "evidence": step["evidence"]} if step["cite"] else {}
    return body | {"values": values} | ({"children": _parts_of(step)} if _has_parts(step) else {})


def _has_parts(step: Json) -> bool:
    """Whether the reasons of the promotion give the status of the step: not so where a month leaves it open."""
    parts = _parts_of(step)
    return bool(parts) and min((part["status"] for part in parts), key=WORDS.index) == step["status"]


def _parts_of(step: Json) -> list[Json]:
    """The reasons of the promotion, and whether its system reached the organ."""
    tree = step["findings"] or {}
    return [*tree.get("children", []), *([step["reach"]] if step["reach"] else [])]


def _code(step: Json) -> str:
    if step["by"] == "promotion" and step["regime"] is None:
        return "path.promotion.none"
    if step.get("why"):
        return "path.promotion.why"
    if step["reach"] and step["reach"]["status"] == WORDS[UNMET]:
        return "path.promotion.outside"
    if step["doubt"]:
        return f"path.promotion.{step['doubt']}"
    if step["by"] == "promotion":
        dated = step["earliest"] and not step["too_late"]  # a day after the end of the system says nothing
        return f"path.promotion.{step['status']}" + ("" if dated else "-undated")
    if step["by"] == "conversion":
        return "path.conversion." + ("implied" if step["implied"] else str(step["status"]))
    if step["by"] == "lateral":
        return "path.lateral." + ("first" if step["gap"] else str(step["relation"]))
    return f"path.{step['by']}"


def cites_of(finding: Json) -> list[str]:
    """The provisions of the tenure that a promotion asks for, else those of the first finding with one."""
    found = [leaf for leaf in leaves(finding) if leaf.get("cite")]
    best = next((leaf for leaf in found if leaf["kind"] == "tenure" and leaf["status"] == finding["status"]), None)
    cite = (best or found[0])["cite"] if found else []
    return [cite] if isinstance(cite, str) else list(cite)
