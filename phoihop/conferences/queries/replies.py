"""Who was invited and what each answered, by site; who may stand in for whom."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from phoihop.conferences.models import AgendaItem, Conference, Delegate, Site
from phoihop.conferences.queries.preparing import able, minutes_there_are
from phoihop.conferences.rules import Part
from phoihop.conferences.rules.calling import Prepared
from phoihop.orgs.models import Post


@dataclass(frozen=True)
class SiteReplies:
    """A site with its seats in order, and how many answered what (keys of Delegate.Reply)."""

    site: Site
    seats: tuple[Delegate, ...]
    counts: Counter[str]


def replies(conference: Conference, sites: "list[Site]") -> list[SiteReplies]:
    """The seats of these sites with their answers. One statement."""
    rows = conference.delegates.filter(site__in=sites).select_related("post__body", "substitute__body", "site")
    seats: dict[int, list[Delegate]] = {}
    for seat in rows.order_by("precedence", "id"):
        seats.setdefault(seat.site_id, []).append(seat)
    return [
        SiteReplies(site, tuple(those), Counter(seat.state for seat in those))
        for site in sites
        for those in [seats.get(site.pk, [])]
    ]


def totals(lines: list[SiteReplies]) -> Counter[str]:
    """How many answered what, over all these sites."""
    return sum((line.counts for line in lines), Counter[str]())


def waiting(conference: Conference) -> list[Delegate]:
    """Seats that have not answered; post and site loaded."""
    rows = conference.delegates.filter(state=Delegate.Reply.INVITED)
    return list(rows.select_related("post__body", "site").order_by("site__order", "precedence", "id"))


def answerable(post: Post, conference: Conference, part: Part) -> "list[Delegate]":
    """The seats for which the post may answer: its own, those of the site it serves."""
    mine = Q(post=post) | Q(substitute=post)
    if part.site is not None:
        mine |= Q(site=part.site)
    rows = conference.delegates.filter(mine).select_related("post__body", "substitute__body", "site", "conference")
    return list(rows.order_by("site__order", "precedence", "id"))


def substitutes(seat: Delegate, on: datetime.date) -> list[Post]:
    """The posts of the same body that may fill the seat: valid on that day, able to see it, seated nowhere else."""
    taken = Delegate.objects.filter(conference_id=seat.conference_id).exclude(pk=seat.pk)
    rows = Post.objects.select_related("body").filter(
        body_id=seat.post.body_id, role__in=able(), valid_from__lte=on, valid_to__gte=on
    )
    rows = rows.exclude(pk=seat.post_id).exclude(pk__in=taken.values("post_id"))
    stand_ins = taken.filter(substitute__isnull=False).values("substitute_id")
    return list(rows.exclude(pk__in=stand_ins).order_by("precedence", "id"))


def taken_by(conference_id: int, post: Post) -> Delegate | None:
    """The seat in which the post sits, by itself or for another; site loaded."""
    rows = Delegate.objects.filter(Q(post=post) | Q(substitute=post), conference_id=conference_id)
    return rows.select_related("site").first()


def prepared(conference: Conference) -> Prepared:
    """How far the conference is prepared. Three statements."""
    sites = list(conference.sites.all())
    seated = set(conference.delegates.values_list("site_id", flat=True))
    minutes = list(AgendaItem.objects.filter(conference=conference).values_list("minutes", flat=True))
    return Prepared(
        sites=len(sites),
        has_host=any(site.is_host for site in sites),
        empty_sites=tuple(site.name_vi for site in sites if site.pk not in seated),
        items=len(minutes),
        minutes=sum(minutes),
        minutes_there_are=minutes_there_are(conference),
    )


def invited_posts(conference: Conference) -> list[int]:
    """Posts that take part: delegates, who stands in for them, contacts, chair and deputies. Three statements."""
    found: dict[int, None] = {}
    for post_id, substitute_id in conference.delegates.values_list("post_id", "substitute_id"):
        found[post_id] = None
        if substitute_id:
            found[substitute_id] = None
    found |= dict.fromkeys(conference.sites.values_list("contact_id", flat=True))
    found |= dict.fromkeys([conference.chair_id, *conference.deputies.values_list("pk", flat=True)])
    return list(found)
