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
from phoihop.conferences.queries.room import happened, room_at, room_now
from phoihop.conferences.queries.sentences import counted, lasted

__all__ = [
    "COMING",
    "PAST",
    "Attended",
    "Break",
    "Heard",
    "Line",
    "Names",
    "Quorum",
    "Sentence",
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
    "quorum_at",
    "quorum_now",
    "quorum_of",
    "room_at",
    "room_now",
    "sites",
    "timed",
    "verify_log",
]
