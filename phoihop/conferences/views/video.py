"""Moving pictures: what a page needs to show them, the ticket for the video server, and the way between two machines.

Another screen shows pictures by decorating its view `with_camera`, putting `picture_of(…)` into its context and
calling the macros of `conferences/_video.html`.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.actions import VideoAway
from phoihop.conferences.formulas.tokens import SECONDS, door_token, relay_pass, room_token
from phoihop.conferences.models import Conference
from phoihop.conferences.news import topic
from phoihop.conferences.rules import Part
from phoihop.conferences.views.camera import with_camera
from phoihop.conferences.views.shared import crumbs, visible
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post


@dataclass(frozen=True)
class Picture:
    """What the macros of `_video.html` need. `said`: why there is no picture; `site`: whose picture this page sends."""

    kind: str
    said: str
    link: str
    group: str
    site: int | None
    names: dict[int, str]
    shown: queries.Shown
    ticket: str
    signals: str
    csrf: str

    @property
    def opens(self) -> bool:
        """Whether the office's own room is an address that a browser may follow."""
        return self.link.startswith(("https://", "http://"))


def picture_of(request: HttpRequest, conference: Conference, group: str, part: Part, room: Any = None) -> Picture:
    """For a screen ("site", "chair", "hall") of a post with that part. `room` is the room now, if it is at hand."""
    room = room or queries.room_now(conference.pk, conference.last_seq, conference.log_hash)
    sites = list(conference.sites.all())
    reasons = rules.why_no_picture(conference)
    if not reasons and conference.video == Conference.Video.MESH and group != "site":
        reasons = [Reason(_("Hình giữa các máy chỉ hiện ở màn hình của điểm cầu."))]
    return Picture(
        kind="none" if reasons else conference.video,
        said=" ".join(str(reason) for reason in reasons),
        link=conference.video_link,
        group=group,
        site=part.site.pk if part.site and group == "site" else None,
        names={site.pk: site.name_vi for site in sites},
        shown=queries.shown_now(sites, room),
        ticket=f"{reverse('conferences:ticket', args=[conference.pk])}?man={group}",
        signals=reverse("conferences:signals", args=[conference.pk]),
        csrf=get_token(request),
    )


@with_camera
@needs("conference.read")
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A window with the pictures alone, for a second screen. `?man=` site, chair or hall; else the post's first."""
    post, conference = acting(request), visible(request, pk)
    part = rules.part_of(post, conference)
    group = request.GET.get("man") or next((one for one in rules.PICTURED if one in rules.groups_of(part)), "site")
    reasons = _why_not(post, conference, group, part)
    title = named(conference, "title")
    context = {"conference": conference, "topic": topic(conference.pk), "title": title, "reasons": reasons}
    context["crumbs"] = crumbs(conference)
    context["picture"] = None if reasons else picture_of(request, conference, group, part)
    return page(request, "conferences/picture.html", context, status=403 if reasons else 200)


@needs("conference.read")
@require_POST
def ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """What a browser needs to send and see pictures: address, room, tokens, relay. 503 while the server is away.

    `?man=` the screen; with `lan=dau` it is this window's first: what the site sends from another one ends.
    """
    post, conference = acting(request), visible(request, pk)
    part, group = rules.part_of(post, conference), request.GET.get("man", "")
    reasons = _why_not(post, conference, group, part)
    if reasons:
        return _said(reasons, 403)
    reasons = rules.why_no_picture(conference)
    if reasons or conference.video not in (Conference.Video.SERVER, Conference.Video.MESH):
        return _said(reasons, 422)
    site = part.site if group == "site" else None
    given: dict[str, Any] = {
        "kind": conference.video,
        "site": site.pk if site else None,
        "seconds": SECONDS,
        "ice": _relay(f"{group}-{conference.pk}-{post.pk}"),
    }
    if conference.video == Conference.Video.MESH:
        if site is None:
            return _said([Reason(_("Hình giữa các máy chỉ hiện ở màn hình của điểm cầu."))], 422)
        others = conference.sites.exclude(pk=site.pk).values_list("pk", flat=True)
        return JsonResponse({**given, "others": list(others), "after": queries.newest_signal(site)})
    try:
        room = actions.prepare_room(conference)
        if site and request.GET.get("lan") == "dau":
            actions.take_place(conference, site)
    except VideoAway:
        away = _("Máy chủ hình không trả lời. Việc khác của hội nghị vẫn làm được; hình tự nối lại khi máy chủ có lại.")
        return _said([Reason(away)], 503)
    now = clock.machine_now().timestamp()
    door, way_in = door_token(settings.VIDEO_SECRET, now=now), room_token(room, settings.VIDEO_SECRET, now=now)
    return JsonResponse({**given, "url": settings.VIDEO_URL, "room": room, "door": door, "pass": way_in})


@needs("conference.read")
@require_http_methods(["GET", "HEAD", "POST"])
def signals(request: HttpRequest, pk: int) -> HttpResponse:
    """Between the browsers of two sites. GET `?sau=N`: what came for one's own site after N. POST {"to", "body"}."""
    post, conference = acting(request), visible(request, pk)
    site = conference.sites.filter(contact=post).first()
    if site is None:
        return _said([Reason(_("Chỉ máy của điểm cầu nối hình được với điểm cầu khác."))], 403)
    if request.method != "POST":
        return JsonResponse({"signals": queries.signals_for(site, parse_key(request.GET.get("sau", "")) or 0)})
    try:
        said = json.loads(request.body)
        to, body = int(said["to"]), said["body"]
    except (ValueError, TypeError, KeyError):
        return _said([Reason(_("Tin nối hình không đúng hoặc quá dài."))], 422)
    try:
        actions.send_signal(by=post, conference=conference, to=to, body=body)
    except Refusal as refusal:
        return _said(refusal.reasons, 422)
    return HttpResponse(status=204)


@needs("conference.read")
@require_safe
def recordings(request: HttpRequest, pk: int) -> HttpResponse:
    """What was recorded, and where in it each item of the agenda begins. The chair and the secretary."""
    conference = _kept_by(request, pk)
    context = {
        "conference": conference,
        "title": named(conference, "title"),
        "marks": queries.recording_marks(conference),
        "files": queries.recordings(actions.room_name(conference.pk)),
        "clock_time": clock_time,
        "crumbs": crumbs(conference),
    }
    return page(request, "conferences/recordings.html", context)


@needs("conference.read")
@require_safe
def recording_marks(request: HttpRequest, pk: int) -> HttpResponse:
    """The same marks as a small JSON file, to lie beside the recording."""
    conference = _kept_by(request, pk)
    found = {"conference": conference.code, "marks": queries.recording_marks(conference)}
    name = f"{actions.room_name(conference.pk)}-dau-muc.json"
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def clock_time(seconds: float) -> str:
    """1:02:05 into the recording."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _kept_by(request: HttpRequest, pk: int) -> Conference:
    post, conference = acting(request), visible(request, pk)
    rules.only_who_keeps(rules.part_of(post, conference))
    return conference


def _why_not(post: Post, conference: Conference, group: str, part: Part) -> list[Reason]:
    if group not in rules.PICTURED:
        return [Reason(_("Màn hình này không có hình."))]
    return rules.why_not_join(post, conference, group, part)


def _relay(name: str) -> list[dict[str, str]]:
    if not settings.VIDEO_TURN:
        return []
    user, word = relay_pass(name, settings.VIDEO_TURN_SECRET, now=clock.machine_now().timestamp())
    return [{"urls": settings.VIDEO_TURN, "username": user, "credential": word}]


def _said(reasons: list[Reason], status: int) -> JsonResponse:
    return JsonResponse({"said": " ".join(str(reason) for reason in reasons)}, status=status)
