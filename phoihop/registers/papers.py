"""The list of a year's results as a spreadsheet: exactly the lines that are shown, text never a formula."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from phoihop.base.numbers import format_date
from phoihop.registers.queries import Row

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def heads() -> list[str]:
    return [
        _("Mã"),
        _("Đơn vị"),
        _("Loại"),
        _("Trực thuộc"),
        _("Tình trạng"),
        _("Kết quả"),
        _("Số quyết định"),
        _("Ngày quyết định"),
        _("Lý do"),
        _("Số minh chứng"),
    ]


def _cells(row: Row) -> list[str | int]:
    return [
        row.code,
        row.name,
        row.type_word,
        row.district,
        row.state_word,
        row.result_word,
        row.number,
        format_date(row.decided_on) if row.decided_on else "",
        row.reason,
        row.evidence,
    ]


def as_csv(rows: Sequence[Row]) -> bytes:
    """UTF-8 with a mark, for spreadsheet programs; a cell that looks like a formula is quoted."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads())
    for row in rows:
        writer.writerow(
            [f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell for cell in _cells(row)]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(rows: Sequence[Row], title: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Kết quả"))
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, title, bold)
    for column, head in enumerate(heads()):
        sheet.write_string(2, column, head, bold)
    for at, row in enumerate(rows, start=3):
        for column, cell in enumerate(_cells(row)):
            if isinstance(cell, int):
                sheet.write_number(at, column, cell)
            else:
                sheet.write_string(at, column, cell)
    sheet.freeze_panes(3, 2)
    for column, width in enumerate((8, 28, 12, 26, 22, 16, 20, 14, 36, 12)):
        sheet.set_column(column, column, width)
    book.close()
    return out.getvalue()
