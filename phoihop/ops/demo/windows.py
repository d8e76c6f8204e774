"""The windows in which a visitor plays the coming conference: each under a name of its own, so with its own sign-in.

A browser keeps one post a host name; names that end in ".localhost" all lead to the same machine.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.conferences.models import Conference, Site
from phoihop.orgs.models import Holding, Post

LOCAL = ("127.0.0.1", "localhost")
SITES = 2
"""So many sites beside the host's."""


@dataclass(frozen=True)
class Window:
    """A part in the conference, the post that takes it, and where to open it."""

    part: str
    post: Post
    address: str


def coming() -> Conference | None:
    """The conference that is called or runs, the next one first."""
    rows = Conference.objects.filter(state__in=["called", "open"]).select_related("chair__body", "secretary__body")
    return rows.order_by("starts_at").first()


def windows(request: HttpRequest, conference: Conference) -> list[Window]:
    """Chair, secretary, the host's site and hall screen, two sites more, a delegate, the press. Six statements."""
    sites = list(conference.sites.select_related("contact__body").order_by("order")[: SITES + 1])
    parts: list[tuple[str, str, Post | None]] = [
        ("chu-tri", _("Chủ trì"), conference.chair),
        ("thay-chu-tri", _("Thay chủ trì"), conference.deputies.select_related("body").first()),
        ("thu-ky", _("Thư ký"), conference.secretary),
    ]
    for nth, site in enumerate(sites):
        parts.append((f"diem-cau-{nth}", site.name_vi, site.contact))
    parts.append(("hoi-truong", _("Màn hình hội trường"), sites[0].contact if sites else None))
    parts.append(("dai-bieu", _("Đại biểu dùng máy riêng"), _delegate(sites)))
    parts.append(("bao-chi", _("Báo chí"), Post.objects.filter(role="press").select_related("body").first()))
    return [
        Window(part, post, _address(request, name, post, conference)) for name, part, post in parts if post is not None
    ]


def _delegate(sites: list[Site]) -> Post | None:
    """Somebody of the last of these sites who can sign in and does not serve its computer."""
    if not sites:
        return None
    held = Holding.objects.filter(valid_to__gte=clock.today(), person__user__isnull=False).values("post_id")
    rows = sites[-1].delegates.filter(state="comes", post__in=held).exclude(post__in=[one.contact_id for one in sites])
    seat = rows.select_related("post__body").first()
    return seat.post if seat else None


def _address(request: HttpRequest, name: str, post: Post, conference: Conference) -> str:
    """The page on which that post alone is offered, under the window's own name where this is one's own machine."""
    to = f"{reverse('ops:demo_sign_in')}?{urlencode({'chon': post.pk, 'den': conference.pk})}"
    host, _colon, port = request.get_host().partition(":")
    if host not in LOCAL and not host.endswith(".localhost"):
        return to
    return f"{request.scheme}://{name}.localhost{':' if port else ''}{port}{to}"
