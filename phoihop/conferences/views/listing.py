"""The list of conferences, and the page of one: what, when, where, who, its agenda, and the ways onward."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phoihop.base import clock
from phoihop.base.views import page
from phoihop.conferences import queries, rules
from phoihop.conferences.models import Conference, Delegate
from phoihop.conferences.views.room import SLUGS
from phoihop.conferences.views.sections import Look, sections_for
from phoihop.conferences.views.shared import TONES, address_if, crumbs, tabs, visible
from phoihop.journal.queries import log
from phoihop.orgs.access import acting, needs

PAST_A_PAGE = 20


@needs("conference.read")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What is running, what comes (the nearest first) and what was (the latest first)."""
    post = acting(request)
    rows = queries.conferences(post)
    context = {
        "running": list(rows.filter(state="open")),
        "coming": list(rows.filter(state__in=queries.COMING).order_by("starts_at", "id")),
        "page": Paginator(rows.filter(state__in=queries.PAST), PAST_A_PAGE).get_page(request.GET.get("trang")),
        "may_prepare": post.can("conference.write"),
        "tones": TONES,
    }
    return page(request, "conferences/conferences.html", context)


@needs("conference.read")
@require_safe
def conference(request: HttpRequest, pk: int) -> HttpResponse:
    """One conference, with the parts that hang on its page (`views.sections`)."""
    post = acting(request)
    found = visible(request, pk, queries.conferences(post))
    part = rules.part_of(post, found)
    look = Look(post, found, part)
    items = found.items.select_related("speaker__post__body").prefetch_related("speeches__delegate")
    context = {
        "conference": found,
        "part": part,
        "agenda": queries.timed(found, items),
        "sites": queries.sites(found),
        "sees_all": part.is_secretary or part.may_chair,
        "deputies": found.deputies.select_related("body"),
        "regulations": found.regulations.all(),
        "ways": ways(look),
        "urgent": late_call(found),
        "tabs": tabs(found, part, "conference"),
        "follow_up": queries.follow_up(found, post),
        "sections": sections_for(look),
        "tones": TONES,
        "today": clock.today(),
        "crumbs": crumbs(),
    }
    return page(request, "conferences/conference.html", context)


def late_call(found: Conference) -> str:
    """Why the invitation went out later than it had to; "" when it was in time."""
    if found.called_at is None:
        return ""
    entry = log(verb="conference.called").filter(subject_type=found._meta.label_lower, subject_id=found.pk).first()
    return str(entry.facts.get("reason", "")) if entry else ""


def ways(look: Look) -> list[tuple[str, str, str]]:
    """(label, address, kind of button): what is next here first, then the screens of the room, and calling it off."""
    found, part = look.conference, look.part
    onward: list[tuple[str, str]] = []
    if found.state == Conference.State.PREPARING and part.is_secretary:
        onward.append((_("Mời họp"), reverse("conferences:call", args=[found.pk])))
    seats = queries.answerable(look.post, found, part) if found.state == Conference.State.CALLED else []
    if any(seat.state == Delegate.Reply.INVITED for seat in seats):
        onward.append((_("Trả lời giấy mời"), reverse("conferences:replies", args=[found.pk])))
    onward += screens(found, part)
    shown = [(label, address, "quiet" if n else "primary") for n, (label, address) in enumerate(onward)]
    if part.is_secretary and found.state in rules.BEFORE:
        shown.append((_("Hủy hội nghị"), reverse("conferences:cancel", args=[found.pk]), "quiet"))
    return shown


def screens(found: Conference, part: rules.Part) -> list[tuple[str, str]]:
    """(name, address) of the screens of the room the post may open; none before it is called or when it is off."""
    if found.state not in {"called", "open", "closed"}:
        return []
    names: dict[str, Any] = {
        "chair": _("Màn hình chủ trì"),
        "secretary": _("Màn hình thư ký"),
        "site": _("Bàn của điểm cầu"),
        "delegate": _("Màn hình đại biểu"),
        "hall": _("Màn hình hội trường"),
    }
    ways = [(names[group], address_if("conferences:screen", found.pk, SLUGS[group])) for group in rules.groups_of(part)]
    return [(name, address) for name, address in ways if address]
