"""How well work was done: the scorecard of the post's branch, as a page and as a spreadsheet."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phoihop.base import clock, sheets
from phoihop.base.numbers import format_date, parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import queries, rules
from phoihop.duties.models import Assignment, Period, Regulation, Task
from phoihop.duties.papers import scorecard as papers
from phoihop.duties.papers.asked import Asked, kind_options, options, period_choices
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import branch_through_time

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@needs("task.read")
def shown(request: HttpRequest) -> HttpResponse:
    """The scores of `?dv=` (the post's own unit) and the units below it in `?nam=` or `?ky=`, of one kind of task
    (`loai`) or all; `mo=tat-ca` opens every level, `dang=xlsx` gives the table as a file."""
    post, periods = acting(request), period_choices()
    asked = asked_by(request, post, periods)
    if asked is None:
        return page(request, "duties/scorecard.html", {"found": None, "tabs": tabs("tasks:score"), "title": title()})
    found = counted(post, asked)
    if request.GET.get("dang") == "xlsx":
        return _file(found)
    context: dict[str, Any] = {
        "found": found,
        "asked": asked,
        "title": title(),
        "tabs": tabs("tasks:score", asked),
        "periods": options(periods),
        "kinds": kind_options(reports=True),
        "above": above(post, asked),
        "age_names": papers.age_names(),
        "trend_names": papers.trend_names(),
        "reports_url": papers.regulation_url(asked, _asking_for_reports()),
    }
    return page(request, "duties/scorecard.html", context)


def title() -> str:
    return _("Bảng điểm việc được giao")


def tabs(current: str, asked: Asked | None = None, own: int = 0) -> list[tuple[str, str, bool]]:
    """The views of what is owed, as links that keep the question; the board asks by itself whose units it compares.

    `own`: the unit to ask about where the one asked about is not within the post's branch.
    """
    listed = [(_("Danh sách việc"), reverse("tasks:list"), False)]
    for label, name in ((_("Bảng điểm"), "tasks:score"), (_("Ma trận"), "tasks:matrix"), (_("So sánh"), "tasks:board")):
        query = ""
        if asked is not None:
            kept = replace(
                asked, unit_id=own or asked.unit_id, kind="" if asked.kind == queries.REPORTS else asked.kind
            )
            query = f"?{kept.query(unit_id=None if name == 'tasks:board' else kept.unit_id)}"
        listed.append((label, reverse(name) + query, name == current))
    return listed


def asked_by(request: HttpRequest, post: Post, periods: list[Period], reports: bool = True) -> Asked | None:
    """The question in the address; None before any year is on record. 404 for a unit the post never had below it."""
    period, get = asked_period(request, periods), request.GET.get
    if period is None:
        return None
    unit_id = parse_key(get("dv")) if get("dv") else post.body.unit_id
    if unit_id is None or not any(unit_id in span.unit_ids for span in branch_through_time(post.body.unit_id)):
        raise Http404
    kind = get("loai", "")
    if kind not in {"", *Task.Kind.values} and not (reports and kind == queries.REPORTS):
        raise Http404
    return Asked(period, unit_id, kind, get("mo") == "tat-ca", get("muon") == "1")


def asked_period(request: HttpRequest, periods: list[Period]) -> Period | None:
    """The period named by `ky` or, a year, by `nam`; else the year in hand. 404 for one that is not on record."""
    label = request.GET.get("ky") or request.GET.get("nam")
    if label:
        period = next((one for one in periods if one.label == label), None)
        if period is None:
            raise Http404
        return period
    current = str(queries.current_year(clock.today()))
    return next((one for one in periods if one.label == current), periods[0] if periods else None)


def rows_of(post: Post, asked: Asked) -> "QuerySet[Assignment]":
    """The shares the question is about, as far as the post may see them: all of its own branch."""
    rows = Assignment.objects.all() if asked.unit_id == post.body.unit_id else rules.visible_assignments(post)
    rows = rows.filter(queries.of_branch(asked.unit_id), queries.in_period(asked.period))
    return rows.filter(task__kind=asked.kind) if asked.kind in Task.Kind.values else rows


def counted(post: Post, asked: Asked) -> papers.Scorecard:
    """A constant number of statements, however many units and shares."""
    if asked.kind == queries.REPORTS:
        return papers.report_card(asked, queries.report_scores(asked.period, asked.unit_id))
    rows = rows_of(post, asked)
    found = queries.scores(rows, asked.unit_id)
    reports = None if asked.kind else queries.report_scores(asked.period, asked.unit_id)
    late = queries.ages(rows, found.branch)
    return papers.scorecard(asked, found, queries.by_month(rows), reports, late)


def above(post: Post, asked: Asked) -> list[tuple[str, str]]:
    """(name, address) of the units above the one shown, as far up as the post's own."""
    if asked.unit_id == post.body.unit_id:
        return []
    line = queries.Branch(post.body.unit_id).line_on(asked.unit_id, asked.on)[:-1]
    return [
        (queries.name_on(unit_id, asked.on), f"?{asked.query(unit_id=unit_id)}")
        for unit_id in line or (post.body.unit_id,)
    ]


def _asking_for_reports() -> list[int]:
    asking = Regulation.objects.filter(articles__duties__kind="report")
    return list(asking.values_list("pk", flat=True).distinct()[:2])


def _file(found: papers.Scorecard) -> HttpResponse:
    head, rows = papers.plain_rows(found)
    period = found.asked.period
    said = f"{title()}: {found.name}, {named(period, 'name')}"
    note = _("Tính ngày %(day)s.") % {"day": format_date(clock.today())}
    answer = HttpResponse(sheets.as_xlsx(head, rows, said, note, widths=(36, 12)), content_type=SHEET)
    answer["Content-Disposition"] = f'attachment; filename="bang-diem-{period.label}-{found.asked.unit_id}.xlsx"'
    return answer
