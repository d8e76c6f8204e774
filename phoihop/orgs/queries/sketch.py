"""Where a unit stands on the sketch: a grid of equal tiles. Not boundaries, and the page says so."""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from phoihop.orgs.queries.tree import Place

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def _layouts() -> dict[tuple[str, str], tuple[int, int]]:
    """(level, code) -> (row, column) counted from 0; row 0 is north, column 0 is west."""
    found = {}
    for path in DATA.glob("*/layout_*.csv"):
        level = "district" if path.name.startswith("layout_districts") else "commune"
        with path.open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened):
                found[level, row["code"]] = (int(row["row"]), int(row["col"]))
    return found


def tiles(places: Iterable[Place]) -> dict[int, tuple[int, int]]:
    """Row and column of each place that the sketch knows, by unit."""
    known = _layouts()
    return {place.unit_id: known[place.level, place.code] for place in places if (place.level, place.code) in known}
