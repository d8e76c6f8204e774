"""Reads of the log and of the outbox."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from phoihop.base import clock
from phoihop.journal.formulas import START
from phoihop.journal.models import Entry, Mail, Notice


@dataclass(frozen=True)
class Break:
    """The first entry at which the chain does not hold, and in which way: missing, changed or cut."""

    seq: int
    kind: str


def verify(anchor: tuple[int, str] | None = None) -> Break | None:
    """The first broken entry, or None when the whole chain holds.

    `anchor` is (number, hash) noted earlier outside this database: it shows even a chain cut short or rebuilt.
    """
    expected, previous = 1, START
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            return Break(expected, "missing")
        if entry.previous_hash != previous or entry.hash != entry.hash_due():
            return Break(entry.seq, "changed")
        if anchor and anchor[0] == entry.seq and anchor[1] != entry.hash:
            return Break(entry.seq, "changed")
        expected, previous = expected + 1, entry.hash
    if anchor and anchor[0] >= expected:
        return Break(expected, "cut")
    return None


def head() -> tuple[int, str]:
    """Number and hash of the last entry: what an operator notes outside the machine."""
    return Entry.objects.order_by("-seq").values_list("seq", "hash").first() or (0, START)


def last_moment() -> datetime.datetime | None:
    """When anything was recorded last: nothing the log knows of changed after it."""
    return Entry.objects.order_by("-seq").values_list("at", flat=True).first()


def history_of(thing: models.Model, limit: int = 50) -> QuerySet[Entry]:
    """What happened to this thing, newest first."""
    found = Entry.objects.filter(subject_type=thing._meta.label_lower, subject_id=thing.pk)
    return found.order_by("-seq")[:limit]


def log(*, verb: str = "", text: str = "", day: datetime.date | None = None) -> QuerySet[Entry]:
    """The log, newest first: of one verb, about or by whoever `text` names, on one day (local time)."""
    found = Entry.objects.order_by("-seq")
    if verb:
        found = found.filter(verb=verb)
    if text:
        found = found.filter(Q(subject_label__icontains=text) | Q(label__icontains=text))
    if day:
        try:
            start = timezone.make_aware(datetime.datetime.combine(day, datetime.time())).astimezone(datetime.UTC)
            found = found.filter(at__gte=start, at__lt=start + datetime.timedelta(days=1))
        except OverflowError:  # the first or last day of all time, on which nothing happened
            return found.none()
    return found


def unread_for(post_id: int) -> QuerySet[Notice]:
    """Notices on the desk of a post that nobody has seen yet, newest first, each with its entry."""
    return Notice.objects.filter(to_post_id=post_id, read_at=None).select_related("entry")


def verbs_in_use() -> list[str]:
    return sorted(Entry.objects.values_list("verb", flat=True).distinct())


@dataclass(frozen=True)
class MailCounts:
    """How many letters wait, and how many were given up."""

    waiting: int
    given_up: int


def mail_counts() -> MailCounts:
    """One statement."""
    counts = dict(Mail.objects.order_by().values_list("state").annotate(Count("id")))
    return MailCounts(counts.get(Mail.State.WAITING, 0), counts.get(Mail.State.GIVEN_UP, 0))


def mail_known(keys: Iterable[str]) -> set[str]:
    """Those of the keys under which there is a letter already, sent or not. One statement."""
    return set(Mail.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def mail_due(limit: int, key: str = "") -> list[int]:
    """Keys of the letters that may be sent now and that nobody is sending, the longest waiting first; or of one."""
    now = clock.machine_now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    due = Mail.objects.filter(free, state=Mail.State.WAITING, send_after__lte=now)
    return list((due.filter(key=key) if key else due).values_list("pk", flat=True)[:limit])


def mail_given_up(limit: int = 50) -> list[tuple[str, str]]:
    """(address, what the server said) of letters that were given up, the latest first. Nothing of what they say."""
    rows = Mail.objects.filter(state=Mail.State.GIVEN_UP).order_by("-send_after", "-id")
    return list(rows.values_list("to", "last_error")[:limit])
