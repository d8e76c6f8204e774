"""The empty table for a form and a period: made for exactly the units of one branch, read back by `read_table`."""

import io

import xlsxwriter
from django.utils.translation import gettext as _

from phoihop.base.text import named
from phoihop.documents.tables import META
from phoihop.duties.models import Period
from phoihop.orgs.models import Post
from phoihop.reporting import rules
from phoihop.reporting.models import Form, Report
from phoihop.reporting.rules import Typed
from phoihop.reporting.rules.loading import HEAD_CODE, HEAD_NAME, HEAD_REMARK


def template(post: Post, form: Form, period: Period) -> bytes:
    """An .xlsx with a row for each unit of the post's branch that owes the form, and what its draft holds already.

    Codes and names are locked; a hidden sheet says form and period, so that a file cannot be loaded into the wrong one.
    """
    stand = rules.standing(form, period, [])
    places = [p for p in stand.tree.subtree(post.body.unit_id) if p.level == form.level]
    places.sort(key=lambda place: place.code)
    reports = dict(Report.objects.filter(form=form, period=period).values_list("unit_id", "pk"))
    drafts = {revision.report_id: revision for revision in rules.open_drafts(reports.values())}
    contents = rules.contents_of(drafts.values())
    held = {key: contents[revision.pk].cells for key, revision in drafts.items()}

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = book.add_format({"bold": True, "font_size": 13})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#EEEEEE"})
    fixed = book.add_format({"border": 1, "num_format": "@"})
    typed = book.add_format({"border": 1, "locked": False, "num_format": "#,##0.####"})
    words = book.add_format({"border": 1, "locked": False, "text_wrap": True})
    sheet = book.add_worksheet(_("Số liệu"))
    sheet.write_string(0, 0, f"{named(form, 'title')}, {named(period, 'name')}", title)
    sheet.write_string(1, 0, _("Điền số vào ô trắng; ô chưa có số thì để trống và ghi lý do ở cột ghi chú bên cạnh."))
    top = 3
    sheet.write_string(top, 0, HEAD_CODE, head)
    sheet.write_string(top, 1, HEAD_NAME, head)
    for at, cell in enumerate(stand.layout.cells):
        column = 2 + 2 * at
        name = f"{cell.code} {named(cell.indicator, 'name')} ({named(cell.indicator, 'measure')})"
        sheet.write_string(top, column, name, head)
        sheet.write_string(top, column + 1, f"{cell.code} {HEAD_REMARK}", head)
        sheet.set_column(column, column, 14)
        sheet.set_column(column + 1, column + 1, 18)
        rule = {"validate": "decimal", "criteria": ">=", "value": 0, "ignore_blank": True}
        rule |= {"error_title": _("Xem lại số"), "error_message": _("Nhập số từ 0 trở lên.")}
        sheet.data_validation(top + 1, column, top + max(len(places), 1), column, rule)
    for row, place in enumerate(places, start=top + 1):
        sheet.write_string(row, 0, place.code, fixed)
        sheet.write_string(row, 1, place.name, fixed)
        cells = held.get(reports.get(place.unit_id, 0), {})
        for at, cell in enumerate(stand.layout.cells):
            column, now = 2 + 2 * at, cells.get(cell.code, Typed())
            if now.amount is None:
                sheet.write_blank(row, column, None, typed)
            else:
                sheet.write_number(row, column, float(now.amount), typed)
            sheet.write_string(row, column + 1, now.remark, words)
    sheet.set_column(0, 0, 11)
    sheet.set_column(1, 1, 30)
    sheet.freeze_panes(top + 1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    meta = book.add_worksheet(META)
    for row, pair in enumerate((("form", form.code), ("period", period.label), ("version", "1"))):
        meta.write_row(row, 0, pair)
    meta.very_hidden()
    book.close()
    return out.getvalue()
