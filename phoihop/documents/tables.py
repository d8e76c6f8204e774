"""Reading an uploaded table into rows of cells, without judging what they mean; and carrying it past a preview."""

import base64
import binascii
import csv
import datetime
import hashlib
import io
import string
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

import python_calamine
from django.conf import settings
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from lxml import etree

from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import format_date
from phoihop.base.text import nfc
from phoihop.documents import kinds, read

MOST_ROWS = 5_000
MOST_COLUMNS = 1_000
META = "_meta"
"""Name of the hidden sheet in which our template says what it is for."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HUGE = Decimal(10) ** 20
_LETTERS = string.ascii_letters


CARRIED = 1_500_000
"""A file up to this size travels with its preview; a larger one is chosen again to confirm."""


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

    @property
    def words(self) -> str:
        """What a person reads in the cell: a code typed as a number too."""
        return f"{self.number:f}" if self.number is not None else nfc(self.text)


@dataclass(frozen=True)
class SheetTable:
    """The rows of a file with their numbers as a person sees them (1 = first line of the sheet)."""

    rows: Sequence[tuple[int, Sequence[SheetCell]]]
    name: str = ""
    digest: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    """What our own template says of itself: form and period; empty for any other file."""


def cell_at(cells: Sequence[SheetCell], at: int | None) -> SheetCell:
    """The cell of a column; an empty one where the row is shorter or there is no such column."""
    return SheetCell() if at is None or at >= len(cells) else cells[at]


def column_letters(at: int) -> str:
    """0 -> "A", 26 -> "AA"."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def why_not_formula() -> str:
    """What is said of a cell whose value somebody else's program worked out."""
    return _("Ô này là công thức. Dán lại dưới dạng giá trị (Dán đặc biệt → Giá trị) rồi nạp lại.")


def sent_file(request: HttpRequest) -> tuple[bytes, str]:
    """(bytes, name) of the file that was chosen, or that the preview carried. Refusal where there is none."""
    upload = request.FILES.get("file")
    if upload is not None:
        return upload.read(), upload.name or ""
    try:
        data = base64.b64decode(request.POST.get("carried", ""), validate=True)
    except binascii.Error:
        data = b""
    if not data:
        _refuse(_("Chưa chọn tệp. Chọn tệp .xlsx hoặc .csv rồi nạp."))
    return data, request.POST.get("name", "")


def carried(data: bytes) -> str:
    """The file in a form that a preview can carry; empty for one that is too large."""
    return base64.b64encode(data).decode() if len(data) <= CARRIED else ""


def read_table(data: bytes, name: str) -> SheetTable:
    """The table in an .xlsx (its first visible sheet) or a .csv (UTF-8, comma, semicolon or tab).

    Refusal says in one sentence what is wrong with the file: its kind, its size, a password, its letters.
    """
    if len(data) > settings.UPLOAD_LIMIT:
        said = {"size": filesizeformat(len(data)), "limit": filesizeformat(settings.UPLOAD_LIMIT)}
        _refuse(_("Tệp nặng %(size)s, quá mức %(limit)s. Bỏ hình ảnh và trang thừa rồi nạp lại.") % said)
    if not data:
        _refuse(_("Tệp rỗng. Kiểm tra lại tệp rồi nạp lại."))
    digest = hashlib.sha256(data).hexdigest()
    kind = kinds.of(data, name)
    if kind == kinds.LOCKED:
        _refuse(_("Tệp đang đặt mật khẩu nên không đọc được. Bỏ mật khẩu rồi nạp lại."))
    if kind == "xlsx":
        rows, meta = _spreadsheet(data)
        return SheetTable(rows, name, digest, meta)
    if kind == "csv":
        return SheetTable(_separated(kinds.decoded(data) or ""), name, digest)
    if kinds.ending(name) == "csv":
        _refuse(_("Tệp .csv không phải mã UTF-8 nên chữ có dấu sẽ sai. Lưu lại thành “CSV UTF-8” rồi nạp lại."))
    _refuse(_("Chỉ nạp được tệp .xlsx hoặc .csv. Mở tệp trong bảng tính, lưu thành .xlsx rồi nạp lại."))


def _refuse(sentence: str) -> NoReturn:
    raise Refusal([Reason(sentence, "file")])


def _separated(words: str) -> list[tuple[int, list[SheetCell]]]:
    first = next((line for line in words.splitlines() if line.strip()), "")
    separator = max(";\t,", key=first.count)
    rows: list[tuple[int, list[SheetCell]]] = []
    try:
        for row in csv.reader(io.StringIO(words, newline=""), delimiter=separator):
            cells = [SheetCell(cell, None, cell.startswith("=")) for cell in row]
            rows.append((len(rows) + 1, cells))
    except csv.Error:
        said = {"line": len(rows) + 1}
        _refuse(_("Không đọc được từ dòng %(line)s của tệp .csv: ô quá dài hoặc thiếu dấu nháy. Sửa dòng đó.") % said)
    _not_too_many(len(rows), max((len(cells) for _n, cells in rows), default=0))
    return rows


def _spreadsheet(data: bytes) -> tuple[list[tuple[int, list[SheetCell]]], dict[str, str]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        if not visible:
            _refuse(_("Tệp không có trang tính nào hiện ra. Cho hiện trang số liệu rồi nạp lại."))
        formulas = _formulas(data, visible[0])
        sheet = book.get_sheet_by_name(visible[0])
        values = sheet.to_python(skip_empty_area=False)
        meta = _meta(book, data)
    except (
        python_calamine.CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        etree.XMLSyntaxError,
        read.Unreadable,
        KeyError,
        ValueError,
        NotImplementedError,
    ):
        _refuse(_("Tệp bảng tính bị hỏng, không đọc được. Mở ra, lưu lại thành tệp .xlsx mới rồi nạp lại."))
    rows = [
        (row, [_cell(value, (row, column) in formulas) for column, value in enumerate(cells)])
        for row, cells in enumerate(values, start=1)
    ]
    return rows, meta


def _cell(value: Any, is_formula: bool) -> SheetCell:
    if isinstance(value, bool):
        return SheetCell(str(value).upper(), None, is_formula)
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if not number.is_finite():
            return SheetCell(str(value), None, is_formula)
        whole = abs(number) < _HUGE and number == number.to_integral()
        return SheetCell("", number.quantize(Decimal(1)) if whole else number, is_formula)
    if isinstance(value, datetime.datetime | datetime.date):
        return SheetCell(format_date(value), None, is_formula)
    return SheetCell(str(value), None, is_formula)


def _meta(book: python_calamine.CalamineWorkbook, data: bytes) -> dict[str, str]:
    if META not in book.sheet_names:
        return {}
    _formulas(data, META)
    rows: Sequence[Sequence[Any]] = book.get_sheet_by_name(META).to_python()
    return {str(row[0]): str(row[1]) for row in rows if len(row) > 1}


def _formulas(data: bytes, sheet: str) -> set[tuple[int, int]]:
    """(row from 1, column from 0) of every cell with a formula: its number was computed by somebody else's program.

    Refuses a sheet that reaches too far, and has to be asked first: the reader makes room for the whole rectangle up to
    the last cell, and two cells in opposite corners would take all the memory of the machine.
    """
    found: set[tuple[int, int]] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = read.part(package, _part_of(package, sheet))
    number = 0
    for row in root.iter("{*}row"):
        number = int(row.get("r") or number + 1)
        column = -1
        for cell in row.iter("{*}c"):
            reference = cell.get("r") or ""
            column = _column(reference) if reference else column + 1
            at = int(reference.lstrip(_LETTERS) or number)
            if len(cell):
                _not_too_many(at, column + 1)
            if cell.find("{*}f") is not None:
                found.add((at, column))
    return found


def _part_of(package: zipfile.ZipFile, sheet: str) -> str:
    relation = next(
        element.get(_RELATION)
        for element in read.part(package, "xl/workbook.xml").iter("{*}sheet")
        if element.get("name") == sheet
    )
    for element in read.part(package, "xl/_rels/workbook.xml.rels").iter("{*}Relationship"):
        if element.get("Id") == relation:
            target = str(element.get("Target"))
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def _column(reference: str) -> int:
    column = 0
    for letter in reference.rstrip("0123456789").upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def _not_too_many(rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        said = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        _refuse(
            _("Trang tính quá lớn (hơn %(rows)s dòng hoặc %(columns)s cột). Xoá dòng, cột thừa rồi nạp lại.") % said
        )
