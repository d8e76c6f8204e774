"""Loading a table of many units' values, and the template to fill in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from phoihop.base.errors import Reason, Refusal
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.documents.kinds import MEDIA
from phoihop.documents.tables import SheetTable, carried, read_table, sent_file
from phoihop.duties.models import Period
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree
from phoihop.reporting import actions, forms, queries
from phoihop.reporting.forms import LoadForm
from phoihop.reporting.models import Form


@needs("report.write")
@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Upload → preview with every fault by row → confirm. Nothing is kept before the confirmation."""
    post = acting(request)
    possible = _possible(post)
    if request.method == "GET":
        first = {"form": request.GET.get("mau", ""), "period": request.GET.get("ky", "")}
        return _page(request, _form(possible, initial=first), possible)
    asked = _form(possible, request.POST, request.FILES)
    if not asked.is_valid():
        reasons = [Reason(str(error), name) for name, errors in asked.errors.items() for error in errors]
        return _page(request, asked, possible, reasons)
    form = next(one for one, _periods in possible if one.code == asked.cleaned_data["form"])
    label = asked.cleaned_data["period"]
    period = next((p for one, periods in possible if one == form for p in periods if p.label == label), None)
    try:
        if period is None:
            raise Refusal([Reason(_("Mẫu này không báo cáo theo kỳ đó. Chọn kỳ khác."), "period")])
        data, name = sent_file(request)
        table = read_table(data, name)
        if "confirmed" in request.POST:
            done = actions.load_values(by=post, form=form, period=period, table=table)
            said = {"n": len(done.changes), "cells": done.cells_changed}
            messages.success(request, _("Đã nạp %(cells)s số của %(n)s đơn vị vào bản nháp.") % said)
            return HttpResponseRedirect(reverse("reporting:load"))
    except Refusal as refusal:
        return _page(request, asked, possible, refusal.reasons)
    return _preview(request, asked, possible, form, period, table, data)


@needs("report.write")
@require_GET
def template(request: HttpRequest, code: str, label: str) -> HttpResponse:
    """The .xlsx to fill in, made for the units of the post's branch."""
    for form, periods in _possible(acting(request)):
        for period in periods:
            if form.code == code and period.label == label:
                data = forms.template(acting(request), form, period)
                response = HttpResponse(data, content_type=MEDIA["xlsx"])
                response["Content-Disposition"] = f'attachment; filename="{form.code}-{period.label}.xlsx"'
                return response
    raise Http404


def _preview(
    request: HttpRequest,
    asked: LoadForm,
    possible: list[tuple[Form, list[Period]]],
    form: Form,
    period: Period,
    table: SheetTable,
    data: bytes,
) -> HttpResponse:
    plan = actions.plan_load(by=acting(request), form=form, period=period, table=table)
    if plan.reasons:
        return _page(request, asked, possible, list(plan.reasons))
    context = {
        "form": asked,
        "of": form,
        "period": period,
        "plan": plan,
        "name": table.name,
        "carried": carried(data),
        "crumbs": [(_("Báo cáo"), reverse("reporting:reports")), (_("Nạp số liệu từ tệp"), reverse("reporting:load"))],
    }
    return page(request, "reporting/load_preview.html", context)


def _possible(post: Post) -> list[tuple[Form, list[Period]]]:
    """Forms some unit of the post's branch owes, with their open periods."""
    found = []
    for form in queries.forms():
        periods = queries.periods_of(form)
        on = tree(periods[0].ends_on if periods else None)
        if any(place.level == form.level for place in on.subtree(post.body.unit_id)):
            found.append((form, periods))
    return found


def _form(possible: list[tuple[Form, list[Period]]], *data: object, **more: object) -> LoadForm:
    periods = {period.label: named(period, "name") for _form, periods in possible for period in periods}
    codes = [(form.code, f"{form.code} · {named(form, 'title')}") for form, _periods in possible]
    return LoadForm(*data, of=codes, periods=list(periods.items()), **more)


def _page(
    request: HttpRequest,
    form: LoadForm,
    possible: list[tuple[Form, list[Period]]],
    reasons: list[Reason] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "possible": [(one, periods[:4]) for one, periods in possible],
        "reasons": reasons or [],
        "crumbs": [(_("Báo cáo"), reverse("reporting:reports"))],
    }
    return page(request, "reporting/load.html", context, status=422 if reasons else 200)
