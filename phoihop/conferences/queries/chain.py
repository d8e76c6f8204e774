"""Whether the logs of conferences are as they were written."""

from dataclasses import dataclass

from phoihop.conferences.models import Conference, LogEntry
from phoihop.journal.models import Entry


@dataclass(frozen=True)
class Break:
    """The first entry of a conference's log that does not hold, and in which way: missing, changed or cut."""

    code: str
    seq: int
    kind: str


def verify_log(conference: Conference) -> Break | None:
    """The first broken entry, or None when the log is whole, ends where its conference says, and, once closed, as the
    journal sealed it."""
    expected, previous = 1, ""
    for entry in LogEntry.objects.filter(conference=conference).order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            return Break(conference.code, expected, "missing")
        if entry.previous_hash != previous or entry.hash != entry.hash_due():
            return Break(conference.code, entry.seq, "changed")
        expected, previous = expected + 1, entry.hash
    if expected <= conference.last_seq:
        return Break(conference.code, expected, "cut")
    if previous not in _sealed(conference) or conference.log_hash != previous:
        return Break(conference.code, expected - 1, "changed")
    return None


def _sealed(conference: Conference) -> set[str]:
    """The hashes the log may end with: its conference's own, and when the journal has sealed it, only that one."""
    about = Entry.objects.filter(subject_type=Conference._meta.label_lower, subject_id=conference.pk)
    seals = {entry.facts["sha256"] for entry in about.filter(verb="conference.closed")}
    return seals or {conference.log_hash}


def first_break() -> Break | None:
    """The first broken entry of the first conference whose log does not hold."""
    for conference in Conference.objects.order_by("pk").iterator():
        broken = verify_log(conference)
        if broken is not None:
            return broken
    return None
