"""The pages before what cannot be undone in a moment: opening, closing, taking the chair. Each says what follows."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.formulas import Room
from phoihop.conferences.models import Conference, LogEntry
from phoihop.conferences.views.room import SLUGS
from phoihop.conferences.views.shared import crumbs, visible
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post

METHODS = ["GET", "HEAD", "POST"]
Act = Callable[[], LogEntry]


def room_of(conference: Conference) -> Room:
    return queries.room_now(conference.pk, conference.last_seq, conference.log_hash)


@needs("conference.read")
@require_http_methods(METHODS)
def open_room(request: HttpRequest, pk: int) -> HttpResponse:
    """What opening does, who is there by now, and the button."""
    post, found = acting(request), visible(request, pk)
    sites = queries.attendance(found)
    barred = rules.why_not_open_room(post, found, rules.part_of(post, found))
    seats = [one for site in sites for one in site.seats]
    entitled = sum(1 for one in seats if one.seat.votes)
    context = {
        "sites": sites,
        "present": sum(1 for one in seats if one.is_there),
        "voters": sum(1 for one in seats if one.is_there and one.seat.votes),
        "n_seats": len(seats),
        "entitled": entitled,
        "need": queries.need_of(found, entitled),
        "n_items": found.items.count(),
        "barred": barred,
    }

    def act() -> LogEntry:
        return actions.open_room(by=post, conference=found, key=request.POST.get("key", ""))

    return _asked(request, post, found, "conferences/open_room.html", context, act, _("Hội nghị đã khai mạc."))


@needs("conference.read")
@require_http_methods(METHODS)
def close_room(request: HttpRequest, pk: int) -> HttpResponse:
    """What closing does, what is still open in the room, and the button."""
    post, found = acting(request), visible(request, pk)
    room = room_of(found)
    names = queries.names_of(found)
    context = {
        "room": room,
        "waiting": [names.seat(one.delegate) for one in room.queue],
        "not_held": [one for one in names.items.values() if one.pk not in room.items_done and one.pk != room.item],
        "ready": [vote for vote in names.votes.values() if vote.state == "ready"],
        "barred": rules.why_not_close_room(post, room),
    }

    def act() -> LogEntry:
        return actions.close_room(by=post, conference=found, key=request.POST.get("key", ""))

    said = _("Hội nghị đã bế mạc, nhật ký được niêm lại.")
    return _asked(request, post, found, "conferences/close_room.html", context, act, said)


@needs("conference.read")
@require_http_methods(METHODS)
def take_chair(request: HttpRequest, pk: int) -> HttpResponse:
    """Chairing in another's place, with the reason the minutes print."""
    post, found = acting(request), visible(request, pk)
    room, reason = room_of(found), request.POST.get("reason", "")
    barred = rules.why_not_take_chair(post, room, rules.part_of(post, found), reason or "–")
    chairs = Post.objects.filter(pk=room.chair or 0).select_related("body").first()
    context = {"chairs": chairs, "reason": reason, "barred": barred}

    def act() -> LogEntry:
        return actions.take_chair(by=post, conference=found, reason=reason, key=request.POST.get("key", ""))

    said = _("Từ lúc này chức vụ đang dùng chủ trì hội nghị.")
    return _asked(request, post, found, "conferences/take_chair.html", context, act, said)


def _asked(
    request: HttpRequest, post: Post, found: Conference, template: str, context: dict[str, Any], act: Act, said: str
) -> HttpResponse:
    """The page, or what it asks done: then back to the chair's screen."""
    reasons: list[Reason] = []
    if request.method == "POST":
        try:
            act()
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("conferences:screen", args=[found.pk, SLUGS["chair"]]))
    shown = {
        "conference": found,
        "key": request.POST.get("key") or secrets.token_hex(16),
        "back": way_to_room(post, found),
        "reasons": reasons,
        "crumbs": crumbs(found),
    }
    return page(request, template, {**context, **shown}, status=422 if reasons else 200)


def way_to_room(post: Post, found: Conference) -> str:
    """The first screen the post may open, else the conference's page."""
    groups = rules.groups_of(rules.part_of(post, found))
    if not groups:
        return reverse("conferences:conference", args=[found.pk])
    return reverse("conferences:screen", args=[found.pk, SLUGS[groups[0]]])
