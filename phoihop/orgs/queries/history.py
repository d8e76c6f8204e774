"""The life of a unit: its versions, what it came from, what it became."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from phoihop.orgs.models import Succession, UnitVersion


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a unit's history seen from that unit: on a day, from or into another unit's version (or its own)."""

    on: datetime.date
    kind: str
    label: str
    basis: str
    unit_id: int
    version: UnitVersion

    @property
    def name(self) -> str:
        return self.version.name_vi


@dataclass(frozen=True, slots=True)
class History:
    """`versions` the earliest first; `origins` and `outcomes` of other units only, by day and code."""

    unit_id: int
    versions: list[UnitVersion]
    origins: list[Step]
    outcomes: list[Step]

    @property
    def name(self) -> str:
        return self.versions[-1].name_vi if self.versions else ""


def history(unit_id: int) -> History:
    """Versions, predecessors and successors of a unit, through every reform. Three statements."""
    versions = list(
        UnitVersion.objects.filter(unit_id=unit_id)
        .order_by("valid_from")
        .prefetch_related(
            Prefetch(
                "predecessors", Succession.objects.select_related("before").order_by("effective_on", "before__code")
            ),
            Prefetch("successors", Succession.objects.select_related("after").order_by("effective_on", "after__code")),
        )
    )
    origins = [
        Step(s.effective_on, s.kind, s.get_kind_display(), s.basis, s.before.unit_id, s.before)
        for version in versions
        for s in version.predecessors.all()
        if s.before.unit_id != unit_id
    ]
    outcomes = [
        Step(s.effective_on, s.kind, s.get_kind_display(), s.basis, s.after.unit_id, s.after)
        for version in versions
        for s in version.successors.all()
        if s.after.unit_id != unit_id
    ]
    return History(unit_id, versions, origins, outcomes)


def successors_on(unit_id: int, on: datetime.date) -> list[UnitVersion]:
    """The versions valid on a day into which the unit went: its own while it lives, else through every reform since.

    By code. Two statements for each reform between.
    """
    return whereabouts([unit_id], on)[unit_id]


def whereabouts(unit_ids: Iterable[int], on: datetime.date) -> dict[int, list[UnitVersion]]:
    """`successors_on` for many units at once, with the statements of one."""
    found: dict[int, dict[int, UnitVersion]] = {unit_id: {} for unit_id in unit_ids}
    waiting = {unit_id: {unit_id} for unit_id in found}
    seen = {unit_id: {unit_id} for unit_id in found}
    while any(waiting.values()):
        asked = set().union(*waiting.values())
        alive = UnitVersion.objects.filter(unit_id__in=asked, valid_from__lte=on, valid_to__gte=on)
        here = {version.unit_id: version for version in alive}
        after: dict[int, set[int]] = {}
        if gone := asked - set(here):
            rows = Succession.objects.filter(before__unit_id__in=gone, effective_on__lte=on)
            for before, into in rows.values_list("before__unit_id", "after__unit_id"):
                after.setdefault(before, set()).add(into)
        for unit_id, places in waiting.items():
            found[unit_id].update({place: here[place] for place in places if place in here})
            onward = set().union(*(after.get(place, ()) for place in places)) - seen[unit_id]
            seen[unit_id] |= onward
            waiting[unit_id] = onward
    return {unit_id: sorted(versions.values(), key=lambda version: version.code) for unit_id, versions in found.items()}


def last_name(unit_id: int) -> str:
    """The unit's latest name, for a unit that no longer stands in the tree; empty for one never named."""
    latest = UnitVersion.objects.filter(unit_id=unit_id).order_by("-valid_from").values_list("name_vi", flat=True)
    return latest.first() or ""


def last_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """`last_name` of many units in one statement; a unit never named is left out."""
    rows = UnitVersion.objects.filter(unit_id__in=list(unit_ids)).order_by("valid_from")
    return dict(rows.values_list("unit_id", "name_vi"))
