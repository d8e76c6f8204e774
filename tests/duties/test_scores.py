"""How well work was done: every number is a recount by hand, opens exactly its shares, and never passes the whole."""

import datetime
from typing import Any

from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from phoihop.base import clock
from phoihop.base.days import LocalDay
from phoihop.duties import queries, rules
from phoihop.duties.calendar import working_days_between
from phoihop.duties.formulas import AGES, STANDS, Score, age_bounds, age_of
from phoihop.duties.models import Assignment, Period, Task
from phoihop.duties.queries import sets
from phoihop.orgs.models import UnitVersion
from tests.cast import DAY, Cast, bring_on
from tests.duties.office import D, Office, open_office

PARTS = ("done", "on_time", "effective", "overdue", "disagreed")
counts = st.dictionaries(
    st.tuples(st.sampled_from(STANDS), st.sampled_from([True, False, None])), st.integers(0, 300), max_size=12
)


@given(counts, counts)
def test_no_part_is_more_than_the_whole_and_branches_add_up(one: dict[Any, int], other: dict[Any, int]) -> None:
    a, b = Score.of(one), Score.of(other)
    both = Score.of({key: one.get(key, 0) + other.get(key, 0) for key in {*one, *other}})
    assert a + b == both
    assert both.given == sum(one.values()) + sum(other.values())
    assert both.on_time <= both.done <= both.given
    assert both.effective <= both.done
    for part in PARTS:
        percent = both.percent(part)
        assert (percent is None) == (both.given == 0)
        assert percent is None or 0 <= percent <= 100


@given(st.dates(D(2020, 1, 1), D(2022, 12, 31)), st.integers(1, 60))
def test_a_bound_of_age_is_the_first_day_that_is_no_older(today: datetime.date, back: int) -> None:
    due = today - datetime.timedelta(days=back)
    by_bounds = next((n for n, bound in enumerate(age_bounds(today)) if due >= bound), len(AGES))
    assert by_bounds == age_of(working_days_between(due, today))


DAYS = st.dates(D(2021, 1, 1), D(2021, 12, 31))
STATES = st.sampled_from(Assignment.State.values)
shares = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.sampled_from(["province", "a", "b", "a1", "a2", "b1", "b2"]),
            "kind": st.sampled_from(["duty", "directive"]),
            "state": STATES,
            "assigned_on": DAYS,
            "due_on": DAYS,
            "late_by": st.integers(-40, 40),
            "hour": st.sampled_from([0, 1, 6, 7, 16, 17, 18, 23]),
            "effective": st.sampled_from([True, False, None]),
            "drop_reason": st.sampled_from(Assignment.DropReason.values),
        }
    ),
    max_size=25,
)
MOVED = D(2021, 7, 1)
"""On this day the commune a2 passes from district A to district B."""


def home(unit: str, on: datetime.date) -> list[str]:
    """Whom a share of the unit counts for, said by hand."""
    if unit == "province":
        return ["province"]
    if unit in {"a", "b"}:
        return ["province", unit]
    district = "b" if unit == "a2" and on >= MOVED else unit[0]
    return ["province", district, unit]


def by_hand(facts: list[dict[str, Any]], unit: str, today: datetime.date, kind: str = "") -> Score:
    """One share after another, in plain words."""
    numbers = dict.fromkeys(("given", *PARTS), 0)
    for fact in facts:
        state, due = fact["state"], fact["due_on"]
        if unit not in home(fact["unit"], fact["assigned_on"]) or (kind and fact["kind"] != kind):
            continue
        if state in {"withdrawn", "passed_on"} or (state == "dropped" and fact["drop_reason"] != "not_done"):
            continue
        numbers["given"] += 1
        if state == "done":
            numbers["done"] += 1
            numbers["on_time"] += fact["late_by"] <= 0
            numbers["effective"] += fact["effective"] is True
        numbers["overdue"] += state in {"assigned", "doing", "returned"} and due < today
        numbers["disagreed"] += state == "disagreed"
    return Score(**numbers)


def put_down(cast: Cast, office: Office, facts: list[dict[str, Any]]) -> None:
    """The shares as rows; which verbs may make them is tested elsewhere."""
    year = queries.year_period(2021)
    tasks = {
        kind: Task.objects.create(
            code=kind, kind=kind, title_vi=kind, period=year, unit=cast.units["province"], starts_on=D(2021, 1, 1),
            due_on=D(2021, 12, 31), created_at=clock.now(), regulation=office.regulation,
        )
        for kind in ("duty", "directive")
    }  # fmt: skip
    for number, fact in enumerate(facts):
        day = fact["due_on"] + datetime.timedelta(days=fact["late_by"])
        handed_in = timezone.make_aware(datetime.datetime.combine(day, datetime.time(fact["hour"])))
        state, open_still = fact["state"], fact["state"] in Assignment.OPEN
        one = Assignment(
            task=tasks[fact["kind"]],
            unit=cast.units[fact["unit"]],
            to_unit=cast.units["province"],
            state=state,
            assigned_on=fact["assigned_on"],
            first_due_on=fact["due_on"],
            due_on=fact["due_on"],
            round=1,
            submitted_at=handed_in,
            submitted_by=cast.secretary,
            closed_at=None if open_still else handed_in,
            effective=fact["effective"],
            drop_reason=fact["drop_reason"] if state == "dropped" else "",
            close_text="lý do",
            follows=Assignment.objects.first() if number else None,
        )
        one.save()


class TestRecount(TestCase):
    """Random histories, recounted by hand: with a commune that passes from one district to the other in between."""

    cast: Cast
    office: Office

    @classmethod
    def setUpTestData(cls) -> None:
        with clock.standing_at(DAY):
            cls.cast = bring_on()
            cls.office = open_office(cls.cast)
        before = UnitVersion.objects.get(unit=cls.cast.units["a2"])
        after = UnitVersion.objects.get(pk=before.pk)
        before.valid_to = MOVED - datetime.timedelta(days=1)
        before.save()
        after.pk, after.valid_from, after.parent = None, MOVED, cls.cast.units["b"]
        after.save()

    @settings(max_examples=40)
    @given(shares)
    def test_scores_are_the_recount_and_each_number_opens_its_shares(self, facts: list[dict[str, Any]]) -> None:
        with clock.standing_at(DAY):
            put_down(self.cast, self.office, facts)
            rows = rules.visible_assignments(self.cast.secretary)
            found = queries.scores(rows, self.cast.units["province"].pk)
            for name, unit in self.cast.units.items():
                assert found.at(unit.pk) == by_hand(facts, name, DAY), name
                branch = queries.described(rows.filter(queries.of_branch(unit.pk)))
                for which in ("given", *PARTS):
                    opened = branch.filter(queries.which(which, DAY)).count()
                    assert opened == getattr(found.at(unit.pk), which), (name, which)
            kinds = queries.by_month(rows.filter(queries.of_branch(self.cast.units["province"].pk))).kinds
            for kind in ("duty", "directive"):
                assert kinds.get(kind, Score()) == by_hand(facts, "province", DAY, kind)

    @settings(max_examples=25)
    @given(shares)
    def test_quarters_add_up_to_the_year_and_ages_to_what_is_overdue(self, facts: list[dict[str, Any]]) -> None:
        with clock.standing_at(DAY):
            put_down(self.cast, self.office, facts)
            rows, root = rules.visible_assignments(self.cast.secretary), self.cast.units["province"].pk
            year = queries.scores(rows.filter(queries.in_period(queries.year_period(2021))), root)
            total = Score()
            for quarter in Period.objects.filter(kind="quarter", year=2021):
                total += queries.scores(rows.filter(queries.in_period(quarter)), root).whole
            assert total == year.whole
            ages = queries.ages(rows, year.branch)
            assert {unit: sum(n) for unit, n in ages.items()} == {
                unit: score.overdue for unit, score in year.of.items() if score.overdue
            }
            months = queries.by_month(rows).trend.values()
            assert sum(month["on_time"] for month in months) == year.whole.on_time
            assert sum(month["on_time"] + month["late_done"] for month in months) == year.whole.done

    @settings(max_examples=25)
    @given(shares)
    def test_sets_lie_within_one_another_and_are_what_the_scorecard_counts(self, facts: list[dict[str, Any]]) -> None:
        with clock.standing_at(DAY):
            put_down(self.cast, self.office, facts)
            year, units = queries.year_period(2021), [unit.pk for unit in self.cast.units.values()]
            for of, kind in (("tasks", ""), ("directives", "directive")):
                found = {w: {r.pk for r in sets.records(f"{of}.{w}", year, units)} for w in ("given", *PARTS[:3])}
                assert found["on_time"] <= found["done"] <= found["given"]
                assert found["effective"] <= found["done"]
                score = by_hand(facts, "province", DAY, kind)
                assert {w: len(pks) for w, pks in found.items()} == {w: getattr(score, w) for w in found}


def test_the_local_day_of_a_moment_is_that_of_the_office(office: Office) -> None:
    share = office.share(office.task("a1", by=office.cast.reviewer_a), "a1")
    for hour, minute, day in ((16, 59, 13), (17, 0, 14), (23, 30, 14)):
        at = datetime.datetime(2022, 1, 13, hour, minute, tzinfo=datetime.UTC)
        Assignment.objects.filter(pk=share.pk).update(submitted_at=at)
        assert Assignment.objects.annotate(day=LocalDay("submitted_at")).get(pk=share.pk).day == D(2022, 1, day)
