"""Filling the sentences of the spec: names, dates, periods and lists in the habit of each language.

>>> chinese, english = Words.sample("zh"), Words.sample("en")
>>> chinese.date("2026-03-01"), english.date("2026-03-01"), english.date("2026-03")
('2026年3月1日', '1 March 2026', 'March 2026')
>>> chinese.credit({"years": 3, "months": 0, "days": 20}), english.credit({"years": 1, "months": 2, "days": 0})
('3年零20天', '1 year 2 months')
"""

from __future__ import annotations

from typing import Any

from ..dates.days import MONTHS, parse
from ..law.rules import Rules


class Words:
    """The sentences and names of one language."""

    def __init__(self, rules: Rules, lang: str) -> None:
        self.rules = rules
        self.lang = lang
        self.chinese = lang == "zh"
        self.sentences: dict[str, Any] = rules.spec.get("sentences", {})

    @classmethod
    def sample(cls, lang: str) -> Words:
        """Words without a spec, for what needs none."""
        return cls(Rules({}), lang)

    def has(self, code: str) -> bool:
        """Whether the spec has this sentence."""
        return code in self.sentences

    def text(self, code: str, **values: Any) -> str:
        """The sentence of a code, filled; values that are already words."""
        return str(self.sentences[code][self.lang]).format_map(values)

    def name(self, id_: str) -> str:
        """The name of a rank, post, grade, effect or regime."""
        return self.rules.name(id_, self.lang)

    def names(self, ids: list[str], *, either: bool = False) -> str:
        """Several names, joined as a list (or, ``either``, as alternatives)."""
        return self.join([self.name(id_) for id_ in ids], either=either)

    def join(self, parts: list[str], *, either: bool = False) -> str:
        """Parts of a sentence, joined."""
        if self.chinese:
            return "、".join(parts) if not either or len(parts) < 2 else "、".join(parts[:-1]) + "或者" + parts[-1]
        last = " or " if either else " and "
        return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + last + parts[-1] if parts else ""

    def join_clauses(self, parts: list[str]) -> str:
        """Clauses of one sentence, each of which may hold commas."""
        return ("；" if self.chinese else "; ").join(parts)

    def date(self, text: str) -> str:
        """``2026-03-01`` or ``2026-03`` as people write it."""
        year, month, *day = (int(part) for part in text.split("-"))
        if self.chinese:
            return f"{year}年{month}月" + (f"{day[0]}日" if day else "")
        return (f"{day[0]} " if day else "") + f"{MONTHS[month - 1]} {year}"

    def brief_date(self, text: str) -> str:
        """A date as short as people write it, for a table.

        >>> Words.sample("zh").brief_date("2026-03-01"), Words.sample("en").brief_date("2026-03")
        ('2026.3.1', 'Mar 2026')
        """
        year, month, *day = (int(part) for part in text.split("-"))
        if self.chinese:
            return ".".join(map(str, [year, month, *day]))
        return " ".join([*map(str, day), MONTHS[month - 1][:3], str(year)])

    def days(self, days: list[str]) -> str:
        """Days in order, drawn together where they follow each other: ``2025年10月1日至3日、6日``.

        >>> Words.sample("zh").days(["2025-09-30", "2025-10-01", "2025-10-09"]), Words.sample("en").days(["2025-10-01"])
        ('2025年9月30日至10月1日、10月9日', '1 October 2025')
        """
        runs: list[list[str]] = []
        for day in days:
            if runs and parse(day).first == parse(runs[-1][-1]).first + 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        said = [self.span(run[0], run[-1]) for run in runs]
        if self.chinese:  # the year once
            said[1:] = [text.removeprefix(days[0][:4] + "年") for text in said[1:]]
        return self.join(said)

    def span(self, first: str, last: str) -> str:
        """From a day to a day, both included, without saying a year or a month twice."""
        if first == last:
            return self.date(first)
        (year, month, day), (year_, month_, day_) = ([int(part) for part in one.split("-")] for one in (first, last))
        if self.chinese:
            end = f"{day_}日" if (year, month) == (year_, month_) else f"{month_}月{day_}日"
            return f"{self.date(first)}至{end if year == year_ else self.date(last)}"
        begin = f"{day}" if (year, month) == (year_, month_) else f"{day} {MONTHS[month - 1]}"
        return f"{begin if year == year_ else self.date(first)} to {self.date(last)}"

    def credit(self, credit: dict[str, int]) -> str:
        """A credited time: ``3年8个月20天``."""
        years, months, days = credit["years"], credit["months"], credit["days"]
        if self.chinese:
            parts = [f"{years}年" if years else "", f"{months}个月" if months else "", f"{days}天" if days else ""]
            return ("零" if years and not months and days else "").join([parts[0] + parts[1], parts[2]]) or "0天"
        units = ((years, "year"), (months, "month"), (days, "day"))
        return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in units if number) or "0 days"

    def cite(self, id_: str) -> str:
        """A provision with its instrument: ``《公务员职务与职级并行规定》第十八条第（三）项``."""
        provision = self.rules.provisions[id_]
        instrument = self.rules.spec["instruments"][id_.partition("/")[0]]
        name = instrument.get("short", instrument)[self.lang]
        if not self.chinese:
            return f"{name}, {provision['en']}"
        titled = instrument.get("rank") not in ("reply", "practice")  # what has no title takes no title marks
        return f"《{name}》{provision['zh']}" if titled else f"{name}：{provision['zh']}"

    def reading(self, id_: str) -> str:
        """The question of a reading."""
        return str(self.rules.readings[id_]["question"][self.lang])

    def reading_name(self, id_: str) -> str:
        """A reading in a few words."""
        return str(self.rules.readings[id_][self.lang])

    def option(self, id_: str, option: str) -> str:
        """What an option of a reading says."""
        return str(self.rules.readings[id_]["options"][option][self.lang])

    def evidence(self, word: str) -> str:
        """An evidence word."""
        return str(self.rules.spec["evidence"][word][self.lang])
