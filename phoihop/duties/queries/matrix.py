"""Tasks beside units: where each share stands, a few statements for any number of tasks, units and shares."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from phoihop.base import clock
from phoihop.duties.models import Assignment
from phoihop.duties.queries.branches import Branch
from phoihop.duties.queries.scores import sorted_out
from phoihop.duties.queries.tasks import overdue

WORST_FIRST = ("overdue", "returned", "disagreed", "not_done", "waiting", "open", "late_done", "on_time")
"""Of several shares in one cell the worst is shown."""
_RANK = {stand: rank for rank, stand in enumerate(WORST_FIRST)}
_DONE = ("on_time", "late_done")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task, and of all its shares that were asked for how many were given, done and are overdue."""

    pk: int
    code: str
    title_vi: str
    title_en: str
    due_on: datetime.date
    given: int
    done: int
    late: int


@dataclass(slots=True)
class Spot:
    """What stands in one cell: `stand` is the worst of its shares, `pk` the last of them."""

    given: int = 0
    done: int = 0
    late: int = 0
    stand: str = WORST_FIRST[-1]
    pk: int = 0

    def add(self, stand: str, n: int, pk: int) -> None:
        self.given += n
        self.done += n if stand in _DONE else 0
        self.late += n if stand == "overdue" else 0
        self.stand = min(self.stand, stand, key=_RANK.__getitem__)
        self.pk = max(self.pk, pk)


Spots = dict[int, dict[int, Spot]]
"""task -> column (a unit) -> what stands there"""


def task_rows(
    rows: "QuerySet[Assignment]", *, late_only: bool = False, on: datetime.date | None = None
) -> list[TaskRow]:
    """The tasks of these shares, the earliest due first; only those with an overdue share if asked. One statement."""
    day = on or clock.today()
    grouped = (
        sorted_out(rows, day)
        .values_list("task_id", "task__code", "task__title_vi", "task__title_en", "task__due_on")
        .annotate(n=Count("pk"), done=Count("pk", filter=Q(state="done")), late=Count("pk", filter=overdue(day)))
        .order_by("task__due_on", "task__code")
    )
    found = [TaskRow(*row) for row in grouped]
    return [row for row in found if row.late] if late_only else found


def spots(
    rows: "QuerySet[Assignment]",
    branch: Branch,
    task_ids: Collection[int],
    *,
    each_unit: bool = False,
    on: datetime.date | None = None,
) -> Spots:
    """Where the shares of these tasks stand, by the unit directly below the branch's own (`each_unit`: by the unit).

    The branch's own unit has a column for what it does itself. One statement.
    """
    grouped: QuerySet[Any] = sorted_out(rows.filter(task__in=task_ids), on).annotate(era=branch.era)
    found: Spots = {}
    counted = grouped.values_list("task_id", "unit_id", "era", "stand").annotate(n=Count("pk"), last=Max("pk"))
    for task_id, unit_id, era, stand, n, last in counted.order_by():
        line = branch.line(unit_id, era)
        if line:
            column = unit_id if each_unit else line[min(1, len(line) - 1)]
            found.setdefault(task_id, {}).setdefault(column, Spot()).add(stand, n, last)
    return found
