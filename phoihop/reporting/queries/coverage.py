"""Expected, received, on time, by unit of a branch."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone

from phoihop.base import clock
from phoihop.duties.models import Period
from phoihop.orgs.queries import tree
from phoihop.reporting.models import Form, Report


@dataclass(slots=True)
class Coverage:
    """How many reports were expected, and what became of them."""

    expected: int = 0
    received: int = 0
    """Sent at least once and not taken back."""
    on_time: int = 0
    """First sent by the due day."""
    accepted: int = 0
    """Have a counted revision."""
    waiting: int = 0
    """Wait for the level above now."""
    returned: int = 0
    late: int = 0
    """Past the due day and not received."""

    @property
    def missing(self) -> int:
        return self.expected - self.received

    def add(self, other: "Coverage") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def coverage(period: Period, unit_id: int, form: Form | None = None) -> Coverage:
    """The coverage of the unit's branch in the tree of the period's last day. Two statements."""
    return coverage_by(period, [unit_id], form)[unit_id]


def coverage_by(
    period: Period,
    unit_ids: Collection[int],
    form: Form | None = None,
    on: datetime.date | None = None,
) -> dict[int, Coverage]:
    """Each unit's branch: its own report and those below it. One form, or all that report on this period.

    `on` chooses another tree than that of the period's last day. Two or three statements whatever the number of units.
    """
    places = tree(on or period.ends_on)
    forms = [form] if form else list(Form.objects.filter(every=period.kind))
    forms = [one for one in forms if one.valid_from <= period.ends_on <= one.valid_to]
    per_unit = {place.unit_id: Coverage() for place in places}
    for one in forms:
        for place in places:
            if place.level == one.level:
                per_unit[place.unit_id].expected += 1
    today = clock.today()
    rows = Report.objects.filter(period=period, form__in=forms).values_list(
        "unit_id", "state", "due_on", "first_submitted_at", "counted_revision_id"
    )
    for unit_id, state, due_on, first, counted in rows:
        if unit_id in per_unit:
            per_unit[unit_id].add(_one(state, due_on, first, counted, today))
    found = {}
    for unit_id in unit_ids:
        whole = found[unit_id] = Coverage()
        for place in places.subtree(unit_id):
            whole.add(per_unit[place.unit_id])
    return found


def late_on(day: datetime.date, unit_ids: Iterable[int]) -> list[Report]:
    """Reports of these units past their due day and not received, the longest late first. One statement."""
    return list(
        Report.objects.filter(unit__in=list(unit_ids), due_on__lt=day, first_submitted_at__isnull=True)
        .select_related("form", "period")
        .order_by("due_on", "pk")
    )


def _one(
    state: str, due_on: datetime.date, first: datetime.datetime | None, counted: int | None, today: datetime.date
) -> Coverage:
    received = first is not None
    return Coverage(
        received=int(received),
        on_time=int(first is not None and timezone.localtime(first).date() <= due_on),
        accepted=int(counted is not None),
        waiting=int(state == Report.State.SUBMITTED),
        returned=int(state == Report.State.RETURNED),
        late=int(not received and due_on < today),
    )
