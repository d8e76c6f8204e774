"""Under whom a unit's shares count: the units above it as the tree stood on the day each share was given."""

import datetime
from functools import cached_property
from itertools import pairwise

from django.db.models import Case, IntegerField, Value, When

from phoihop.orgs.queries import last_name, standing_day, tree, turns


class Branch:
    """A unit and everything that stood below it, whenever. Rows are counted by unit and era, and rolled up by `line`.

    An era is a stretch of days with one and the same tree.
    """

    def __init__(self, root_id: int) -> None:
        self.root_id = root_id
        self._turns = turns()
        self._lines: dict[tuple[int, int], tuple[int, ...]] = {}
        self.above: dict[int, int] = {}
        """unit -> the one directly above it within the branch, in the latest era for which its line was asked"""
        self._latest: dict[int, datetime.date] = {}

    @cached_property
    def era(self) -> Case:
        """The number of the era of `assigned_on`; the latest are asked first, since most work is recent."""
        latest_first = reversed(list(enumerate(self._turns, start=1)))
        whens = [When(assigned_on__gte=day, then=Value(number)) for number, day in latest_first]
        return Case(*whens, default=Value(0), output_field=IntegerField())

    def line(self, unit_id: int, era: int) -> tuple[int, ...]:
        """From the root down to the unit in that era (where it stood before, or first, when it is not there then);
        empty when it stood outside the branch."""
        key = (unit_id, era)
        if key not in self._lines:
            self._lines[key] = self.line_on(unit_id, self._turns[era - 1] if era else datetime.date.min)
        return self._lines[key]

    def line_on(self, unit_id: int, on: datetime.date) -> tuple[int, ...]:
        """The same on a day."""
        stood_on = standing_day(unit_id, on)
        path = [place.unit_id for place in tree(stood_on).path(unit_id)] if stood_on else []
        if self.root_id not in path:
            return ()
        line = tuple(path[path.index(self.root_id) :])
        for upper, lower in pairwise(line):
            if self._latest.get(lower, datetime.date.min) <= on:
                self._latest[lower], self.above[lower] = on, upper
        return line

    def rows(self, on: datetime.date) -> list[tuple[int, int]]:
        """(unit, depth below the root) of every unit of the day's tree and every other one that was counted.

        The root comes first, each unit before those below it; a unit of the past stands where it stood, after the rest.
        """
        day = tree(on)
        children: dict[int, list[int]] = {}
        present = [place.unit_id for place in day.subtree(self.root_id)]
        for unit_id in present[1:]:
            children.setdefault(day.places[unit_id].parent_id or 0, []).append(unit_id)
        for unit_id in sorted(set(self.above) - set(present)):
            children.setdefault(self.above[unit_id], []).append(unit_id)
        found, waiting = [], [(self.root_id, 0)]
        while waiting:
            unit_id, depth = waiting.pop()
            found.append((unit_id, depth))
            waiting.extend((below, depth + 1) for below in reversed(children.get(unit_id, ())))
        return found


def name_on(unit_id: int, on: datetime.date) -> str:
    """The unit's name on that day, or its last one."""
    return tree(on).name(unit_id) or last_name(unit_id)
