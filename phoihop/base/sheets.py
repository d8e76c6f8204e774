"""A table as a file for a spreadsheet: exactly what is shown; numbers as numbers, text never as a formula."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _

from phoihop.base import clock

Cell = str | int | Decimal | None
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
USUAL_WIDTHS = (9, 32, 14)


def as_csv(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark, decimal point; a text that a spreadsheet would take for a formula gets an apostrophe.

    In a demonstration the last line says that the content is invented.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_safe(cell) for cell in head])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    if invented():
        writer.writerow([invented()])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    title: str,
    note: str = "",
    widths: Sequence[int] = (),
) -> bytes:
    """One sheet: title, note, head, rows; the head and the first two columns stay in sight.

    In a demonstration a line under the note says that the content is invented.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, note)
    sheet.write_string(2, 0, invented(), bold)
    for column, text in enumerate(head):
        sheet.write_string(3, column, text, wrapped)
    for at, row in enumerate(rows, start=4):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, column, cell)
            elif cell is not None:
                sheet.write_number(at, column, float(cell))
    sheet.freeze_panes(4, 2)
    for column in range(len(head)):
        usual = USUAL_WIDTHS[min(column, len(USUAL_WIDTHS) - 1)]
        sheet.set_column(column, column, widths[column] if column < len(widths) else usual)
    book.close()
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_DANGEROUS) else cell


def invented() -> str:
    """The mark that everything leaving a demonstration carries; empty elsewhere."""
    return _("DỮ LIỆU MINH HOẠ, không phải số liệu thật") if clock.instance().demonstration else ""
