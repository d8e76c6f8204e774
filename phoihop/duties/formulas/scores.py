"""How well work was done: given, done, on time, effective; and how long what is overdue has been so.

Every share that counts as given stands in exactly one of STANDS. What is done is part of what is given, what was on
time or effective part of what is done, so no share of them passes 100 %.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from phoihop.duties.calendar import add_working_days, on_or_before

STANDS = ("on_time", "late_done", "waiting", "overdue", "returned", "open", "disagreed", "not_done")
OPEN_STANDS = ("waiting", "overdue", "returned", "open")
_DONE = ("on_time", "late_done")

AGES = (5, 10, 20)
"""Working days: up to 5, up to 10, up to 20, and beyond."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of the shares given to some units: how many were done, on time, effective, are overdue, were left disagreed."""

    given: int = 0
    done: int = 0
    on_time: int = 0
    effective: int = 0
    overdue: int = 0
    disagreed: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.given + other.given,
            self.done + other.done,
            self.on_time + other.on_time,
            self.effective + other.effective,
            self.overdue + other.overdue,
            self.disagreed + other.disagreed,
        )

    @classmethod
    def of(cls, stands: Mapping[tuple[str, bool | None], int]) -> "Score":
        """From (where a share stands, whether it was judged effective) → how many. Only what is done is effective."""
        counts = dict.fromkeys(STANDS, 0)
        effective = 0
        for (stand, judged), n in stands.items():
            counts[stand] += n
            if judged and stand in _DONE:
                effective += n
        return cls(
            given=sum(counts.values()),
            done=sum(counts[stand] for stand in _DONE),
            on_time=counts["on_time"],
            effective=effective,
            overdue=counts["overdue"],
            disagreed=counts["disagreed"],
        )

    def percent(self, part: str) -> Decimal | None:
        """A part ("done", "on_time", …) of what was given, out of a hundred and not rounded; None of nothing."""
        return Decimal(100 * int(getattr(self, part))) / self.given if self.given else None


def age_of(days: int) -> int:
    """The place in AGES of so many working days past the due day; len(AGES) for more than the last."""
    return next((place for place, most in enumerate(AGES) if days <= most), len(AGES))


def age_bounds(today: datetime.date) -> tuple[datetime.date, ...]:
    """For each of AGES the earliest due day that is overdue no longer than so many working days, seen from `today`."""
    last = on_or_before(today)
    return tuple(add_working_days(last, -most) for most in AGES)


def months_between(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    """(year, month) of every month from the first to the last."""
    (year, month), found = first, []
    while (year, month) <= last:
        found.append((year, month))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
