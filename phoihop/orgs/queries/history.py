"""The life of a unit: its versions, what it came from, what it became."""

import datetime
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

    @property
    def exists_still(self) -> bool:
        return not self.outcomes


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

    By code. One statement for each reform between.
    """
    found: dict[int, UnitVersion] = {}
    waiting, seen = {unit_id}, {unit_id}
    while waiting:
        alive = UnitVersion.objects.filter(unit_id__in=waiting, valid_from__lte=on, valid_to__gte=on)
        here = {version.unit_id: version for version in alive}
        found.update(here)
        gone = waiting - set(here)
        after = Succession.objects.filter(before__unit_id__in=gone, effective_on__lte=on).values_list(
            "after__unit_id", flat=True
        )
        waiting = set(after) - seen if gone else set()
        seen |= waiting
    return sorted(found.values(), key=lambda version: version.code)


def last_name(unit_id: int) -> str:
    """The unit's latest name, for a unit that no longer stands in the tree; empty for one never named."""
    latest = UnitVersion.objects.filter(unit_id=unit_id).order_by("-valid_from").values_list("name_vi", flat=True)
    return latest.first() or ""
