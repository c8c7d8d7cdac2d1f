"""Working days as data: `spec/workdays.json`, written from the library that keeps the State Council's yearly notices.

A year holds its holidays on weekdays and its weekends that are worked, by the name of the holiday; every other weekday
is worked and every other weekend free. The library is looked at when the file is written, and by the test that compares
the two day by day; the engine only ever sees the file:

    "2025": {"off": {"new-years-day": ["01-01"], …}, "on": {"spring-festival": ["01-26", "02-08"], …}}

The notice for a year may move days at the end of the year before (29 December 2007 was a Saturday worked for the New
Year of 2008). So the last days of the last year are open until the next notice: `through` is the last day that is not.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from importlib.metadata import version
from typing import Any

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

from generator.fmt import format_json
from generator.layout import WORKDAYS

Json = dict[str, Any]
LIBRARY, SATURDAY, DECEMBER = "chinesecalendar", 5, 12


def main(argv: Sequence[str]) -> int:
    """`workdays [--check]`: write the file; with --check only say whether it is what the library gives."""
    parser = argparse.ArgumentParser(prog="zhiji workdays", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if the file would change")
    options = parser.parse_args(argv)
    text = format_json(data())
    same = WORKDAYS.exists() and WORKDAYS.read_text(encoding="utf-8") == text
    if options.check and not same:
        print(f"{WORKDAYS}: 与程序库的数据不符，请运行 zhiji workdays / not what the library gives, run zhiji workdays")
        return 1
    if not same:
        WORKDAYS.write_text(text, encoding="utf-8")
    return 0


def data() -> Json:
    """What the library knows, in the shape of the file."""
    years = range(min(holidays).year, max(holidays).year + 1)
    return {
        "format": 1,
        "source": {"library": LIBRARY, "version": version(LIBRARY), "evidence": "secondary"},
        "from": f"{years[0]}-01-01",
        "through": f"{date(years[-1], *_first_moved_day()) - timedelta(days=1)}",
        "names": {_id(one): {"zh": one.chinese, "en": one.value} for one in Holiday},
        "years": {str(year): _year(year) for year in years},
    }


def _first_moved_day() -> tuple[int, int]:
    """The earliest day in a December, as month and day, that was ever free or worked by a notice."""
    return min((day.month, day.day) for day in [*holidays, *workdays] if day.month == DECEMBER)


def _year(year: int) -> Json:
    off = [(day, name) for day, name in holidays.items() if day.year == year and day.weekday() < SATURDAY]
    on = [(day, name) for day, name in workdays.items() if day.year == year and day.weekday() >= SATURDAY]
    return {"off": _by_name(off), "on": _by_name(on)}


def _by_name(days: Iterable[tuple[date, str]]) -> dict[str, list[str]]:
    """Days of one year by their holiday, as ``01-31``, in the order of the calendar."""
    ids = {one.value: _id(one) for one in Holiday}
    found: dict[str, list[str]] = {}
    for day, name in sorted(days):
        found.setdefault(ids[name], []).append(f"{day:%m-%d}")
    return found


def _id(holiday: Any) -> str:
    return str(holiday.name).replace("_", "-")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
