"""Papers that give rise to work: programmes and directives a post may see, each with its tasks and how far they are."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from phoihop.base.text import collation_key
from phoihop.duties import rules
from phoihop.duties.models import Assignment, Directive, Programme, Task
from phoihop.duties.queries.given import Tally, tallies
from phoihop.orgs.models import Post, UnitVersion
from phoihop.orgs.queries import Named, all_versions

Paper = TypeVar("Paper", Programme, Directive)
SHOWN = 3
"""So many names stand on a line; more are counted by type and folded."""


@dataclass(frozen=True)
class Given:
    """A paper in a list: how many tasks came of it, and how far their shares are, as far as the post may see."""

    paper: Programme | Directive
    tasks: int
    tally: Tally


def papers(post: Post, rows: "QuerySet[Paper]") -> list[Given]:
    """The papers in the order of `rows`, with their tasks counted. Three statements."""
    found = list(rows)
    kind = ContentType.objects.get_for_model(rows.model)
    tasks = rules.visible_tasks(post).filter(origin_type=kind, origin_id__in=[paper.pk for paper in found])
    counted = dict(
        tasks.filter(withdrawn_at=None).order_by().values_list("origin_id").annotate(n=Count("pk", distinct=True))
    )
    among = Q(task__origin_type=kind, task__origin_id__in=list(counted))
    far = tallies(post, "task__origin_id", among)
    return [Given(paper, counted.get(paper.pk, 0), far.get(paper.pk, Tally())) for paper in found]


@dataclass(frozen=True)
class TaskLine:
    """A task with who does it and how far it is."""

    task: Task
    tally: Tally
    leads: "Doers"
    supports: "Doers"


@dataclass(frozen=True)
class Doers:
    """Units in words: `short` for a line, `names` for who unfolds it (empty where the line says them all)."""

    short: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Work:
    """All tasks of a paper: priority ones first, then by day; those withdrawn last."""

    lines: list[TaskLine] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


def work_of(post: Post, paper: models.Model) -> Work:
    """The tasks that came of a paper or other record, as the post may see them. A constant number of statements."""
    kind = ContentType.objects.get_for_model(paper)
    rows = rules.visible_tasks(post).filter(origin_type=kind, origin_id=paper.pk).select_related("period")
    lines = task_lines(post, sorted(rows, key=_order))
    return Work(lines, _sum(line.tally for line in lines))


def _order(task: Task) -> tuple[bool, bool, object, str]:
    return task.withdrawn_at is not None, not task.is_priority, task.due_on, task.code


def task_lines(post: Post, tasks: Sequence[Task]) -> list[TaskLine]:
    """Each task with its doers and its tally, of the shares the post may see. Three statements."""
    keys = [task.pk for task in tasks]
    far = tallies(post, "task_id", Q(task_id__in=keys))
    rows = rules.visible_assignments(post).filter(task_id__in=keys, follows=None).exclude(state="withdrawn")
    units: dict[tuple[int, str], list[int]] = {}
    for task_id, role, unit_id in rows.values_list("task_id", "role", "unit_id"):
        units.setdefault((task_id, role), []).append(unit_id)
    names = Names()
    return [
        TaskLine(
            task,
            far.get(task.pk, Tally()),
            names.doers(units.get((task.pk, Assignment.Role.LEAD), ()), task.due_on),
            names.doers(units.get((task.pk, Assignment.Role.SUPPORT), ()), task.due_on),
        )
        for task in tasks
    ]


class Names:
    """What units are called on a day, or were called last. One statement for any number of them."""

    def __init__(self) -> None:
        self._versions: dict[int, list[Named]] = {}
        for version in all_versions():
            self._versions.setdefault(version.unit_id, []).append(version)

    def doers(self, unit_ids: Iterable[int], on: datetime.date) -> Doers:
        found = [self._on(unit_id, on) for unit_id in unit_ids if unit_id in self._versions]
        names = tuple(sorted((version.name for version in found), key=collation_key))
        if len(names) <= SHOWN:
            return Doers(", ".join(names))
        counted = Counter(version.type for version in found).most_common()
        words = _("%(n)s %(kind)s")
        return Doers(", ".join(words % {"n": n, "kind": UnitVersion.Type(kind).label} for kind, n in counted), names)

    def _on(self, unit_id: int, on: datetime.date) -> Named:
        versions = self._versions[unit_id]
        return next((one for one in versions if one.valid_on(on)), max(versions, key=lambda v: v.valid_from))


def doers(unit_ids: Iterable[int], on: datetime.date) -> Doers:
    """The units in words, as they are called on a day, or were called last."""
    return Names().doers(unit_ids, on)


def _sum(tallies_of: Iterable[Tally]) -> Tally:
    rows = list(tallies_of)
    return Tally(**{one.name: sum(getattr(row, one.name) for row in rows) for one in fields(Tally)})
