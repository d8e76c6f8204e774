"""The screens of the room: the page, what concerns one site or one seat alone, and the parts for who has no stream."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from phoihop.base.errors import Reason
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.conferences import queries, rules
from phoihop.conferences.models import Conference
from phoihop.conferences.papers import pushes, screens, words
from phoihop.conferences.views.camera import with_camera
from phoihop.conferences.views.shared import crumbs
from phoihop.conferences.views.video import Picture, picture_of
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post

SLUGS = {
    "chair": "chu-tri",
    "secretary": "thu-ky",
    "site": "diem-cau",
    "delegate": "dai-bieu",
    "hall": "hoi-truong",
}
GROUPS = {slug: group for group, slug in SLUGS.items()}
TITLES = {
    "chair": _("Chủ trì"),
    "secretary": _("Thư ký"),
    "site": _("Điểm cầu"),
    "delegate": _("Đại biểu"),
    "hall": _("Màn hình hội trường"),
}


@with_camera
@require_safe
@needs("conference.read")
def screen(request: HttpRequest, pk: int, group: str) -> HttpResponse:
    """One screen of the room. 404 for a conference not seen, a sentence for who has no part at that screen."""
    post = acting(request)
    conference = get_object_or_404(rules.visible_conferences(post), pk=pk)
    if group not in GROUPS:
        raise Http404
    part = rules.part_of(post, conference)
    reasons = rules.why_not_join(post, conference, GROUPS[group], part)
    if reasons:
        return refused(request, conference, reasons, status=403)
    return show(request, post, conference, part, GROUPS[group])


def refused(request: HttpRequest, conference: Conference, reasons: list[Reason], status: int = 422) -> HttpResponse:
    """Who has no screen of the room is told so, and which there are for him."""
    return page(request, "conferences/room_refused.html", {"conference": conference, "reasons": reasons}, status)


def show(
    request: HttpRequest,
    post: Post,
    conference: Conference,
    part: rules.Part,
    group: str,
    reasons: list[Reason] | None = None,
    typed: dict[str, Any] | None = None,
) -> HttpResponse:
    """The whole screen; after a refusal with its reasons and with what was typed."""
    shown = _now(conference)
    context = {
        **_own(shown, part, post),
        "conference": conference,
        "group": group,
        "slug": SLUGS[group],
        "slugs": {one: SLUGS[one] for one in rules.groups_of(part)},
        "titles": TITLES,
        "picture": _picture(request, conference, group, part, shown),
        "crumbs": [*crumbs(), (conference.code, reverse("conferences:conference", args=[conference.pk]))],
        "parts": {name: Markup(html) for name, html in screens.parts(shown, group).items()},  # noqa: S704 - our own templates
        "typed": typed or {},
        "reasons": reasons or [],
    }
    return page(request, f"conferences/room_{group}.html", context, status=422 if reasons else 200)


@require_safe
@needs("conference.read")
def own(request: HttpRequest, pk: int, group: str) -> HttpResponse:
    """What concerns the post's own site or seat alone, as it stands in the whole page."""
    post = acting(request)
    conference = get_object_or_404(rules.visible_conferences(post), pk=pk)
    part = rules.part_of(post, conference)
    name = GROUPS.get(group, "")
    if name not in ("site", "delegate") or rules.why_not_join(post, conference, name, part):
        raise Http404
    context = {**_own(_now(conference), part, post), "conference": conference, "group": name, "typed": {}}
    return page(request, f"conferences/_own_{name}.html", context)


@require_safe
@needs("conference.read")
def parts(request: HttpRequest, pk: int) -> HttpResponse:
    """The stream's address where no stream runs: what changed since `sau`, answered at once."""
    post, group = acting(request), request.GET.get("nhom", "")
    conference = get_object_or_404(rules.visible_conferences(post), pk=pk)
    if rules.why_not_join(post, conference, group, rules.part_of(post, conference)):
        raise Http404
    audience = group, get_language() or "vi"
    change = pushes.changes(pk, parse_key(request.GET.get("sau")) or 0, [audience])
    answer = change.answers.get(audience)
    if answer is None:
        return JsonResponse({"seq": change.seq, "parts": {}, "own": None})
    return HttpResponse(answer, content_type="application/json")


def _now(conference: Conference) -> queries.Screen:
    room = queries.room_now(conference.pk, conference.last_seq, conference.log_hash)
    return queries.screen(conference, room)


def _picture(
    request: HttpRequest, conference: Conference, group: str, part: rules.Part, shown: queries.Screen
) -> Picture | None:
    """Beside the data on the screens that show pictures; none where the conference has none."""
    if group not in rules.PICTURED or conference.video == Conference.Video.NONE:
        return None
    return picture_of(request, conference, group, part, shown.room)


def _own(shown: queries.Screen, part: rules.Part, post: Post) -> dict[str, Any]:
    """What is this post's alone: its site with its people, its seat with its place in the queue."""
    site, seat = part.site, part.seat
    waiting = {line.seat.pk: line for line in shown.queue}
    poll = shown.room.poll
    return {
        "screen": shown,
        "part": part,
        "post": post,
        "site": site,
        "line": next((line for line in shown.sites if site and line.pk == site.pk), None),
        "people": shown.of_site(site.pk) if site else [],
        "seat": shown.seats.get(seat.pk) if seat else None,
        "waiting": waiting,
        "poll": poll,
        "kinds": words.KINDS,
        "marks": words.MARKS,
        "new_key": lambda: get_random_string(22),
    }
