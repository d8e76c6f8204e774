"""The room, followed from the log. What was followed is kept in memory and only ever brought forward."""

import datetime
import threading
from collections.abc import Iterator
from itertools import takewhile

from phoihop.conferences.formulas import Happened, Room, room_after
from phoihop.conferences.models import Conference, LogEntry

_MOST_KEPT = 32
_kept: dict[int, tuple[str, Room]] = {}
_lock = threading.Lock()


def happened(conference_id: int, after: int = 0) -> Iterator[Happened]:
    """The entries after a number, in order."""
    rows = LogEntry.objects.filter(conference_id=conference_id, seq__gt=after).order_by("seq")
    for seq, verb, facts, at, by in rows.values_list("seq", "verb", "facts", "at", "by_id"):
        yield Happened(seq, verb, facts, at, by)


def room_now(conference_id: int, last_seq: int, log_hash: str) -> Room:
    """The room after entry `last_seq`, whose hash is `log_hash` (both as the conference's row has them).

    One statement when something new happened, none otherwise. The hash tells a log that was rolled back or belongs to
    another database from the one that was followed before.
    """
    with _lock:
        mark, room = _kept.get(conference_id, ("", Room()))
    if room.seq == last_seq and mark == log_hash:
        return room
    room, entries = _further(conference_id, room, mark) if room.seq < last_seq else (Room(), happened(conference_id))
    room = room_after((one for one in entries if one.seq <= last_seq), room)
    with _lock:
        if len(_kept) >= _MOST_KEPT and conference_id not in _kept:
            _kept.clear()
        _kept[conference_id] = (log_hash, room)
    return room


def room_of(conference_id: int) -> Room:
    """The room now, for who has no fresh row of the conference."""
    last_seq, log_hash = Conference.objects.values_list("last_seq", "log_hash").get(pk=conference_id)
    return room_now(conference_id, last_seq, log_hash)


def _further(conference_id: int, room: Room, mark: str) -> tuple[Room, list[Happened]]:
    """Where to go on from, and the entries that follow: from the kept room if its last entry is still there."""
    rows = LogEntry.objects.filter(conference_id=conference_id, seq__gte=room.seq).order_by("seq")
    found = list(rows.values_list("seq", "verb", "facts", "at", "by_id", "hash"))
    if room.seq and (not found or found[0][0] != room.seq or found[0][5] != mark):
        return Room(), list(happened(conference_id))
    return room, [Happened(*row[:5]) for row in found if row[0] > room.seq]


def room_at(conference_id: int, moment: datetime.datetime) -> Room:
    """The room at an instant, with everything that had happened by then."""
    return room_after(takewhile(lambda one: one.at <= moment, happened(conference_id)))
