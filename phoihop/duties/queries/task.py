"""A task with everybody's share of it: the total is counted from the shares, nothing of it is kept."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from phoihop.duties import rules
from phoihop.duties.models import Assignment, Task
from phoihop.duties.queries.listing import ShareLine, share_lines, unit_names, with_standing
from phoihop.duties.queries.selection import selection
from phoihop.duties.queries.share import Other, participants
from phoihop.duties.queries.tasks import shares
from phoihop.duties.sources import Source, source_of
from phoihop.journal.models import Entry
from phoihop.journal.queries import history_of
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree


@dataclass(frozen=True)
class Group:
    """Shares of units under one superior, in order of the tree."""

    name: str
    lines: list[ShareLine]


@dataclass(frozen=True)
class TaskPage:
    task: Task
    giver: str
    source: Source | None
    sums: dict[str, int]
    """Over the shares this post sees, by name of queries.SUMS."""
    progress: int | None
    """Mean percent of the shares that count; None where nothing was said, or where the post does not see them all."""
    groups: list[Group]
    others: list[Other]
    """Who takes part besides, where the post sees only a part of the shares: by name and state."""
    history: list[Entry]
    may_withdraw: bool

    @property
    def open(self) -> int:
        return self.sums["open"]


def task_page(post: Post, pk: int) -> TaskPage | None:
    """The task, for who gave it or sees a share of it. The statements do not depend on the number of shares."""
    rows = rules.visible_tasks(post).select_related("period", "regulation", "created_by__body")
    task = rows.filter(pk=pk).first()
    if task is None:
        return None
    names = unit_names()
    seen = with_standing(shares(post)).filter(~Q(state=Assignment.State.PASSED_ON), task=task)
    lines = share_lines(seen.order_by("role", "pk"))
    others = [one for one in participants(post, task, names=names) if one.share_id is None]
    gave = post.body.unit_id == task.unit_id and post.can("task.assign")
    return TaskPage(
        task,
        names.get(task.unit_id, ""),
        source_of(task.origin, post),
        selection(post, {"viec": str(pk)}).sums(),
        _mean(lines) if not others else None,
        _groups(lines, names),
        others,
        list(history_of(task)),
        gave and task.withdrawn_at is None,
    )


def _mean(lines: list[ShareLine]) -> int | None:
    """Over leads that count; who said nothing counts as nothing done."""
    ended: set[Any] = {Assignment.State.WITHDRAWN, Assignment.State.DROPPED}
    among = [line for line in lines if line.share.role == Assignment.Role.LEAD and line.share.state not in ended]
    if not any(line.percent is not None for line in among):
        return None
    return round(sum(line.percent or 0 for line in among) / len(among))


def _groups(lines: list[ShareLine], names: dict[int, str]) -> list[Group]:
    day = tree()
    order = {place.unit_id: n for n, place in enumerate(day)}
    found: dict[str, list[ShareLine]] = {}
    for line in sorted(lines, key=lambda one: order.get(one.share.unit_id, len(order))):
        above = day.superior(line.share.unit_id)
        found.setdefault(above.name if above else "", []).append(line)
    return [Group(name, those) for name, those in found.items()]
