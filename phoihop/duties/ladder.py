"""The ladder of reminders: on which working days, before and after a day, who is reminded. Dated data, not rules."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from phoihop.duties.calendar import DAY, add_working_days, is_working_day, working_days_between

FILE = Path(__file__).parent / "data" / "ladder.json"
NAMES = ("share", "priority", "report", "waiting", "evidence")
"""Work given, work of priority, reports, results that wait to be accepted, evidence that runs out."""
FARTHEST = 60
"""No step lies more working days than this before or after the day; what comes later comes by `every`."""


class BadLadder(ValueError):
    """The file of the ladder contradicts itself; the message says where."""


@dataclass(frozen=True)
class Ladder:
    """`steps` in working days relative to the day, then one every `every` days; `up_from` the step at which the level
    that accepts is told as well, then the one at which the next level above is."""

    steps: tuple[int, ...]
    every: int
    up_from: tuple[int, ...]

    def has(self, step: int) -> bool:
        last = self.steps[-1]
        return step in self.steps or (step > last and (step - last) % self.every == 0)

    def levels(self, step: int) -> int:
        """How many levels above the unit are told at this step."""
        return sum(step >= first for first in self.up_from)


Ladders = Mapping[str, Ladder]
"""A ladder for each of NAMES."""


def steps_due(ladder: Ladder, day: datetime.date, on: datetime.date, since: datetime.date | None = None) -> list[int]:
    """The steps towards or after `day` that fall due on `on`, the earliest first; none on a day nobody works.

    A step before or after the day always falls on a working day; the day itself, where it is a holiday, on the next
    working day. With `since`, the last day on which anybody was reminded, also the steps missed after it.
    """
    if not is_working_day(on):
        return []
    found: list[int] = []
    at = on if since is None else min(since + DAY, on)
    while at <= on:
        if is_working_day(at):
            found += [step for step in _on(day, at) if ladder.has(step)]
        at += DAY
    return found


def _on(day: datetime.date, at: datetime.date) -> list[int]:
    """Which working day, counted from `day`, the working day `at` is: two of them right after a day nobody works."""
    if at < day:
        return [-working_days_between(at - DAY, day - DAY)]
    if at == day:
        return [0]
    after = working_days_between(day, at)
    return [0, 1] if after == 1 and not is_working_day(day) else [after]


def horizon(ladder: Ladder, on: datetime.date) -> datetime.date:
    """Nobody is reminded on `on` of what falls due after this day."""
    return add_working_days(on, max(0, -ladder.steps[0]))


def read(data: Mapping[str, Any]) -> dict[datetime.date, Ladders]:
    """Check the data: the day from which each set of ladders holds → the set, the latest first. Raises BadLadder."""
    found: dict[datetime.date, Ladders] = {}
    for text, given in data["from"].items():
        if set(given) != set(NAMES):
            raise BadLadder(f"{text}: {sorted(set(given) ^ set(NAMES))} missing or unknown")
        found[datetime.date.fromisoformat(text)] = {name: _ladder(f"{text} {name}", given[name]) for name in NAMES}
    if not found:
        raise BadLadder("no ladder at all")
    return dict(sorted(found.items(), reverse=True))


def _ladder(where: str, given: Mapping[str, Any]) -> Ladder:
    steps, every, up_from = tuple(given["steps"]), given["every"], tuple(given["up_from"])
    if not all(type(n) is int for n in (*steps, every, *up_from)):
        raise BadLadder(f"{where}: whole working days only")
    if not steps or list(steps) != sorted(set(steps)) or max(abs(steps[0]), abs(steps[-1])) > FARTHEST:
        raise BadLadder(f"{where}: steps rise, each once, none farther than {FARTHEST}")
    if not 1 <= every <= FARTHEST:
        raise BadLadder(f"{where}: repeated every 1 to {FARTHEST} days")
    if list(up_from) != sorted(set(up_from)) or any(first < 1 for first in up_from):
        raise BadLadder(f"{where}: the levels above are told after the day, each later than the one below")
    return Ladder(steps, every, up_from)


@lru_cache(maxsize=1)
def _all() -> dict[datetime.date, Ladders]:
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def ladders(on: datetime.date) -> Ladders:
    """The ladders in force on a day; before the first of them, the first."""
    known = _all()
    return next((found for first, found in known.items() if first <= on), known[min(known)])
