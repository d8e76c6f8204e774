"""How well work was done, unit by unit: counted in the database, rolled up along the tree, never stored."""

import datetime
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Substr

from phoihop.base import clock
from phoihop.base.days import LocalDay
from phoihop.duties.formulas import AGES, OPEN_STANDS, Score, age_bounds, months_between
from phoihop.duties.models import Assignment, Duty, Occurrence, Period
from phoihop.duties.queries.branches import Branch
from phoihop.duties.queries.tasks import COUNTED, overdue
from phoihop.orgs.queries import belonging

REPORTS = "report"
"""Beside the kinds of tasks: reports, which are owed by occurrences."""

Key = TypeVar("Key", bound=Hashable)
Stands = Counter[tuple[str, bool | None]]
"""(where a share stands, whether it was judged effective) -> how many"""


def in_period(period: Period) -> Q:
    """The shares that count in a year, or in one of its parts (a quarter).

    A share counts in the part its task was given for; work of the whole year in the part in whose days it first fell
    due, what is due later in the last part. So the parts add up to the year. One statement for a part, none for a year.
    """
    if period.kind in WHOLE:
        return Q(task__period__year=period.year)
    parts, homes = _parts(period)
    at = [one.pk for one in parts].index(period.pk)
    days = Q()
    if at > 0:
        days &= Q(first_due_on__gte=period.starts_on)
    if at < len(parts) - 1:
        days &= Q(first_due_on__lt=parts[at + 1].starts_on)
    inside = [pk for pk, home in homes.items() if home == period.pk]
    placed_by_day = [pk for pk, home in homes.items() if home is None]
    return Q(task__period__in=inside) | (Q(task__period__in=placed_by_day) & days)


WHOLE = (Period.Kind.YEAR, Period.Kind.STANDARD_YEAR)


def _parts(period: Period) -> tuple[list[Period], dict[int, int | None]]:
    """The parts of the year of the period's kind; and for each period of the year the part it belongs to, if any."""
    known = {one.pk: one for one in Period.objects.filter(year=period.year).order_by("starts_on", "label")}

    def home(one: Period | None) -> int | None:
        while one is not None and one.kind != period.kind:
            one = known.get(one.part_of_id or 0)
        return one.pk if one else None

    return [one for one in known.values() if one.kind == period.kind], {pk: home(one) for pk, one in known.items()}


def of_branch(unit_id: int) -> Q:
    """The shares of a unit and of what stood below it on the day each was given. One small statement."""
    return belonging(unit_id, "unit_id", "assigned_on")


def stand(on: datetime.date) -> Case:
    """Where a share that counts as given stands on a day: one of formulas.STANDS. Needs `submitted_on`."""
    return Case(
        When(state="done", submitted_on__lte=F("due_on"), then=Value("on_time")),
        When(state="done", then=Value("late_done")),
        When(state="submitted", then=Value("waiting")),
        When(overdue(on), then=Value("overdue")),
        When(state="returned", then=Value("returned")),
        When(state="disagreed", then=Value("disagreed")),
        When(state="dropped", then=Value("not_done")),
        default=Value("open"),
        output_field=CharField(),
    )


def sorted_out(rows: "QuerySet[Assignment]", on: datetime.date | None = None) -> "QuerySet[Any]":
    """The rows that count as given, each with `stand`."""
    counted = rows.filter(COUNTED).annotate(submitted_on=LocalDay("submitted_at"))
    return counted.annotate(stand=stand(on or clock.today()))


@dataclass
class Scores:
    """Scores of a branch. `of` holds every unit that has shares or has units with shares below it."""

    branch: Branch
    of: dict[int, Score] = field(default_factory=dict)
    alone: dict[int, Score] = field(default_factory=dict)
    """Of each unit without those below it."""

    @property
    def whole(self) -> Score:
        return self.at(self.branch.root_id)

    def at(self, unit_id: int) -> Score:
        return self.of.get(unit_id, Score())


def scores(rows: "QuerySet[Assignment]", root_id: int, on: datetime.date | None = None) -> Scores:
    """The scores of `root_id` and of every unit below it, counted over `rows`. One statement."""
    branch = Branch(root_id)
    grouped = (
        sorted_out(rows, on)
        .annotate(era=branch.era)
        .values_list("unit_id", "era", "stand", "effective")
        .annotate(n=Count("pk"))
        .order_by()
    )
    units: dict[int, Stands] = {}
    alone: dict[int, Stands] = {}
    for unit_id, era, where, effective, n in grouped:
        line = branch.line(unit_id, era)
        for upper in line:
            units.setdefault(upper, Counter())[where, effective] += n
        if line:
            alone.setdefault(unit_id, Counter())[where, effective] += n
    return Scores(branch, _scored(units), _scored(alone))


def _scored(counted: dict[Key, Stands]) -> dict[Key, Score]:
    return {key: Score.of(stands) for key, stands in counted.items()}


Month = tuple[int, int]
"""(year, month)"""


@dataclass
class Months:
    """What the rows are, by kind of task and by the month in which they fall due."""

    kinds: dict[str, Score]
    trend: dict[Month, dict[str, int]]
    """Every month from the first to the last -> how many of each of TREND."""


TREND = ("on_time", "late_done", "open")
"""Done on time, done late, still open: what a month is divided into."""


def by_month(rows: "QuerySet[Assignment]", on: datetime.date | None = None) -> Months:
    """Kinds and months of the rows. One statement."""
    month = Substr(Cast("due_on", CharField()), 1, 7)
    grouped = sorted_out(rows, on).annotate(month=month).values_list("task__kind", "month", "stand", "effective")
    kinds: dict[str, Stands] = {}
    trend: dict[Month, dict[str, int]] = {}
    for kind, written, where, effective, n in grouped.annotate(n=Count("pk")).order_by():
        kinds.setdefault(kind, Counter())[where, effective] += n
        name = "open" if where in OPEN_STANDS else where
        if name in TREND:
            year, number = written.split("-")
            trend.setdefault((int(year), int(number)), dict.fromkeys(TREND, 0))[name] += n
    every = months_between(min(trend), max(trend)) if trend else []
    return Months(_scored(kinds), {one: trend.get(one, dict.fromkeys(TREND, 0)) for one in every})


def report_scores(period: Period, root_id: int, on: datetime.date | None = None) -> Scores:
    """Of the reports owed in a period: expected (given), received (done), received by the due day, missing past it.

    A unit counts under those above it at the cut-off. Two statements at most, besides trees not asked for before.
    """
    of = Q(period__year=period.year)
    if period.kind not in WHOLE:
        of = Q(period__in=[pk for pk, home in _parts(period)[1].items() if home == period.pk])
    rows = Occurrence.objects.filter(of, duty__kind=Duty.Kind.REPORT).annotate(came_on=LocalDay("fulfilled_at"))
    grouped = rows.values_list("unit_id", "period__ends_on").annotate(
        expected=Count("pk"),
        received=Count("pk", filter=Q(fulfilled_at__isnull=False)),
        on_time=Count("pk", filter=Q(came_on__lte=F("due_on"))),
        late=Count("pk", filter=Q(fulfilled_at=None, due_on__lt=on or clock.today())),
    )
    found = Scores(Branch(root_id))
    for unit_id, ends_on, expected, received, on_time, late in grouped.order_by():
        score = Score(given=expected, done=received, on_time=on_time, overdue=late)
        line = found.branch.line_on(unit_id, ends_on)
        for upper in line:
            found.of[upper] = found.at(upper) + score
        if line:
            found.alone[unit_id] = found.alone.get(unit_id, Score()) + score
    return found


def ages(rows: "QuerySet[Assignment]", branch: Branch, on: datetime.date | None = None) -> dict[int, list[int]]:
    """Unit -> how many shares of its branch are overdue up to each of AGES, and longer than the last. One statement."""
    today = on or clock.today()
    late, bounds = rows.filter(overdue(today)), age_bounds(today)
    counts = {
        f"age{place}": Count("pk", filter=Q(due_on__gte=bounds[place]) if place < len(bounds) else Q())
        for place in range(len(AGES) + 1)
    }
    grouped = late.annotate(era=branch.era).values_list("unit_id", "era").annotate(**counts).order_by()
    found: dict[int, list[int]] = {}
    for unit_id, era, *up_to in grouped:
        each = [n - before for n, before in zip(up_to, [0, *up_to], strict=False)]
        for upper in branch.line(unit_id, era):
            here = found.setdefault(upper, [0] * len(each))
            found[upper] = [a + b for a, b in zip(here, each, strict=True)]
    return found
