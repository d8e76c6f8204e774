"""What waits for a post: reports it owes, reports returned to it, reports it has to decide."""

import datetime
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse

from phoihop.base import clock
from phoihop.base.text import named
from phoihop.duties.calendar import working_days_between
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Tree, tree
from phoihop.reporting.models import Report


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on a desk."""

    report: Report
    title: str
    """ "Báo cáo quý, Quý IV/2021", in the page's language."""
    unit: str
    due_on: datetime.date
    working_days_left: int
    """Working days after today up to the due day; negative when it has passed."""
    address: str

    @property
    def is_late(self) -> bool:
        return self.working_days_left < 0 or self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Soonest due first in each."""

    owed: list[Line] = field(default_factory=list)
    """Of the post's own unit, never sent or taken back."""
    returned: list[Line] = field(default_factory=list)
    """Of the post's own unit, sent back with a remark."""
    to_accept: list[Line] = field(default_factory=list)
    """Of the units directly below, waiting for a decision."""


def waiting_for(post: Post) -> Waiting:
    """What the post has to do about reports. Four statements at most."""
    waiting, today = Waiting(), tree()
    if post.can("report.write"):
        for report in _rows(Report.objects.filter(unit=post.body.unit_id, state__in=["open", "returned"])):
            (waiting.returned if report.state == Report.State.RETURNED else waiting.owed).append(_line(report, today))
    if post.can("report.accept"):
        below = [place.unit_id for place in today.below(post.body.unit_id)]
        rows = Report.objects.filter(unit__in=below, state=Report.State.SUBMITTED).exclude(submitted_by=post)
        waiting.to_accept.extend(_line(report, today) for report in _rows(rows))
    return waiting


def own_reports(post: Post, unit_id: int | None = None) -> list[Line]:
    """The reports of the post's own unit, or of one in its branch (the caller has checked), latest period first."""
    rows = Report.objects.filter(unit=unit_id or post.body.unit_id).select_related("form", "period")
    today = tree()
    return [_line(report, today) for report in rows.order_by("-period__ends_on", "form__code")]


def _rows(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.select_related("form", "period").order_by("due_on", "unit_id")


def _line(report: Report, today: Tree) -> Line:
    place = today.get(report.unit_id) or tree(report.period.ends_on).get(report.unit_id)
    return Line(
        report,
        f"{named(report.form, 'title')}, {named(report.period, 'name')}",
        place.name if place else "",
        report.due_on,
        working_days_between(clock.today(), report.due_on),
        reverse("reporting:report", args=[report.pk]),
    )
