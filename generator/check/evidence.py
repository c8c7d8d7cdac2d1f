"""Citations and evidence: every provision and source is there, and nothing is better known than what it rests on."""

from collections.abc import Iterator

from generator.check.base import Json, Problem, a_check, missing, under, walk


@a_check("citations")
def citations(rules: Json) -> Iterator[Problem]:
    """Every value cites a provision that exists."""
    for path, value in under(rules, "cite", "see"):
        yield from missing(path, value, rules["provisions"], "条款", "provision")


@a_check("instruments")
def instruments(rules: Json) -> Iterator[Problem]:
    """Every provision belongs to an instrument, and every instrument has a provision."""
    used = {key.partition("/")[0] for key in rules["provisions"]}
    for key in rules["provisions"]:
        yield from missing(("provisions", key), key.partition("/")[0], rules["instruments"], "文件", "instrument")
    for key in rules["instruments"]:
        if key not in used:
            yield Problem(("instruments", key), "没有引用其中任何条款", "no provision belongs to it")


@a_check("sources")
def sources(rules: Json) -> Iterator[Problem]:
    """Every source that is named exists, and every source is named."""
    named = [(path, keys) for path, keys in under(rules, "sources") if len(path) > 1]
    named += [item for path, holders in under(rules, "held_by") for item in walk(holders, path)]
    used: set[str] = set()
    for path, keys in named:
        if isinstance(keys, list):
            used.update(keys)
            yield from missing(path, keys, rules["sources"], "见证", "source")
    for key in rules["sources"]:
        if key not in used:
            yield Problem(("sources", key), "没有条款或者口径引用它", "no provision and no reading names it")


BEST = {"wording": "reprint", "account": "secondary", "practice": "secondary"}


@a_check("evidence")
def evidence(rules: Json) -> Iterator[Problem]:
    """No provision and no instrument is better known than the best of its sources shows; without one, nothing is."""
    order = list(rules["evidence"])
    for part in ("provisions", "instruments"):
        for key, entry in rules[part].items():
            if not set(entry["sources"]) <= set(rules["sources"]):
                continue  # that a source is unknown is told as such
            kinds = [rules["sources"][source]["kind"] for source in entry["sources"]]
            best = min([BEST[kind] for kind in kinds], key=order.index, default="unverified")
            if order.index(entry["evidence"]) < order.index(best):
                zh, en = rules["evidence"][best]["zh"], rules["evidence"][best]["en"]
                yield Problem((part, key, "evidence"), f"来源至多支持“{zh}”", f"its sources support “{en}” at best")


@a_check("practice")
def practice(rules: Json) -> Iterator[Problem]:
    """What one place does is no law: it counts as a secondary source at best."""
    for key, entry in rules["provisions"].items():
        instrument = rules["instruments"].get(key.partition("/")[0], {})
        # Where a source is not known that is told, and nothing that follows from it.
        known = set(entry["sources"]) <= set(rules["sources"])
        if known and instrument.get("rank") == "practice" and entry["evidence"] not in ("secondary", "unverified"):
            yield Problem(("provisions", key, "evidence"), "办事实践至多是二手资料", "a practice is secondary at best")


@a_check("lowered")
def lowered(rules: Json) -> Iterator[Problem]:
    """Evidence beside a citation is weaker than that of the provision: there it is inherited."""
    order = list(rules["evidence"])
    for path, value in walk(rules):
        if isinstance(value, dict) and {"cite", "evidence"} <= set(value):
            own = rules["provisions"].get(value["cite"], {}).get("evidence", "official")
            if order.index(value["evidence"]) <= order.index(own):
                zh, en = "应当低于条款本身的证据等级", "must be weaker than the provision, or be left out"
                yield Problem((*path, "evidence"), zh, en)
