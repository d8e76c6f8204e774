"""Setting a conference up, changing it, calling it and calling it off. By the secretary."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.forms import prepare as forms
from phoihop.conferences.models import Conference
from phoihop.conferences.offsets import due_day
from phoihop.conferences.papers import invitation
from phoihop.conferences.usual import usual
from phoihop.conferences.views.shared import crumbs, preparer, tabs
from phoihop.documents.html import to_html
from phoihop.duties.calendar import add_working_days
from phoihop.duties.models import Period, Regulation
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post

METHODS = ["GET", "HEAD", "POST"]
DAYS_AHEAD = 10
"""Working days from today to the day a new conference is proposed for."""


def _form(
    post: Post, day: datetime.date, typed: Any = None, first: dict[str, Any] | None = None
) -> forms.ConferenceForm:
    """The form with those who may chair: posts of the unit that calls, as they stand on that day."""
    here = Post.objects.select_related("body").filter(body__unit_id=post.body.unit_id, role__in=queries.able())
    here = here.filter(valid_from__lte=day, valid_to__gte=day).order_by("precedence", "id")
    return forms.ConferenceForm(
        typed,
        initial=first,
        regulations=Regulation.objects.filter(term_to__gte=day - datetime.timedelta(days=366)).order_by("code"),
        periods=Period.objects.order_by("-year", "-ends_on", "starts_on"),
        chairs=here.filter(role__in=queries.able("conference.chair")),
        deputies=here,
    )


def _usual(today: datetime.date) -> dict[str, Any]:
    """What a new conference begins with: of the year that ended last, in two weeks, in the morning."""
    day, form = add_working_days(today, DAYS_AHEAD), usual(today)
    years = Period.objects.filter(kind=Period.Kind.YEAR)
    period = years.filter(ends_on__lte=day).order_by("-ends_on").first() or years.order_by("starts_on").first()
    in_force = list(Regulation.objects.filter(term_from__lte=day, term_to__gte=day)[:2])
    return {
        "period": period,
        "regulations": in_force if len(in_force) == 1 else [],
        "day": day,
        "starts": datetime.time(8),
        "ends": datetime.time(11),
        "quorum": form.quorum,
        "speech_minutes": form.speech_seconds // 60,
        "video": Conference.Video.NONE,
        "title_vi": f"Hội nghị giao ban thực hiện quy chế phối hợp {period.name_vi.lower() if period else ''}".strip(),
    }


@needs("conference.write")
@require_http_methods(METHODS)
def add(request: HttpRequest) -> HttpResponse:
    """A new conference; its sites, delegates and agenda come next."""
    post, today = acting(request), clock.today()
    form = _form(post, today, request.POST if request.method == "POST" else None, _usual(today))
    reasons: list[Reason] = []
    if request.method == "POST":
        reasons = form.reasons()
        if not reasons:
            try:
                made = actions.create_conference(by=post, plan=form.plan())
            except Refusal as refusal:
                reasons = refusal.reasons
                forms.mark(form, reasons)
            else:
                messages.success(request, _("Đã lập %(code)s. Tiếp theo: điểm cầu và đại biểu.") % {"code": made.code})
                return HttpResponseRedirect(reverse("conferences:sites", args=[made.pk]))
    return _plan_page(request, form, _("Lập hội nghị"), crumbs(), reasons)


@needs("conference.write")
@require_http_methods(METHODS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What the conference is; once called, everybody invited is told of a change."""
    post, found = acting(request), preparer(request, pk)
    form = _form(post, clock.today(), request.POST if request.method == "POST" else None, forms.first_of(found))
    reasons: list[Reason] = []
    if request.method == "POST":
        reasons = form.reasons()
        if not reasons:
            try:
                actions.change_conference(by=post, conference=found, plan=form.plan())
            except Refusal as refusal:
                reasons = refusal.reasons
                forms.mark(form, reasons)
            else:
                messages.success(request, _("Đã ghi."))
                return HttpResponseRedirect(reverse("conferences:conference", args=[pk]))
    shown = {"tabs": tabs(found, rules.part_of(post, found), "change")}
    return _plan_page(request, form, _("Sửa thông tin hội nghị"), crumbs(found), reasons, **shown)


def _plan_page(
    request: HttpRequest, form: forms.ConferenceForm, title: str, way: Any, reasons: list[Reason], **shown: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "crumbs": way, "reasons": reasons, **shown}
    return page(request, "conferences/plan.html", context, status=422 if reasons else 200)


@needs("conference.write")
@require_http_methods(METHODS)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """The invitation as it will go out, what is still missing, and the button that sends it."""
    post, found = acting(request), preparer(request, pk)
    typed, reasons = request.POST.get("reason", ""), list[Reason]()
    if request.method == "POST":
        try:
            called = actions.call(by=post, conference=found, reason=typed)
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            n = called.delegates.count()
            said = ngettext("Đã mời %(n)s đại biểu (%(symbol)s).", "Đã mời %(n)s đại biểu (%(symbol)s).", n)
            symbol = called.invitation.symbol if called.invitation else ""
            messages.success(request, said % {"n": n, "symbol": symbol})
            return HttpResponseRedirect(reverse("conferences:conference", args=[pk]))
    today, due = clock.today(), due_day("invitation", found)
    missing = rules.why_not_ready(found, queries.prepared(found))
    try:
        paper = to_html(invitation.paper(found, today))
    except LookupError:
        paper = None
    context = {
        "conference": found,
        "missing": missing,
        "due": due,
        "is_late": today > due,
        "today": today,
        "paper": paper,
        "typed": typed,
        "reasons": [] if missing else reasons,
        "may": found.state == Conference.State.PREPARING,
        "crumbs": crumbs(found),
    }
    return page(request, "conferences/call.html", context, status=422 if reasons else 200)


@needs("conference.write")
@require_http_methods(METHODS)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off, with the reason that everybody invited is told."""
    post, found = acting(request), preparer(request, pk)
    typed, reasons = request.POST.get("reason", ""), list[Reason]()
    if request.method == "POST":
        try:
            actions.cancel(by=post, conference=found, reason=typed)
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Đã hủy hội nghị."))
            return HttpResponseRedirect(reverse("conferences:conference", args=[pk]))
    context = {"conference": found, "typed": typed, "reasons": reasons, "crumbs": crumbs(found)}
    return page(request, "conferences/cancel.html", context, status=422 if reasons else 200)
