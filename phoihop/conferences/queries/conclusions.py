"""The conclusions of a conference: each sentence with what became of it, and how many are settled."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from phoihop.conferences.models import Conclusion, Conference
from phoihop.duties.queries import Tally, tallies
from phoihop.orgs.models import Post

WORK = Q(state="given", task__withdrawn_at__isnull=True)
"""Conclusions that are work."""
LOOSE = Q(state="open") | Q(state="given", task__withdrawn_at__isnull=False)
"""Conclusions that are neither work nor waived."""


@dataclass(frozen=True)
class ConclusionLine:
    """One sentence; `tally` counts the shares the reader may see of the task it became."""

    conclusion: Conclusion
    tally: Tally
    is_loose: bool


@dataclass(frozen=True)
class Coverage:
    """How many sentences there are, became work, were waived."""

    total: int = 0
    given: int = 0
    waived: int = 0

    @property
    def loose(self) -> int:
        return self.total - self.given - self.waived


def conclusion_lines(conference: Conference, post: Post) -> list[ConclusionLine]:
    """Every sentence in its order. Two statements."""
    rows = list(conference.conclusions.select_related("task", "indicator", "item").order_by("number"))
    for one in rows:
        one.conference = conference
    counted = tallies(post, "task_id", Q(task_id__in=[one.task_id for one in rows if one.task_id]))
    return [
        ConclusionLine(
            one,
            counted.get(one.task_id or 0, Tally()),
            one.state == "open" or (one.task is not None and one.task.withdrawn_at is not None),
        )
        for one in rows
    ]


def coverage(conference: Conference) -> Coverage:
    return coverages([conference.pk]).get(conference.pk, Coverage())


def coverages(conference_ids: Iterable[int]) -> dict[int, Coverage]:
    """Conference → how its sentences stand. One statement."""
    found: dict[int, Coverage] = {}
    rows = Conclusion.objects.filter(conference_id__in=list(conference_ids)).order_by()
    for key, state, withdrawn in rows.values_list("conference_id", "state", "task__withdrawn_at"):
        before = found.get(key, Coverage())
        found[key] = Coverage(
            before.total + 1,
            before.given + (state == "given" and withdrawn is None),
            before.waived + (state == "waived"),
        )
    return found


def following_conclusion(conclusion: Conclusion) -> Conclusion | None:
    """The sentence after it."""
    rows = Conclusion.objects.select_related("task").filter(conference_id=conclusion.conference_id)
    return rows.filter(number__gt=conclusion.number).order_by("number").first()
