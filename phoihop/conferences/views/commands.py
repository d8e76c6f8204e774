"""The commands of the room: one address a verb, from its form to the verb of `actions`; harmless when repeated."""

import threading
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.conferences import actions, rules
from phoihop.conferences.forms.room import Given
from phoihop.conferences.models import Conference, LogEntry
from phoihop.conferences.views import room
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post

Does = Callable[[dict[str, Any], Given], Any]
"""The verb of `actions` with (by, conference, key) and what the form brings."""


def _cast(who: dict[str, Any], given: Given) -> Any:
    """On the shared computer of a site the PIN stands beside the name; on one's own device nothing does."""
    vote, choice = given.vote(), given.text("choice")
    if "pin" in given.fields:
        return actions.cast_at_site(**who, vote=vote, seat=given.seat(), choice=choice, pin=given.text("pin").strip())
    return actions.cast(**who, vote=vote, seat=given.seat(), choice=choice)


def _close_vote(who: dict[str, Any], given: Given) -> Any:
    """By the one who chairs; a paper tally by the second hand that enters the same counts."""
    if counts := given.counts():
        return actions.confirm_paper(**who, vote=given.vote(), counts=counts)
    return actions.close_vote(**who, vote=given.vote())


def _put_question(who: dict[str, Any], given: Given) -> Any:
    """Not an entry of the log yet: the question is ready, and put when the chair opens it."""
    return actions.put_question(
        by=who["by"],
        conference=who["conference"],
        question=given.text("question"),
        method=given.text("method"),
        options=given.options(),
        item=given.item_if_named(),
        by_paper=given.yes("by_paper"),
    )


COMMANDS: dict[str, Does] = {
    "room.opened": lambda who, given: actions.open_room(**who),
    "room.closed": lambda who, given: actions.close_room(**who),
    "chair.taken": lambda who, given: actions.take_chair(**who, reason=given.text("reason")),
    "roll.marked": lambda who, given: actions.mark(**who, marks=given.marks()),
    "site.muted": lambda who, given: actions.mute_site(**who, site=given.site(), muted=given.yes("muted")),
    "item.started": lambda who, given: actions.start_item(**who, item=given.item()),
    "queue.asked": lambda who, given: actions.ask_to_speak(**who, seat=given.seat(), kind=given.text("kind") or "free"),
    "queue.withdrawn": lambda who, given: actions.withdraw_asking(**who, seat=given.seat()),
    "floor.given": lambda who, given: actions.give_floor(**who, seat=given.seat(), reason=given.text("reason")),
    "floor.extended": lambda who, given: actions.extend_floor(
        **who, seconds=given.number("seconds", _("Số giây thêm"))
    ),
    "floor.ended": lambda who, given: actions.end_floor(**who),
    "vote.put": _put_question,
    "vote.opened": lambda who, given: actions.open_vote(**who, vote=given.vote()),
    "vote.cast": _cast,
    "vote.closed": _close_vote,
    "vote.cancelled": lambda who, given: actions.cancel_vote(**who, vote=given.vote(), reason=given.text("reason")),
    "vote.paper_entered": lambda who, given: actions.enter_paper(**who, vote=given.vote(), counts=given.counts()),
    "page.shown": lambda who, given: actions.show_page(
        **who, paper=given.paper(), page=given.number("page", _("Trang"))
    ),
    "note.written": lambda who, given: actions.note(**who, text=given.text("text"), seat=given.seat_if_named()),
    "conclusion.read": lambda who, given: actions.conclude(**who, text=given.text("text")),
    "recording.switched": lambda who, given: actions.switch_recording(**who, on=given.yes("on")),
}
"""Verb of the log (and "vote.put") → what it does."""


_turn = threading.Lock()
"""Commands of one process take turns: SQLite lets who waits starve, and of sixty ballots at once some would fail."""


@require_POST
@needs("conference.read")
def command(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One command. A script is answered {"seq"} or 422 {"reasons"}; a plain form by the screen it came from."""
    post = acting(request)
    conference = get_object_or_404(rules.visible_conferences(post), pk=pk)
    does = COMMANDS.get(verb)
    if does is None:
        raise Http404
    given = Given(conference, post, request.POST)
    scripted = "application/json" in request.headers.get("Accept", "")
    try:
        with _turn:
            done = does({"by": post, "conference": conference, "key": given.key}, given)
    except Refusal as refusal:
        if scripted:
            reasons = [{"text": str(reason), "field": reason.field} for reason in refusal.reasons]
            return JsonResponse({"reasons": reasons}, status=422)
        return _shown_again(request, post, conference, given.part, refusal.reasons)
    if scripted:
        return JsonResponse({"seq": done.seq if isinstance(done, LogEntry) else conference.last_seq})
    messages.success(request, _("Đã ghi."))
    return HttpResponseRedirect(_back(request, conference, given.part))


def _back(request: HttpRequest, conference: Conference, part: rules.Part) -> str:
    group = _group(request, part)
    return reverse("conferences:screen", args=[conference.pk, room.SLUGS[group]]) if group else "/"


def _group(request: HttpRequest, part: rules.Part) -> str:
    """The screen the form stood on, else the first one the post has."""
    asked, may = request.POST.get("group", ""), rules.groups_of(part)
    return asked if asked in may else may[0] if may else ""


def _shown_again(
    request: HttpRequest, post: Post, conference: Conference, part: rules.Part, reasons: list[Reason]
) -> HttpResponse:
    """The screen with the reasons on top and everything typed still there."""
    group = _group(request, part)
    if not group:
        return room.refused(request, conference, reasons)
    return room.show(request, post, conference, part, group, reasons=reasons, typed=request.POST.dict())


@require_POST
@needs("conference.read")
def beat(request: HttpRequest, pk: int) -> HttpResponse:
    """A site's console says how its line is, some twice a minute."""
    post = acting(request)
    conference = get_object_or_404(rules.visible_conferences(post), pk=pk)
    site = rules.part_of(post, conference).site
    if site is None:
        raise Http404
    delay, tier = parse_key(request.POST.get("delay_ms")) or 0, request.POST.get("tier", "")
    actions.line_seen(by=post, conference=conference, site=site, delay_ms=min(delay, 600_000), tier=tier)
    return HttpResponse(status=204)
