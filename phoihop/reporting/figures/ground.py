"""What figures of a period are worked out on: its inner periods, the tree of its last day, where each unit counts."""

import datetime
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from phoihop.base import clock
from phoihop.duties.models import Period
from phoihop.orgs.models import Succession
from phoihop.orgs.queries import Place, Tree, tree
from phoihop.reporting.models import IndicatorRule

Homes = dict[int, tuple[int, ...]]
"""unit -> the asked units it counts for: itself and those above it, as far as they were asked for."""


@dataclass(frozen=True)
class Ground:
    """`tree` is that of the period's last day and says who is counted; `grouping` says under whom: mostly the same."""

    period: Period
    inside: tuple[Period, ...]
    """The periods the period is made of, at any depth, oldest first."""
    tree: Tree
    grouping: Tree
    targets: tuple[int, ...]
    homes: Homes
    as_of: datetime.datetime | None

    @cached_property
    def unit_ids(self) -> list[int]:
        """The units of the period's tree that count for any of the asked ones."""
        return list(self.homes)

    def periods_of(self, kind: str) -> list[Period]:
        """The period itself or those inside it that are of the kind, oldest first."""
        return [p for p in (self.period, *self.inside) if p.kind == kind]

    def counts(self, rule: IndicatorRule, place: Place) -> bool:
        """Whether the rule's population takes in the place: by level and by type."""
        if rule.population_level and place.level != rule.population_level:
            return False
        return not rule.population or place.type in rule.population

    @property
    def ended_by(self) -> datetime.date:
        """The day by which a period must have ended for its reports to be expected."""
        return timezone.localtime(self.as_of).date() if self.as_of else clock.today()


def inside(periods: Iterable[Period]) -> dict[int, tuple[Period, ...]]:
    """For each period the periods it is made of, at two depths (a year of quarters of months). One statement."""
    periods = list(periods)
    ids = [p.pk for p in periods]
    found: dict[int, list[Period]] = {i: [] for i in ids}
    parts = Period.objects.filter(Q(part_of__in=ids) | Q(part_of__part_of__in=ids)).select_related("part_of")
    for part in parts.order_by("ends_on", "starts_on"):
        for above in (part.part_of_id, part.part_of.part_of_id if part.part_of else None):
            if above in found:
                found[above].append(part)
    return {i: tuple(parts) for i, parts in found.items()}


def ground(
    period: Period,
    unit_ids: Iterable[int],
    parts: tuple[Period, ...],
    as_of: datetime.datetime | None,
    on: datetime.date | None,
) -> Ground:
    """One statement; three when the units are to be grouped by the tree of another day."""
    population = tree(period.ends_on)
    grouping = population if on is None or on == period.ends_on else tree(on)
    targets = tuple(dict.fromkeys(unit_ids))
    moved = {} if grouping is population else _moved(population, grouping)
    asked = set(targets)
    homes: Homes = {}
    above: dict[int, tuple[int, ...]] = {}
    for unit_id in population.places:
        place: int | None = moved.get(unit_id, unit_id)
        if place is None:
            continue
        if place not in above:
            above[place] = tuple(p.unit_id for p in grouping.path(place) if p.unit_id in asked)
        if above[place]:
            homes[unit_id] = above[place]
    return Ground(period, parts, population, grouping, targets, homes, as_of)


def _moved(before: Tree, after: Tree) -> dict[int, int | None]:
    """Where the units of one tree stand in a later or earlier one, following successions.

    A unit that went into several counts where all of them are: at the smallest unit above them. One that ended without
    a successor (a district) counts where the unit above it went. None: nowhere.
    """
    forward = after.on >= before.on
    low, high = sorted((before.on, after.on))
    steps: dict[int, set[int]] = {}
    rows = Succession.objects.filter(effective_on__gt=low, effective_on__lte=high)
    for old, new in rows.values_list("before__unit_id", "after__unit_id"):
        start, end = (old, new) if forward else (new, old)
        if start != end:
            steps.setdefault(start, set()).add(end)
    found: dict[int, int | None] = {}
    for unit_id in before.places:
        if unit_id not in after.places:
            found[unit_id] = next(
                (
                    place
                    for at in reversed(before.path(unit_id))
                    if (place := _common(after, _reach(at.unit_id, steps, after)))
                ),
                None,
            )
    return found


def _reach(unit_id: int, steps: dict[int, set[int]], after: Tree) -> set[int]:
    seen, reached, waiting = {unit_id}, set(), deque([unit_id])
    while waiting:
        at = waiting.popleft()
        if at in after.places:
            reached.add(at)
            continue
        for then in steps.get(at, set()) - seen:
            seen.add(then)
            waiting.append(then)
    return reached


def _common(tree_after: Tree, units: set[int]) -> int | None:
    paths = [[p.unit_id for p in tree_after.path(u)] for u in units]
    common = None
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1:
            break
        common = level[0]
    return common
