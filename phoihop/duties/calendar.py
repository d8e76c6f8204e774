"""Working days. The days off and the weekend days that are worked are dated data, not rules."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "holidays.json"
DAY = datetime.timedelta(days=1)


class BadCalendar(ValueError):
    """The file of holidays contradicts itself; the message says where."""


@dataclass(frozen=True)
class Calendar:
    """`off` day → (Vietnamese, English) name; `worked` weekend days; `every_year` (month, day) for years not listed."""

    off: Mapping[datetime.date, tuple[str, str]]
    worked: frozenset[datetime.date]
    every_year: Mapping[tuple[int, int], tuple[str, str]]
    years: frozenset[int]

    def holiday(self, day: datetime.date) -> tuple[str, str] | None:
        if day.year in self.years:
            return self.off.get(day)
        return self.every_year.get((day.month, day.day))

    def is_working_day(self, day: datetime.date) -> bool:
        if day in self.worked:
            return True
        return day.weekday() < 5 and self.holiday(day) is None


def read(data: Mapping[str, Any]) -> Calendar:
    """Check the data and turn it into a calendar. Raises BadCalendar."""
    every_year = {}
    for one in data["every_year"]:
        day = datetime.date.fromisoformat(f"2000-{one['day']}")
        every_year[day.month, day.day] = (one["name_vi"], one["name_en"])
    off: dict[datetime.date, tuple[str, str]] = {}
    worked = set()
    for year, listed in data["years"].items():
        for span in listed["off"]:
            first, last = datetime.date.fromisoformat(span["from"]), datetime.date.fromisoformat(span["to"])
            if last < first or (last - first).days > 15:
                raise BadCalendar(f"{span['from']} – {span['to']}")
            for n in range((last - first).days + 1):
                day = first + n * DAY
                if day in off or day.year != int(year):
                    raise BadCalendar(f"{day}: twice, or not in {year}")
                off[day] = (span["name_vi"], span["name_en"])
        for text in listed["work"]:
            day = datetime.date.fromisoformat(text)
            if day.weekday() < 5 or day in off or day.year != int(year):
                raise BadCalendar(f"{day}: only a weekend day of {year} that is not off can be made a working day")
            worked.add(day)
        missing = [key for key in every_year if datetime.date(int(year), *key) not in off]
        if missing:
            raise BadCalendar(f"{year}: {missing} are off every year and not listed")
    return Calendar(off, frozenset(worked), every_year, frozenset(int(year) for year in data["years"]))


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def is_working_day(day: datetime.date) -> bool:
    return calendar().is_working_day(day)


def holiday(day: datetime.date) -> tuple[str, str] | None:
    """The (Vietnamese, English) name of the public holiday on that day, or None."""
    return calendar().holiday(day)


def holidays_between(first: datetime.date, last: datetime.date) -> list[tuple[datetime.date, str, str]]:
    """(day, Vietnamese name, English name) of every public holiday from `first` to `last`."""
    days = (first + n * DAY for n in range((last - first).days + 1))
    return [(day, *names) for day in days if (names := holiday(day))]


def working_days_between(start: datetime.date, end: datetime.date) -> int:
    """How many working days come after `start` up to and including `end`; negative the other way round.

    From a Friday to the Monday after it is 1, and from that Monday to the Friday −1.
    """
    if end < start:
        return -working_days_between(end, start)
    working = calendar().is_working_day
    return sum(working(start + n * DAY) for n in range(1, (end - start).days + 1))


def add_working_days(day: datetime.date, n: int) -> datetime.date:
    """The n-th working day after `day` (before it when n is negative); `day` itself for 0."""
    working = calendar().is_working_day
    step = DAY if n > 0 else -DAY
    left = abs(n)
    while left:
        day += step
        left -= working(day)
    return day


def on_or_before(day: datetime.date) -> datetime.date:
    """The day itself when it is worked, else the last working day before it."""
    return day if is_working_day(day) else add_working_days(day, -1)
