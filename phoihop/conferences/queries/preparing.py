"""Reads for who prepares a conference: what came before it, who may sit where, who answers for a site."""

import datetime
from collections.abc import Collection, Iterable

from django.db.models import Q

from phoihop.annual.models import Edition
from phoihop.conferences import precedence
from phoihop.conferences.models import AgendaItem, Conference, Delegate
from phoihop.duties.models import Period, Regulation
from phoihop.orgs import roles
from phoihop.orgs.models import Holding, Post
from phoihop.orgs.queries import Place, posts_at, tree

CODE = "HN"


def next_code(period: Period) -> str:
    """ "HN-2021", then "HN-2021-2" …: the next that is free."""
    base = f"{CODE}-{period.label}"
    taken = set(Conference.objects.filter(code__startswith=base).values_list("code", flat=True))
    n = 1
    while (code := base if n == 1 else f"{base}-{n}") in taken:
        n += 1
    return code


def last_closed(unit_id: int, regulations: Iterable[Regulation], before: datetime.datetime) -> Conference | None:
    """The conference of one of these regulations that the unit held last before that moment."""
    rows = Conference.objects.filter(unit_id=unit_id, state="closed", starts_at__lt=before)
    return rows.filter(regulations__in=list(regulations)).order_by("-starts_at", "-pk").first()


def edition_for(regulations: Iterable[Regulation], period: Period) -> Edition | None:
    """The annual report of the period under one of the regulations, if one is drafted or issued."""
    return Edition.objects.filter(regulation__in=list(regulations), period=period).order_by("pk").first()


def able(capability: str = "conference.read") -> list[str]:
    """The roles that hold the capability; without one, those that may see conferences."""
    return [role for role in roles.ROLES if roles.can(role, capability)]


def candidates(unit_ids: Collection[int], on: datetime.date) -> list[Post]:
    """The posts of these units that may be invited on that day, in order of precedence. Two statements."""
    rows = Post.objects.select_related("body").filter(
        body__unit_id__in=list(unit_ids), role__in=able(), valid_from__lte=on, valid_to__gte=on
    )
    return precedence.in_order(rows, on)


def usual_contacts(unit_ids: Collection[int], on: datetime.date) -> dict[int, Post]:
    """Unit → the post that answers for its site unless another is chosen: who prepares conferences there, else who
    reports for the unit, else the lowest of those who may see conferences. Three statements."""
    found: dict[int, Post] = {}
    for post in [*posts_at(unit_ids, "conference.write", on), *posts_at(unit_ids, "report.write", on)]:
        found.setdefault(post.body.unit_id, post)
    for post in reversed(candidates([unit for unit in unit_ids if unit not in found], on)):
        found.setdefault(post.body.unit_id, post)
    return found


def units_to_add(conference: Conference, on: datetime.date) -> list[Place]:
    """The unit that calls and those directly below it on that day which have no site yet, the caller first."""
    day = tree(on)
    own = day.get(conference.unit_id)
    there = set(conference.sites.values_list("unit_id", flat=True))
    places = [*([own] if own else []), *day.below(conference.unit_id)]
    return [place for place in places if place.unit_id not in there]


def seats_by_holder(conference: Conference, on: datetime.date) -> dict[int, Delegate]:
    """Person → the seat he has in the conference, as holder of the post invited or as its substitute."""
    found: dict[int, Delegate] = {}
    seats = {}
    for seat in conference.delegates.select_related("site"):
        seats[seat.post_id] = seat
        if seat.substitute_id:
            seats[seat.substitute_id] = seat
    rows = Holding.objects.filter(post_id__in=list(seats), valid_from__lte=on, valid_to__gte=on)
    for person_id, post_id in rows.values_list("person_id", "post_id"):
        found.setdefault(person_id, seats[post_id])
    return found


def holders_of(post_ids: Collection[int], on: datetime.date) -> dict[int, list[int]]:
    """Post → the persons who hold it on that day. One statement."""
    found: dict[int, list[int]] = {pk: [] for pk in post_ids}
    rows = Holding.objects.filter(post_id__in=list(post_ids), valid_from__lte=on, valid_to__gte=on)
    for post_id, person_id in rows.values_list("post_id", "person_id"):
        found[post_id].append(person_id)
    return found


def seat_elsewhere(conference: Conference, post: Post, on: datetime.date) -> Delegate | None:
    """The seat that the post's holder has by another post, if he has one."""
    seated = seats_by_holder(conference, on)
    seats = (seated.get(person) for person in holders_of([post.pk], on)[post.pk])
    return next((seat for seat in seats if seat and post.pk not in (seat.post_id, seat.substitute_id)), None)


def seats_of(conference: Conference, post: Post) -> list[Delegate]:
    """Seats in which the post sits or stands in; sites loaded."""
    rows = conference.delegates.filter(Q(post=post) | Q(substitute=post))
    return list(rows.select_related("site"))


def minutes_planned(items: Iterable[AgendaItem]) -> int:
    return sum(item.minutes for item in items)


def minutes_there_are(conference: Conference) -> int:
    """From the beginning to the end as planned."""
    return int((conference.ends_at - conference.starts_at).total_seconds() // 60)
