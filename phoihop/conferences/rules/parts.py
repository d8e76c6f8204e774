"""Who sees which conference, and which part a post takes in it: chair, secretary, a site's console, a delegate."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.conferences.models import Conference, Delegate, Site
from phoihop.orgs.models import Post
from phoihop.orgs.roles import lacks

GROUPS = ("chair", "secretary", "site", "delegate", "hall")
"""The groups of right in the live room: what is shown to a group is the same for everybody in it."""


def visible_conferences(post: Post) -> "QuerySet[Conference]":
    """Those the post's unit calls, and those that were called in which it has a site, a seat or a part."""
    if not post.can("conference.read"):
        return Conference.objects.none()
    called = Conference.objects.exclude(state="preparing")
    seats = Delegate.objects.filter(Q(post=post) | Q(substitute=post)).values("conference_id")
    sites = Site.objects.filter(Q(unit_id=post.body.unit_id) | Q(contact=post)).values("conference_id")
    mine = called.filter(Q(pk__in=seats) | Q(pk__in=sites) | Q(chair=post) | Q(deputies=post)).values("pk")
    return Conference.objects.filter(Q(unit_id=post.body.unit_id) | Q(pk__in=mine))


@dataclass(frozen=True)
class Part:
    """What a post is in one conference. `site`: whose console it serves; `seat`: whose place it fills now."""

    may_chair: bool
    is_secretary: bool
    site: Site | None
    seat: Delegate | None

    @property
    def is_none(self) -> bool:
        return not (self.may_chair or self.is_secretary or self.site or self.seat)


def part_of(post: Post, conference: Conference) -> Part:
    """Three statements. A seat handed to a substitute is the substitute's alone."""
    chairs = conference.chair_id == post.pk or conference.deputies.filter(pk=post.pk).exists()
    site = conference.sites.filter(contact=post).first()
    held = Q(post=post, substitute__isnull=True) | Q(substitute=post)
    seat = conference.delegates.filter(held).select_related("site").first()
    return Part(chairs, prepares(post, conference), site, seat)


def prepares(post: Post, conference: Conference) -> bool:
    """Whether the post prepares it and keeps its log: "conference.write" at the unit that calls it."""
    return post.can("conference.write") and post.body.unit_id == conference.unit_id


def groups_of(part: Part) -> list[str]:
    """The screens the part may open. Whoever serves the host's room or a site may put up the hall screen there."""
    may = {
        "chair": part.may_chair,
        "secretary": part.is_secretary,
        "site": part.site is not None,
        "delegate": part.seat is not None,
        "hall": part.is_secretary or part.site is not None or part.may_chair,
    }
    return [group for group in GROUPS if may[group]]


def sites_of(post: Post, conference: Conference) -> "QuerySet[Site]":
    """Sites whose people and lines the post sees one by one: all for who conducts it, else its own."""
    if prepares(post, conference) or conference.chair_id == post.pk or conference.deputies.filter(pk=post.pk).exists():
        return conference.sites.all()
    return conference.sites.filter(Q(contact=post) | Q(unit_id=post.body.unit_id))


def why_not_join(post: Post, conference: Conference, group: str, part: Part) -> list[Reason]:
    """Why the post may not open that screen."""
    if not post.can("conference.read"):
        return [lacks("conference.read")]
    if group not in groups_of(part):
        say = _("Chức vụ đang dùng không có phần ở màn hình này. Mở hội nghị để xem màn hình của mình.")
        return [Reason(say)]
    return []
