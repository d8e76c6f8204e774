"""Reads of conferences: the room now or at an instant, and what prepares and follows it."""

from phoihop.conferences.queries.room import happened, room_at, room_now

__all__ = ["happened", "room_at", "room_now"]
