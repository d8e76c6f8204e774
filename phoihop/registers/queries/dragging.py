"""Which matters drag on a day, and why: the pure rule applied to a matter with its last steps."""

import datetime

from django.db.models import Max, Q, QuerySet

from phoihop.registers import lists
from phoihop.registers.formulas import Drag, why_drags
from phoihop.registers.models import Matter, MatterStep

_OPENINGS = (MatterStep.Kind.OPENED, MatterStep.Kind.REOPENED)
_WORKED = (*_OPENINGS, MatterStep.Kind.WORK)
"""A direction from above and a moved day are no work of those who settle the matter."""


def with_steps(rows: "QuerySet[Matter]") -> "QuerySet[Matter]":
    """Each matter with the days of its last opening (`since`) and of its last step of work (`last_work_on`)."""
    return rows.annotate(
        since=Max("steps__on", filter=Q(steps__kind__in=_OPENINGS)),
        last_work_on=Max("steps__on", filter=Q(steps__kind__in=_WORKED)),
    )


def dragging_on(matter: Matter, on: datetime.date) -> tuple[Drag, ...]:
    """Why the matter drags on that day; nothing for a settled one. Needs `with_steps`."""
    if matter.state != Matter.State.OPEN:
        return ()
    since: datetime.date = matter.since  # type: ignore[attr-defined]
    last: datetime.date = matter.last_work_on  # type: ignore[attr-defined]
    pace = lists.kind_of(matter.kind, matter.opened_on).pace
    return why_drags(since=since, due_on=matter.due_on, last_work_on=last, on=on, pace=pace)
