"""How many working days before or after a conference something is due: dated data, not rules."""

import datetime
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from phoihop.conferences.models import Conference
from phoihop.duties.calendar import add_working_days

FILE = Path(__file__).parent / "data" / "offsets.json"
NAMES = ("invitation", "papers", "reply", "notice")
"""Invitation, papers and replies before it (never positive), the notice of conclusion after it (never negative)."""
FARTHEST = 60

Offsets = Mapping[str, int]


class BadOffsets(ValueError):
    """The file of offsets contradicts itself; the message says where."""


def read(data: Mapping[str, Any]) -> dict[datetime.date, Offsets]:
    """Check the data: the day from which each set of offsets holds → the set, the latest first. Raises BadOffsets."""
    found: dict[datetime.date, Offsets] = {}
    for text, given in data["from"].items():
        if set(given) != set(NAMES):
            raise BadOffsets(f"{text}: {sorted(set(given) ^ set(NAMES))} missing or unknown")
        for name, days in given.items():
            after = name == "notice"
            if type(days) is not int or abs(days) > FARTHEST or (days < 0 if after else days > 0):
                raise BadOffsets(f"{text} {name}: {days}")
        found[datetime.date.fromisoformat(text)] = dict(given)
    if not found:
        raise BadOffsets("no offsets at all")
    return dict(sorted(found.items(), reverse=True))


@lru_cache(maxsize=1)
def _all() -> dict[datetime.date, Offsets]:
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def offset(name: str, on: datetime.date) -> int:
    """Working days relative to a conference of that day: "invitation" −3, "papers" −3, "reply" −1, "notice" 5."""
    known = _all()
    return next((found for first, found in known.items() if first <= on), known[min(known)])[name]


def day_of(conference: Conference) -> datetime.date:
    """The local day on which the conference is held: the day of its opening once it was opened."""
    return timezone.localtime(conference.opened_at or conference.starts_at).date()


def due_day(name: str, conference: Conference) -> datetime.date:
    """The last day on which it is in time; what follows the conference counts from the day on which it ended."""
    start = day_of(conference)
    if name == "notice" and conference.closed_at is not None:
        start = timezone.localtime(conference.closed_at).date()
    return add_working_days(start, offset(name, start))
