"""The profile of an office (本单位的口径): a name, and the readings that it has chosen once for all questions.

As a file, with the version of the rules under which it was chosen:

    {"format": "zhiji-profile", "version": 1, "name": "甲市", "readings": {"tenure-unit": "month"},
     "spec": {"version": "2026.11.21", "digest": "sha256:…"}}

A reading or option that the rules no longer have is left out, and said; the rest is used. ``case.profile`` is the other
half: the option of *every* reading, these first.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from ..law.readings import default
from ..law.rules import Json, Rules
from ..telling.words import Words
from .errors import Problem, RequestError, is_whole
from .facts import Request

FORMAT, VERSION = "zhiji-profile", 1
LONGEST_NAME = 60  # characters


class Office(NamedTuple):
    """A profile as it is used: its name, the readings that the rules still have, and those left out of it.

    ``gone`` holds pairs of a reading and an option, as the file has them.
    """

    name: str
    readings: dict[str, str]
    gone: tuple[tuple[str, str], ...] = ()


def read(text: str, rules: Rules) -> Office:
    """A profile from the text of its file.

    Raises:
        RequestError: the text is no JSON, or no profile that this version can read.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise RequestError([Problem("", "not-a-profile")]) from None
    if not _is_profile(raw):
        raise RequestError([Problem("", "not-a-profile")])
    chosen = {str(id_): option for id_, option in raw["readings"].items()}
    known = {id_: option for id_, option in chosen.items() if option in rules.readings.get(id_, {}).get("options", ())}
    gone = tuple((id_, option) for id_, option in chosen.items() if id_ not in known)
    return Office(tidy(raw["name"]), known, gone)


def _is_profile(raw: Any) -> bool:
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        return False
    if not is_whole(raw.get("version")) or raw["version"] != VERSION:
        return False
    name, readings = raw.get("name"), raw.get("readings")
    named = isinstance(name, str) and 0 < len(tidy(name)) <= LONGEST_NAME
    return named and isinstance(readings, dict) and all(isinstance(one, str) for one in readings.values())


def tidy(name: str) -> str:
    """A name on one line, without spaces at its ends."""
    return " ".join(name.split())


def applied(raw: Any, office: Office) -> Any:
    """A request under a profile; one that says itself how it reads, or that will be refused, stays as it is."""
    if type(raw) is not dict or "readings" in raw or "profile" in raw:
        return raw
    return raw | {"profile": office.name, "readings": office.readings}


def carried(request: Request) -> Json:
    """What an answer says of the profile that it used: the name, null if none was given, and the pinned readings."""
    return {"name": request.profile, "readings": dict(request.pinned)}


def line(answer: Json, words: Words) -> str:
    """The profile of an answer in one line: its name, and what it reads otherwise than by default."""
    name, pinned = answer["profile"]["name"], answer["profile"]["readings"]
    if not pinned and not name:
        return words.text("profile.default")
    said = words.text("profile.named", name=name) if name else words.text("profile.unnamed")
    other = [
        words.text("profile.option", reading=words.reading_name(id_), option=words.option(id_, pinned[id_]))
        for id_ in words.rules.readings
        if id_ in pinned and _differs(id_, pinned[id_], answer, words.rules)
    ]
    code = "profile.differs" if other else "profile.same"
    return words.text(code, profile=said, readings=("；" if words.chinese else "; ").join(other))


def _differs(id_: str, option: str, answer: Json, rules: Rules) -> bool:
    """Whether an option is not the default of a regime that answered; where none did, of all in general."""
    regimes = [answer["regime"]] if answer.get("regime") else [one["id"] for one in answer.get("regimes", ())]
    return any(default(rules.readings[id_], regime) != option for regime in regimes or [""])


def gone(office: Office, rules: Rules, lang: str) -> list[str]:
    """A sentence for each reading that was left out, for whoever uses the profile."""
    words = Words(rules, lang)
    found = []
    for id_, option in office.gone:
        known = id_ in rules.readings
        reading = words.reading_name(id_) if known else id_[:40]
        code = "profile.gone-option" if known else "profile.gone-reading"
        found.append(words.text(code, reading=reading, option=option[:40]))
    return found
