"""The list of shares as a spreadsheet: the same choice as on the page, all of its pages."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from phoihop.base import sheets
from phoihop.base.numbers import format_date
from phoihop.base.text import named
from phoihop.duties.queries import ShareLine

WIDTHS = (16, 48, 28, 10, 12, 26, 22, 9, 14, 10, 40)


def heads() -> list[str]:
    return [
        _("Mã việc"),
        _("Việc"),
        _("Đơn vị"),
        _("Vai"),
        _("Hạn"),
        _("Còn"),
        _("Tình trạng"),
        _("Tiến độ, %"),
        _("Ngày nộp"),
        _("Đã nhận"),
        _("Cần xem"),
    ]


def _cells(line: ShareLine) -> list[str | int | None]:
    share = line.share
    submitted = getattr(share, "submitted_on", None)
    return [
        share.task.code,
        named(share.task, "title"),
        line.unit,
        str(share.get_role_display()),
        format_date(share.due_on),
        line.when,
        str(share.get_state_display()),
        line.percent,
        format_date(submitted) if submitted else "",
        f"{line.accepted}/{len(line.keys)}",
        " ".join(map(str, line.doubts)),
    ]


def as_csv(lines: Sequence[ShareLine]) -> bytes:
    return sheets.as_csv(heads(), [_cells(line) for line in lines])


def as_xlsx(lines: Sequence[ShareLine], note: str) -> bytes:
    return sheets.as_xlsx(heads(), [_cells(line) for line in lines], _("Công việc"), note, WIDTHS)
