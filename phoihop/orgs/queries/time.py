"""All of time at once: every version there was or will be, and what a branch held from when to when."""

import datetime
from bisect import bisect_right
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


def turns() -> tuple[datetime.date, ...]:
    """The days on which the tree became another, the earliest first; from each to the next it stays as it is.

    One small statement.
    """
    return _turns(stamp())


def held(spans: list[Span], unit_id: int, on: datetime.date) -> bool:
    """Whether the unit stood in the branch on that day."""
    return any(span.first <= on <= span.last and unit_id in span.unit_ids for span in spans)


def within(spans: list[Span], unit: str, day: str) -> Q:
    """The condition that a record's unit (field `unit`) stood in the branch on the record's day (field `day`)."""
    found = Q(pk__in=[])
    for span in spans:
        found |= Q(**{f"{day}__gte": span.first, f"{day}__lte": span.last, f"{unit}__in": span.unit_ids})
    return found


def belonging(branch_id: int, unit: str, day: str) -> Q:
    """Like `within`, for records that may be older than their unit: the unit stood in the branch on the record's day,
    or when it first came to be, or last was.

    Units that never stood elsewhere are named without days, so that a large branch is a short question.
    """
    always, at_times = _belonging(stamp(), branch_id)
    found = Q(**{f"{unit}__in": always})
    for (first, last), units in at_times:
        found |= Q(**{f"{unit}__in": units, f"{day}__gte": first, f"{day}__lte": last})
    return found


def standing_day(unit_id: int, on: datetime.date) -> datetime.date | None:
    """The day nearest before `on` (else the first one) from which on the unit stood as it did then; None if never."""
    return _standing(stamp()).get((unit_id, bisect_right(turns(), on)))


@lru_cache(maxsize=2)
def _standing(stamped: tuple[object, ...]) -> dict[tuple[int, int], datetime.date]:
    """(unit, number of an era) -> the first day of the era that says where the unit stood: that one or the nearest."""
    days = _turns(stamped)
    found: dict[tuple[int, int], datetime.date] = {}
    for unit_id, existed in _existence(stamped).items():
        for era in range(len(days) + 1):
            at = max((one for one in existed if one <= era), default=min(existed))
            found[unit_id, era] = days[at - 1]
    return found


@lru_cache(maxsize=2)
def _existence(stamped: tuple[object, ...]) -> dict[int, list[int]]:
    """unit -> the eras in which it exists; era n begins with the n-th turn."""
    found: dict[int, list[int]] = {}
    versions = _versions(stamped)
    for era, day in enumerate(_turns(stamped), start=1):
        for version in versions:
            if version.valid_on(day):
                found.setdefault(version.unit_id, []).append(era)
    return found


_Days = tuple[datetime.date, datetime.date]


@lru_cache(maxsize=64)
def _belonging(
    stamped: tuple[object, ...], branch_id: int
) -> tuple[frozenset[int], tuple[tuple[_Days, frozenset[int]], ...]]:
    """The units that stood in the branch whenever they existed; and those that also stood elsewhere, by days."""
    days, spans, standing = _turns(stamped), _spans(stamped, branch_id), _standing(stamped)
    always: set[int] = set()
    at_times: dict[_Days, set[int]] = {}
    for unit_id in frozenset().union(*(span.unit_ids for span in spans)):
        eras = range(len(days) + 1)
        inside = [any(s.first <= standing[unit_id, n] <= s.last and unit_id in s.unit_ids for s in spans) for n in eras]
        if all(inside):
            always.add(unit_id)
            continue
        for era in eras:
            if inside[era]:
                first = days[era - 1] if era else datetime.date.min
                last = days[era] - DAY if era < len(days) else OPEN_END
                at_times.setdefault((first, last), set()).add(unit_id)
    return frozenset(always), tuple((span, frozenset(units)) for span, units in sorted(at_times.items()))


@lru_cache(maxsize=2)
def _versions(stamped: tuple[object, ...]) -> tuple[Named, ...]:
    rows = UnitVersion.objects.order_by("code", "valid_from").values_list(
        "id", "unit_id", "code", "level", "type", "name_vi", "parent_id", "valid_from", "valid_to"
    )
    return tuple(Named(*row) for row in rows)


@lru_cache(maxsize=2)
def _turns(stamped: tuple[object, ...]) -> tuple[datetime.date, ...]:
    versions = _versions(stamped)
    days = {version.valid_from for version in versions}
    return tuple(sorted(days | {version.valid_to + DAY for version in versions if version.valid_to < OPEN_END}))


@lru_cache(maxsize=64)
def _spans(stamped: tuple[object, ...], unit_id: int) -> tuple[Span, ...]:
    versions = _versions(stamped)
    own = [version for version in versions if version.unit_id == unit_id]
    days = _turns(stamped)
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
