"""How long: seconds as a clock on a screen shows them, and when somebody was in the room."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from phoihop.conferences.formulas.room import PRESENT, Happened


def clock_of(seconds: float) -> str:
    """ "3:41", "1:02:05", "−0:12": minutes and seconds as a running clock shows them."""
    whole = int(abs(seconds))
    sign = "\u2212" if seconds <= -1 else ""
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{sign}{hours}:{minutes:02}:{rest:02}" if hours else f"{sign}{minutes}:{rest:02}"


@dataclass(frozen=True)
class Stay:
    """A seat's holder was there, "room" or "online", from `since` to `until` (None: still is)."""

    how: str
    since: datetime.datetime
    until: datetime.datetime | None = None


def stays_of(entries: Iterable[Happened]) -> dict[int, list[Stay]]:
    """Seat → its stays in order. Going from the room online (or back) ends one stay and begins another.

    The end of the conference ends every stay; a mark that says what was known changes nothing.
    """
    found: dict[int, list[Stay]] = {}
    for entry in entries:
        if entry.verb == "room.closed":
            for stays in found.values():
                _end(stays, entry.at)
        if entry.verb != "roll.marked":
            continue
        for seat, state in entry.facts["marks"]:
            stays = found.setdefault(seat, [])
            here = stays[-1].how if stays and stays[-1].until is None else ""
            if here == state:
                continue
            _end(stays, entry.at)
            if state in PRESENT:
                stays.append(Stay(state, entry.at))
    return found


def _end(stays: list[Stay], at: datetime.datetime) -> None:
    if stays and stays[-1].until is None:
        stays[-1] = Stay(stays[-1].how, stays[-1].since, at)
