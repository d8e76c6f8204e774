"""Reporting periods: cut-offs, due days of each level, working days left; adding a year's periods."""

import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import actions, calendar, forms, queries
from phoihop.duties.models import Period
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import UnitVersion


@needs("regulation.read")
@require_http_methods(["GET"])
def periods(request: HttpRequest) -> HttpResponse:
    """The periods of `?nam=` (the latest of which anything may be entered)."""
    return _page(request, forms.PeriodsForm(initial={"new_year": _next_year(), "kinds": ["year", "quarter"]}), [])


@require_http_methods(["POST"])
@needs("regulation.write")
def add_periods(request: HttpRequest) -> HttpResponse:
    """The usual periods of a year that are not on record yet."""
    form = forms.PeriodsForm(request.POST)
    reasons = forms.reasons_of(form)
    if not reasons:
        year = form.cleaned_data["new_year"]
        try:
            added = actions.add_usual_periods(by=acting(request), year=year, kinds=form.cleaned_data["kinds"])
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            said = ngettext("Đã thêm %(n)s kỳ.", "Đã thêm %(n)s kỳ.", len(added)) % {"n": len(added)}
            messages.success(request, said if added else _("Các kỳ này đã có."))
            return HttpResponseRedirect(f"{reverse('duties:periods')}?nam={year}")
    return _page(request, form, reasons)


@needs("regulation.write")
@require_http_methods(["GET", "POST"])
def set_due(request: HttpRequest, pk: int, level: str) -> HttpResponse:
    """Another due day of a level for the period `pk`."""
    period = get_object_or_404(Period.objects.prefetch_related("dues"), pk=pk)
    if level not in UnitVersion.Level.values:
        raise Http404
    form = forms.DueForm(
        request.POST if request.method == "POST" else None, initial={"due_on": queries.due_on(period, level)}
    )
    reasons = forms.reasons_of(form) if request.method == "POST" else []
    if request.method == "POST" and not reasons:
        try:
            actions.set_due(by=acting(request), period=period, level=level, due_on=form.cleaned_data["due_on"])
        except Refusal as refusal:
            reasons = [Reason(reason.text, "due_on") for reason in refusal.reasons]
        else:
            messages.success(request, _("Đã đổi hạn."))
            return HttpResponseRedirect(f"{reverse('duties:periods')}?nam={period.year}")
    title = _("Hạn gửi %(period)s, %(level)s") % {
        "period": named(period, "name"),
        "level": UnitVersion.Level(level).label,
    }
    context = {"form": form, "title": title, "crumbs": _crumbs(), "reasons": reasons}
    return page(request, "duties/form.html", context, status=422 if reasons else 200)


def _page(request: HttpRequest, form: forms.PeriodsForm, reasons: list[Reason]) -> HttpResponse:
    today = clock.today()
    years = queries.years()
    asked = parse_key(request.GET.get("nam"))
    year = queries.current_year(today) if asked is None else asked
    shown = queries.periods(year=year)
    levels = queries.levels_on(shown[0].ends_on) if shown else []
    rows = [
        (period, [(level, queries.due_on(period, level)) for level in levels], _left(period, today)) for period in shown
    ]
    context = {
        "crumbs": _crumbs()[:1],
        "rows": rows,
        "levels": [UnitVersion.Level(level).label for level in levels],
        "year": year,
        "years": years,
        "today": today,
        "form": form,
        "reasons": reasons,
        "may_write": acting(request).can("regulation.write"),
        "left": calendar.working_days_between,
    }
    return page(request, "duties/periods.html", context, status=422 if reasons else 200)


def _left(period: Period, today: datetime.date) -> str:
    """In which stage the period stands today: "later", "open", "sending" or "past"."""
    if today < period.opens_on:
        return "later"
    if today <= period.ends_on:
        return "open"
    last = max((due.due_on for due in period.dues.all()), default=period.ends_on)
    return "sending" if today <= last else "past"


def _next_year() -> int:
    return max(queries.years(), default=clock.today().year - 1) + 1


def _crumbs() -> list[tuple[str, str | None]]:
    return [(_("Quy chế"), reverse("duties:regulations")), (_("Kỳ báo cáo"), reverse("duties:periods"))]
