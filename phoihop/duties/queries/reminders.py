"""Reads of what was sent: to a post day by day, to the units of a branch on a day, and how often of a share."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet

from phoihop.duties.models import Reminder, ReminderLine, ReminderRun
from phoihop.orgs.models import Post
from phoihop.orgs.queries import branch_through_time, within

LATE = Q(lines__kind__in=["share", "report"], lines__level=0, lines__day__lt=F("on"))


@dataclass(frozen=True, slots=True)
class Reminded:
    """On how many days whoever must act was reminded of a share, and the last of them."""

    times: int
    last_on: datetime.date


def reminded(share_ids: Iterable[int]) -> dict[int, Reminded]:
    """Of these shares, those somebody was reminded of. One statement."""
    rows = ReminderLine.objects.filter(share__in=list(share_ids), kind=ReminderLine.Kind.SHARE, level=0)
    counted = rows.values("share_id").annotate(times=Count("reminder__on", distinct=True), last_on=Max("reminder__on"))
    return {row["share_id"]: Reminded(row["times"], row["last_on"]) for row in counted}


def last_run(before: datetime.date | None = None) -> datetime.date | None:
    """The last day on which reminders were made, with a day the last one before it."""
    rows = ReminderRun.objects.filter(on__lt=before) if before else ReminderRun.objects.all()
    return rows.order_by("-on").values_list("on", flat=True).first()


def reminders_of(post: Post) -> "QuerySet[Reminder]":
    """What the post was reminded of, the last day first: how many lines, how many of them its own late work, how many
    that rose to it from below.
    """
    return Reminder.objects.filter(post=post).annotate(**_COUNTS).order_by("-on")


_COUNTS = {
    "n": Count("lines", filter=Q(lines__level=0)),
    "late": Count("lines", filter=LATE),
    "risen": Count("lines", filter=Q(lines__level__gt=0)),
}


def lines_of(reminder: Reminder) -> list[ReminderLine]:
    """Everything the page of one reminder names. One statement."""
    return list(described_lines(reminder.lines.all()))


def described_lines(rows: "QuerySet[ReminderLine]") -> "QuerySet[ReminderLine]":
    """What is owed, by whom, where it came from and for whom: loaded with the lines."""
    return rows.select_related(
        "share__task",
        "occurrence__duty",
        "occurrence__period",
        "evidence__assignment__task",
        "stands_for__body",
        "asked_by__body",
    ).order_by("level", "day", "pk")


def sent_on(post: Post, on: datetime.date) -> "QuerySet[Reminder]":
    """The reminders of a day that went to posts of the branch, as it stood that day; counted, post and body loaded."""
    near = within(branch_through_time(post.body.unit_id), "post__body__unit_id", "on")
    rows = Reminder.objects.filter(near, on=on).annotate(**_COUNTS).select_related("post__body")
    return rows.order_by("post__body__unit_id", "post__precedence", "post_id")


def days_sent(post: Post, limit: int = 30) -> list[datetime.date]:
    """The last days on which somebody of the branch was reminded, the latest first."""
    near = within(branch_through_time(post.body.unit_id), "post__body__unit_id", "on")
    days = Reminder.objects.filter(near).order_by("-on").values_list("on", flat=True).distinct()
    return list(days[:limit])
