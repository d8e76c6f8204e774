"""Reads of conferences: the room now or at an instant, and what prepares and follows it."""

from phoihop.conferences.queries.attendance import (
    Attended,
    Quorum,
    SiteAttendance,
    attendance,
    quorum_at,
    quorum_now,
    quorum_of,
)
from phoihop.conferences.queries.chain import Break, first_break, verify_log
from phoihop.conferences.queries.course import Sentence, course
from phoihop.conferences.queries.heard import Heard, heard
from phoihop.conferences.queries.listing import COMING, PAST, Line, conferences, sites, timed
from phoihop.conferences.queries.names import Names, names_of
from phoihop.conferences.queries.room import happened, room_at, room_now, room_of
from phoihop.conferences.queries.sentences import counted, lasted
from phoihop.conferences.queries.video import (
    Recorded,
    Shown,
    newest_signal,
    recording_marks,
    recordings,
    shown_now,
    signals_for,
)

__all__ = [
    "COMING",
    "PAST",
    "Attended",
    "Break",
    "Heard",
    "Line",
    "Names",
    "Quorum",
    "Recorded",
    "Sentence",
    "Shown",
    "SiteAttendance",
    "attendance",
    "conferences",
    "counted",
    "course",
    "first_break",
    "happened",
    "heard",
    "lasted",
    "names_of",
    "newest_signal",
    "quorum_at",
    "quorum_now",
    "quorum_of",
    "recording_marks",
    "recordings",
    "room_at",
    "room_now",
    "room_of",
    "shown_now",
    "signals_for",
    "sites",
    "timed",
    "verify_log",
]
