"""Giving many tasks from a spreadsheet: send, see every fault or all that would be given, confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.documents.kinds import MEDIA
from phoihop.documents.tables import carried, read_table, sent_file
from phoihop.duties import actions, forms, queries
from phoihop.duties.models import Task
from phoihop.duties.views.assigning import Origin, after_giving, asked_origin, crumbs_of
from phoihop.orgs.access import acting, needs


@needs("task.assign")
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """The tasks of a file, all from the paper `?goc=` where one is named. Nothing is given before `confirmed`."""
    post, origin = acting(request), asked_origin(request)
    if request.method != "POST":
        return _page(request, origin, [])
    try:
        data, name = sent_file(request)
        table = read_table(data, name)
        if "confirmed" in request.POST:
            done = actions.load_tasks(by=post, table=table, origin=origin)
            said = {"n": len(done.rows), "shares": done.shares, "units": len(done.units)}
            messages.success(request, _("Đã giao %(n)s việc, %(shares)s phần việc, cho %(units)s đơn vị.") % said)
            return HttpResponseRedirect(after_giving(origin))
    except Refusal as refusal:
        return _page(request, origin, refusal.reasons)
    plan = actions.plan_tasks(by=post, table=table, origin=origin)
    if plan.reasons:
        return _page(request, origin, list(plan.reasons))
    context = {
        "plan": plan,
        "rows": queries.given_rows([row.giving for row in plan.rows]),
        "numbers": [row.number for row in plan.rows],
        "kinds": dict(Task.Kind.choices),
        "name": name,
        "carried": carried(data),
        "origin": origin,
        "today": clock.today(),
        "crumbs": [*crumbs_of(origin), (_("Nạp việc từ tệp"), request.get_full_path())],
    }
    return page(request, "duties/load_preview.html", context)


@needs("task.assign")
@require_safe
def load_template(request: HttpRequest) -> HttpResponse:
    """The .xlsx to fill in."""
    response = HttpResponse(forms.template(acting(request)), content_type=MEDIA["xlsx"])
    response["Content-Disposition"] = 'attachment; filename="giao-viec.xlsx"'
    return response


def _page(request: HttpRequest, origin: Origin | None, reasons: list[Reason]) -> HttpResponse:
    shown = [Reason(reason.text, "file", reason.place) for reason in reasons]
    context = {"reasons": shown, "origin": origin, "crumbs": crumbs_of(origin)}
    return page(request, "duties/load.html", context, status=422 if reasons else 200)
