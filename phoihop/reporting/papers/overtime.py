"""Figures down, periods of one kind across, for one unit; a change of rule between two periods is marked."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from phoihop.duties.models import Period
from phoihop.orgs.queries import Place
from phoihop.reporting.figures import Table, tables
from phoihop.reporting.figures.shapes import fraction, written
from phoihop.reporting.models import IndicatorRule
from phoihop.reporting.papers.choice import Group, Heading, headings
from phoihop.reporting.papers.rollup import sources_address

ACROSS = 5
Cell = tuple[str, str, bool]
"""(text, address of its sources, whether it comes about by another rule than the one before it)."""


@dataclass(frozen=True)
class OverTime:
    place: Place
    group: Group
    periods: list[Period]
    rows: list[tuple[Heading, list[Cell]]]
    changed: bool
    """Whether any figure comes about by another rule than in the period before."""


def alike(period: Period, among: Sequence[Period]) -> list[Period]:
    """The period and those of its kind before it, the oldest first."""
    found = [p for p in among if p.kind == period.kind and p.ends_on <= period.ends_on]
    return sorted(found, key=lambda p: p.ends_on)[-ACROSS:]


def over_time(place: Place, group: Group, periods: list[Period], on: datetime.date | None) -> OverTime:
    """Statements grow with the periods, not with figures, units or values."""
    heads = headings(group, periods[-1].ends_on)
    found = tables([h.code for h in heads], periods, [place.unit_id], on=on)
    rows = [(h, _cells(h.code, place, found, on)) for h in heads]
    return OverTime(place, group, periods, rows, any(cell[2] for _h, cells in rows for cell in cells))


def _cells(code: str, place: Place, found: list[Table], on: datetime.date | None) -> list[Cell]:
    cells: list[Cell] = []
    before: int | None = None
    for at, table in enumerate(found):
        column = table.columns[code]
        text = written(column.rule, column.value.get(place.unit_id))
        if column.rule is not None and column.rule.kind == IndicatorRule.Kind.SHARE:
            whole = fraction(*column.fraction(place.unit_id))
            text = f"{whole} · {text}" if whole else text
        rule = column.rule.pk if column.rule else None
        left, right = sources_address(code, table.period.label, on)
        cells.append((text, f"{left}{place.code}{right}", at > 0 and rule != before))
        before = rule
    return cells
