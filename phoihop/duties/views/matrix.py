"""Tasks beside units: the matrix, by the units directly below or by every unit, as a page and as a spreadsheet."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phoihop.base import clock, sheets
from phoihop.base.numbers import format_date
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import queries
from phoihop.duties.papers import matrix as papers
from phoihop.duties.papers.asked import Asked, kind_options, options, period_choices
from phoihop.duties.queries import Scores, Spots, TaskRow
from phoihop.duties.views.scorecard import SHEET, above, asked_by, rows_of, tabs
from phoihop.orgs.access import acting, needs

ON_A_PAGE = 40
"""Tasks."""


@require_safe
@needs("task.read")
def shown(request: HttpRequest) -> HttpResponse:
    """The tasks of `?ky=` (of a kind `loai`, with `muon=1` those with an overdue share) beside the units below `dv`.

    `mo=tat-ca`: a table for each unit that has units below it; `dang=xlsx` gives all of it as a file.
    """
    post, periods, title = acting(request), period_choices(), _("Ma trận việc và đơn vị")
    asked = asked_by(request, post, periods, reports=False)
    if asked is None:
        return page(request, "duties/matrix.html", {"asked": None, "tabs": tabs("tasks:matrix"), "title": title})
    rows = rows_of(post, asked)
    tasks = queries.task_rows(rows, late_only=asked.late_only)
    found = queries.scores(rows, asked.unit_id)
    if request.GET.get("dang") == "xlsx":
        where = queries.spots(rows, found.branch, [task.pk for task in tasks], each_unit=asked.every)
        return _file(asked, title, found, tasks, where)
    shown_now = Paginator(tasks, ON_A_PAGE).get_page(request.GET.get("trang"))
    keys = [task.pk for task in shown_now]
    where = queries.spots(rows, found.branch, keys, each_unit=asked.every)
    context: dict[str, Any] = {
        "asked": asked,
        "title": title,
        "tabs": tabs("tasks:matrix", asked),
        "periods": options(periods),
        "kinds": kind_options(),
        "late_choice": True,
        "above": above(post, asked),
        "pages": shown_now,
        "sections": papers.sections(asked, found, list(shown_now), where),
        "has_below": len(found.branch.rows(asked.on)) > 1,
        "legend": papers.legend(),
    }
    return page(request, "duties/matrix.html", context)


def _file(asked: Asked, title: str, found: Scores, tasks: list[TaskRow], where: Spots) -> HttpResponse:
    head, rows = papers.plain_rows(asked, found, tasks, where)
    said = f"{title}: {queries.name_on(asked.unit_id, asked.on)}, {named(asked.period, 'name')}"
    note = _("Tính ngày %(day)s.") % {"day": format_date(clock.today())}
    answer = HttpResponse(sheets.as_xlsx(head, rows, said, note, widths=(14, 48, 12)), content_type=SHEET)
    name = f"ma-tran-{asked.period.label}-{asked.unit_id}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
