"""All of time at once: every version there was or will be, and what a branch held from when to when."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from phoihop.orgs.formulas import DAY
from phoihop.orgs.models import OPEN_END, UnitVersion
from phoihop.orgs.queries.tree import stamp


@dataclass(frozen=True, slots=True)
class Named:
    """A version of a unit as a list of names needs it; `valid_to` is inclusive."""

    version_id: int
    unit_id: int
    code: str
    level: str
    type: str
    name: str
    parent_id: int | None
    valid_from: datetime.date
    valid_to: datetime.date

    def valid_on(self, day: datetime.date) -> bool:
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True)
class Span:
    """The units of a branch from one day to another, inclusive."""

    first: datetime.date
    last: datetime.date
    unit_ids: frozenset[int]


def all_versions() -> tuple[Named, ...]:
    """Every version of every unit, by code and day. One small statement; the list is kept until a unit changes."""
    return _versions(stamp())


def branch_through_time(unit_id: int) -> list[Span]:
    """What stood in the unit's branch when, the earliest first; days on which the unit did not exist are left out.

    One small statement, so that records of many periods can be limited to a branch without a tree for each.
    """
    return list(_spans(stamp(), unit_id))


def held(spans: list[Span], unit_id: int, on: datetime.date) -> bool:
    """Whether the unit stood in the branch on that day."""
    return any(span.first <= on <= span.last and unit_id in span.unit_ids for span in spans)


def within(spans: list[Span], unit: str, day: str) -> Q:
    """The condition that a record's unit (field `unit`) stood in the branch on the record's day (field `day`)."""
    found = Q(pk__in=[])
    for span in spans:
        found |= Q(**{f"{day}__gte": span.first, f"{day}__lte": span.last, f"{unit}__in": span.unit_ids})
    return found


@lru_cache(maxsize=2)
def _versions(stamped: tuple[object, ...]) -> tuple[Named, ...]:
    rows = UnitVersion.objects.order_by("code", "valid_from").values_list(
        "id", "unit_id", "code", "level", "type", "name_vi", "parent_id", "valid_from", "valid_to"
    )
    return tuple(Named(*row) for row in rows)


@lru_cache(maxsize=64)
def _spans(stamped: tuple[object, ...], unit_id: int) -> tuple[Span, ...]:
    versions = _versions(stamped)
    own = [version for version in versions if version.unit_id == unit_id]
    turns = {version.valid_from for version in versions}
    turns |= {version.valid_to + DAY for version in versions if version.valid_to < OPEN_END}
    days = sorted(turns)
    spans: list[Span] = []
    for first, following in zip(days, [*days[1:], None], strict=True):
        if not any(version.valid_on(first) for version in own):
            continue
        last = following - DAY if following else OPEN_END
        ids = branch_on(versions, unit_id, first)
        if spans and spans[-1].unit_ids == ids and spans[-1].last + DAY == first:
            spans[-1] = Span(spans[-1].first, last, ids)
        else:
            spans.append(Span(first, last, ids))
    return tuple(spans)


def branch_on(versions: tuple[Named, ...], unit_id: int, on: datetime.date) -> frozenset[int]:
    """The unit and everything under it on that day."""
    below: dict[int | None, list[int]] = {}
    for version in versions:
        if version.valid_on(on):
            below.setdefault(version.parent_id, []).append(version.unit_id)
    found, waiting = {unit_id}, [unit_id]
    while waiting:
        fresh = [child for child in below.get(waiting.pop(), ()) if child not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return frozenset(found)
