"""Reads of what is owed: the shares a post may see, chosen by what is asked of them, and what waits for a post."""

import datetime
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet, prefetch_related_objects

from phoihop.base import clock
from phoihop.base.days import LocalDay
from phoihop.base.reading import once
from phoihop.duties import rules
from phoihop.duties.models import Assignment, Extension, Question
from phoihop.orgs.models import Post

COUNTED = ~Q(state__in=["withdrawn", "passed_on"]) & ~(Q(state="dropped") & ~Q(drop_reason="not_done"))
"""The shares that count as given: not taken back, handed on, or closed because they were needless."""

WHICH: dict[str, Q] = {
    "given": COUNTED,
    "done": COUNTED & Q(state="done"),
    "on_time": COUNTED & Q(state="done", submitted_on__lte=F("due_on")),
    "late_done": COUNTED & Q(state="done", submitted_on__gt=F("due_on")),
    "effective": COUNTED & Q(state="done", effective=True),
    "open": Q(state__in=Assignment.OPEN),
    "waiting": Q(state="submitted"),
    "returned": Q(state="returned"),
    "disagreed": Q(state="disagreed"),
    "dropped": Q(state="dropped"),
}
"""What a number on the scorecard counts, by name; "overdue" depends on the day and is made by `overdue`."""


def overdue(on: datetime.date) -> Q:
    """Open past its day and not handed in."""
    return Q(state__in=["assigned", "doing", "returned"], due_on__lt=on)


def which(name: str, on: datetime.date | None = None) -> Q:
    """The condition behind a name of WHICH, or "overdue". Raises KeyError for any other."""
    return overdue(on or clock.today()) if name == "overdue" else WHICH[name]


def shares(post: Post) -> "QuerySet[Assignment]":
    """Every share the post may see, as `described`."""
    return described(rules.visible_assignments(post))


def described(rows: "QuerySet[Assignment]") -> "QuerySet[Assignment]":
    """The rows with task and period loaded and, for WHICH, `submitted_on`, the local day each was handed in."""
    return rows.select_related("task__period", "task__regulation").annotate(submitted_on=LocalDay("submitted_at"))


@dataclass(frozen=True)
class Waiting:
    """What waits for a post: its own unit's open shares, keys to turn, requests for more time, questions to answer."""

    owed: list[Assignment] = field(default_factory=list)
    to_turn: list[tuple[Assignment, str]] = field(default_factory=list)
    """With the key that this post may turn now."""
    extensions: list[Extension] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def to_turn(post: Post) -> list[tuple[Assignment, str]]:
    """The results on which the post may turn a key now, with that key, the longest waiting first. Two statements."""
    return once(("duties.to_turn", post.pk), lambda: _to_turn(post))


def _to_turn(post: Post) -> list[tuple[Assignment, str]]:
    if not any(post.can(capability) for capability in ("task.accept", "task.check", "task.agree")):
        return []
    unit_id = post.body.unit_id
    submitted = Assignment.objects.filter(Q(to_unit_id=unit_id) | Q(unit_id=unit_id), state="submitted")
    rows = list(submitted.exclude(submitted_by__in=post.hands).select_related("task").order_by("submitted_at", "pk"))
    prefetch_related_objects([share for share in rows if len(rules.keys_of(share)) > 1], "acceptances")
    found = []
    for share in rows:
        if (key := rules.key_to_turn(post, share)) is not None:
            found.append((share, key))
    return found


def waiting_for(post: Post) -> Waiting:
    """A constant number of statements, however much waits."""
    unit_id = post.body.unit_id
    if not post.can("task.read"):
        return Waiting()
    mine = described(Assignment.objects.filter(unit_id=unit_id))
    owed = mine.filter(state__in=["assigned", "doing", "returned"]).order_by("due_on", "pk")
    found = Waiting(owed=list(owed) if post.can("task.write") else [])
    found.to_turn.extend(to_turn(post))
    if post.can("task.accept"):
        asked = Extension.objects.filter(assignment__to_unit_id=unit_id, assignment__state__in=Assignment.OPEN)
        rows = asked.filter(granted=None).select_related("assignment__task__period").order_by("asked_at", "pk")
        found.extensions.extend(rows)
        open_questions = Question.objects.filter(assignment__to_unit_id=unit_id, answered_at=None)
        found.questions.extend(open_questions.select_related("assignment__task").order_by("asked_at", "pk"))
    return found
