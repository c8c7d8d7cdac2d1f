"""The report of quotas: the answer to "how many may we have, and how many more", then every limit and every place."""

from __future__ import annotations

from collections.abc import Iterator

from ..law.rules import Json
from ..telling import plain_report
from ..telling.groups import group
from ..telling.phrases import Item, cite_item, finding_item, leaves, reason
from ..telling.words import Words

OPEN = ("quota.open", "quota.limit", "quota.share")  # a limit that says nothing yet of the holders
NO_ORGAN = ("quota.kind-not-said", "quota.posts-not-said")


def report(answer: Json, words: Words) -> Json:
    """The headline, lines and sections of one answer on quotas."""
    said = plain_report.scope_report(answer, words)
    if said:
        return said
    limits = [*_quotas(shown_rows(answer), answer, words, "posts"), *_strange(answer, words)]
    own = [("quotas", limits), ("places", list(_places(answer, words)))]
    body = plain_report.report(answer, words, headline(answer, words), _lines(answer, words), own)
    if answer["target"] is None and _has_organ(answer):  # the reasons would be the limits once more
        body["sections"] = [section for section in body["sections"] if section["id"] != "reasons"]
    return body


def headline(answer: Json, words: Words) -> str:
    """The first sentence."""
    if not _has_organ(answer):
        return words.text("headline.quota.no-organ", why=plain_report.asked(answer, words))
    if not answer["settled"]:
        reading = words.reading_name(answer["range"]["moved_by"][0])
        return words.text(
            "headline.quota.unsettled", reading=reading, ends=_ends(answer, words), head=_head(answer, words)
        )
    return _of_target(answer, words) if answer["target"] else _of_all(answer, words)


def _has_organ(answer: Json) -> bool:
    return not any(one.get("code") in NO_ORGAN for one in leaves(answer["findings"]))


def _head(answer: Json, words: Words) -> str:
    """The organ in a few words: ``市（地、州、盟）机关，编制23个``."""
    kind, posts = answer["organ"]["kind"], answer["organ"]["posts"]
    name = words.rules.spec["organs"][kind][words.lang]
    return words.text("quota.organ", organ=name, posts=posts) if posts is not None else str(name)


# -- the first sentence where a rank is asked about ------------------------------------------------------------------


def _of_target(answer: Json, words: Words) -> str:
    place, head = answer["place"], _head(answer, words)
    target = words.name(place["rank"])
    if not place["limited"]:
        return words.text("headline.quota.no-limit", head=head, target=target)
    if any(one.get("code") == "quota.not-set-up" for one in leaves(answer["findings"])):
        return words.text("headline.quota.not-set-up", head=head, target=target)
    facts = [words.text("quota.most", most=place["most"])] if place["most"] is not None else []
    facts += [words.text("quota.now", now=place["now"])] if place["now"] is not None else []
    numbers = ("，" if words.chinese else ", ").join(facts)
    values = {"head": head, "target": target, "over": place["over"], "why": _why(answer, words)}
    if answer["status"] == "unmet":
        return words.text("headline.quota.over" if place["over"] else "headline.quota.unmet", numbers=numbers, **values)
    told = words.join_clauses([one for one in (numbers, _ways(place, words)) if one])
    code = answer["status"] if place["most"] is not None else "no-number"
    return words.text(f"headline.quota.{code}", told=told, **values)


def _why(answer: Json, words: Words) -> str:
    """What is still needed; where nothing would help, the share that no source gives."""
    open_ = [one for one in leaves(answer["findings"]) if str(one.get("code", "")).startswith("quota.no-number")]
    return plain_report.asked(answer, words) if answer["missing"] or not open_ else reason(open_[0], answer, words)


def _ways(place: Json, words: Words) -> str:
    """How many more there is room for, in each of the two ways; at most so many, where not all holders are known."""
    said = []
    for key in ("promoting", "entering"):
        at_most = place.get(f"{key}_at_most")
        below = words.name(place["below"]) if place["below"] else ""
        if place[key] == 0:
            said.append(words.text(f"quota.{key}-{'nobody' if _nobody(place, key) else 'none'}", below=below))
        elif place[key] is not None:
            said.append(words.text(f"quota.{key}", below=below, number=place[key]))
        elif at_most is not None:
            said.append(words.text(f"quota.{key}-at-most", below=below, number=at_most))
    return words.join_clauses(said)


def _nobody(place: Json, key: str) -> bool:
    """Whether nobody can be promoted because nobody holds the rank below."""
    return key == "promoting" and place["holders"] == 0


# -- the first sentence where the organ is asked about as a whole ----------------------------------------------------


def _of_all(answer: Json, words: Words) -> str:
    limits = [_brief(row, words) for row in answer["quotas"] if row["of"] == "posts" and row["max"] is not None]
    over = [words.text("quota.over-by", group=group(words, row["ranks"]), over=row["over"])
            for row in answer["quotas"] if row["over"]]  # fmt: skip
    over += [words.text("quota.not-set-up-brief", rank=words.name(rank)) for rank in _not_set_up(answer)]
    values = {"limits": words.join_clauses(limits), "over": words.join(over), "why": _why(answer, words)}
    code = "unknown-limits" if answer["status"] == "unknown" and limits else answer["status"]
    if code == "unknown":
        values["why"] = reason(next(leaves(answer["findings"])), answer, words)
    return words.text(f"headline.quota.all.{code}", head=_head(answer, words), **values)


def _brief(row: Json, words: Words) -> str:
    code = "quota.brief" if row["free"] is not None else "quota.brief-most"
    return words.text(code, group=group(words, row["ranks"]), most=row["max"], free=row["free"])


def _not_set_up(answer: Json) -> list[str]:
    found = [one for one in leaves(answer["findings"]) if one.get("code") == "quota.not-set-up"]
    return [one["values"]["target"] for one in found]


# -- lines and sections ----------------------------------------------------------------------------------------------


def _lines(answer: Json, words: Words) -> Iterator[str]:
    if answer["settled"] and answer["range"]["moved_by"]:
        yield words.text("quota.range", ends=_ends(answer, words))
    if any(row["of"] != "posts" and row["max"] is not None for row in _concerned(answer)):
        yield words.text("quota.nested")
    if any(place["promoting"] and place["entering"] for place in _shown(answer)):
        yield words.text("quota.together")
    if answer.get("would_be"):
        yield words.text("would-be", verdict=_verdict(answer["would_be"], words))


def _concerned(answer: Json) -> list[Json]:
    """The limits that the answer is about."""
    target = answer["target"]
    return [row for row in answer["quotas"] if target is None or target in row["ranks"]]


def _shown(answer: Json) -> list[Json]:
    """The places that are told: that of the target, or those of every rank."""
    return [answer["place"]] if answer["target"] else list(answer["places"])


def _ends(answer: Json, words: Words) -> str:
    """The verdict under each option of the rounding."""
    reading = answer["range"]["moved_by"][0]
    options = list(words.rules.readings[reading]["options"])
    pairs = ((options[0], "strict"), (options[-1], "generous"))
    return words.join_clauses(
        [
            words.text("quota.end", option=words.option(reading, one), verdict=_end(answer, end, words))
            for one, end in pairs
        ]
    )


def _end(answer: Json, end: str, words: Words) -> str:
    """One end: the verdict on the target, or the limits that move."""
    if answer["target"] or not answer["settled"]:
        return _verdict(answer["range"][end], words)
    moved = [row for row in answer["quotas"] if row["range"]["strict"] != row["range"]["generous"]]
    return words.join(
        [words.text("quota.brief-most", group=group(words, row["ranks"]), most=row["range"][end]) for row in moved]
    )


def _verdict(bound: Json, words: Words) -> str:
    if "most" not in bound:
        return words.text(f"quota.verdict.all.{bound['status']}")
    most = words.text("quota.verdict.most", most=bound["most"]) if bound["most"] is not None else ""
    return words.text(f"quota.verdict.{bound['status']}", most=most)


def shown_rows(answer: Json) -> list[Json]:
    """The limits to show: all of them, or those around the rank that is asked about and inside these."""
    target = answer["target"]
    outer = [row for row in answer["quotas"] if row["of"] == "posts" and (target is None or target in row["ranks"])]
    inside = {rank for row in outer for rank in row["ranks"]}
    return [row for row in answer["quotas"] if inside.issuperset(row["ranks"])]


def _quotas(rows: list[Json], answer: Json, words: Words, outer: str | list[str]) -> list[Item]:
    """The limits as a tree: what is a share of a group stands under it."""
    items = []
    for row in [row for row in rows if row["of"] == outer]:
        item: Item = {"text": _row_text(row, answer, words), "cites": [cite_item(row["cite"], words)]}
        if row["says"] not in OPEN:
            item["status"] = row["status"]
        items.append(item | {"children": _quotas(rows, answer, words, row["ranks"])})
    return items


def _row_text(row: Json, answer: Json, words: Words) -> str:
    """One limit in words; of an unverified share also what it would come to."""
    share = {"percent": row["share"], "base": row["base"], "outer": None if row["of"] == "posts" else row["of"]}
    values = {"group": row["ranks"], "share": share, "exact": row["exact"], "most": row["max"],
              "count": row["occupied"] if row["occupied"] is not None else row["at_least"],
              "free": row["free"], "over": row["over"]}  # fmt: skip
    if "gap" in row:
        values["why"] = {lang: words.rules.spec["gaps"][row["gap"]][lang] for lang in ("zh", "en")}
    text = reason({"code": row["says"], "values": values, "turns": None}, answer, words)
    would_be = row.get("would_be")
    if would_be and would_be["max"] is not None:
        text += words.text("quota.row-would-be", most=would_be["max"])
    return text


def _strange(answer: Json, words: Words) -> list[Item]:
    """The ranks held that this kind of organ may not have."""
    found = [one for one in leaves(answer["findings"]) if one.get("code") == "quota.not-set-up"]
    return [finding_item(one, answer, words) for one in found] if answer["target"] is None else []


def _places(answer: Json, words: Words) -> Iterator[Item]:
    """What the free places allow: of the target, or of every rank with room; at the end the ranks without a limit."""
    for place in _shown(answer):
        if place["limited"] and place["status"] == "met":
            yield {"text": words.text("quota.place", rank=words.name(place["rank"]), ways=_ways(place, words))
                   + _then(place, words)}  # fmt: skip
    unlimited = [place["rank"] for place in answer["places"] if not place["limited"]]
    if unlimited and not answer["target"]:
        yield {"text": words.text("quota.unlimited", group=group(words, unlimited))}


def _then(place: Json, words: Words) -> str:
    """What one promotion frees in the rank below."""
    then = place["then"]
    if not then:
        return ""
    values = {"rank": words.name(place["rank"]), "below": words.name(then["rank"])}
    if not then["limited"]:
        return words.text("quota.then-unlimited", **values)
    ways = _ways(then, words)
    return words.text("quota.then", ways=ways, **values) if ways else ""
