"""The roll-up: units down, figures across, as the page shows it and as the files hold it."""

import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote, urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.duties.models import Period
from phoihop.orgs.queries import Place, Tree
from phoihop.reporting.figures import Table, table
from phoihop.reporting.figures.columns import Column
from phoihop.reporting.figures.shapes import fraction
from phoihop.reporting.models import Form, IndicatorRule, Report
from phoihop.reporting.papers.choice import Group, Heading, headings

ALL = "tat-ca"
Cell = tuple[str, str, str | None]
"""(text, address of its sources, filled share of the bar in percent or None)."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Reports of a branch: expected, received, first sent in time."""

    expected: int
    received: int
    on_time: int


@dataclass(frozen=True, slots=True)
class Row:
    """One unit. `toggle` is the address that opens or closes it; empty for a unit without any below."""

    place: Place
    depth: int
    opened: bool
    toggle: str
    cells: list[Cell]
    receipt: Receipt | None


@dataclass(frozen=True)
class Rollup:
    """`heads` are the columns; `rows` begin with the branch itself, whose figures stand for all of it."""

    period: Period
    on: datetime.date
    group: Group
    root: Place
    heads: list[Heading]
    rows: list[Row]
    table: Table
    queue: str
    """Address of the reports behind the receipts; empty where no form is shown."""

    @property
    def sortable(self) -> bool:
        """Rows of one level may change places; an opened tree may not."""
        return all(row.depth <= 1 for row in self.rows)


@dataclass(frozen=True)
class Asked:
    """What the address asks for, as far as it has been understood."""

    period: Period
    group: Group
    on: datetime.date | None
    """The day of another tree than that of the period's last day."""
    opened: frozenset[str]
    unit: str = ""

    def query(self, opened: Collection[str] | None = None) -> str:
        """The same question as a query string, with other units opened."""
        which = self.opened if opened is None else opened
        found = {"ky": self.period.label, "bieu": self.group.key, "don-vi": self.unit}
        found |= {"ngay": self.on.isoformat() if self.on else "", "mo": ",".join(sorted(which))}
        return urlencode({key: value for key, value in found.items() if value})


def rollup(asked: Asked, root: Place, tree_shown: Tree) -> Rollup:
    """The table of a branch. The number of statements depends on neither units nor values."""
    heads = headings(asked.group, asked.period.ends_on)
    shown = _shown(root, tree_shown, asked.opened)
    unit_ids = [place.unit_id for place, _depth in shown]
    figures = table([h.code for h in heads], asked.period, unit_ids, on=asked.on)
    receipts = _receipts(asked, unit_ids, tree_shown)
    cells = [_cells(figures, h.code, [p.code for p, _depth in shown], asked) for h in heads]
    rows = []
    for at, (place, depth) in enumerate(shown):
        below = bool(tree_shown.children.get(place.unit_id)) and depth > 0
        opened = below and (place.code in asked.opened or ALL in asked.opened)
        toggle = f"?{asked.query(_toggled(asked.opened, place.code, shown))}" if below else ""
        row = [column[at] for column in cells]
        rows.append(Row(place, depth, opened, toggle, row, receipts.get(place.unit_id)))
    return Rollup(
        asked.period,
        tree_shown.on,
        asked.group,
        root,
        heads,
        rows,
        figures,
        reverse("reporting:queue") if receipts else "",
    )


def _shown(root: Place, tree_shown: Tree, opened: Collection[str]) -> list[tuple[Place, int]]:
    found: list[tuple[Place, int]] = []

    def walk(place: Place, depth: int) -> None:
        found.append((place, depth))
        if depth == 0 or ALL in opened or place.code in opened:
            for child in tree_shown.below(place.unit_id):
                walk(child, depth + 1)

    walk(root, 0)
    return found


def _toggled(opened: frozenset[str], code: str, shown: Sequence[tuple[Place, int]]) -> frozenset[str]:
    if ALL in opened:
        opened = frozenset(place.code for place, depth in shown if depth)
    return opened ^ {code}


def _cells(figures: Table, code: str, unit_codes: Sequence[str], asked: Asked) -> list[Cell]:
    """A column as it is written, each number with the address of its sources; the address is made once a column."""
    column = figures.columns[code]
    before, after = sources_address(code, asked.period.label, asked.on)
    links = [f"{before}{unit}{after}" for unit in unit_codes]
    texts = figures.texts(code)
    if column.rule is None or column.rule.kind != IndicatorRule.Kind.SHARE:
        return [(text, link, None) for text, link in zip(texts, links, strict=True)]
    found: list[Cell] = []
    for unit_id, text, link in zip(figures.unit_ids, texts, links, strict=True):
        whole = fraction(*column.fraction(unit_id))
        percent = column.value.get(unit_id)
        bar = None if percent is None else f"{min(Decimal(percent), Decimal(100)):.1f}"
        found.append((f"{whole} · {text}" if whole else text, link, bar))
    return found


def sources_address(code: str, label: str, on: datetime.date | None) -> tuple[str, str]:
    """What stands before and after the unit's code in the address of a figure's sources."""
    address = reverse("reporting:sources", args=[code, label])
    return f"{address}?unit=", f"&on={quote(on.isoformat())}" if on else ""


def _receipts(asked: Asked, unit_ids: Collection[int], tree_shown: Tree) -> dict[int, Receipt]:
    """Expected, received and in time, over the branch of each unit, for the form's periods inside the chosen one."""
    form = asked.group.form
    if form is None or asked.on is not None:
        return {}
    inner = _periods(asked.period, form)
    reports = Report.objects.filter(form=form, period__in=inner, first_submitted_at__isnull=False).order_by()
    early = Q(pk__in=[])
    for due in reports.values_list("due_on", flat=True).distinct():
        early |= Q(due_on=due, first_submitted_at__lt=_end_of(due))
    rows = reports.values("unit_id").annotate(n=Count("pk"), early=Count("pk", filter=early))
    counts = {row["unit_id"]: (row["n"], row["early"]) for row in rows}
    found = {}
    for unit_id in unit_ids:
        branch = [p for p in tree_shown.subtree(unit_id) if p.level == form.level]
        there = [counts[p.unit_id] for p in branch if p.unit_id in counts]
        found[unit_id] = Receipt(len(branch) * len(inner), sum(n for n, _e in there), sum(e for _n, e in there))
    return found


def _end_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))


def _periods(period: Period, form: Form) -> list[int]:
    if period.kind == form.every:
        return [period.pk]
    rows = Period.objects.filter(kind=form.every, opens_on__lte=clock.today())
    return list((rows.filter(part_of=period) | rows.filter(part_of__part_of=period)).values_list("pk", flat=True))


def plain_rows(found: Rollup) -> tuple[list[str], list[list[str | int | Decimal | None]]]:
    """Exactly what is shown, for a file: a share as numerator, denominator and percent in columns of their own."""
    columns = [(h, found.table.columns[h.code]) for h in found.heads]
    head = [_("Mã"), _("Đơn vị")]
    readers: list[Callable[[int], list[Decimal | int | None]]] = []
    for heading, column in columns:
        readers.append(_reader(column))
        label = f"{heading.code} {heading.name}"
        head += [f"{label}: {_('tử số')}", f"{label}: {_('mẫu số')}", f"{label} (%)"] if _is_share(column) else [label]
    with_receipts = any(row.receipt for row in found.rows)
    if with_receipts:
        head += [_("Phải nộp"), _("Đã nhận"), _("Đúng hạn")]
    rows: list[list[str | int | Decimal | None]] = []
    for row in found.rows:
        cells: list[str | int | Decimal | None] = [row.place.code, "  " * row.depth + row.place.name]
        for read in readers:
            cells += read(row.place.unit_id)
        if row.receipt:
            cells += [row.receipt.expected, row.receipt.received, row.receipt.on_time]
        rows.append(cells)
    return head, rows


def _is_share(column: Column) -> bool:
    return column.rule is not None and column.rule.kind == IndicatorRule.Kind.SHARE


def _reader(column: Column) -> Callable[[int], list[Decimal | int | None]]:
    if _is_share(column):
        return lambda unit_id: [*column.fraction(unit_id), column.value.get(unit_id)]
    return lambda unit_id: [column.value.get(unit_id)]
