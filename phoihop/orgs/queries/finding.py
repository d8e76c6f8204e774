"""Finding units by what people type, and the names that are easily taken for one another."""

import datetime
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from phoihop.base.text import collation_key, exact, fold
from phoihop.orgs.formulas import bare_name
from phoihop.orgs.models import Succession, UnitVersion
from phoihop.orgs.queries.history import whereabouts
from phoihop.orgs.queries.tree import Place, Tree


def find(tree: Tree, text: str, limit: int = 50) -> list[Place]:
    """Units of a day whose code begins with the text or whose name holds it, marks or no marks.

    What fits mark for mark comes first, so that "Chiềng Ân" finds that one before Chiềng An.
    """
    if not text.strip():
        return []
    plain, marked = fold(text).strip(), exact(text).strip()
    found = []
    for place in tree:
        name = fold(place.name)
        if place.code.startswith(plain) or plain in name:
            start = fold(bare_name(place.name, place.type)).startswith(plain)
            near = (place.code != plain, marked not in exact(place.name), not start)
            found.append((*near, collation_key(place.name), place.code, place))
    return [row[-1] for row in sorted(found, key=lambda row: row[:-1])[:limit]]


def find_elsewhen(text: str, on: datetime.date, limit: int = 20) -> list[tuple[UnitVersion, list[UnitVersion]]]:
    """Units of that name which are not there on the day, by their last name, each with what it is on the day.

    For whoever looks for a unit that a reform has ended, or that it has not yet made.
    """
    plain = fold(text).strip()
    if not plain:
        return []
    there = UnitVersion.objects.filter(valid_from__lte=on, valid_to__gte=on).values("unit_id")
    rows = UnitVersion.objects.exclude(unit_id__in=there).order_by("valid_from")
    last = {version.unit_id: version for version in rows if plain in fold(version.name_vi)}
    shown = sorted(last.values(), key=lambda version: (collation_key(version.name_vi), version.code))[:limit]
    became = whereabouts([version.unit_id for version in shown], on)
    return [(version, became[version.unit_id]) for version in shown]


def twins(places: Iterable[Place]) -> dict[int, list[Place]]:
    """Unit → the others among these of its level whose name, without type word and marks, is the same."""
    groups: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        groups.setdefault((place.level, _plain_name(place.name, place.type)), []).append(place)
    return {
        place.unit_id: [other for other in group if other is not place]
        for group in groups.values()
        if len(group) > 1
        for place in group
    }


@lru_cache(maxsize=4096)
def _plain_name(name: str, kind: str) -> str:
    return fold(bare_name(name, kind))


def turning_points() -> list[datetime.date]:
    """The days on which units passed into others, the earliest first."""
    return list(Succession.objects.values_list("effective_on", flat=True).distinct().order_by("effective_on"))


def count_by_type(places: list[Place]) -> list[tuple[str, str, int]]:
    """(level, type, how many), levels as they come from the top."""
    counted = Counter((place.level, place.type) for place in places)
    order: dict[str, int] = {}
    for place in places:
        order.setdefault(place.level, len(order))
    return sorted(((level, type, n) for (level, type), n in counted.items()), key=lambda row: (order[row[0]], -row[2]))
