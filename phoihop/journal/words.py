"""The facts of an entry in the reader's words. Numbers of records and hashes stay in the log and off the page."""

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.base.numbers import format_date, format_number
from phoihop.journal.models import Entry

FACTS = {
    "reason": gettext_lazy("lý do"),
    "remark": gettext_lazy("nhận xét"),
    "missing_reason": gettext_lazy("lý do phát hành khi còn thiếu"),
    "step": gettext_lazy("nội dung"),
    "result": gettext_lazy("kết quả"),
    "number": gettext_lazy("số"),
    "symbol": gettext_lazy("số, ký hiệu"),
    "decision": gettext_lazy("quyết định"),
    "title": gettext_lazy("tên"),
    "code": gettext_lazy("mã"),
    "matter_kind": gettext_lazy("loại"),
    "unit_name": gettext_lazy("đơn vị"),
    "form": gettext_lazy("mẫu"),
    "period": gettext_lazy("kỳ"),
    "body": gettext_lazy("cơ quan"),
    "stand_in": gettext_lazy("người thay"),
    "revision": gettext_lazy("bản"),
    "passed": gettext_lazy("đạt"),
    "not_passed": gettext_lazy("chưa đạt"),
    "converted": gettext_lazy("đã chuyển hóa"),
    "kept": gettext_lazy("giữ được kết quả"),
    "units": gettext_lazy("số đơn vị"),
    "opened": gettext_lazy("số mục mở"),
    "figures": gettext_lazy("số chỉ tiêu trích"),
    "loaded": gettext_lazy("số ô nạp"),
    "tasks": gettext_lazy("số việc"),
    "letters": gettext_lazy("số thư"),
    "shares": gettext_lazy("số việc"),
    "sites": gettext_lazy("số điểm cầu"),
    "seats": gettext_lazy("số đại biểu"),
    "minutes": gettext_lazy("số phút"),
    "who": gettext_lazy("đại biểu"),
    "reply": gettext_lazy("trả lời"),
    "contact": gettext_lazy("đầu mối"),
    "file": gettext_lazy("tệp"),
    "due_on": gettext_lazy("hạn"),
    "until": gettext_lazy("đến ngày"),
    "from": gettext_lazy("từ ngày"),
    "to": gettext_lazy("đến ngày"),
    "on": gettext_lazy("ngày"),
    "paper_on": gettext_lazy("ngày trên giấy"),
    "decided_on": gettext_lazy("ngày quyết định"),
    "issued_on": gettext_lazy("ngày ban hành"),
    "opened_on": gettext_lazy("ngày xác lập"),
    "closed_on": gettext_lazy("ngày kết thúc"),
    "built_on": gettext_lazy("ngày xây dựng"),
    "ended_on": gettext_lazy("ngày thôi"),
}


def facts_of(entry: Entry) -> list[tuple[str, str]]:
    """(name, text) of the facts that say something to a person, in the order of the table above."""
    found = [(str(name), _text(entry.facts.get(key))) for key, name in FACTS.items()]
    return [(name, text) for name, text in found if text]


def _text(value: Any) -> str:
    """Lists are counted, days written as days, yes and no as words; nothing for nothing."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return format_number(len(value))
    if isinstance(value, int):
        return format_number(value)
    if not isinstance(value, str):
        return ""
    try:
        return format_date(datetime.date.fromisoformat(value))
    except ValueError:
        return value
