"""Directions that lead nowhere or come from nothing."""

from phoihop.annual import rules
from phoihop.annual.models import Direction, Edition


def loose_directions(year: int) -> tuple[list[Direction], list[Direction]]:
    """Of the reports on a year: directions that cite no result, and those of issued reports that are no work yet.

    What somebody answered for is neither. One statement each.
    """
    rows = rules.directions().filter(edition__period__year=year, waived_at=None)
    rows = rows.order_by("edition__regulation__code", "order")
    bare = list(rows.filter(citations=None))
    idle = list(rows.filter(~rules.gave_work(), edition__state=Edition.State.ISSUED))
    return bare, idle
