"""Giving many tasks at once, from a table."""

from dataclasses import dataclass

from django.db import models, transaction

from phoihop.base.errors import Reason, refuse
from phoihop.documents.tables import SheetTable
from phoihop.duties import rules
from phoihop.duties.actions.tasks import new_shares, new_task
from phoihop.duties.models import Assignment, Task
from phoihop.duties.rules import TaskRow
from phoihop.journal.actions import Happening, record_many
from phoihop.orgs.models import Post


@dataclass(frozen=True)
class TasksLoaded:
    """What a table gave, or would give: `reasons` is empty exactly when it may be done."""

    rows: tuple[TaskRow, ...]
    reasons: tuple[Reason, ...]

    @property
    def shares(self) -> int:
        return sum(len(row.giving.leads) + len(row.giving.supports) for row in self.rows)

    @property
    def units(self) -> list[int]:
        """Every unit that is given something."""
        return sorted({unit for row in self.rows for unit in (*row.giving.leads, *row.giving.supports)})


def plan_tasks(*, by: Post, table: SheetTable, origin: models.Model | None = None) -> TasksLoaded:
    """What `load_tasks` would do, with every reason against it; writes nothing."""
    reading = rules.read_tasks(by, table, origin)
    return TasksLoaded(tuple(reading.rows), tuple(reading.reasons))


@transaction.atomic
def load_tasks(*, by: Post, table: SheetTable, origin: models.Model | None = None) -> TasksLoaded:
    """Give the tasks of a table: all rows, or none with the reasons by row and column. Needs "task.assign".

    `origin`: the paper all of them come from. Each unit is told once, however many tasks it was given.
    """
    plan = plan_tasks(by=by, table=table, origin=origin)
    refuse(plan.reasons)
    tasks = Task.objects.bulk_create([new_task(by, row.giving.task) for row in plan.rows], batch_size=500)
    given = list(zip(tasks, plan.rows, strict=True))
    shares = [s for task, row in given for s in new_shares(task, row.giving.leads, row.giving.supports)]
    Assignment.objects.bulk_create(shares, batch_size=500)
    facts = {"file": table.name, "sha256": table.digest, "tasks": len(tasks), "units": plan.units}
    happenings = [Happening("task.loaded", origin, facts)]
    for task, row in given:
        units = [*row.giving.leads, *row.giving.supports]
        happenings.append(
            Happening("task.assigned_by_file", task, {"code": task.code, "due_on": task.due_on, "units": units})
        )
    record_many(happenings, by=by)
    return plan
