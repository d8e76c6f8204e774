"""The roll-up and figures side by side over time; what is shown can be taken along as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phoihop.base import clock, sheets
from phoihop.base.numbers import format_date
from phoihop.base.text import named
from phoihop.base.views import day_asked, page
from phoihop.duties.models import Period
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, Tree, may, tree
from phoihop.reporting.papers import choice, overtime
from phoihop.reporting.papers.rollup import ALL, Asked, Rollup, plain_rows, rollup

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@needs("figure.read")
def shown(request: HttpRequest) -> HttpResponse:
    """The figures of the post's branch. `?dang=xlsx|csv` gives the same rows as a file; to htmx only the table."""
    post = acting(request)
    periods, groups = choice.periods(), choice.groups()
    period = choice.chosen_period(request.GET.get("ky", ""), periods, clock.today())
    if period is None:
        if request.GET.get("ky"):
            raise Http404
        return page(request, "reporting/rollup.html", {"found": None, "asked": None})
    asked = _asked(request, period, groups)
    tree_shown = tree(asked.on or period.ends_on)
    root = place_for(post, asked.unit, tree_shown)
    found = rollup(asked, root, tree_shown) if root else None
    kind = request.GET.get("dang", "")
    if found and kind:
        return _file(found, kind)
    context = {
        "found": found,
        "asked": asked,
        "periods": [(p.label, named(p, "name")) for p in periods],
        "groups": [(g.key, g.title) for g in groups],
        "all_opened": f"?{asked.query({ALL})}",
        "closed": f"?{asked.query(())}",
        "same": f"?{asked.query()}",
        "above": _above(post, root, tree_shown) if root else [],
    }
    if request.headers.get("HX-Target") == "rollup" and found:
        return page(request, "reporting/_rollup.html", context)
    return page(request, "reporting/rollup.html", context)


@require_safe
@needs("figure.read")
def over_time(request: HttpRequest) -> HttpResponse:
    """The figures of one unit in up to five periods of one kind, side by side."""
    post = acting(request)
    periods, groups = choice.periods(), choice.groups()
    period = choice.chosen_period(request.GET.get("ky", ""), periods, clock.today())
    if period is None:
        raise Http404
    asked = _asked(request, period, groups)
    tree_shown = tree(asked.on or period.ends_on)
    place = place_for(post, asked.unit, tree_shown)
    if place is None:
        raise Http404
    found = overtime.over_time(place, asked.group, overtime.alike(period, periods), asked.on)
    context = {
        "found": found,
        "asked": asked,
        "columns": [named(p, "name") for p in found.periods],
        "periods": [(p.label, named(p, "name")) for p in periods],
        "groups": [(g.key, g.title) for g in groups],
        "same": f"?{asked.query()}",
    }
    return page(request, "reporting/over_time.html", context)


def place_for(post: Post, code: str, tree_shown: Tree) -> Place | None:
    """The unit asked for, or the post's own; None when the post's unit does not stand in that tree.

    A unit that does not exist, or outside the post's branch, is 404.
    """
    if not code:
        return tree_shown.get(post.body.unit_id)
    place = tree_shown.by_code(code)
    if place is None or not may(post, "figure.read", place.unit_id, tree_shown.on):
        raise Http404
    return place


def _above(post: Post, root: Place, tree_shown: Tree) -> list[Place]:
    """The units above the one shown, as far up as the post may go: its own branch and no further."""
    own = post.body.unit_id
    return [
        place
        for place in tree_shown.path(root.unit_id)[:-1]
        if place.unit_id == own or tree_shown.is_within(place.unit_id, own)
    ]


def _asked(request: HttpRequest, period: Period, groups: list[choice.Group]) -> Asked:
    key = request.GET.get("bieu", choice.RESULTS)
    group = next((g for g in groups if g.key == key), None)
    if group is None:
        raise Http404
    day = day_asked(request.GET.get("ngay", ""))
    opened = frozenset(code for code in request.GET.get("mo", "").split(",") if code)
    return Asked(period, group, None if day == period.ends_on else day, opened, request.GET.get("don-vi", ""))


def _file(found: Rollup, kind: str) -> HttpResponse:
    head, rows = plain_rows(found)
    if kind == "csv":
        answer = HttpResponse(sheets.as_csv(head, rows), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        title = f"{found.root.name}: {named(found.period, 'name')}"
        note = _("Đơn vị theo danh mục ngày %(day)s.") % {"day": format_date(found.on)}
        answer = HttpResponse(sheets.as_xlsx(head, rows, title, note), content_type=SHEET)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="tong-hop-{found.period.label}-{found.root.code}.{kind}"'
    return answer
