"""The calculators as pages: what each is called, what it asks, and of which parts its form is made.

The parts are macros in ``site/templates/tool-parts.md.j2``; the page's script reads the form by what its fields say of
themselves. So a new calculator is one entry here, and a new part where it asks for something that none has asked yet:

    Tool("entry", ("任职定级", "Entry"), …, parts=("entrant", "readings"), example={"person": {…}})

An example is a request in ids and plain values; the page shows its answer before any script runs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from calculators import Rules
from calculators.registry import CALCULATORS
from calculators.telling.words import Words
from generator.layout import SITE_SOURCE
from generator.pages import examples, form

Text = tuple[str, str]  # Chinese, English
Json = dict[str, Any]


class Tool(NamedTuple):
    """One calculator's page: its name in the menu, its title, the question it answers, the parts of its form."""

    id: str
    short: Text
    title: Text
    question: Text
    parts: tuple[str, ...]
    example: Json
    empty: Text
    notes: tuple[Text, ...] = ()

    @property
    def path(self) -> str:
        """The page's path, without its ending; the first calculator has the shortest."""
        return "calculator" if self.id == "promotion" else f"calculator/{self.id}"


HELD = [{"rank": "general/zhurenkeyuan-2", "from": "2025-03-01"}]
PERSON = {"held": HELD, "grades": {"2025": "competent"}, "effects": []}
FILL_HELD = ("请填写任职经历。", "Enter a rank or post to begin.")

TOOLS = (
    Tool(
        "promotion",
        ("晋升", "Promotion"),
        ("晋升测算", "Promotion calculator"),
        (
            "晋升职级所需的年限、考核等条件，自哪一天起具备，依据哪一条。",
            "From which day the years, grades and periods for the next rank are fulfilled, and by which article.",
        ),
        ("held", "grades", "effects", "question", "more", "readings"),
        {"target": "general/zhurenkeyuan-1", "person": PERSON},
        FILL_HELD,
        (
            (
                "“具备”是指能够计算的年限、考核和影响期条件已经满足；是否晋升，由组织决定。",
                "“Fulfilled” means the years, grades and periods that can be computed; whether to promote is for the "
                "organisation to decide.",
            ),
        ),
    ),
    Tool(
        "career",
        ("晋升路径", "Career ahead"),
        ("晋升路径测算", "The way up the ladder"),
        (
            "今后没有其他变化的，各级职级的条件最早自哪一天起具备；多一个优秀、少算一年、受一次处分，日期怎样变动。",
            "The earliest days on which the conditions of each next rank would be fulfilled, and what one more "
            "Excellent, one lost year or one sanction would do to each.",
        ),
        ("held", "grades", "effects", "ahead", "more", "readings"),
        {"until": "2045-06-30", "person": PERSON},
        FILL_HELD,
    ),
    Tool(
        "quota",
        ("职数", "Quota"),
        ("职级职数测算", "Quota calculator"),
        (
            "一个机关各职级最多可以有多少人，现在还空几个，空缺可以怎样使用。",
            "How many of each rank an organ may have, how many places are free, and which promotions they allow.",
        ),
        ("quota_of", "readings"),
        {
            "target": "general/diaoyanyuan-3",
            "organ": {"kind": "city", "posts": 48},
            "occupied": {
                "general/diaoyanyuan-1": 1,
                "general/diaoyanyuan-2": 2,
                "general/diaoyanyuan-3": 2,
                "general/diaoyanyuan-4": 3,
            },
        },
        ("请选择机关类别，填写编制数。", "Choose the kind of organ and enter its posts."),
    ),
    Tool(
        "procedure",
        ("程序", "Procedure"),
        ("晋升程序日程", "The days of a procedure"),
        (
            "从开始的一天起，各步骤最早哪一天可以完成；按工作日计算，节假日和调休都计入。",
            "From a first day, the earliest day of each step in working days, with holidays and swapped weekends.",
        ),
        ("procedure_of", "readings"),
        {"start": "2026-09-21", "target": "general/zhurenkeyuan-1", "organ": {"kind": "county"}},
        ("请填写开始日期。", "Enter the first day."),
    ),
    Tool(
        "tenure",
        ("任职年限", "Tenure"),
        ("任职年限测算", "Tenure calculator"),
        (
            "在某一职级或者职务上，到某一天算得多少年限：哪些年度计算，哪些不计算，哪些缩短。",
            "How much time is credited in a rank or post by a day: which years count, drop out or shorten.",
        ),
        ("credit_of", "held", "grades", "effects", "readings"),
        {
            "rank": "general/diaoyanyuan-4",
            "person": {
                "held": [{"rank": "general/diaoyanyuan-4", "from": "2023-03-01"}],
                "grades": {"2023": "excellent", "2024": "basic", "2025": "excellent"},
                "effects": [],
            },
        },
        FILL_HELD,
    ),
    Tool(
        "effect",
        ("影响期", "Effect period"),
        ("影响期测算", "Effect period calculator"),
        (
            "受处分、组织处理、诫勉的，到哪一天为止不得晋升；各年度考核可以定什么等次。",
            "Until which day sanctions, handling or admonishment bar a promotion, and which grades they set.",
        ),
        ("periods", "grades_alone", "periods_of", "readings"),
        {
            "person": {
                "effects": [
                    {"kind": "jiguo", "from": "2026-03-10"},
                    {"kind": "dang-jinggao", "from": "2026-03-02"},
                ]
            }
        },
        ("请填写处分、处理或者诫勉的种类和日期。", "Enter a sanction, handling or admonishment with its date."),
    ),
    Tool(
        "level",
        ("级别", "Pay level"),
        ("级别测算", "Pay level calculator"),
        (
            "晋升职级以后定在哪一级；年度考核达到规定年数的，是否晋升一级。",
            "Which pay level goes with a promotion, and when years of good assessment bring one more.",
        ),
        ("levels", "held", "grades", "effects"),
        {
            "target": "general/diaoyanyuan-2",
            "person": {
                "held": [{"rank": "general/diaoyanyuan-3", "from": "2023-03-01"}],
                "level": 18,
                "effects": [],
            },
        },
        FILL_HELD,
    ),
    Tool(
        "term",
        ("任期", "Terms"),
        ("任期测算", "Term calculator"),
        (
            "领导职务的一个任期到哪一天届满，已经任了几届，能否再被提名。",
            "When a term of a leading post ends, how many have been served, and what stops another naming.",
        ),
        ("posts_held", "term_of", "readings"),
        {
            "target": "post/chu-zheng",
            "body": "甲县人民政府",
            "person": {
                "held": [
                    {
                        "post": "post/chu-zheng",
                        "body": "甲县人民政府",
                        "from": "2016-08-01",
                        "term_ends": ["2021-07-31", "2026-07-31"],
                    }
                ]
            },
        },
        ("请填写领导职务。", "Enter a leading post to begin."),
    ),
    Tool(
        "conversion",
        ("对应与套转", "Conversion"),
        ("对应与套转查询", "Correspondence and conversion"),
        (
            "一个职级或者职务在别的序列里对应什么，由哪一条规定。",
            "What a rank or post corresponds to on the other ladders, and which provision says so.",
        ),
        ("conversion_of",),
        {"from": "general/diaoyanyuan-3"},
        ("请填写职级或者职务。", "Enter a rank or post."),
    ),
    Tool(
        "entry",
        ("任职定级", "Entry"),
        ("新录用人员任职定级", "Rank and level on entry"),
        (
            "新录用人员试用期满，定什么职级、哪一级，任职年限自哪一天起算。",
            "With which rank and pay level a recruit begins, and from which day service counts.",
        ),
        ("entrant", "readings"),
        {"person": {"education": "master", "probation_end": "2026-06-30"}},
        ("请选择学历学位。", "Choose an education."),
    ),
    Tool(
        "scope",
        ("适用的制度", "Scope"),
        ("机关适用哪些制度", "Which systems apply to an organ"),
        (
            "某一机关在某一天适用哪些制度：2015年的县以下机关职级、2016年的试点、现行规定。",
            "Which systems applied to an organ on a day: the county ranks of 2015, the pilot of 2016, the rules today.",
        ),
        ("organ_of",),
        {"as_of": "2017-05-01", "organ": {"place": "青岛", "kind": "city"}},
        ("请填写机关所在地区和类别。", "Enter the place and the kind of the organ."),
    ),
    Tool(
        "path",
        ("履历核对", "Career so far"),
        ("履历核对", "A career against the rules of its days"),
        (
            "一份履历里的每一步，按当时的规定条件是否具备；套转、年限接续都算在内。",
            "Each step of a career judged by the rules of its own day, with conversions and time carried over.",
        ),
        ("held", "grades", "effects", "day", "past", "readings"),
        {
            "person": {
                "held": [
                    {"post": "former/banshiyuan", "from": "1998-07-01", "to": "2001-07-31"},
                    {"post": "former/keyuan", "from": "2001-08-01", "to": "2019-05-31"},
                    {"rank": "general/keyuan-1", "from": "2019-06-01", "to": "2021-06-30"},
                    {"rank": "general/zhurenkeyuan-4", "from": "2021-07-01"},
                ],
                "grades": {str(year): "competent" for year in range(1998, 2026)},
                "effects": [],
            }
        },
        FILL_HELD,
    ),
)

# Which rows and which lists of names a part brings with it.
ROWS = {
    "held": "held",
    "grades": "grades",
    "grades_alone": "grades",
    "effects": "effects",
    "periods": "effects",
    "posts_held": "posts",
    "levels": "levels",
    "more": "levels",
    "ahead": "grades",
    "procedure_of": "steps",
    "past": "levels",
}
LISTS = {"held": "things", "credit_of": "things", "conversion_of": "things", "posts_held": "posts", "term_of": "posts"}


def tools() -> list[Tool]:
    """The calculators that have a page, in the order of the menu."""
    return [tool for tool in TOOLS if tool.id in CALCULATORS]


def values(tool: Tool, rules: Rules, words: Words, link: Any) -> Json:
    """What the template of one calculator is given; ``link`` makes the address of another one's page."""
    side = 0 if words.chinese else 1
    known = form.vocabulary(rules, words, tool.id)
    shown = [{"id": one.id, "short": one.short[side], "href": link(one)} for one in tools()]
    return known | {
        "tool": tool,
        "tools": shown,
        "title": tool.title[side],
        "question": tool.question[side],
        "notes": [note[side] for note in tool.notes],
        "rows": list(dict.fromkeys(ROWS[part] for part in tool.parts if part in ROWS)),
        "lists": {LISTS[part] for part in tool.parts if part in LISTS},
        "spec": rules.stamp,
        "texts": known["texts"] | {"empty": tool.empty[side]},
        "example": examples.shown(request(tool), rules, words, "../" * (tool.path.count("/") + 1)),
    }


def request(tool: Tool) -> Json:
    """The example of a calculator as a whole request."""
    return {"api": 1, "calculator": tool.id, "as_of": examples.SEEN} | tool.example


def template() -> str:
    """The template of every calculator's page."""
    return (SITE_SOURCE / "templates" / "tool.md.j2").read_text(encoding="utf-8")
