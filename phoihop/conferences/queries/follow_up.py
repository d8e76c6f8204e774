"""What earlier conferences concluded and what is not done yet: derived each time, never copied."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from phoihop.conferences.models import Conclusion, Conference
from phoihop.conferences.queries.conclusions import LOOSE
from phoihop.duties.models import Assignment
from phoihop.duties.rules import visible_tasks
from phoihop.orgs.models import Post


@dataclass(frozen=True)
class FollowUp:
    """A conclusion that is not done: `left` of `all` shares of its task are open, the last due on `due_on`.

    `seen`: whether the reader may open the task. With `all` 0 it has not even become work, or is none any more.
    """

    conclusion: Conclusion
    left: int
    all: int
    due_on: datetime.date | None
    seen: bool


def earlier(conference: Conference) -> "list[Conference]":
    """The closed conferences of the same unit and regulations before this one, the last first. Two statements."""
    regulations = list(conference.regulations.values_list("pk", flat=True))
    rows = Conference.objects.filter(unit_id=conference.unit_id, state="closed", starts_at__lt=conference.starts_at)
    return list(rows.filter(regulations__in=regulations).distinct().order_by("-starts_at", "-pk"))


def follow_up(conference: Conference, post: Post | None = None) -> list[FollowUp]:
    """The conclusions of earlier conferences that are not done, those of the last one first. A constant number of
    statements; `post` is who reads, None for a paper, which opens nothing."""
    before = earlier(conference)
    if not before:
        return []
    rows = Conclusion.objects.filter(conference__in=before).exclude(state=Conclusion.State.WAIVED)
    open_share = Q(task__assignments__state__in=Assignment.OPEN)
    rows = rows.filter(LOOSE | open_share).distinct().select_related("conference", "task")
    found = list(rows)
    shares = _shares([one.task.pk for one in found if one.task is not None and one.task.withdrawn_at is None])
    seen = set(visible_tasks(post).filter(pk__in=list(shares)).values_list("pk", flat=True)) if post else set()
    place = {one.pk: n for n, one in enumerate(before)}
    found.sort(key=lambda one: (place[one.conference_id], one.number))
    return [FollowUp(one, *shares.get(one.task_id or 0, (0, 0, None)), one.task_id in seen) for one in found]


def _shares(task_ids: Sequence[int]) -> dict[int, tuple[int, int, datetime.date | None]]:
    """Task → (open shares, all shares, last due day of the open ones). One statement."""
    found: dict[int, tuple[int, int, datetime.date | None]] = {}
    rows = Assignment.objects.filter(task_id__in=task_ids)
    for task_id, state, due_on in rows.values_list("task_id", "state", "due_on"):
        left, all_, last = found.get(task_id, (0, 0, None))
        if state in Assignment.OPEN:
            left, last = left + 1, max(last, due_on) if last else due_on
        found[task_id] = (left, all_ + 1, last)
    return found
