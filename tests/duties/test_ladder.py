"""The ladder of reminders: each step falls once, on a working day, however often and however late one looks."""

import copy
import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.duties import ladder
from phoihop.duties.calendar import DAY, add_working_days, is_working_day
from phoihop.duties.ladder import FILE, NAMES, BadLadder, Ladder, ladders, read, steps_due

D = datetime.date
WORK = Ladder((-5, -1, 0, 1), 3, (4, 10))
days = st.dates(D(2020, 6, 1), D(2026, 6, 1))
some_ladders = st.builds(
    lambda steps, every: Ladder(tuple(sorted(steps)), every, ()),
    st.sets(st.integers(-12, 12), min_size=1, max_size=6),
    st.integers(1, 12),
)


def walked(rungs: Ladder, day: datetime.date, first: datetime.date, last: datetime.date) -> list[tuple[D, int]]:
    """(day, step) of everything that falls from `first` to `last`, looking every day."""
    span = [first + n * DAY for n in range((last - first).days + 1)]
    return [(on, step) for on in span for step in steps_due(rungs, day, on)]


def test_the_days_of_a_task_due_over_the_new_year_by_hand() -> None:
    """Due Friday 28/01/2022, the last working day before Tết (31/01 to 04/02): Monday 07/02 is the first day after."""
    assert walked(WORK, D(2022, 1, 28), D(2022, 1, 1), D(2022, 2, 28)) == [
        (D(2022, 1, 21), -5),
        (D(2022, 1, 27), -1),
        (D(2022, 1, 28), 0),
        (D(2022, 2, 7), 1),
        (D(2022, 2, 10), 4),
        (D(2022, 2, 15), 7),
        (D(2022, 2, 18), 10),
        (D(2022, 2, 23), 13),
        (D(2022, 2, 28), 16),
    ]


def test_a_day_due_in_the_holidays_is_told_of_on_the_first_working_day_after() -> None:
    """Due Tuesday 01/02/2022, in the middle of Tết: the fifth working day before it is Monday 24/01."""
    assert walked(WORK, D(2022, 2, 1), D(2022, 1, 1), D(2022, 2, 11)) == [
        (D(2022, 1, 24), -5),
        (D(2022, 1, 28), -1),
        (D(2022, 2, 7), 0),
        (D(2022, 2, 7), 1),
        (D(2022, 2, 10), 4),
    ]


def test_who_is_told_rises_with_the_steps() -> None:
    assert [WORK.levels(step) for step in (-5, 1, 3, 4, 7, 10, 13)] == [0, 0, 0, 1, 1, 2, 2]


@given(some_ladders, days, st.integers(0, 90))
def test_nobody_is_reminded_on_a_day_off(rungs: Ladder, day: datetime.date, after: int) -> None:
    on = day + after * DAY
    if not is_working_day(on):
        assert steps_due(rungs, day, on) == steps_due(rungs, day, on, since=on - 10 * DAY) == []


@given(some_ladders, days)
def test_every_step_falls_once_where_counting_working_days_puts_it(rungs: Ladder, day: datetime.date) -> None:
    found = walked(rungs, day, day - 40 * DAY, day + 60 * DAY)
    last = rungs.steps[-1]
    wanted = [*rungs.steps, *(last + n * rungs.every for n in range(1, 80))]
    placed = []
    for step in wanted:
        on = add_working_days(day, step)
        if step == 0 and not is_working_day(day):
            on = add_working_days(day, 1)
        if on <= day + 60 * DAY:
            placed.append((on, step))
    assert found == sorted(placed)


@given(some_ladders, days, st.lists(st.integers(1, 9), min_size=1, max_size=30))
def test_days_on_which_nobody_looked_lose_nothing_and_repeat_nothing(
    rungs: Ladder, day: datetime.date, gaps: list[int]
) -> None:
    """However long the machine stood still, each step comes once, on the next working day on which it runs."""
    first = day - 30 * DAY
    on, since, seen = first, first - DAY, []
    for gap in gaps:
        on += gap * DAY
        if is_working_day(on):
            seen += steps_due(rungs, day, on, since)
            since = on
    assert seen == [step for at, step in walked(rungs, day, first, since)]


@given(days)
def test_nothing_beyond_the_horizon_is_reminded_of(on: datetime.date) -> None:
    far = ladder.horizon(WORK, on)
    assert all(steps_due(WORK, far + n * DAY, on) == [] for n in range(1, 30))


def test_the_ladder_of_the_house_is_the_one_that_was_asked_for() -> None:
    found = ladders(D(2022, 1, 13))
    assert found["share"] == found["report"] == WORK
    assert set(found) == set(NAMES)
    assert ladders(D(1999, 1, 1)) == found, "the first set holds before its day as well"


def test_a_later_set_of_ladders_leaves_the_earlier_one_as_it_was() -> None:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    data["from"]["2023-01-01"] = copy.deepcopy(data["from"]["2000-01-01"])
    data["from"]["2023-01-01"]["share"]["every"] = 5
    found = read(data)
    assert [found[day]["share"].every for day in found] == [5, 3]


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("share", {"steps": []}, "steps rise"),
        ("share", {"steps": [1, 0]}, "steps rise"),
        ("share", {"steps": [0, 0]}, "steps rise"),
        ("share", {"steps": [0, 61]}, "none farther"),
        ("share", {"steps": [0.5]}, "whole working days"),
        ("report", {"every": 0}, "repeated every"),
        ("report", {"up_from": [10, 4]}, "levels above"),
        ("report", {"up_from": [0]}, "levels above"),
    ],
)
def test_a_ladder_that_contradicts_itself_is_named(name: str, change: dict[str, object], why: str) -> None:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    data["from"]["2000-01-01"][name].update(change)
    with pytest.raises(BadLadder, match=f"2000-01-01 {name}: .*{why}"):
        read(data)


def test_a_ladder_left_out_is_named() -> None:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    del data["from"]["2000-01-01"]["waiting"]
    with pytest.raises(BadLadder, match="waiting"):
        read(data)
    with pytest.raises(BadLadder, match="no ladder"):
        read({"from": {}})
