"""The agenda and the speeches registered for it."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base.errors import Reason, Refusal
from phoihop.base.forms import reasons_of
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.forms import prepare as forms
from phoihop.conferences.models import AgendaItem, Conference, Delegate, Speech
from phoihop.conferences.rules import BEFORE
from phoihop.conferences.views.shared import crumbs, preparer, say_why_not, tabs, visible
from phoihop.orgs.access import acting, needs

METHODS = ["GET", "HEAD", "POST"]


def _speakers(found: Conference) -> "QuerySet[Delegate]":
    return found.delegates.order_by("site__order", "precedence", "id")


@needs("conference.write")
@require_http_methods(METHODS)
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda in order with its minutes against those there are; `step` add, up, down, remove."""
    found, by = preparer(request, pk), acting(request)
    step = request.POST.get("step", "")
    typed = request.POST if request.method == "POST" and step == "add" else None
    form = forms.ItemForm(typed, initial={"kind": "discussion", "minutes": 15}, speakers=_speakers(found))
    reasons: list[Reason] = []
    if typed is not None:
        reasons = reasons_of(form)
        if not reasons:
            try:
                actions.add_item(by=by, conference=found, **form.cleaned_data)
            except Refusal as refusal:
                reasons = refusal.reasons
                forms.mark(form, reasons)
    elif request.method == "POST":
        _step(request, found, step)
    if request.method == "POST" and not reasons:
        return HttpResponseRedirect(reverse("conferences:agenda", args=[pk]))
    items = list(found.items.select_related("speaker").prefetch_related("speeches__delegate"))
    context = {
        "conference": found,
        "agenda": queries.timed(found, items),
        "planned": queries.minutes_planned(items),
        "there_are": queries.minutes_there_are(found),
        "form": form,
        "may": found.state in BEFORE,
        "reasons": reasons,
        "tabs": tabs(found, rules.part_of(by, found), "agenda"),
        "crumbs": crumbs(found),
    }
    return page(request, "conferences/agenda.html", context, status=422 if reasons else 200)


def _step(request: HttpRequest, found: Conference, step: str) -> None:
    items = found.items.select_related("conference")
    item = get_object_or_404(items, pk=parse_key(request.POST.get("item")))
    try:
        if step in {"up", "down"}:
            actions.move_item(by=acting(request), item=item, up=step == "up")
        elif step == "remove":
            actions.remove_item(by=acting(request), item=item)
    except Refusal as refusal:
        say_why_not(request, refusal)


@needs("conference.write")
@require_http_methods(METHODS)
def item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Change one point of the agenda."""
    found = preparer(request, pk)
    one: AgendaItem = get_object_or_404(found.items.select_related("conference"), pk=item)
    names = ("kind", "title_vi", "title_en", "minutes", "speaker")
    first = {name: getattr(one, name) for name in names}
    typed = request.POST if request.method == "POST" else None
    form = forms.ItemForm(typed, initial=first, speakers=_speakers(found))
    reasons: list[Reason] = []
    back = reverse("conferences:agenda", args=[pk])
    if typed is not None:
        reasons = reasons_of(form)
        if not reasons:
            try:
                actions.change_item(by=acting(request), item=one, **form.cleaned_data)
            except Refusal as refusal:
                reasons = refusal.reasons
                forms.mark(form, reasons)
            else:
                return HttpResponseRedirect(back)
    way = [*crumbs(found), (_("Chương trình"), back)]
    context = {"form": form, "title": _("Sửa nội dung"), "crumbs": way, "reasons": reasons}
    return page(request, "conferences/plan.html", context, status=422 if reasons else 200)


@needs("conference.read")
@require_http_methods(METHODS)
def speeches(request: HttpRequest, pk: int) -> HttpResponse:
    """Speeches registered, and a form for those the post may register; `step` add, remove."""
    found, by = visible(request, pk), acting(request)
    part = rules.part_of(by, found)
    seats = _seats(found, part)
    open_items = found.items.exclude(kind__in=("opening", "closing")).order_by("order")
    step = request.POST.get("step", "")
    usual = open_items.filter(kind__in=("speech", "discussion")).first()
    typed = request.POST if request.method == "POST" and step == "add" else None
    form = forms.SpeechForm(typed, request.FILES or None, initial={"item": usual}, seats=seats, items=open_items)
    reasons: list[Reason] = []
    if typed is not None:
        reasons = reasons_of(form)
        if not reasons:
            try:
                _register(request, form)
            except Refusal as refusal:
                reasons = refusal.reasons
                forms.mark(form, reasons)
    elif request.method == "POST":
        _withdraw(request, found)
    if request.method == "POST" and not reasons:
        return HttpResponseRedirect(reverse("conferences:speeches", args=[pk]))
    rows = Speech.objects.filter(item__conference=found).select_related("item", "delegate__site", "file")
    mine = {seat.pk for seat in seats}
    context = {
        "conference": found,
        "speeches": [(one, one.delegate_id in mine) for one in rows.order_by("item__order", "at")],
        "form": form if found.state in BEFORE and seats else None,
        "may": found.state in BEFORE,
        "reasons": reasons,
        "tabs": tabs(found, part, "speeches"),
        "crumbs": crumbs(found),
    }
    return page(request, "conferences/speeches.html", context, status=422 if reasons else 200)


def _seats(found: Conference, part: rules.Part) -> "QuerySet[Delegate]":
    """The seats for which a post in this part registers speeches."""
    rows = _speakers(found).exclude(state=Delegate.Reply.ABSENT)
    if part.is_secretary:
        return rows
    return rows.filter(Q(pk=part.seat.pk if part.seat else None) | Q(site=part.site.pk if part.site else None))


def _register(request: HttpRequest, form: forms.SpeechForm) -> None:
    given = form.cleaned_data
    item = AgendaItem.objects.select_related("conference").get(pk=given["item"].pk)
    actions.register_speech(
        by=acting(request), item=item, delegate=given["delegate"], title_vi=given["title_vi"], upload=given["file"]
    )
    messages.success(request, _("Đã đăng ký tham luận."))


def _withdraw(request: HttpRequest, found: Conference) -> None:
    rows = Speech.objects.filter(item__conference=found).select_related("item__conference", "delegate__site")
    speech = get_object_or_404(rows, pk=parse_key(request.POST.get("speech")))
    try:
        actions.withdraw_speech(by=acting(request), speech=speech)
    except Refusal as refusal:
        say_why_not(request, refusal)
