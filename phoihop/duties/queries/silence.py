"""Who stays silent: overdue work that was reminded of again and again, and nothing was said since."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from phoihop.base.errors import Reason
from phoihop.duties import rules
from phoihop.duties.models import (
    Assignment,
    Extension,
    Progress,
    Question,
    ReminderLine,
    TaskEvidence,
)
from phoihop.duties.queries.reminding import Told, behind_addresses, letter_key, told_by_hand
from phoihop.duties.queries.tasks import overdue
from phoihop.journal.queries import mail_known
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree

LEAST = 2
"""Fewer unanswered reminders than this are no silence yet."""


@dataclass(frozen=True, slots=True)
class SilentShare:
    """Overdue work: on how many days it was reminded of since its unit last said anything, from when to when."""

    share: Assignment
    times: int
    since: datetime.date
    last_on: datetime.date
    last_sign: datetime.datetime | None


@dataclass(frozen=True)
class SilentUnit:
    """A unit with its silent work, the longest silent first."""

    unit_id: int
    name: str
    above: str
    shares: list[SilentShare] = field(default_factory=list)

    @property
    def times(self) -> int:
        return max(one.times for one in self.shares)

    @property
    def since(self) -> datetime.date:
        return min(one.since for one in self.shares)

    @property
    def last_sign(self) -> datetime.datetime | None:
        return max((one.last_sign for one in self.shares if one.last_sign), default=None)


def silent(post: Post, on: datetime.date) -> list[SilentUnit]:
    """Units of the post's branch with overdue work of which they were reminded on at least LEAST days since their last
    progress, evidence, question, request for more time or result on it; the most often reminded first.

    What is said on the day of a reminder answers it. A constant number of statements.
    """
    rows = rules.visible_assignments(post).filter(overdue(on))
    days = reminder_days(rows)
    asked = [pk for pk, found in days.items() if len(found) >= LEAST]
    day = tree(on)
    units: dict[int, SilentUnit] = {}
    for share in _with_signs(rows.filter(pk__in=asked)):
        sign = last_sign(share)
        after = timezone.localtime(sign).date() if sign else None
        unanswered = [d for d in days[share.pk] if after is None or d > after]
        if len(unanswered) >= LEAST:
            above = day.superior(share.unit_id)
            unit = units.setdefault(
                share.unit_id,
                SilentUnit(share.unit_id, rules.unit_name(share.unit_id, on), above.name if above else ""),
            )
            unit.shares.append(SilentShare(share, len(unanswered), unanswered[0], unanswered[-1], sign))
    for unit in units.values():
        unit.shares.sort(key=lambda one: (one.since, one.share.due_on, one.share.pk))
    return sorted(units.values(), key=lambda unit: (-unit.times, unit.since, unit.unit_id))


def reminder_days(rows: "QuerySet[Assignment]") -> dict[int, list[datetime.date]]:
    """Share → the days on which whoever must act was reminded of it, the earliest first. One statement."""
    lines = ReminderLine.objects.filter(share__in=rows.values("pk"), kind=ReminderLine.Kind.SHARE, level=0)
    found: dict[int, list[datetime.date]] = defaultdict(list)
    for share_id, day in lines.order_by("reminder__on").values_list("share_id", "reminder__on").distinct():
        found[share_id].append(day)
    return dict(found)


_SIGNS = {
    "told_at": (Progress, "at"),
    "proved_at": (TaskEvidence, "added_at"),
    "asked_at": (Question, "asked_at"),
    "begged_at": (Extension, "asked_at"),
}


def _with_signs(rows: "QuerySet[Assignment]") -> "QuerySet[Assignment]":
    """The rows with the last moment of each sign of life, tasks loaded."""
    for name, (model, moment) in _SIGNS.items():
        latest = model.objects.filter(assignment=OuterRef("pk")).order_by().values("assignment")  # type: ignore[attr-defined]
        rows = rows.annotate(**{name: Subquery(latest.annotate(last=Max(moment)).values("last"))})
    return rows.select_related("task")


def last_sign(share: Assignment) -> datetime.datetime | None:
    """When the unit last did anything about the share; needs the row as `_with_signs` gives it."""
    moments = [getattr(share, name) for name in _SIGNS] + [share.submitted_at]
    return max((moment for moment in moments if moment), default=None)


@dataclass(frozen=True)
class Chase:
    """What reminding of these shares now would do: which would be told of, which not and why, and who is told."""

    ready: list[Assignment]
    left: list[tuple[Assignment, Reason]]
    told: dict[int, list[Told]] = field(default_factory=dict)
    letters: int = 0
    """How many addresses get a letter: those that had none today."""

    @property
    def units(self) -> int:
        return len({share.unit_id for share in self.ready})


def chase(by: Post | None, shares: Sequence[Assignment], on: datetime.date) -> Chase:
    """Sorts the shares (tasks loaded) by whether the post may have their units reminded of them today. A constant
    number of statements within `base.reading.keeping`.
    """
    why_not = left_of(by, shares, on)
    ready = [share for share in shares if share.pk not in why_not]
    left = [(share, why_not[share.pk]) for share in shares if share.pk in why_not]
    told = told_by_hand(ready, on)
    keys = {letter_key(on, address) for address in behind_addresses(told, on)}
    return Chase(ready, left, told, len(keys - mail_known(keys)))


def left_of(by: Post | None, shares: Sequence[Assignment], on: datetime.date) -> dict[int, Reason]:
    """Of these shares (tasks loaded) those of which the post cannot have anybody reminded today, with why. One
    statement within `base.reading.keeping`.
    """
    already = _told_on(on, [share.pk for share in shares])
    found = {}
    for share in shares:
        if reasons := rules.why_not_chase_share(by, share, told_today=share.pk in already):
            found[share.pk] = reasons[0]
    return found


def _told_on(on: datetime.date, share_ids: Iterable[int]) -> set[int]:
    lines = ReminderLine.objects.filter(reminder__on=on, level=0, kind=ReminderLine.Kind.SHARE)
    return set(lines.filter(share__in=list(share_ids)).values_list("share_id", flat=True))
