"""At which unit of a period's tree a record counts whose own unit a reform has ended."""

import datetime
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef

from phoihop.orgs.models import UnitVersion
from phoihop.orgs.queries import tree
from phoihop.registers import rules


def stands(on: datetime.date) -> Exists:
    """Whether the record's own unit is in the tree of that day."""
    return Exists(UnitVersion.objects.filter(unit=OuterRef("unit"), valid_from__lte=on, valid_to__gte=on))


def counted_at(rows: Iterable[tuple[int, bool]], unit_ids: Collection[int], on: datetime.date) -> dict[int, int]:
    """Unit of a record -> the asked unit it counts at; left out where there is none.

    `rows`: (unit, whether it stands on the day). A unit that ended counts where it went (the first by code, so that a
    record counts once); that takes further statements, but only then.
    """
    listed, asked = set(rows), set(unit_ids)
    found = {unit_id: unit_id for unit_id, there in listed if there and unit_id in asked}
    gone = [unit_id for unit_id, there in listed if not there]
    if gone:
        for unit_id, into in rules.heirs(gone, tree(on)).items():
            if into and into[0] in asked:
                found[unit_id] = into[0]
    return found
