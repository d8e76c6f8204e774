"""The conferences a post may see, with how many sites, seats and replies each has, and one conference's sites."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from phoihop.conferences.models import AgendaItem, Conference, Delegate, Site
from phoihop.conferences.rules import visible_conferences
from phoihop.orgs.models import Post

COMING, PAST = ("preparing", "called"), ("closed", "cancelled")


def conferences(post: Post) -> "QuerySet[Conference]":
    """Those the post may see, the latest first, each with `n_sites`, `n_seats`, `n_replied`. One statement."""
    return visible_conferences(post).annotate(
        n_sites=_count(Site.objects.all()),
        n_seats=_count(Delegate.objects.all()),
        n_replied=_count(Delegate.objects.exclude(state="invited")),
    )


def _count(rows: "QuerySet[Site] | QuerySet[Delegate]") -> Coalesce:
    of_one = rows.filter(conference=OuterRef("pk")).order_by().values("conference")
    return Coalesce(Subquery(of_one.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())


def sites(conference: Conference) -> "QuerySet[Site]":
    """The sites in order, contact loaded, each with `n_seats`, `n_replied`, `n_coming` (who is or will be there)."""
    here = Count("delegates", filter=Q(delegates__state__in=("comes", "delegated")))
    replied = Count("delegates", filter=~Q(delegates__state="invited"))
    counted = conference.sites.annotate(n_seats=Count("delegates"), n_replied=replied, n_coming=here)
    return counted.select_related("contact__body").order_by("order", "id")


@dataclass(frozen=True)
class Line:
    """An item of the agenda with the time at which it begins and ends when everything keeps to its minutes."""

    item: AgendaItem
    start: datetime.datetime
    end: datetime.datetime


def timed(conference: Conference, items: Iterable[AgendaItem]) -> list[Line]:
    """The agenda laid out from the time at which the conference begins."""
    lines, at = [], conference.starts_at
    for item in items:
        end = at + datetime.timedelta(minutes=item.minutes)
        lines.append(Line(item, at, end))
        at = end
    return lines
