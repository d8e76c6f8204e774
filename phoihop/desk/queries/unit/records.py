"""What hangs on a unit: its reports, its results by year, models, open matters, key areas, joint operations."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from phoihop.base import clock
from phoihop.base.text import named
from phoihop.duties.models import Period
from phoihop.orgs.formulas import DAY
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Span, Tree, held, within
from phoihop.registers.models import KeyArea, Matter, Model, Operation, StandardResult
from phoihop.registers.rules import visible_areas, visible_matters
from phoihop.reporting.models import Form, Report
from phoihop.reporting.queries import Coverage, coverage

SHOWN = 8


@dataclass(frozen=True, slots=True)
class ReportLine:
    report: Report
    title: str
    on_time: bool | None
    """Whether it was first sent by its due day; None while it was never sent."""


@dataclass(frozen=True, slots=True)
class Result:
    """A year under the standard."""

    pk: int
    year: int
    passed: bool | None
    number: str
    decided_on: datetime.date | None
    state: str


@dataclass(frozen=True)
class Records:
    """At most SHOWN of each; the totals say how many there are."""

    reports: list[ReportLine] = field(default_factory=list)
    reports_all: int = 0
    branch: list[tuple[Period, Coverage]] = field(default_factory=list)
    """How the reports of the unit and those below it stand, for the last period cut off of each kind."""
    results: list[Result] = field(default_factory=list)
    models: list[Model] = field(default_factory=list)
    models_all: int = 0
    matters: list[Matter] = field(default_factory=list)
    """Of the whole branch, open on the day shown, by due day."""
    matters_all: int = 0
    areas: list[KeyArea] = field(default_factory=list)
    """The unit's own years in the programme of key areas, the last first."""
    operations: list[Operation] = field(default_factory=list)


def records(post: Post, day: Tree, unit_id: int, spans: list[Span]) -> Records:
    """The records of the unit that the post may see: those of days on which the unit stood in its branch.

    The unit stands in the branch on the day shown. Models are those of the whole branch under the unit.
    """
    reports: list[Report] = []
    branch: list[tuple[Period, Coverage]] = []
    total = 0
    if post.can("report.read"):
        rows = Report.objects.filter(within(spans, "unit", "period__ends_on"), unit=unit_id)
        every = list(rows.select_related("form", "period").order_by("-period__ends_on", "form__code"))
        reports, total = every[:SHOWN], len(every)
        branch = _branch(day, unit_id, spans)
    lines = [_report(report) for report in reports]
    if not post.can("register.read"):
        return Records(lines, total, branch)
    units = [place.unit_id for place in day.subtree(unit_id)]
    standing = Q(ended_on__isnull=True) | Q(ended_on__gt=day.on)
    led = Model.objects.filter(standing, Q(unit__in=units) | Q(sites__unit=unit_id), confirmed_at__isnull=False)
    unsettled = Q(resolved_on__isnull=True) | Q(resolved_on__gt=day.on)
    today = clock.today()
    open_ones = visible_matters(post, today).filter(unsettled, unit__in=units, opened_on__lte=day.on)
    matters = list(open_ones.order_by("due_on", "code"))
    areas = visible_areas(post, today).filter(unit=unit_id).select_related("put_in").order_by("-year")
    models = list(led.filter(built_on__lte=day.on).distinct().order_by("-built_on", "code"))
    return Records(
        reports=lines,
        reports_all=total,
        branch=branch,
        results=_results(unit_id, spans),
        models=models[:SHOWN],
        models_all=len(models),
        matters=matters[:SHOWN],
        matters_all=len(matters),
        areas=list(areas),
        operations=_operations(unit_id),
    )


def _report(report: Report) -> ReportLine:
    first = report.first_submitted_at
    on_time = None if first is None else timezone.localtime(first).date() <= report.due_on
    return ReportLine(report, f"{named(report.form, 'title')}, {named(report.period, 'name')}", on_time)


def _branch(day: Tree, unit_id: int, spans: list[Span]) -> list[tuple[Period, Coverage]]:
    """Statements by the kinds of periods that forms ask for, not by units; none for a unit with nothing below it."""
    if not day.below(unit_id):
        return []
    cut_off = min(day.on, clock.today() - DAY)
    kinds = Form.objects.values_list("every", flat=True).distinct()
    latest: dict[str, Period] = {}
    for period in Period.objects.filter(kind__in=kinds, ends_on__lte=cut_off).order_by("ends_on"):
        latest[period.kind] = period
    found = []
    for period in sorted(latest.values(), key=lambda p: (p.ends_on, p.starts_on), reverse=True):
        if held(spans, unit_id, period.ends_on):
            found.append((period, coverage(period, unit_id)))
    return [(period, sums) for period, sums in found if sums.expected]


def _results(unit_id: int, spans: list[Span]) -> list[Result]:
    rows = StandardResult.objects.filter(within(spans, "unit", "period__ends_on"), unit=unit_id)
    found = []
    for row in rows.select_related("period", "ruling").order_by("-period__ends_on"):
        ruling = row.ruling
        found.append(
            Result(
                row.pk,
                row.period.year,
                ruling.passed if ruling else None,
                ruling.number if ruling else "",
                ruling.decided_on if ruling else None,
                str(row.get_state_display()),
            )
        )
    return found


def _operations(unit_id: int) -> list[Operation]:
    rows = Operation.objects.filter(bodies__body__unit=unit_id).distinct()
    return list(rows.order_by("-opened_on", "code"))
