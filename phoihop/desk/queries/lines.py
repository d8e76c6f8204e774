"""The shape of the desk: lines in four columns."""

import datetime
from dataclasses import dataclass, field

TOGETHER = 3
"""More things of one kind than this stand as one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: what, which unit, when in words, one action. `tone` is a tone of components.status."""

    what: str
    where: str
    when: str
    tone: str
    action: str
    url: str
    due_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    late: list[Line] = field(default_factory=list)
    today: list[Line] = field(default_factory=list)
    decide: list[Line] = field(default_factory=list)
    coming: list[Line] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.today or self.decide or self.coming)
