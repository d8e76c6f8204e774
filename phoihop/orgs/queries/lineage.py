"""What a unit was before each reform and what it became: one stage from reform to reform."""

import datetime
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max

from phoihop.orgs.formulas import DAY
from phoihop.orgs.models import BEGINNING, Succession, UnitVersion
from phoihop.orgs.queries.time import Named, all_versions, branch_on
from phoihop.orgs.queries.tree import stamp


@dataclass(frozen=True, slots=True)
class Link:
    """On a day a version of one unit went into a version of another, or of the same."""

    before: Named
    after: Named
    kind: str
    on: datetime.date
    basis: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit as it stood in a stage, with what it stood under."""

    version: Named
    superior: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happened between two stages. `together` are the other units that went into the same ones."""

    on: datetime.date
    kinds: tuple[str, ...]
    together: tuple[Named, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Stage:
    """From a reform to the eve of the next (`last` None: since then). `here` is empty where nothing corresponds."""

    first: datetime.date
    last: datetime.date | None
    here: tuple[Standing, ...]
    communes: int
    """How many units of commune level the whole tree above had on the stage's last day."""
    came: Change | None
    """How it came out of the stage before."""

    def holds(self, day: datetime.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def lineage(unit_id: int) -> list[Stage]:
    """Stages of the unit with all it came from and went into, the earliest first; empty for a unit never named.

    Three small statements once the lists of versions and successions are known.
    """
    versions, links = all_versions(), _links()
    own = [version for version in versions if version.unit_id == unit_id]
    if not own:
        return []
    turns = {link.on for link in links} | {version.valid_from for version in own[1:]}
    days = [BEGINNING, *sorted(turns)]
    lasts = [following - DAY for following in days[1:]]
    # A stage is looked at on its last day, the eve of the reform that ends it; the present one on its first.
    seen = [*lasts, days[-1]]
    alive = [{v.unit_id: v for v in versions if v.valid_on(day)} for day in seen]
    by_day: dict[datetime.date, list[Link]] = {}
    for link in links:
        by_day.setdefault(link.on, []).append(link)
    sets = _followed(unit_id, days, alive, by_day)
    found = []
    for n, day in enumerate(days):
        here = [alive[n][unit] for unit in sets[n]]
        came = _change(day, sets[n - 1], sets[n], by_day.get(day, [])) if n else None
        top = _top(alive[n], here[0].unit_id) if here else _top(alive[n - 1], next(iter(sets[n - 1]), 0)) if n else 0
        last = lasts[n] if n < len(lasts) else None
        standing = tuple(
            Standing(v, alive[n][v.parent_id].name if v.parent_id in alive[n] else "")
            for v in sorted(here, key=lambda v: v.code)
        )
        found.append(Stage(day, last, standing, _communes(versions, alive[n], top, seen[n]), came))
    return _tidied(found)


def _followed(
    unit_id: int, days: list[datetime.date], alive: list[dict[int, Named]], by_day: dict[datetime.date, list[Link]]
) -> list[set[int]]:
    """For each stage the units that correspond: the unit itself while it lives, else what it came from or became."""
    living = [n for n in range(len(days)) if unit_id in alive[n]]
    sets: list[set[int]] = [set() for _day in days]
    for n in living:
        sets[n] = {unit_id}
    for n in range(living[-1] + 1 if living else len(days), len(days)):
        for unit in sets[n - 1]:
            after = {link.after.unit_id for link in by_day.get(days[n], []) if link.before.unit_id == unit}
            sets[n] |= {unit} if unit in alive[n] else after & set(alive[n])
    for n in range(living[0] - 1 if living else -1, -1, -1):
        for unit in sets[n + 1]:
            before = {link.before.unit_id for link in by_day.get(days[n + 1], []) if link.after.unit_id == unit}
            sets[n] |= {unit} if unit in alive[n] else before & set(alive[n])
    return sets


def _change(day: datetime.date, before: set[int], after: set[int], links: list[Link]) -> Change | None:
    into = [link for link in links if link.after.unit_id in after]
    own = [link for link in into if link.before.unit_id in before]
    together = {link.before.unit_id: link.before for link in into if link.before.unit_id not in before}
    if not own and not together:
        return None
    named = sorted(together.values(), key=lambda version: version.code)
    kinds = tuple(sorted({link.kind for link in own or into}))
    return Change(day, kinds, tuple(named), (own or into)[0].basis)


def _top(alive: dict[int, Named], unit_id: int) -> int:
    at = unit_id
    while at in alive and alive[at].parent_id in alive:
        at = alive[at].parent_id or 0
    return at


def _communes(versions: tuple[Named, ...], alive: dict[int, Named], top: int, day: datetime.date) -> int:
    branch = branch_on(versions, top, day)
    return sum(unit in alive and alive[unit].level == UnitVersion.Level.COMMUNE for unit in branch)


def _tidied(stages: list[Stage]) -> list[Stage]:
    """Without the empty beginning, and without an end that only repeats that nothing corresponds."""
    while stages and not stages[0].here:
        stages = stages[1:]
    while len(stages) > 1 and not stages[-1].here and not stages[-2].here:
        stages = [*stages[:-2], Stage(stages[-2].first, stages[-1].last, (), stages[-1].communes, stages[-2].came)]
    return stages


def _links() -> tuple[Link, ...]:
    """One small statement; the list is kept until units or successions change."""
    last = Succession.objects.aggregate(Count("id"), Max("id"))
    return _known_links(tuple(last.values()), stamp())


@lru_cache(maxsize=2)
def _known_links(last: tuple[object, ...], stamped: tuple[object, ...]) -> tuple[Link, ...]:
    by_key = {version.version_id: version for version in all_versions()}
    rows = Succession.objects.order_by("effective_on", "pk").values_list(
        "before_id", "after_id", "kind", "effective_on", "basis"
    )
    return tuple(Link(by_key[before], by_key[after], kind, on, basis) for before, after, kind, on, basis in rows)
