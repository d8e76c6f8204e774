"""The usual periods of a year, as proposals. What counts afterwards are the records made from them, never these.

NĐ 09/2019/NĐ-CP, art. 12: a month runs from the 15th of the month before to the 14th, and so on; the 9 months are a
custom of provinces. TT 124/2021/TT-BCA: units are assessed for the security standard from 16/11 to 15/11.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from phoihop.duties.calendar import add_working_days, on_or_before

WORKING_DAYS_TO_SEND = {"commune": 3, "district": 5}
"""Working days after the cut-off in which a level sends, from the bottom up; the decree asks for at least one."""
DAY_OF_PROVINCE = 25
"""The province sends by the 25th of the last month of the period (art. 13)."""
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class PeriodPlan:
    """A period as it would be recorded. `part_of` is the label of the period it adds up into."""

    label: str
    kind: str
    year: int
    name_vi: str
    name_en: str
    starts_on: datetime.date
    ends_on: datetime.date
    opens_on: datetime.date
    part_of: str = ""
    dues: Mapping[str, datetime.date] = field(default_factory=dict)


def usual_periods(
    year: int, levels: Iterable[str], kinds: Iterable[str] = ("year", "quarter", "standard_year")
) -> list[PeriodPlan]:
    """The periods of a year of these kinds, wholes before their parts; due days for the levels named.

    Months are part of their quarter where quarters are asked for, else of the year. Halves and nine months overlap with
    the quarters, so they are part of nothing.
    """
    wanted = set(kinds)
    plans = []
    if "year" in wanted:
        plans.append(_plan(str(year), "year", year, f"Năm {year}", f"Year {year}", (12, 12)))
    whole = str(year) if "year" in wanted else ""
    if "half" in wanted:
        for half, name in ((1, "đầu"), (2, "cuối")):
            words = f"6 tháng {name} năm {year}", f"Half {half} of {year}"
            plans.append(_plan(f"{year}-H{half}", "half", year, *words, (6 * half, 6)))
    if "nine_months" in wanted:
        plans.append(_plan(f"{year}-9T", "nine_months", year, f"9 tháng năm {year}", f"9 months of {year}", (9, 9)))
    for quarter in range(1, 5) if "quarter" in wanted else ():
        words = f"Quý {_ROMAN[quarter - 1]}/{year}", f"Quarter {quarter} of {year}"
        plans.append(_plan(f"{year}-Q{quarter}", "quarter", year, *words, (3 * quarter, 3), whole))
    for month in range(1, 13) if "month" in wanted else ():
        words = f"Tháng {month}/{year}", f"{datetime.date(year, month, 1):%B} {year}"
        above = f"{year}-Q{(month + 2) // 3}" if "quarter" in wanted else whole
        plans.append(_plan(f"{year}-{month:02d}", "month", year, *words, (month, 1), above))
    if "standard_year" in wanted:
        start, end = datetime.date(year - 1, 11, 16), datetime.date(year, 11, 15)
        words = f"Năm xét tiêu chuẩn ANTT {year}", f"Security standard year {year}"
        plans.append(PeriodPlan(f"{year}-ANTT", "standard_year", year, *words, start, end, end.replace(day=1)))
    return [_with_dues(plan, levels) for plan in plans]


def due_day(ends_on: datetime.date, level: str) -> datetime.date:
    """The usual day by which a level sends its report of a period with this cut-off.

    The province's day is fixed, so around Tết the levels below get less time, but a day between each and the next.
    """
    last = on_or_before(ends_on.replace(day=DAY_OF_PROVINCE))
    for below in reversed(WORKING_DAYS_TO_SEND):
        if level not in WORKING_DAYS_TO_SEND:
            break
        last = min(add_working_days(ends_on, WORKING_DAYS_TO_SEND[below]), add_working_days(last, -1))
        if below == level:
            break
    return last


def _plan(
    label: str, kind: str, year: int, name_vi: str, name_en: str, span: tuple[int, int], part_of: str = ""
) -> PeriodPlan:
    """`span` is (last month, number of months): cut off on the 14th, entered from the 1st of the last month."""
    last, months = span
    end = datetime.date(year, last, 14)
    first = last - months
    start = datetime.date(year, first, 15) if first else datetime.date(year - 1, 12, 15)
    return PeriodPlan(label, kind, year, name_vi, name_en, start, end, end.replace(day=1), part_of)


def _with_dues(plan: PeriodPlan, levels: Iterable[str]) -> PeriodPlan:
    dues = {level: due_day(plan.ends_on, level) for level in levels}
    return PeriodPlan(
        plan.label,
        plan.kind,
        plan.year,
        plan.name_vi,
        plan.name_en,
        plan.starts_on,
        plan.ends_on,
        plan.opens_on,
        plan.part_of,
        dues,
    )
