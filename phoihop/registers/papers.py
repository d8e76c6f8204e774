"""The list of a year's results as a spreadsheet: exactly the lines that are shown, text never a formula."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from phoihop.base import sheets
from phoihop.base.numbers import format_date
from phoihop.registers.queries import Row

WIDTHS = (8, 28, 12, 26, 22, 16, 20, 14, 36, 12)


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
    return sheets.as_csv(heads(), [_cells(row) for row in rows])


def as_xlsx(rows: Sequence[Row], title: str) -> bytes:
    return sheets.as_xlsx(heads(), [_cells(row) for row in rows], title, widths=WIDTHS)
