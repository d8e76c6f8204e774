"""Reading a table of many units' values: which column is which, which unit a row means, which number a cell holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.numbers import NotANumber, parse_number
from phoihop.base.text import fold, nfc
from phoihop.documents.tables import SheetCell, SheetTable, cell_at, column_letters, why_not_formula
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, UnitFinder
from phoihop.reporting.rules.content import Typed
from phoihop.reporting.rules.standing import Standing, why_not_write

HEAD_CODE, HEAD_NAME, HEAD_REMARK = "Mã đơn vị", "Tên đơn vị", "ghi chú"
"""How our own template names its columns, in every language."""
HEAD_WITHIN = 12
"""The head of the table stands within the first so many rows; titles may stand above it."""
_CODE_HEADS = {"ma don vi", "ma", "unit code", "unit_code", "code"}
_NAME_HEADS = {"ten don vi", "don vi", "unit", "unit name", "unit_name", "name"}
_REMARK_HEADS = {"ghi chu", "giai thich", "remark", "note"}
_FIRST_WORD = re.compile(r"^\s*([A-Za-z][A-Za-z0-9_.]*)[\s·:.\-–]*(.*)$", re.DOTALL)


@dataclass(slots=True)
class UnitRow:
    """One unit's values in a table."""

    number: int
    place: Place
    cells: dict[str, Typed]


@dataclass(slots=True)
class Reading:
    rows: list[UnitRow]
    reasons: list[Reason]


@dataclass(slots=True)
class _Columns:
    code: int | None
    name: int | None
    amounts: dict[int, str]
    """column -> indicator"""
    remarks: dict[int, str]
    reasons: list[Reason]


def read_values(by: Post | None, stand: Standing, table: SheetTable) -> Reading:
    """What the table says of which unit, with every fault in it. One statement more than `stand`, at most."""
    head = next((i for i, (_n, cells) in enumerate(table.rows[:HEAD_WITHIN]) if _is_head(cells)), None)
    if head is None:
        said = _("Không thấy dòng tiêu đề có cột “Mã đơn vị” hoặc “Tên đơn vị”. Tải tệp mẫu, điền rồi nạp lại.")
        return Reading([], [Reason(said, "file"), *_wrong_template(stand, table)])
    columns = _columns(stand, table.rows[head])
    reading = Reading([], [*_wrong_template(stand, table), *columns.reasons])
    units = UnitFinder(stand.tree, stand.form.level)
    seen: dict[int, int] = {}
    for number, cells in table.rows[head + 1 :]:
        if all(cell.is_blank for cell in cells):
            continue
        _read_row(by, stand, columns, units, seen, number, cells, reading)
    if not reading.rows and not reading.reasons:
        reading.reasons.append(
            Reason(_("Tệp không có dòng số liệu nào dưới dòng tiêu đề. Điền số rồi nạp lại."), "file")
        )
    return reading


def _read_row(
    by: Post | None,
    stand: Standing,
    columns: _Columns,
    units: UnitFinder,
    seen: dict[int, int],
    number: int,
    cells: Sequence[SheetCell],
    reading: Reading,
) -> None:
    where = _("Dòng %(n)s") % {"n": number}
    place, why_not = units.find(cell_at(cells, columns.code).words, cell_at(cells, columns.name).words)
    if place is None:
        reading.reasons.append(Reason(why_not, place=where))
        return
    if place.unit_id in seen:
        said = {"unit": place.name, "first": seen[place.unit_id]}
        reading.reasons.append(
            Reason(_("%(unit)s đã có ở dòng %(first)s. Giữ một dòng cho mỗi đơn vị.") % said, place=where)
        )
        return
    seen[place.unit_id] = number
    reading.reasons += [Reason(reason.text, place=where) for reason in why_not_write(by, stand, place.unit_id)]
    row = UnitRow(number, place, {})
    amounts: dict[str, Decimal | None] = {}
    for at, code in columns.amounts.items():
        cell = cell_at(cells, at)
        try:
            amounts[code] = _amount(cell)
        except NotANumber as wrong:
            spot = _("Dòng %(n)s, cột %(column)s") % {"n": number, "column": f"{column_letters(at)} ({code})"}
            reading.reasons += [Reason(reason.text, place=spot) for reason in wrong.reasons]
    remarks = {code: cell_at(cells, at).words for at, code in columns.remarks.items()}
    for code in stand.layout.by_code:
        typed = Typed(amounts.get(code), remarks.get(code, ""))
        if typed != Typed():
            row.cells[code] = typed
    reading.rows.append(row)


def _amount(cell: SheetCell) -> Decimal | None:
    if cell.is_formula:
        raise NotANumber([Reason(why_not_formula())])
    if cell.number is not None:
        return cell.number
    return parse_number(cell.text) if cell.text.strip() else None


def _is_head(cells: Sequence[SheetCell]) -> bool:
    return any(fold(nfc(cell.text)) in _CODE_HEADS | _NAME_HEADS for cell in cells)


def _columns(stand: Standing, head: tuple[int, Sequence[SheetCell]]) -> _Columns:
    columns = _Columns(None, None, {}, {}, [])
    number, cells = head
    by_name = {fold(cell.indicator.name_vi): code for code, cell in stand.layout.by_code.items()}
    by_code = {code.casefold(): code for code in stand.layout.by_code}
    for at, cell in enumerate(cells):
        text = nfc(cell.text)
        plain = fold(text)
        where = _("Dòng %(n)s, cột %(column)s") % {"n": number, "column": column_letters(at)}
        if not text:
            continue
        if plain in _CODE_HEADS and columns.code is None:
            columns.code = at
        elif plain in _NAME_HEADS and columns.name is None:
            columns.name = at
        else:
            code, is_remark = _meaning(text, by_code, by_name)
            target = columns.remarks if is_remark else columns.amounts
            if code is None:
                said = _("Không có chỉ tiêu nào là “%(head)s”. Ghi mã chỉ tiêu ở đầu cột, hoặc bỏ cột này.")
                columns.reasons.append(Reason(said % {"head": text}, place=where))
            elif code in target.values():
                columns.reasons.append(Reason(_("Cột %(code)s có hai lần. Giữ một cột.") % {"code": code}, place=where))
            else:
                target[at] = code
    absent = [c.code for c in stand.layout.cells if c.required and c.code not in columns.amounts.values()]
    if absent:
        said = _("Thiếu cột của chỉ tiêu %(codes)s. Thêm cột với mã chỉ tiêu ở đầu cột; ô chưa có số thì để trống.")
        columns.reasons.append(Reason(said % {"codes": ", ".join(absent)}, place=_("Dòng %(n)s") % {"n": number}))
    return columns


def _meaning(text: str, by_code: dict[str, str], by_name: dict[str, str]) -> tuple[str | None, bool]:
    """(indicator, whether the column holds remarks) from "S05", "S05 Số mô hình", "S05 ghi chú" or the full name."""
    parts = _FIRST_WORD.match(text)
    if parts and parts[1].casefold() in by_code:
        return by_code[parts[1].casefold()], fold(parts[2]).strip() in _REMARK_HEADS
    return by_name.get(fold(text)), False


def _wrong_template(stand: Standing, table: SheetTable) -> list[Reason]:
    reasons = []
    form, period = table.meta.get("form"), table.meta.get("period")
    if form and form != stand.form.code:
        said = {"theirs": form, "ours": stand.form.code}
        text = _("Tệp này làm cho mẫu %(theirs)s, đang nạp vào mẫu %(ours)s. Chọn đúng mẫu rồi nạp lại.")
        reasons.append(Reason(text % said, "form"))
    if period and period != stand.period.label:
        said = {"theirs": period, "ours": stand.period.label}
        text = _("Tệp này làm cho kỳ %(theirs)s, đang nạp vào kỳ %(ours)s. Chọn đúng kỳ rồi nạp lại.")
        reasons.append(Reason(text % said, "period"))
    return reasons
