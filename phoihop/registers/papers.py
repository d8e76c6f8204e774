"""Lists as spreadsheets: exactly the lines that are shown, text never a formula."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from phoihop.base import sheets
from phoihop.base.numbers import format_date
from phoihop.registers.queries import MatterRow, Row

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


MATTER_WIDTHS = (13, 48, 26, 24, 24, 34, 13, 13, 13, 24, 13, 13, 24)


def matter_heads() -> list[str]:
    return [
        _("Mã"),
        _("Nội dung vụ việc"),
        _("Loại"),
        _("Đơn vị"),
        _("Trực thuộc"),
        _("Cơ quan chịu trách nhiệm"),
        _("Ngày phát sinh"),
        _("Hạn"),
        _("Ngày giải quyết"),
        _("Tình trạng"),
        _("Bước gần nhất"),
        _("Số ngày làm việc đã mở"),
        _("Đang ở cấp"),
    ]


def _matter_cells(row: MatterRow) -> list[sheets.Cell]:
    return [
        row.code,
        row.title,
        row.kind,
        row.unit,
        row.under,
        row.responsible,
        format_date(row.opened_on),
        format_date(row.due_on),
        format_date(row.resolved_on) if row.resolved_on else "",
        "; ".join(filter(None, (row.standing.word, row.standing.reasons))),
        format_date(row.last_work_on),
        row.age if row.is_open else None,
        "; ".join(row.raised),
    ]


def matters_as_csv(rows: Sequence[MatterRow]) -> bytes:
    return sheets.as_csv(matter_heads(), [_matter_cells(row) for row in rows])


def matters_as_xlsx(rows: Sequence[MatterRow], title: str) -> bytes:
    return sheets.as_xlsx(matter_heads(), [_matter_cells(row) for row in rows], title, widths=MATTER_WIDTHS)
