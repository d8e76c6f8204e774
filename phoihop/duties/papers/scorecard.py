"""The scorecard of a branch: fully, on time, effectively; each number with the address of the shares it counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from phoihop.base.charts import Stack, stack_chart
from phoihop.base.numbers import format_number, format_percent, round_half_up
from phoihop.base.sheets import Cell as SheetCell
from phoihop.duties.formulas import AGES, Score
from phoihop.duties.models import Task
from phoihop.duties.papers.asked import Asked, kind_name
from phoihop.duties.queries import REPORTS, TREND, Months, Scores, name_on

COLUMNS = (
    ("given", gettext_lazy("Được giao")),
    ("done", gettext_lazy("Đầy đủ (đã xong)")),
    ("on_time", gettext_lazy("Kịp thời (đúng hạn)")),
    ("effective", gettext_lazy("Có hiệu quả")),
    ("overdue", gettext_lazy("Quá hạn")),
    ("disagreed", gettext_lazy("Chưa thống nhất")),
)
REPORT_COLUMNS = (
    ("given", gettext_lazy("Phải gửi")),
    ("done", gettext_lazy("Đã nhận")),
    ("on_time", gettext_lazy("Đúng hạn")),
    ("overdue", gettext_lazy("Quá hạn")),
)
SHARED = ("done", "on_time", "effective")
"""Written as parts of what was given."""
ONLY_OF_TASKS = ("effective", "disagreed")


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as written, the address of what it counts ("" for nothing to open), and its percentage to sort by."""

    text: str
    url: str = ""
    sort: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One unit, or one kind of task."""

    name: str
    score: Score
    cells: tuple[Cell, ...]
    url: str = ""
    depth: int = 0
    is_sum: bool = False
    alone: bool = False
    unit_id: int = 0


@dataclass(frozen=True)
class Scorecard:
    """Everything on the page."""

    asked: Asked
    lines: list[Line]
    kinds: list[Line] = field(default_factory=list)
    ages: list[tuple[Line, list[int]]] = field(default_factory=list)
    ages_picture: str = ""
    trend: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    trend_picture: str = ""

    @property
    def name(self) -> str:
        return self.lines[0].name

    @property
    def heads(self) -> Sequence[tuple[str, str]]:
        return columns(self.asked.kind)

    @property
    def sortable(self) -> bool:
        return not self.asked.every


def share_text(score: Score, part: str) -> str:
    """ "11/12 · 91,67 %"; nothing of nothing is "–"."""
    percent = score.percent(part)
    if percent is None:
        return format_number(None)
    return f"{format_number(getattr(score, part))}/{format_number(score.given)} · {format_percent(percent)}"


def columns(kind: str) -> Sequence[tuple[str, str]]:
    return [(name, str(head)) for name, head in (REPORT_COLUMNS if kind == REPORTS else COLUMNS)]


def lines(asked: Asked, found: Scores) -> list[Line]:
    """The unit asked for, and those directly below it (all below it when every level is opened), each over its branch.

    What a unit with others below it has to do by itself stands in a line of its own.
    """
    shown = [(u, depth) for u, depth in found.branch.rows(asked.on) if depth <= 1 or asked.every]
    made = []
    for place, (unit_id, depth) in enumerate(shown):
        has_below = place + 1 < len(shown) and shown[place + 1][1] > depth
        drill = f"?{asked.query(unit_id=unit_id, every=False)}" if depth else ""
        name = name_on(unit_id, asked.on)
        made.append(line(asked, name, found.at(unit_id), unit_id, url=drill, depth=depth, is_sum=not depth))
        own = found.alone.get(unit_id)
        if has_below and own:
            said = _("trong đó riêng %(unit)s") % {"unit": name}
            made.append(line(asked, said, own, unit_id, depth=depth + 1, alone=True))
    return made


def line(
    asked: Asked,
    name: str,
    score: Score,
    unit_id: int,
    *,
    kind: str = "",
    url: str = "",
    depth: int = 0,
    is_sum: bool = False,
    alone: bool = False,
) -> Line:
    """A line with its numbers linked to their shares; what stands behind reports is on the regulation's page."""
    of_reports = REPORTS in (kind, asked.kind)
    cells = []
    for column, _head in REPORT_COLUMNS if asked.kind == REPORTS else COLUMNS:
        if of_reports and column in ONLY_OF_TASKS:
            cells.append(Cell(format_number(None)))
            continue
        n = getattr(score, column)
        text = share_text(score, column) if column in SHARED else format_number(n)
        address = asked.shares(column, unit_id, kind=kind, alone=alone) if n and not of_reports else ""
        percent = score.percent(column) if column in SHARED else n
        cells.append(Cell(text, address, "" if percent is None else str(percent), column == "overdue" and n > 0))
    return Line(name, score, tuple(cells), url, depth, is_sum, alone, unit_id)


def kind_lines(asked: Asked, kinds: dict[str, Score], reports: Scores | None) -> list[Line]:
    """The whole branch by kind of task, kinds in their own order, reports last."""
    made = []
    for kind in (kind for kind in Task.Kind.values if kind in kinds):
        narrowed = f"?{asked.query(kind=kind)}"
        made.append(line(asked, kind_name(kind), kinds[kind], asked.unit_id, kind=kind, url=narrowed))
    if reports and reports.whole.given:
        narrowed = f"?{asked.query(kind=REPORTS)}"
        made.append(line(asked, kind_name(REPORTS), reports.whole, asked.unit_id, kind=REPORTS, url=narrowed))
    return made


def age_names() -> list[str]:
    """ "đến 5 ngày", "6–10 ngày", … "trên 20 ngày" (working days)."""
    first, *others = AGES
    found = [_("đến %(most)s ngày") % {"most": first}]
    for least, most in zip(AGES, others, strict=False):
        found.append(_("%(least)s–%(most)s ngày") % {"least": least + 1, "most": most})
    return [*found, _("trên %(most)s ngày") % {"most": AGES[-1]}]


def aged(made: list[Line], ages: dict[int, list[int]]) -> list[tuple[Line, list[int]]]:
    """The lines of units that have overdue work, with how long it has been so."""
    return [(one, ages[one.unit_id]) for one in made if not one.alone and one.unit_id in ages]


def ages_picture(rows: list[tuple[Line, list[int]]]) -> Markup:
    """Units below the one asked for; the unit itself where it has none below."""
    drawn = [row for row in rows if row[0].depth == 1] or rows
    stacks = [Stack(one.name, ages, format_number(sum(ages))) for one, ages in drawn]
    parts = [(name, f"age-{place}") for place, name in enumerate(age_names(), start=1)]
    return stack_chart(_("Việc quá hạn theo số ngày làm việc đã quá"), parts, stacks) if stacks else Markup("")


def trend_names() -> list[tuple[str, str, str]]:
    """(name, words, tone) of what the months are divided into."""
    words = (_("xong đúng hạn"), _("xong muộn"), _("còn mở"))
    return list(zip(TREND, words, ("accepted", "soon", "before"), strict=True))


def month_rows(trend: dict[tuple[int, int], dict[str, int]]) -> list[tuple[str, dict[str, int]]]:
    """ "12/2021" -> counts."""
    return [(f"{month}/{year}", counts) for (year, month), counts in trend.items()]


def trend_picture(rows: list[tuple[str, dict[str, int]]]) -> Markup:
    names = trend_names()
    stacks = [
        Stack(month, [counts[name] for name, _words, _tone in names], format_number(sum(counts.values())))
        for month, counts in rows
    ]
    return stack_chart(_("Theo tháng đến hạn"), [(w, tone) for _n, w, tone in names], stacks) if stacks else Markup("")


def scorecard(
    asked: Asked, found: Scores, months: Months, reports: Scores | None, ages: dict[int, list[int]]
) -> Scorecard:
    """The whole page from what was counted; the table of kinds only where no kind was asked for."""
    made, trend = lines(asked, found), month_rows(months.trend)
    late = aged(made, ages)
    kinds = [] if asked.kind else kind_lines(asked, months.kinds, reports)
    return Scorecard(asked, made, kinds, late, ages_picture(late), trend, trend_picture(trend))


def report_card(asked: Asked, reports: Scores) -> Scorecard:
    """The table of reports owed, without charts."""
    return Scorecard(asked, lines(asked, reports))


def regulation_url(asked: Asked, regulation_ids: list[int]) -> str:
    """Where reports owed are explained: the regulation that asks for them, or the list where there are several."""
    if len(regulation_ids) != 1:
        return reverse("duties:regulations")
    return f"{reverse('duties:regulation', args=[regulation_ids[0]])}?nam={asked.period.year}"


def plain_rows(found: Scorecard) -> tuple[list[str], list[list[SheetCell]]]:
    """The table for a spreadsheet: parts as numbers, each with its percentage beside it."""
    head = [_("Đơn vị")]
    for column, name in found.heads:
        head += [name, _("%(part)s, %% của được giao") % {"part": name}] if column in SHARED else [name]
    rows = []
    for one in found.lines:
        row: list[SheetCell] = [f"{'    ' * one.depth}{one.name}"]
        for column, _name in found.heads:
            row.append(getattr(one.score, column))
            if column in SHARED:
                percent = one.score.percent(column)
                row.append(None if percent is None else round_half_up(percent, 2))
        rows.append(row)
    return head, rows
