"""A form as it is filled in: its lines, the cells to type in, its narrative blocks."""

import datetime
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from phoihop.reporting.models import Form, FormLine, FormText, Indicator, IndicatorRule


@dataclass(frozen=True, slots=True)
class Cell:
    """One number to type: a line's own, or one half of its share. Known by its indicator's code everywhere."""

    code: str
    indicator: Indicator
    order: int
    """The line's number as printed."""
    part: str
    """"" for the line's own number, "numerator" or "denominator" for half of a share."""
    required: bool
    odd_change_percent: int | None
    decimals: int

    @property
    def label(self) -> str:
        """ "ô 7", "ô 2 (tử số)": how a reason points at the cell."""
        if self.part == "numerator":
            return _("ô %(n)s (tử số)") % {"n": self.order}
        if self.part == "denominator":
            return _("ô %(n)s (mẫu số)") % {"n": self.order}
        return _("ô %(n)s") % {"n": self.order}

    @property
    def field(self) -> str:
        """Name of its input on the page and of its column in a sheet."""
        return f"c-{self.code}"

    @property
    def remark_field(self) -> str:
        return f"r-{self.code}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the form: with one cell, with two (a share), or with none (shown, not typed)."""

    line: FormLine
    rule: IndicatorRule | None
    cells: tuple[Cell, ...]

    @property
    def is_share(self) -> bool:
        return len(self.cells) == 2


@dataclass(frozen=True)
class Layout:
    """A form on a day."""

    form: Form
    lines: tuple[Line, ...]
    texts: tuple[FormText, ...]
    cells: tuple[Cell, ...] = field(repr=False)
    by_code: dict[str, Cell] = field(repr=False)

    @property
    def shares(self) -> list[tuple[Cell, Cell]]:
        """(numerator, denominator) of every line that is a share."""
        return [(line.cells[0], line.cells[1]) for line in self.lines if line.is_share]


def layout(form: Form, on: datetime.date) -> Layout:
    """The form with the rules of its indicators valid on a day (the period's last). Four statements."""
    rows = list(FormLine.objects.filter(form=form).select_related("indicator").order_by("order"))
    rules = {
        rule.indicator_id: rule
        for rule in IndicatorRule.objects.filter(
            indicator__in=[row.indicator_id for row in rows], valid_from__lte=on, valid_to__gte=on
        ).select_related("numerator", "denominator")
    }
    parts = [key for rule in rules.values() for key in (rule.numerator_id, rule.denominator_id) if key is not None]
    typed = set(
        IndicatorRule.objects.filter(
            indicator__in=parts, valid_from__lte=on, valid_to__gte=on, kind=IndicatorRule.Kind.ENTERED
        ).values_list("indicator_id", flat=True)
    )
    lines = tuple(
        Line(row, rules.get(row.indicator_id), _cells(row, rules.get(row.indicator_id), typed)) for row in rows
    )
    by_code: dict[str, Cell] = {}
    for line in lines:
        for cell in line.cells:
            by_code.setdefault(cell.code, cell)
    texts = tuple(FormText.objects.filter(form=form).order_by("order"))
    return Layout(form, lines, texts, tuple(by_code.values()), by_code)


def _cells(row: FormLine, rule: IndicatorRule | None, typed: set[int]) -> tuple[Cell, ...]:
    """What is typed on the line. A share of counted sets is only shown: nobody types what can be derived."""
    if rule is None or rule.kind == IndicatorRule.Kind.ENTERED:
        return (_cell(row, row.indicator, "", rule.decimals if rule else 0),)
    parts = {rule.numerator_id, rule.denominator_id}
    if rule.kind == IndicatorRule.Kind.SHARE and rule.numerator and rule.denominator and parts <= typed:
        return (_cell(row, rule.numerator, "numerator", 0), _cell(row, rule.denominator, "denominator", 0))
    return ()


def _cell(row: FormLine, indicator: Indicator, part: str, decimals: int) -> Cell:
    return Cell(indicator.code, indicator, row.order, part, row.required, row.odd_change_percent, decimals)
