"""Planning a campaign: what it is, then its units, slots and numbers as they would be; and changing the slots."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import actions, forms, kinds, queries, rules
from phoihop.duties.views.campaigns import crumbs, visible
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, tree


@needs("campaign.write")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """What it is; named in the address, the plan that would come of it (`?sua=` to change it); POST makes it."""
    sent = request.POST if request.method == "POST" else request.GET
    today = clock.today()
    if not sent:
        return _first(request, forms.CampaignForm(today=today, initial={"starts_on": today, "ends_on": today}), [])
    form = forms.CampaignForm(sent, today=today)
    reasons = forms.reasons_of(form)
    if reasons or "sua" in request.GET:
        return _first(request, form, reasons)
    kind = kinds.kind_of(form.cleaned_data["kind"], form.cleaned_data["starts_on"])
    assert kind is not None
    if request.method == "POST":
        return _make(request, form, kind)
    first, last = form.cleaned_data["starts_on"], form.cleaned_data["ends_on"]
    proposed = {
        "slots": forms.written_slots(kind.usual_slots(first, last)),
        "fields": forms.written_fields(kind.fields),
        "ticked": {place.unit_id for place in _places(acting(request), form)},
    }
    return _second(request, form, proposed, [])


def _make(request: HttpRequest, form: forms.CampaignForm, kind: kinds.Kind) -> HttpResponse:
    given = form.cleaned_data
    typed = {"slots": request.POST.get("slots", ""), "fields": request.POST.get("fields", "")}
    units = [key for text in request.POST.getlist("units") if (key := parse_key(text))]
    slots, reasons = forms.read_slots(typed["slots"])
    if not reasons:
        wanted = rules.NewCampaign(
            code=queries.free_code(kind, given["starts_on"]),
            kind=kind.code,
            title_vi=given["title_vi"],
            title_en=given["title_en"],
            period=queries.year_of(given["starts_on"]),
            regulation=given["regulation"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            units=units,
            slots=slots,
            fields=forms.read_fields(typed["fields"], kind.fields),
        )
        try:
            made = actions.plan_campaign(by=acting(request), campaign=wanted, file=request.FILES.get("file"))
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Đã lập kế hoạch đợt. Các đơn vị được báo tin khi đợt bắt đầu."))
            return HttpResponseRedirect(reverse("tasks:campaign", args=[made.pk]))
    return _second(request, form, {**typed, "ticked": set(units)}, reasons)


def _first(request: HttpRequest, form: forms.CampaignForm, reasons: list[Reason]) -> HttpResponse:
    context = {"form": form, "reasons": reasons, "crumbs": crumbs()}
    return page(request, "duties/campaign_plan.html", context, status=422 if reasons else 200)


def _second(
    request: HttpRequest, form: forms.CampaignForm, proposed: dict[str, Any], reasons: list[Reason]
) -> HttpResponse:
    post = acting(request)
    day = tree(form.cleaned_data["starts_on"])
    places = _places(post, form)
    above = [(day.superior(place.unit_id), place) for place in places]
    groups = [
        (upper.name if upper else "", [place for _upper, place in here])
        for upper, here in groupby(sorted(above, key=lambda pair: pair[0].code if pair[0] else ""), lambda p: p[0])
    ]
    sent = [(name, value) for name in form.fields for value in _values(form, name)]
    context = {
        "form": form,
        "sent": sent,
        "back": f"{reverse('tasks:plan_campaign')}?{urlencode([*sent, ('sua', '1')])}",
        "groups": groups,
        "n_units": len(places),
        "reasons": reasons,
        "crumbs": [*crumbs(), (_("Lập đợt"), reverse("tasks:plan_campaign"))],
        **proposed,
    }
    return page(request, "duties/campaign_preview.html", context, status=422 if reasons else 200)


def _places(post: Post, form: forms.CampaignForm) -> list[Place]:
    given = form.cleaned_data
    return queries.chosen(post.body.unit_id, given["starts_on"], given["level"], given["types"])


def _values(form: forms.CampaignForm, name: str) -> list[str]:
    """What was sent under a name, to be sent again."""
    data = form.data
    return [value for value in data.getlist(name) if value] if hasattr(data, "getlist") else []


@needs("campaign.write")
@require_http_methods(["GET", "HEAD", "POST"])
def slots(request: HttpRequest, pk: int) -> HttpResponse:
    """Other moments of report, until the campaign starts."""
    found = visible(request, pk)
    barred = rules.why_not_set_slots(acting(request), found)
    if barred:
        raise PermissionDenied(str(barred[0]))
    reasons: list[Reason] = []
    text = request.POST.get("slots", forms.written_slots(found.slots.values_list("at", flat=True)))
    if request.method == "POST":
        moments, reasons = forms.read_slots(text)
        if not reasons:
            try:
                actions.set_slots(by=acting(request), campaign=found, slots=moments)
            except Refusal as refusal:
                reasons = refusal.reasons
            else:
                messages.success(request, _("Đã đổi khung giờ."))
                return HttpResponseRedirect(reverse("tasks:campaign", args=[pk]))
    context = {
        "campaign": found,
        "slots": text,
        "reasons": reasons,
        "crumbs": [*crumbs(), (named(found, "title"), reverse("tasks:campaign", args=[pk]))],
    }
    return page(request, "duties/campaign_slots.html", context, status=422 if reasons else 200)
