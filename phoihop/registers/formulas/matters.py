"""When a matter drags, and when it goes one level further up. All lengths are working days."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from phoihop.duties.calendar import add_working_days, working_days_between

_worked = lru_cache(maxsize=16384)(working_days_between)
"""A board asks for the same two days again and again."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast matters of a kind usually go."""

    settle_days: int
    """From opening to the usual due day."""
    drags_after_days: int
    """Open longer than this is long, whatever the due day says."""
    quiet_after_days: int
    """No step of work for longer than this is quiet."""
    rises_after_days: int
    """Put before a unit and still dragging after this many, it goes to the next unit above."""


class Drag(StrEnum):
    PAST_DUE = "past_due"
    QUIET = "quiet"
    LONG = "long"


def why_drags(
    *, since: datetime.date, due_on: datetime.date, last_work_on: datetime.date, on: datetime.date, pace: Pace
) -> tuple[Drag, ...]:
    """Why an open matter drags on that day; empty when it does not.

    `since` is the day it was opened, or opened again; `last_work_on` that of the last step of who has to settle it.
    Each reason, once there, stays until something is done: the more time passes, the more it drags.
    """
    found = []
    if on > due_on:
        found.append(Drag.PAST_DUE)
    if _worked(last_work_on, on) > pace.quiet_after_days:
        found.append(Drag.QUIET)
    if _worked(since, on) > pace.drags_after_days:
        found.append(Drag.LONG)
    return tuple(found)


def rises(raised_on: datetime.date, on: datetime.date, pace: Pace) -> bool:
    """Whether what was put before a unit on one day has waited there long enough to go further up on the other."""
    return _worked(raised_on, on) >= pace.rises_after_days


def usual_due(opened_on: datetime.date, pace: Pace) -> datetime.date:
    """The day by which a matter opened then is usually settled."""
    return add_working_days(opened_on, pace.settle_days)
