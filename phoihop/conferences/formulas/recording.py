"""Where in a recording an item of the agenda begins, from the log."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from phoihop.conferences.formulas.room import Happened


@dataclass(frozen=True)
class Chapter:
    """`item` of the agenda (None: none was running) begins `seconds` into the `part`-th stretch of recording."""

    part: int
    began_at: datetime.datetime
    item: int | None
    seconds: float


def chapters(entries: Iterable[Happened]) -> list[Chapter]:
    """A stretch runs from switching on to switching off or closing. The item that runs then opens it, at 0 seconds."""
    found: list[Chapter] = []
    part, began, item = 0, None, None
    for entry in entries:
        if entry.verb == "recording.switched":
            on = bool(entry.facts["on"])
            if on and began is None:
                part, began = part + 1, entry.at
                found.append(Chapter(part, began, item, 0.0))
            elif not on:
                began = None
        elif entry.verb == "room.closed":
            began = item = None
        elif entry.verb in ("item.started", "item.ended"):
            item = entry.facts["item"] if entry.verb == "item.started" else None
            if began is not None:
                found.append(Chapter(part, began, item, (entry.at - began).total_seconds()))
    return found
