"""The comparative board: units side by side, the most on time first. Numbers open only what the reader may see."""

from collections.abc import Collection
from dataclasses import dataclass

from phoihop.base.numbers import format_number
from phoihop.base.text import collation_key
from phoihop.duties.formulas import Score
from phoihop.duties.papers.asked import Asked
from phoihop.duties.papers.scorecard import COLUMNS, SHARED, Cell, share_text
from phoihop.duties.queries import Scores, name_on
from phoihop.orgs.queries import tree


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit's line. `percent` is its share on time, for the bar; None where nothing was given."""

    unit_id: int
    name: str
    score: Score
    cells: tuple[Cell, ...]
    percent: float | None
    is_own: bool


@dataclass(frozen=True)
class Board:
    asked: Asked
    lines: list[Standing]
    total: tuple[Cell, ...]

    @property
    def heads(self) -> list[tuple[str, str]]:
        return [(name, str(head)) for name, head in COLUMNS]


def board(asked: Asked, found: Scores, shown: Collection[int] | None, opens: Collection[int], own: int) -> Board:
    """The units directly below the one asked for.

    `shown`: which of them the reader may see (None for all); `opens`: whose numbers lead to their shares.
    """
    units = [place.unit_id for place in tree(asked.on).below(asked.unit_id)]
    visible = [unit_id for unit_id in units if shown is None or unit_id in shown]
    lines = [_line(asked, unit_id, found.at(unit_id), unit_id in opens, unit_id == own) for unit_id in visible]
    total = sum((found.at(unit_id) for unit_id in units), Score())
    whole = _cells(asked, 0, total, opens=False) if shown is None else ()
    return Board(asked, sorted(lines, key=_order), whole)


def _order(line: Standing) -> tuple[bool, float, object]:
    """The most on time first, then by name; units that were given nothing last."""
    return (line.percent is None, -(line.percent or 0), collation_key(line.name))


def _line(asked: Asked, unit_id: int, score: Score, opens: bool, is_own: bool) -> Standing:
    percent = score.percent("on_time")
    name = name_on(unit_id, asked.on)
    cells = _cells(asked, unit_id, score, opens)
    return Standing(unit_id, name, score, cells, None if percent is None else float(percent), is_own)


def _cells(asked: Asked, unit_id: int, score: Score, opens: bool) -> tuple[Cell, ...]:
    made = []
    for column, _head in COLUMNS:
        n = getattr(score, column)
        percent = score.percent(column) if column in SHARED else n
        text = share_text(score, column) if column in SHARED else format_number(n)
        url = asked.shares(column, unit_id) if n and opens else ""
        made.append(Cell(text, url, "" if percent is None else str(percent), column == "overdue" and n > 0))
    return tuple(made)
