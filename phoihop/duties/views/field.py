"""The page of the field: one large form for the slot that is open, made for a telephone on a weak link."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import format_input, format_moment, parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import actions, forms, queries, rules
from phoihop.duties.models import Campaign, Slot
from phoihop.duties.queries import Cell
from phoihop.duties.views.campaigns import crumbs, slot_named, visible
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree

FROM_SCRIPT = "X-Send"
"""A request with this header is answered with 204 when it was taken: the script then asks for the page itself."""


@needs("task.write")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The slot `?gio=` (the one that is open) of the unit `?dv=` (one's own); a unit above chooses one below it."""
    post, found = acting(request), visible(request, pk)
    unit_id = _unit(post, found, request.GET.get("dv"))
    if unit_id is None:
        return _choose(request, post, found)
    slots = list(found.slots.order_by("at"))
    now = queries.current_slot(slots, clock.now())
    asked = slot_named(request, found, request.GET["gio"]) if request.GET.get("gio") else None
    slot = asked or now
    cells = queries.cells(found, slots, [unit_id])
    refused = rules.why_not_report_for(post, found, unit_id)
    typed, reasons = _as_said(cells, unit_id, slot), list[Reason]()
    if request.method == "POST" and slot is not None:
        typed, reasons = _typed(request), _sent(request, post, slot, unit_id)
        if not reasons:
            if request.headers.get(FROM_SCRIPT):
                return HttpResponse(status=204)
            said = _("Đã gửi báo khung giờ %(slot)s.") % {"slot": format_moment(slot.at)}
            messages.success(request, said)
            return HttpResponseRedirect(_address(pk, unit_id, post))
    context = {
        "campaign": found,
        "name": rules.unit_name(unit_id, found.starts_on),
        "unit_id": unit_id,
        "own": unit_id == post.body.unit_id,
        "slot": slot,
        "cell": cells[unit_id, slot.pk] if slot else None,
        "said": queries.history(found, unit_id).filter(slot=slot).last() if slot else None,
        "changes": asked is not None or bool(reasons),
        "next": next((one for one in slots if one.opens_at > clock.now()), None),
        "past": [(one, cells[unit_id, one.pk]) for one in reversed(slots) if one.is_open(clock.now()) and one != slot],
        "typed": typed,
        "fields": found.asked,
        "refused": " ".join(str(reason) for reason in refused),
        "key": request.POST.get("key") or secrets.token_urlsafe(12),
        "here": _address(pk, unit_id, post),
        "saved": " ".join(
            f"dot-{one.pk}-{unit_id}" for one in slots if cells[unit_id, one.pk].situation_id and one != asked
        ),
        "reasons": reasons,
        "crumbs": [*crumbs(), (named(found, "title"), reverse("tasks:campaign", args=[pk]))],
    }
    return page(
        request, "duties/campaign_report.html", context, status=422 if reasons and request.method == "POST" else 200
    )


def _unit(post: Post, found: Campaign, asked: str | None) -> int | None:
    """The unit reported on; None where the post has to choose among those directly below. 404 for any other."""
    taking_part = set(found.participants.values_list("unit_id", flat=True))
    own = post.body.unit_id
    below = {place.unit_id for place in tree(found.starts_on).below(own)}
    if not asked:
        if own in taking_part:
            return own
        if below & taking_part:
            return None
        raise Http404
    unit_id = parse_key(asked)
    if unit_id is None or unit_id not in taking_part & {own, *below}:
        raise Http404
    return unit_id


def _address(pk: int, unit_id: int, post: Post) -> str:
    address = reverse("tasks:report_situation", args=[pk])
    return address if unit_id == post.body.unit_id else f"{address}?dv={unit_id}"


def _choose(request: HttpRequest, post: Post, found: Campaign) -> HttpResponse:
    """The units directly below, with what each said of the slot that is open."""
    slot = queries.current_slot(list(found.slots.order_by("at")), clock.now())
    taking_part = set(found.participants.values_list("unit_id", flat=True))
    places = [place for place in tree(found.starts_on).below(post.body.unit_id) if place.unit_id in taking_part]
    cells = queries.cells(found, [slot], [place.unit_id for place in places]) if slot else {}
    context = {
        "campaign": found,
        "slot": slot,
        "lines": [(place, cells.get((place.unit_id, slot.pk)) if slot else None) for place in places],
        "crumbs": [*crumbs(), (named(found, "title"), reverse("tasks:campaign", args=[found.pk]))],
    }
    return page(request, "duties/campaign_choose.html", context)


def _as_said(cells: queries.Cells, unit_id: int, slot: Slot | None) -> dict[str, str]:
    """What counts now, as it would be typed: a correction starts from it."""
    cell = cells[unit_id, slot.pk] if slot else Cell("ahead")
    numbers = {forms.FIELD + code: format_input(cell.number(code)) for code in cell.numbers}
    return {"level": cell.state if cell.situation_id else "", "note": "", **numbers}


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: value for name, value in request.POST.items() if isinstance(value, str)}


def _sent(request: HttpRequest, post: Post, slot: Slot, unit_id: int) -> list[Reason]:
    """Report what was typed; why not, each reason at its input."""
    numbers, reasons = forms.read_numbers(request.POST, slot.campaign.asked)
    if reasons:
        return reasons
    said: dict[str, Any] = {name: request.POST.get(name, "") for name in ("level", "note", "key")}
    try:
        actions.report_situation(by=post, slot=slot, unit_id=unit_id, numbers=numbers, **said)
    except Refusal as refusal:
        return [
            Reason(reason.text, forms.FIELD + reason.field if reason.field in numbers else reason.field)
            for reason in refusal.reasons
        ]
    return []
