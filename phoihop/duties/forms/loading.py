"""The empty table of tasks, with an example and lists to copy from; read back by `rules.read_tasks`."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.numbers import format_date
from phoihop.base.text import named
from phoihop.duties.models import Period, Task
from phoihop.duties.rules import BY_PERSON, HEADS
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree

ROWS = 200
"""So many rows have a choice of kinds and a form for days."""
_WIDTHS = {"title_vi": 44, "product_vi": 28, "kind": 22, "leads": 24, "supports": 24, "title_en": 30}
_DAYS = ("starts_on", "due_on")
_YES_NO = ("is_priority", "both_accept", "is_checked", "needs_evidence")


def template(post: Post) -> bytes:
    """An .xlsx with the heads, a row that shows how (passed over when loaded), and the periods and units to name."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = book.add_format({"bold": True, "font_size": 13})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#EEEEEE"})
    shown = book.add_format({"italic": True, "font_color": "#5D574D"})
    words, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(_("Việc"))
    sheet.write_string(0, 0, _("Giao việc theo tệp"), title)
    sheet.write_string(1, 0, _("Mỗi việc một dòng. Nhiều đơn vị thì ngăn bằng dấu phẩy. Dòng ví dụ không được nạp."))
    top = 3
    today = clock.today()
    example = _example(today.year)
    for at, (name, label) in enumerate(HEADS.items()):
        sheet.set_column(at, at, _WIDTHS.get(name, 14), day if name in _DAYS else words)
        sheet.write_string(top, at, label, head)
        sheet.write_string(top + 1, at, example.get(name, ""), shown)
        if name == "kind":
            kinds = [str(Task.Kind(kind).label) for kind in BY_PERSON]
            sheet.data_validation(top + 2, at, top + ROWS, at, {"validate": "list", "source": kinds})
        elif name in _YES_NO:
            sheet.data_validation(top + 2, at, top + ROWS, at, {"validate": "list", "source": ["có", "không"]})
    sheet.freeze_panes(top + 1, 2)
    _lists(book, post, head)
    book.close()
    return out.getvalue()


def _example(year: int) -> dict[str, str]:
    return {
        "code": "VÍ DỤ",
        "title_vi": "Tổng kiểm tra cư trú trước Tết",
        "product_vi": "Báo cáo kết quả",
        "kind": "việc khác",
        "period": str(year),
        "starts_on": f"05/01/{year}",
        "due_on": f"28/01/{year}",
        "leads": "tất cả huyện",
        "supports": "90101, 90102",
        "is_priority": "có",
        "both_accept": "không",
        "is_checked": "không",
        "needs_evidence": "có",
    }


def _lists(book: xlsxwriter.Workbook, post: Post, head: Any) -> None:
    """A second sheet: labels of periods, codes and names of the units below the post."""
    sheet = book.add_worksheet(_("Danh mục"))
    today = clock.today()
    heads = (_("Nhãn kỳ"), _("Kỳ"), _("Ngày chốt"), "", _("Mã đơn vị"), _("Tên đơn vị"), _("Thuộc"))
    for at, text in enumerate(heads):
        sheet.write_string(0, at, text, head if text else None)
        sheet.set_column(at, at, (12, 24, 12, 3, 12, 30, 30)[at])
    periods = Period.objects.filter(year__gte=today.year - 1).order_by("year", "ends_on", "label")
    for row, period in enumerate(periods, start=1):
        for at, text in enumerate((period.label, named(period, "name"), format_date(period.ends_on))):
            sheet.write_string(row, at, text)
    day = tree(today)
    for row, place in enumerate(day.subtree(post.body.unit_id)[1:], start=1):
        for at, text in enumerate((place.code, place.name, day.name(place.parent_id or 0)), start=4):
            sheet.write_string(row, at, text)
