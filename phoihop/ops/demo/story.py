"""A story is a list of things that happen, each at its moment, played in order on a clock that stands there."""

import datetime
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from django.utils import timezone

from phoihop.base import clock

Scene = Callable[[], object]
Progress = Callable[[int, int, datetime.datetime], None]
"""Called with how many scenes were played, how many there are, and the moment in the story."""


@dataclass
class Story:
    """Scenes in order of time; a scene may add later ones while it plays. What lies after `ends` does not happen."""

    ends: datetime.datetime | None = None
    waiting: list[tuple[datetime.datetime, int, Scene]] = field(default_factory=list)
    number: "count[int]" = field(default_factory=count)
    added: int = 0

    def at(self, moment: datetime.datetime | datetime.date | str, scene: Scene) -> None:
        """Add a scene; a day is nine in the morning, text is ISO form. Scenes of one moment keep their order."""
        if isinstance(moment, str):
            moment = datetime.datetime.fromisoformat(moment if "T" in moment else f"{moment}T09:00")
        if not isinstance(moment, datetime.datetime):
            moment = datetime.datetime.combine(moment, datetime.time(9))
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        if self.ends is not None and moment >= self.ends:
            return
        heapq.heappush(self.waiting, (moment, next(self.number), scene))
        self.added += 1

    def play(self, progress: Progress) -> None:
        done = 0
        while self.waiting:
            moment, _number, scene = heapq.heappop(self.waiting)
            with clock.standing_at(moment):
                scene()
            done += 1
            progress(done, self.added, moment)
