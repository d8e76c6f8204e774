"""The list of the silent as a spreadsheet: the lines of the page."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from phoihop.base import sheets
from phoihop.base.numbers import format_date, format_moment
from phoihop.base.text import named
from phoihop.duties.calendar import working_days_between
from phoihop.duties.queries import SilentUnit

WIDTHS = (26, 24, 16, 48, 12, 14, 12, 14, 14, 18)


def as_xlsx(units: Sequence[SilentUnit], on: datetime.date) -> bytes:
    head = [
        _("Đơn vị"),
        _("Trực thuộc"),
        _("Mã việc"),
        _("Việc"),
        _("Hạn"),
        _("Quá hạn (ngày làm việc)"),
        _("Số lần nhắc chưa trả lời"),
        _("Nhắc từ"),
        _("Nhắc gần nhất"),
        _("Lần cuối có tin"),
    ]
    rows: list[list[sheets.Cell]] = [
        [
            unit.name,
            unit.above,
            one.share.task.code,
            named(one.share.task, "title"),
            format_date(one.share.due_on),
            working_days_between(one.share.due_on, on),
            one.times,
            format_date(one.since),
            format_date(one.last_on),
            format_moment(one.last_sign) if one.last_sign else _("chưa có tin nào"),
        ]
        for unit in units
        for one in unit.shares
    ]
    title = _("Danh sách im lặng ngày %(day)s") % {"day": format_date(on)}
    return sheets.as_xlsx(head, rows, title, rule(), WIDTHS)


def rule() -> str:
    """What the list holds, in a sentence."""
    return _("Việc quá hạn đã nhắc từ hai lần mà đơn vị chưa có tiến độ, minh chứng, câu hỏi, xin gia hạn hay kết quả.")
