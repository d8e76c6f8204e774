"""Working days and the usual periods."""

import datetime
import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.duties import calendar
from phoihop.duties.formulas import usual_periods

D = datetime.date
DAY = datetime.timedelta(days=1)
days = st.dates(D(2019, 6, 1), D(2027, 6, 30))


@pytest.mark.parametrize(
    ("off", "on"),
    [
        # Tết of three years, by the lunar calendar: its first day was 12/02/2021, 01/02/2022, 17/02/2026.
        (D(2021, 2, 10), D(2021, 2, 9)),
        (D(2021, 2, 16), D(2021, 2, 17)),
        (D(2022, 1, 31), D(2022, 1, 28)),
        (D(2022, 2, 4), D(2022, 2, 7)),
        (D(2026, 2, 20), D(2026, 2, 23)),
        # The 10th of the 3rd lunar month; one on a Sunday is made up for on the Monday.
        (D(2021, 4, 21), D(2021, 4, 22)),
        (D(2022, 4, 11), D(2022, 4, 12)),
        # 1 May 2021 was a Saturday, 1 January 2022 too.
        (D(2021, 5, 3), D(2021, 5, 4)),
        (D(2022, 1, 3), D(2022, 1, 4)),
        # From 2021 the national holiday has two days.
        (D(2021, 9, 3), D(2020, 9, 3)),
        # A Friday exchanged for a Saturday.
        (D(2025, 5, 2), D(2025, 4, 26)),
        # A year without a list still knows the days that never move.
        (D(2032, 9, 2), D(2032, 9, 3)),
    ],
)
def test_days_off_and_days_worked(off: datetime.date, on: datetime.date) -> None:
    assert not calendar.is_working_day(off)
    assert calendar.is_working_day(on)


def test_from_the_cut_off_to_the_due_day() -> None:
    assert calendar.working_days_between(D(2021, 12, 14), D(2021, 12, 17)) == 3
    assert calendar.working_days_between(D(2021, 2, 9), D(2021, 2, 17)) == 1
    assert calendar.working_days_between(D(2021, 12, 20), D(2021, 12, 17)) == -1
    assert calendar.add_working_days(D(2021, 2, 9), 1) == D(2021, 2, 17)


@given(days, days, days)
def test_working_days_add_up(a: datetime.date, b: datetime.date, c: datetime.date) -> None:
    between = calendar.working_days_between
    assert between(a, b) == -between(b, a)
    assert between(a, b) + between(b, c) == between(a, c)
    assert between(a - DAY, a) == calendar.is_working_day(a)


@given(days, st.integers(1, 60))
def test_adding_is_the_inverse_of_counting(day: datetime.date, n: int) -> None:
    later = calendar.add_working_days(day, n)
    assert calendar.is_working_day(later)
    assert calendar.working_days_between(day, later) == n
    earlier = calendar.add_working_days(day, -n)
    assert calendar.is_working_day(earlier)
    assert calendar.working_days_between(earlier - DAY, day - DAY) == n


@pytest.mark.parametrize(
    "change",
    [
        lambda year: year["off"].append(year["off"][0]),  # a day twice
        lambda year: year["work"].append("2021-02-11"),  # a weekday off made a working day
        lambda year: year["off"].append({"from": "2021-06-09", "to": "2021-06-01", "name_vi": "", "name_en": ""}),
        lambda year: year["off"].pop(0),  # New Year forgotten
        lambda year: year["off"].append({"from": "2022-06-01", "to": "2022-06-01", "name_vi": "", "name_en": ""}),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(change) -> None:  # type: ignore[no-untyped-def]
    data = json.loads(calendar.FILE.read_text(encoding="utf-8"))
    change(data["years"]["2021"])
    with pytest.raises(calendar.BadCalendar):
        calendar.read(data)


@given(st.integers(2000, 2100))
def test_quarters_and_months_tile_the_year(year: int) -> None:
    plans = usual_periods(year, ["commune", "district", "province"], ["year", "quarter", "month"])
    whole = plans[0]
    assert (whole.starts_on, whole.ends_on) == (D(year - 1, 12, 15), D(year, 12, 14))
    for kind, number in (("quarter", 4), ("month", 12)):
        parts = [p for p in plans if p.kind == kind]
        assert len(parts) == number
        assert parts[0].starts_on == whole.starts_on
        assert parts[-1].ends_on == whole.ends_on
        assert all(b.starts_on == a.ends_on + DAY for a, b in pairwise(parts))
    by_label = {p.label: p for p in plans}
    for plan in plans[1:]:
        above = by_label[plan.part_of]
        assert above.starts_on <= plan.starts_on <= plan.ends_on <= above.ends_on
    for plan in plans:
        assert calendar.working_days_between(plan.ends_on, plan.dues["commune"]) >= 1
        assert plan.dues["commune"] < plan.dues["district"] < plan.dues["province"]
        assert plan.dues["province"] <= plan.ends_on.replace(day=25)


def test_the_cut_offs_of_2021() -> None:
    plans = {
        p.label: p for p in usual_periods(2021, ["commune"], ["year", "quarter", "half", "standard_year", "month"])
    }
    assert (plans["2021-Q4"].starts_on, plans["2021-Q4"].ends_on) == (D(2021, 9, 15), D(2021, 12, 14))
    assert (plans["2021-H2"].starts_on, plans["2021-H2"].ends_on) == (D(2021, 6, 15), D(2021, 12, 14))
    assert (plans["2021-12"].starts_on, plans["2021-12"].ends_on) == (D(2021, 11, 15), D(2021, 12, 14))
    assert (plans["2021-ANTT"].starts_on, plans["2021-ANTT"].ends_on) == (D(2020, 11, 16), D(2021, 11, 15))
    assert plans["2021-H2"].part_of == plans["2021-ANTT"].part_of == ""
    assert plans["2021-Q4"].dues == {"commune": D(2021, 12, 17)}
