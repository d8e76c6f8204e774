"""Campaigns to look at: the list, the grid of one, a unit's own history in it, and what was said of one cell."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import actions, forms, kinds, queries, rules
from phoihop.duties.models import Campaign, Situation, Slot
from phoihop.duties.papers import campaign_grid
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree

Crumbs = list[tuple[str, str | None]]


@needs("task.read")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The campaigns the post may see, the latest first, and what its own unit has to report now."""
    post = acting(request)
    shown = Paginator(queries.campaigns(post), 30).get_page(request.GET.get("trang"))
    context = {
        "page": shown,
        "kinds": {one.pk: kind_name(one) for one in shown},
        "asked": queries.to_report(post),
        "may_plan": not rules.why_not_plan_campaigns(post),
        "crumbs": crumbs()[:1],
    }
    return page(request, "duties/campaigns.html", context)


@needs("task.read")
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid. `?mo=` units opened, `?so=` the number shown, `?tu=` the first column; to the live stream its parts."""
    post, found = acting(request), visible(request, pk)
    opened = frozenset(code for code in request.GET.get("mo", "").split(",") if code)
    asked = campaign_grid.Asked(opened, request.GET.get("so", ""), parse_key(request.GET.get("tu")))
    context = {
        "campaign": found,
        "grid": campaign_grid.grid(found, post, asked),
        "units": units_of(found),
        "day": tree(found.starts_on),
        "closed_at": found.closed_at,
        "today": clock.today(),
    }
    if request.headers.get("X-Part"):
        return page(request, "duties/_campaign_grid.html", context)
    return page(request, "duties/campaign.html", {**context, **_about(post, found)})


def _about(post: Post, found: Campaign) -> dict[str, Any]:
    return {
        "kind": kind_name(found),
        "runner": rules.unit_name(found.unit_id, found.starts_on),
        "may_run": post.body.unit_id == found.unit_id and post.can("campaign.write"),
        "why_not_start": rules.why_not_start_campaign(post, found),
        "reports": reports_here(post, found),
        "crumbs": crumbs(),
    }


@require_http_methods(["POST"])
@needs("campaign.write")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on the units report."""
    found = visible(request, pk)
    try:
        actions.start_campaign(by=acting(request), campaign=found)
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        n = found.participants.count()
        words = ngettext("Đợt đã bắt đầu, %(n)s đơn vị được báo tin.", "Đợt đã bắt đầu, %(n)s đơn vị được báo tin.", n)
        messages.success(request, words % {"n": n})
    return HttpResponseRedirect(reverse("tasks:campaign", args=[pk]))


@needs("task.read")
@require_safe
def unit(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Everything the unit said in the campaign, slot by slot, corrections with it."""
    found = visible(request, pk)
    unit_id = seen_unit(request, found, unit)
    slots = list(found.slots.order_by("at"))
    said: dict[int, list[Situation]] = defaultdict(list)
    for situation in queries.history(found, unit_id):
        said[situation.slot_id].append(situation)
    cells = queries.cells(found, slots, [unit_id])
    context = {
        "campaign": found,
        "name": rules.unit_name(unit_id, found.starts_on),
        "unit_id": unit_id,
        "lines": [(slot, cells[unit_id, slot.pk], list(reversed(said[slot.pk]))) for slot in slots],
        "fields": found.asked,
        "may_report": not rules.why_not_report_for(acting(request), found, unit_id),
        "crumbs": [*crumbs(), (named(found, "title"), reverse("tasks:campaign", args=[pk]))],
    }
    return page(request, "duties/campaign_unit.html", context)


@needs("task.read")
@require_http_methods(["GET", "HEAD", "POST"])
def situation(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said of one unit in one slot, with the work given for it; POST gives work (the running unit)."""
    post = acting(request)
    rows = Situation.objects.filter(slot__campaign__in=rules.visible_campaigns(post))
    found = get_object_or_404(rows.select_related("slot__campaign__period", "slot__campaign__regulation"), pk=pk)
    whole = found.slot.campaign
    seen_unit(request, whole, found.unit_id)
    name = rules.unit_name(found.unit_id, whole.starts_on)
    revisions = [one for one in queries.history(whole, found.unit_id) if one.slot_id == found.slot_id]
    last = revisions[-1]
    first = {"title_vi": _("Xử lý: %(what)s") % {"what": last.note}, "due_on": clock.today()}
    form = forms.WorkForm(request.POST if request.method == "POST" else None, initial=first)
    reasons: list[Reason] = []
    if request.method == "POST":
        reasons = forms.reasons_of(form)
        if not reasons:
            try:
                leads = [found.unit_id]
                task = actions.answer_trouble(by=post, situation=found, leads=leads, **form.cleaned_data)
            except Refusal as refusal:
                reasons = refusal.reasons
                forms.mark(form, reasons)
            else:
                messages.success(request, _("Đã giao việc %(code)s cho %(unit)s.") % {"code": task.code, "unit": name})
                return HttpResponseRedirect(reverse("tasks:situation", args=[pk]))
    context = {
        "campaign": whole,
        "slot": found.slot,
        "name": name,
        "unit_id": found.unit_id,
        "revisions": list(reversed(revisions)),
        "fields": whole.asked,
        "shares": queries.work_given(whole, post).get((found.slot_id, found.unit_id), []),
        "form": form if not rules.why_not_answer_trouble(post, found) else None,
        "may_report": not rules.why_not_report_for(post, whole, found.unit_id),
        "today": clock.today(),
        "reasons": reasons,
        "crumbs": [*crumbs(), (named(whole, "title"), reverse("tasks:campaign", args=[whole.pk]))],
    }
    return page(request, "duties/situation.html", context, status=422 if reasons else 200)


def visible(request: HttpRequest, pk: int) -> Campaign:
    """The campaign, if the post may see it; 404 otherwise."""
    return get_object_or_404(queries.campaigns(acting(request)), pk=pk)


def seen_unit(request: HttpRequest, found: Campaign, unit_id: int) -> int:
    """The unit, if it reports in the campaign and the post may see it there; 404 otherwise."""
    if unit_id not in queries.participants_of(found, acting(request)):
        raise Http404
    return unit_id


def reports_here(post: Post, found: Campaign) -> bool:
    """Whether the post's own unit, or one directly below it, reports in the campaign."""
    if not post.can("task.write") or found.state != Campaign.State.RUNNING:
        return False
    day, own = tree(found.starts_on), post.body.unit_id
    near = {own, *(place.unit_id for place in day.below(own))}
    return found.participants.filter(unit_id__in=near).exists()


def units_of(found: Campaign) -> dict[str, str]:
    """The words behind each number, by its code."""
    return {field.code: named(field, "unit") for field in found.asked}


def kind_name(found: Campaign) -> str:
    kind = kinds.kind_of(found.kind, found.starts_on)
    return named(kind, "name") if kind else found.kind


def crumbs() -> Crumbs:
    return [(_("Công việc"), reverse("tasks:list")), (_("Đợt cao điểm"), reverse("tasks:campaigns"))]


def slot_named(request: HttpRequest, found: Campaign, key: str | None) -> Slot:
    """The slot of the campaign that an address names; 404 for any other."""
    return get_object_or_404(found.slots.select_related("campaign"), pk=parse_key(key))
