"""Whom to remind of what on a day: found from what stands then, along the ladder, never from what was sent before."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from phoihop.duties import rules
from phoihop.duties.calendar import working_days_between
from phoihop.duties.ladder import Ladder, horizon, ladders, steps_due
from phoihop.duties.models import Assignment, Duty, Occurrence, ReminderLine, TaskEvidence
from phoihop.duties.queries.regulations import current_year
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Tree, addresses, stand_ins, tree

Kind = ReminderLine.Kind
OWED = (Assignment.State.ASSIGNED, Assignment.State.DOING, Assignment.State.RETURNED)
"""States in which it is the unit's turn."""

Thing = Assignment | Occurrence | TaskEvidence
Round = list[tuple[int, int, str]]
"""(level, unit, capability) of those who are told: level 0 must act, 1 and 2 are above."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that comes up on the ladder: counted from `day`, at this step, told to so many levels above."""

    kind: str
    thing: Thing
    day: datetime.date
    step: int
    levels: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """The same for the same thing, whoever is told of it and why."""
        return ("share" if isinstance(self.thing, Assignment) else self.kind, self.thing.pk)


@dataclass(frozen=True, slots=True)
class Told:
    """What a post is told: at which level, and in place of which absent post."""

    due: Due
    level: int = 0
    stands_for: Post | None = None


def due_on_ladder(on: datetime.date, since: datetime.date | None = None) -> list[Due]:
    """All that comes up on a day, with `since` also what came up after that day and nobody was told of.

    A constant number of statements; reads only what comes up.
    """
    found = [*_shares(on, since), *_waiting(on, since), *_reports(on, since), *_evidence(on, since)]
    return sorted(found, key=lambda one: (one.day, one.key))


def _shares(on: datetime.date, since: datetime.date | None) -> Iterator[Due]:
    """Open shares; those of priority tasks on a ladder of their own."""
    rungs = ladders(on)
    latest = max(horizon(rungs["share"], on), horizon(rungs["priority"], on))
    rows = Assignment.objects.filter(state__in=OWED, due_on__lte=latest)
    steps = {
        (day, first): found[-1]
        for day, first in rows.order_by().values_list("due_on", "task__is_priority").distinct()
        if (found := steps_due(_rungs(on, first), day, on, since))
    }
    days = {day for day, _first in steps}
    for share in rows.filter(due_on__in=days).select_related("task"):
        step = steps.get((share.due_on, share.task.is_priority))
        if step is not None:
            levels = _rungs(on, share.task.is_priority).levels(step)
            yield Due(Kind.SHARE, share, share.due_on, step, levels)


def _rungs(on: datetime.date, is_priority: bool) -> Ladder:
    return ladders(on)["priority" if is_priority else "share"]


def _waiting(on: datetime.date, since: datetime.date | None) -> Iterator[Due]:
    """Results handed in and still without all their keys."""
    rungs = ladders(on)["waiting"]
    rows = Assignment.objects.filter(state=Assignment.State.SUBMITTED).annotate(day=TruncDate("submitted_at"))
    steps = _steps(rungs, rows, "day", on, since)
    for share in rows.filter(day__in=steps).select_related("task").prefetch_related("acceptances"):
        step = steps[share.day]
        yield Due(Kind.WAITING, share, share.day, step, rungs.levels(step))


def _reports(on: datetime.date, since: datetime.date | None) -> Iterator[Due]:
    """Reports that were opened and have not come."""
    rungs = ladders(on)["report"]
    rows = Occurrence.objects.filter(duty__kind=Duty.Kind.REPORT, fulfilled_at=None)
    steps = _steps(rungs, rows.filter(due_on__lte=horizon(rungs, on)), "due_on", on, since)
    for report in rows.filter(due_on__in=steps).select_related("duty", "period"):
        step = steps[report.due_on]
        yield Due(Kind.REPORT, report, report.due_on, step, rungs.levels(step))


def _evidence(on: datetime.date, since: datetime.date | None) -> Iterator[Due]:
    rungs = ladders(on)["evidence"]
    rows = running_out(on)
    steps = _steps(rungs, rows, "expires_on", on, since)
    for one in rows.filter(expires_on__in=steps).select_related("assignment__task"):
        if one.expires_on is not None:
            yield Due(Kind.EVIDENCE, one, one.expires_on, steps[one.expires_on], rungs.levels(steps[one.expires_on]))


def running_out(on: datetime.date) -> "QuerySet[TaskEvidence]":
    """Evidence of work done in the current year that runs out soon or has run out, unless other evidence of the same
    share lasts longer. How soon says the ladder. One statement besides that of the rows.
    """
    lasting = TaskEvidence.objects.filter(assignment=OuterRef("assignment"), withdrawn_at=None)
    longer = lasting.filter(Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")))
    rows = TaskEvidence.objects.filter(
        withdrawn_at=None,
        expires_on__lte=horizon(ladders(on)["evidence"], on),
        assignment__state=Assignment.State.DONE,
        assignment__task__period__year=current_year(on),
    )
    return rows.exclude(Exists(longer))


def stale_evidence(post: Post, on: datetime.date) -> "QuerySet[TaskEvidence]":
    """What of it the post may see, the first to run out first, share and task loaded."""
    rows = running_out(on).filter(assignment__in=rules.visible_assignments(post))
    return rows.select_related("assignment__task").order_by("expires_on", "pk")


def _steps(
    rungs: Ladder,
    rows: "QuerySet[Any]",
    name: str,
    on: datetime.date,
    since: datetime.date | None,
) -> dict[datetime.date, int]:
    """The days of these rows that come up, each with its last step."""
    days = rows.order_by().values_list(name, flat=True).distinct()
    return {day: found[-1] for day in days if (found := steps_due(rungs, day, on, since))}


def told_of(dues: Sequence[Due], on: datetime.date) -> dict[int, list[Told]]:
    """The number of each post → what it is told, in the order given; who stands in for an absent post is told as well.

    Nobody is told of what he may not see, and nobody twice of the same thing: what one must do oneself stands before
    what only rose to one, one's own before another's. A constant number of statements within `base.reading.keeping`.
    """
    day = tree(on)
    rounds = [_round(one, day) for one in dues]
    people = _People((unit for told in rounds for _level, unit, _capability in told), on)
    found: dict[int, dict[tuple[str, int], Told]] = {}
    for one, told in zip(dues, rounds, strict=True):
        for level, unit_id, capability in told:
            for post in people.at(unit_id):
                if _concerns(one, post, level, capability) and _sees(post, one.thing):
                    _tell(found, post.pk, Told(one, level))
    for absent, others in stand_ins(list(found), on).items():
        for stand_in in others:
            for line in list(found[absent].values()):
                if line.stands_for is None:
                    _tell(found, stand_in, Told(line.due, line.level, people.by_key[absent]))
    return {post_id: sorted(lines.values(), key=_order) for post_id, lines in found.items()}


def told_by_hand(shares: Sequence[Assignment], on: datetime.date) -> dict[int, list[Told]]:
    """The same for shares somebody chose (tasks loaded): only whoever must act is told."""
    steps = {day: working_days_between(day, on) for day in {share.due_on for share in shares}}
    return told_of([Due(Kind.SHARE, share, share.due_on, steps[share.due_on]) for share in shares], on)


def behind_addresses(post_ids: Iterable[int], on: datetime.date) -> dict[str, list[int]]:
    """Each address to write to on a day → the posts behind it; for an absent post its stand-in is written to. Two
    statements.
    """
    told = list(post_ids)
    away = {post_id for post_id, others in stand_ins(told, on).items() if others}
    found: dict[str, list[int]] = {}
    for post_id, known in addresses([post_id for post_id in told if post_id not in away], on).items():
        for address in known:
            found.setdefault(address.lower(), []).append(post_id)
    return found


def letter_key(on: datetime.date, address: str) -> str:
    """An address gets one letter of reminder a day."""
    return f"task.reminded.{on:%Y-%m-%d}.{address}"


def _tell(found: dict[int, dict[tuple[str, int], Told]], post_id: int, line: Told) -> None:
    lines = found.setdefault(post_id, {})
    before = lines.get(line.due.key)
    if before is None or (line.level, line.stands_for is not None) < (before.level, before.stands_for is not None):
        lines[line.due.key] = line


def _order(line: Told) -> tuple[int, datetime.date, tuple[str, int]]:
    return (line.level, line.due.day, line.due.key)


def _round(one: Due, day: Tree) -> Round:
    """Who is told, level by level; of a result that waits, both sides, for either may be the one it waits for."""
    thing = one.thing
    if isinstance(thing, TaskEvidence):
        return [(0, thing.assignment.unit_id, "task.write")]
    if isinstance(thing, Occurrence):
        above, says = _path(day, thing.unit_id)[1:], "report.accept"
        first = [(0, thing.unit_id, "report.write")]
    elif one.kind == Kind.WAITING:
        above, says = _path(day, thing.to_unit_id)[1:], "task.accept"
        first = [(0, unit_id, "") for unit_id in dict.fromkeys((thing.to_unit_id, thing.unit_id))]
    else:
        above, says = _path(day, thing.to_unit_id), "task.accept"
        first = [(0, thing.unit_id, "task.write")]
    return first + [(level, unit_id, says) for level, unit_id in enumerate(above[: one.levels], start=1)]


def _path(day: Tree, unit_id: int) -> list[int]:
    """The unit and those above it, upwards; the unit alone where it no longer stands."""
    return [place.unit_id for place in reversed(day.path(unit_id))] or [unit_id]


def _concerns(one: Due, post: Post, level: int, capability: str) -> bool:
    """Of a result that waits, those are told who may turn a key on it now."""
    if one.kind != Kind.WAITING or level:
        return post.can(capability)
    share = one.thing
    assert isinstance(share, Assignment)
    return any(not rules.why_not_turn(post, share, key) for key in rules.keys_of(share))


def _sees(post: Post, thing: Thing) -> bool:
    if isinstance(thing, Occurrence):
        return rules.sees_occurrence(post, thing)
    return rules.sees(post, thing.assignment if isinstance(thing, TaskEvidence) else thing)


class _People:
    """The posts at some units on a day, read in one statement."""

    def __init__(self, unit_ids: Iterable[int], on: datetime.date) -> None:
        rows = Post.objects.select_related("body").filter(valid_from__lte=on, valid_to__gte=on)
        rows = rows.filter(body__unit_id__in=set(unit_ids)).order_by("precedence", "id")
        self.by_key = {post.pk: post for post in rows}
        self._at: dict[int, list[Post]] = {}
        for post in self.by_key.values():
            self._at.setdefault(post.body.unit_id, []).append(post)

    def at(self, unit_id: int) -> list[Post]:
        return self._at.get(unit_id, [])
