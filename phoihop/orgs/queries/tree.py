"""The tree on a day."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Count, Max

from phoihop.base import clock
from phoihop.base.reading import once
from phoihop.orgs.models import UnitVersion


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as it stands in the tree of one day."""

    unit_id: int
    version_id: int
    code: str
    level: str
    type: str
    name: str
    parent_id: int | None


@dataclass(frozen=True)
class Tree:
    """All units valid on one day. Iterates in order of code, upper units first."""

    on: datetime.date
    places: dict[int, Place]
    children: dict[int | None, tuple[int, ...]] = field(repr=False)

    def __iter__(self) -> Iterator[Place]:
        return iter(self.places.values())

    def get(self, unit_id: int) -> Place | None:
        return self.places.get(unit_id)

    def name(self, unit_id: int) -> str:
        """The unit's name on that day; empty when it does not exist then (see `history.last_name`)."""
        place = self.places.get(unit_id)
        return place.name if place else ""

    def by_code(self, code: str) -> Place | None:
        return next((p for p in self if p.code == code), None)

    def roots(self) -> tuple[Place, ...]:
        return tuple(self.places[i] for i in self.children.get(None, ()))

    def below(self, unit_id: int) -> tuple[Place, ...]:
        """Direct children."""
        return tuple(self.places[i] for i in self.children.get(unit_id, ()))

    def subtree(self, unit_id: int) -> list[Place]:
        """The unit itself and everything under it, parents before children; empty when it does not exist that day."""
        found: list[Place] = []
        waiting = [unit_id] if unit_id in self.places else []
        while waiting:
            at = waiting.pop(0)
            found.append(self.places[at])
            waiting.extend(self.children.get(at, ()))
        return found

    def superior(self, unit_id: int) -> Place | None:
        place = self.places.get(unit_id)
        return self.places.get(place.parent_id) if place and place.parent_id is not None else None

    def path(self, unit_id: int) -> list[Place]:
        """From the root down to the unit."""
        path: list[Place] = []
        at = self.places.get(unit_id)
        while at is not None:
            path.insert(0, at)
            at = self.places.get(at.parent_id) if at.parent_id is not None else None
        return path

    def is_within(self, unit_id: int, branch_id: int) -> bool:
        return any(p.unit_id == branch_id for p in self.path(unit_id))


def tree(on: datetime.date | None = None) -> Tree:
    """The tree on a day (today when not given). One small statement, once a page; kept until a unit changes."""
    return _tree(on or clock.today(), stamp())


def stamp() -> tuple[object, ...]:
    """Changes whenever any version of a unit does. One small statement, once a page."""
    return once("orgs.stamp", _stamp)


def _stamp() -> tuple[object, ...]:
    return tuple(UnitVersion.objects.aggregate(Count("id"), Max("id"), Max("recorded_at")).values())


@lru_cache(maxsize=32)
def _tree(on: datetime.date, stamped: tuple[object, ...]) -> Tree:
    rows = (
        UnitVersion.objects.filter(valid_from__lte=on, valid_to__gte=on)
        .order_by("code")
        .values_list("unit_id", "id", "code", "level", "type", "name_vi", "parent_id")
    )
    places = {row[0]: Place(*row) for row in rows}
    children: dict[int | None, list[int]] = {}
    for place in places.values():
        above = place.parent_id if place.parent_id in places else None
        children.setdefault(above, []).append(place.unit_id)
    return Tree(on, places, {k: tuple(v) for k, v in children.items()})


TREE_COLUMNS = ("code", "parent_code", "level", "type", "name_vi")


def tree_rows(tree: Tree) -> list[dict[str, str]]:
    """The tree as rows of TREE_COLUMNS, every unit before what stands under it, neighbours by code."""
    rows = []
    for root in tree.roots():
        waiting = [root]
        while waiting:
            place = waiting.pop()
            above = tree.superior(place.unit_id)
            parent = above.code if above else ""
            rows.append(dict(zip(TREE_COLUMNS, (place.code, parent, place.level, place.type, place.name), strict=True)))
            waiting.extend(reversed(tree.below(place.unit_id)))
    return rows


def subtree(unit_id: int, on: datetime.date) -> list[Place]:
    """The unit and everything under it on that day."""
    return tree(on).subtree(unit_id)


def superior(unit_id: int, on: datetime.date) -> Place | None:
    """The unit directly above on that day, or None."""
    return tree(on).superior(unit_id)
