"""Reads of conferences: the room now or at an instant, and what prepares and follows it."""

from phoihop.conferences.queries.listing import COMING, PAST, Line, conferences, sites, timed
from phoihop.conferences.queries.room import happened, room_at, room_now

__all__ = [
    "COMING",
    "PAST",
    "Line",
    "conferences",
    "happened",
    "room_at",
    "room_now",
    "sites",
    "timed",
]
