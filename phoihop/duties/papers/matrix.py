"""The matrix of tasks and units: where each share stands, as shape, colour and a word for the ear.

Spots are written here and not in the template: there may be ten thousand of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup, escape

from phoihop.base.addresses import address
from phoihop.base.numbers import format_date
from phoihop.base.sheets import Cell as SheetCell
from phoihop.base.text import named
from phoihop.duties.formulas import Score
from phoihop.duties.papers.asked import Asked
from phoihop.duties.queries import WORST_FIRST, Scores, Spot, Spots, TaskRow, name_on
from phoihop.orgs.formulas import TYPE_WORDS
from phoihop.orgs.queries import tree

WORDS = {
    "overdue": gettext_lazy("quá hạn"),
    "returned": gettext_lazy("trả lại"),
    "disagreed": gettext_lazy("hai bên chưa thống nhất"),
    "not_done": gettext_lazy("không thực hiện"),
    "waiting": gettext_lazy("chờ nhận"),
    "open": gettext_lazy("đang làm"),
    "late_done": gettext_lazy("xong muộn"),
    "on_time": gettext_lazy("xong đúng hạn"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A unit at the head of a column: with what stands below it, or alone."""

    unit_id: int
    name: str
    short: str
    alone: bool
    own: bool = False
    """The unit at the head of the table, for what it does itself."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A task with its cells as they stand in the table."""

    task: TaskRow
    url: str
    whole: Markup
    cells: Markup

    @property
    def title(self) -> str:
        return named(self.task, "title")

    @property
    def due(self) -> str:
        return format_date(self.task.due_on)


@dataclass(frozen=True)
class Section:
    """One table: a unit, and those directly below it as columns."""

    name: str
    url: str
    columns: list[Column]
    rows: list[Row]
    whole: Markup
    totals: Markup


def legend() -> list[tuple[str, str]]:
    """(stand, words), the worst first."""
    return [(stand, str(WORDS[stand])) for stand in WORST_FIRST]


class _Layout:
    """Which tables there are and which columns each has."""

    def __init__(self, asked: Asked, found: Scores) -> None:
        self.asked, self.found = asked, found
        self.rows = found.branch.rows(asked.on)
        following = [*self.rows[1:], (0, 0)]
        own = zip(self.rows, following, strict=True)
        self.heads = [unit_id for (unit_id, depth), (_next, below) in own if below > depth]
        """The units that have others below them."""

    def tables(self) -> Iterator[tuple[int, list[Column]]]:
        """(unit at the head, its columns) of each table."""
        if not self.asked.every:
            yield self.asked.unit_id, self._columns(self.asked.unit_id, set())
            return
        for head in self.heads or [self.asked.unit_id]:
            yield head, self._columns(head, set(self.heads))

    def _columns(self, head: int, elsewhere: set[int]) -> list[Column]:
        """The head's own column where it has work of its own, then those directly below it, but those that have a
        table elsewhere."""
        at = next(place for place, (unit_id, _depth) in enumerate(self.rows) if unit_id == head)
        depth, columns = self.rows[at][1], []
        if head in self.found.alone:
            columns.append(_column(self.asked, head, alone=True, own=True))
        for unit_id, below in self.rows[at + 1 :]:
            if below <= depth:
                break
            if below == depth + 1 and unit_id not in elsewhere:
                columns.append(_column(self.asked, unit_id, alone=self.asked.every))
        return columns


def sections(asked: Asked, found: Scores, tasks: Sequence[TaskRow], where: Spots) -> list[Section]:
    """The table of the units directly below; with every level opened a table for each unit that has others below it.

    Of each table only the tasks that concern it are shown.
    """
    made = (_section(asked, found, tasks, where, head, columns) for head, columns in _Layout(asked, found).tables())
    return [section for section in made if section.rows]


def _column(asked: Asked, unit_id: int, *, alone: bool, own: bool = False) -> Column:
    place, name = tree(asked.on).get(unit_id), name_on(unit_id, asked.on)
    short = name[len(TYPE_WORDS[place.type]) + 1 :] if place and place.type in TYPE_WORDS else name
    url = "" if alone else f"?{asked.query(unit_id=unit_id)}"
    return Column(unit_id, name, short, alone, own, url)


def _section(
    asked: Asked, found: Scores, tasks: Iterable[TaskRow], where: Spots, head: int, columns: list[Column]
) -> Section:
    """The table of one head; the column of the whole adds up what stands in the row."""
    words = {stand: str(escape(word)) for stand, word in WORDS.items()}
    rows = []
    for task in tasks:
        here = where.get(task.pk, {})
        if not any(column.unit_id in here for column in columns):
            continue
        cells = Markup("").join(_cell(asked, task, column, here.get(column.unit_id), words) for column in columns)
        url = asked.shares("given", head, task=task.pk)
        rows.append(Row(task, url, _whole(here[c.unit_id] for c in columns if c.unit_id in here), cells))
    scores = [found.alone.get(c.unit_id, Score()) if c.alone else found.at(c.unit_id) for c in columns]
    totals = Markup("").join(_total(asked, column, score) for column, score in zip(columns, scores, strict=True))
    whole = sum(scores, Score())
    title = name_on(head, asked.on)
    return Section(title, f"?{asked.query(unit_id=head, every=False)}", columns, rows, _part(whole), totals)


def _cell(asked: Asked, task: TaskRow, column: Column, spot: Spot | None, words: dict[str, str]) -> Markup:
    if spot is None:
        return Markup("<td></td>")
    if spot.given == 1:
        said = f'<span class="unseen">{words[spot.stand]}</span>'
        url = address("tasks:share", spot.pk)
    else:
        said = _several(spot, words)
        url = asked.shares("given", column.unit_id, alone=column.alone, task=task.pk)
    return Markup(f'<td><a class="s-{spot.stand}" href="{escape(url)}">{said}</a></td>')  # noqa: S704 - all escaped


def _several(spot: Spot, words: dict[str, str]) -> str:
    """How many are late beside the triangle, then done of given; the word says what the shape shows."""
    late = f"<b>{spot.late}</b> " if spot.late else ""
    return f'{late}{spot.done}/{spot.given}<span class="unseen"> {words[spot.stand]}</span>'


def _whole(spots: Iterable[Spot]) -> Markup:
    given = done = late = 0
    for spot in spots:
        given, done, late = given + spot.given, done + spot.done, late + spot.late
    return _part(Score(given=given, done=done, overdue=late))


def _part(score: Score) -> Markup:
    """ "15/18", and how many are overdue in words for the ear."""
    if not score.given:
        return Markup("")
    late = Markup(' <span class="late">{}<span class="unseen"> {}</span></span>').format(score.overdue, _("quá hạn"))
    return Markup("{}/{}").format(score.done, score.given) + (late if score.overdue else "")


def _total(asked: Asked, column: Column, score: Score) -> Markup:
    if not score.given:
        return Markup("<td></td>")
    url = asked.shares("given", column.unit_id, alone=column.alone)
    return Markup('<td><a href="{}">{}</a></td>').format(url, _part(score))


def plain_rows(
    asked: Asked, found: Scores, tasks: Sequence[TaskRow], where: Spots
) -> tuple[list[str], list[list[SheetCell]]]:
    """The whole matrix for a spreadsheet: words in the cells; units of every level in one row of heads."""
    columns = [column for _head, columns in _Layout(asked, found).tables() for column in columns]
    head = [
        _("Mã"),
        _("Việc"),
        _("Hạn"),
        *(column.name for column in columns),
        _("Đã xong"),
        _("Được giao"),
        _("Quá hạn"),
    ]
    rows = []
    for task in tasks:
        here = where.get(task.pk, {})
        said: Iterator[SheetCell] = (_said(here.get(column.unit_id)) for column in columns)
        title = named(task, "title")
        rows.append([task.code, title, format_date(task.due_on), *said, task.done, task.given, task.late])
    return head, rows


def _said(spot: Spot | None) -> SheetCell:
    if spot is None:
        return None
    word = str(WORDS[spot.stand])
    return word if spot.given == 1 else f"{spot.done}/{spot.given} · {word}"
