"""Reading a table of many units' values: which column is which, which unit a row means, which number a cell holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.numbers import NotANumber, format_date, parse_number
from phoihop.base.text import exact, fold, nfc
from phoihop.orgs.models import Post, UnitVersion
from phoihop.orgs.queries import Place
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


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell as the file holds it."""

    text: str = ""
    number: Decimal | None = None
    """Set when the file holds a true number, which is then not read from its text."""
    is_formula: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.is_formula and self.number is None and not self.text.strip()


@dataclass(frozen=True)
class SheetTable:
    """The rows of a file with their numbers as a person sees them (1 = first line of the sheet)."""

    rows: Sequence[tuple[int, Sequence[SheetCell]]]
    name: str = ""
    digest: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    """What our own template says of itself: form and period; empty for any other file."""


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
    units = _Units(stand)
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
    units: "_Units",
    seen: dict[int, int],
    number: int,
    cells: Sequence[SheetCell],
    reading: Reading,
) -> None:
    where = _("Dòng %(n)s") % {"n": number}
    place, why_not = units.find(_text_at(cells, columns.code), _text_at(cells, columns.name))
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
        cell = cells[at] if at < len(cells) else SheetCell()
        try:
            amounts[code] = _amount(cell)
        except NotANumber as wrong:
            spot = _("Dòng %(n)s, cột %(column)s") % {"n": number, "column": f"{column_letters(at)} ({code})"}
            reading.reasons += [Reason(reason.text, place=spot) for reason in wrong.reasons]
    remarks = {code: nfc(_text_at(cells, at)) for at, code in columns.remarks.items()}
    for code in stand.layout.by_code:
        typed = Typed(amounts.get(code), remarks.get(code, ""))
        if typed != Typed():
            row.cells[code] = typed
    reading.rows.append(row)


def _amount(cell: SheetCell) -> Decimal | None:
    if cell.is_formula:
        raise NotANumber(
            [Reason(_("Ô này là công thức. Dán lại dưới dạng giá trị (Dán đặc biệt → Giá trị) rồi nạp lại."))]
        )
    if cell.number is not None:
        return cell.number
    return parse_number(cell.text) if cell.text.strip() else None


class _Units:
    """The units of the tree by code and by name."""

    def __init__(self, stand: Standing) -> None:
        self.stand = stand
        self.by_code = {place.code: place for place in stand.tree}
        self.width = max((len(p.code) for p in stand.tree if p.level == stand.form.level), default=0)
        self.by_name: dict[str, list[Place]] = {}
        self.by_sound: dict[str, list[Place]] = {}
        for place in stand.tree:
            if place.level == stand.form.level:
                for name in {place.name, place.name.partition(" ")[2], *_without_type(place)}:
                    self.by_name.setdefault(exact(nfc(name)), []).append(place)
                    self.by_sound.setdefault(fold(name), []).append(place)

    def find(self, code: str, name: str) -> tuple[Place | None, str]:
        """The unit a row means, or the sentence that says why it is not known."""
        if code:
            place = self.by_code.get(code) or self.by_code.get(code.zfill(self.width))
            if place is None:
                return None, self._unknown_code(code)
            if name and place not in self.by_name.get(exact(nfc(name)), []):
                said = {"code": place.code, "unit": place.name, "name": name}
                return None, _("Mã %(code)s là %(unit)s, nhưng tên ghi “%(name)s”. Sửa cho mã và tên khớp nhau.") % said
            return place, ""
        if not name:
            return None, _("Dòng có số nhưng không ghi đơn vị. Ghi mã đơn vị.")
        found = self.by_name.get(exact(nfc(name)), [])
        if len(found) == 1:
            return found[0], ""
        if found:
            said = {"name": name, "codes": self._listed(found)}
            return None, _("Có %(n)s đơn vị tên “%(name)s”: %(codes)s. Ghi mã đơn vị.") % {**said, "n": len(found)}
        near = self.by_sound.get(fold(name), [])
        if near:
            said = {"name": name, "codes": self._listed(near)}
            return None, _("Không có đơn vị tên “%(name)s”. Gần giống: %(codes)s. Ghi mã đơn vị.") % said
        said = {"name": name, "day": format_date(self.stand.period.ends_on)}
        return None, _("Không có đơn vị tên “%(name)s” ngày %(day)s. Ghi mã đơn vị, hoặc sửa tên.") % said

    def _listed(self, places: list[Place]) -> str:
        shown = []
        for place in places:
            above = self.stand.tree.superior(place.unit_id)
            shown.append(f"{place.code} {place.name}" + (f" ({above.name})" if above else ""))
        return "; ".join(shown)

    def _unknown_code(self, code: str) -> str:
        day = self.stand.period.ends_on
        said = {"code": code, "day": format_date(day)}
        other = UnitVersion.objects.filter(code=code.zfill(self.width)).order_by("-valid_to").first()
        if other is None:
            return _("Không có đơn vị mã %(code)s. Xem lại mã trong danh mục đơn vị.") % said
        said["name"] = other.name_vi
        return _("Mã %(code)s (%(name)s) không có trong danh mục ngày %(day)s. Dùng mã của đơn vị ngày đó.") % said


def _without_type(place: Place) -> set[str]:
    words = place.name.split()
    return {" ".join(words[2:])} if place.type in {"thi_tran", "thanh_pho", "thi_xa", "dac_khu"} else set()


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


def _text_at(cells: Sequence[SheetCell], at: int | None) -> str:
    if at is None or at >= len(cells):
        return ""
    cell = cells[at]
    return f"{cell.number:f}" if cell.number is not None else nfc(cell.text)


def column_letters(at: int) -> str:
    """0 -> "A", 26 -> "AA"."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
