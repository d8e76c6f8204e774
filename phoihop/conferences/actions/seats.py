"""Sites and seats of a conference: many at once, or one by one. By the secretary."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.base.errors import Reason, refuse
from phoihop.base.text import nfc
from phoihop.conferences import precedence, queries, rules
from phoihop.conferences.actions.log import Facts, enter
from phoihop.conferences.formulas import Room
from phoihop.conferences.models import Conference, Delegate, PinGuess, Site
from phoihop.conferences.offsets import day_of
from phoihop.conferences.papers.letters import letters
from phoihop.journal.actions import queue_mails, record
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree


@dataclass(frozen=True)
class Added:
    """What was added, and of each thing left out its name and why."""

    made: Sequence[Site | Delegate]
    left: Sequence[tuple[str, str]]


@transaction.atomic
def add_sites(*, by: Post, conference: Conference, unit_ids: Collection[int]) -> Added:
    """A site at each of these units, which stand on the day of the conference; the host's first, the rest by code.

    Each gets its usual contact. A unit where nobody could answer for the site is left out. The secretary.
    """
    refuse(rules.why_not_prepare(by, conference))
    day = day_of(conference)
    ways = {place.unit_id: place for place in queries.units_to_add(conference, day)}
    places = [place for unit_id, place in ways.items() if unit_id in set(unit_ids)]
    contacts = queries.usual_contacts([place.unit_id for place in places], day)
    order = max(conference.sites.values_list("order", flat=True), default=0)
    made, left = [], []
    for place in places:
        contact = contacts.get(place.unit_id)
        if contact is None:
            left.append((place.name, _("chưa có chức vụ nào xem được hội nghị để làm đầu mối")))
            continue
        order += 1
        host = place.unit_id == conference.unit_id
        name = _site_name(place.name)
        made.append(
            Site(
                conference=conference,
                unit_id=place.unit_id,
                name_vi=name,
                is_host=host,
                order=0 if host else order,
                contact=contact,
            )
        )
    if not made:
        reasons = [Reason(f"{name}: {why}.") for name, why in left]
        refuse(reasons or [Reason(_("Chưa chọn đơn vị nào. Đánh dấu ít nhất một đơn vị."), "units")])
    Site.objects.bulk_create(made)
    facts = {"units": [site.unit_id for site in made], "sites": len(made)}
    record("conference.sites_added", by=by, about=conference, facts=facts)
    return Added(made, left)


def _site_name(name: str) -> str:
    return f"Điểm cầu {name[:1].lower()}{name[1:]}"


@transaction.atomic
def change_site(*, by: Post, site: Site, name_vi: str, room_vi: str, contact: Post) -> None:
    """Name, room and contact of a site. The secretary, until the conference is opened."""
    refuse(rules.why_not_change_site(by, site, name=name_vi, room=room_vi, contact=contact))
    site.name_vi, site.room_vi, site.contact = nfc(name_vi), nfc(room_vi), contact
    site.save(update_fields=["name_vi", "room_vi", "contact"])
    record("conference.site_changed", by=by, about=site, facts={"contact": contact.journal_label})


@transaction.atomic
def remove_site(*, by: Post, site: Site) -> None:
    """Take off a site that has no delegates. The secretary, until the conference is opened."""
    refuse(rules.why_not_remove_site(by, site))
    record("conference.site_removed", by=by, about=site, facts={"unit_name": tree().name(site.unit_id)})
    site.delete()


@transaction.atomic
def add_seats(*, by: Post, conference: Conference, kinds: Collection[str]) -> Added:
    """At every site the posts of bodies of these kinds that the order of posts names, in that order.

    Who has a seat already, by this post or a higher one, is left out; other posts are added one by one. The secretary.
    """
    refuse(rules.why_not_prepare(by, conference))
    day = day_of(conference)
    sites = {site.unit_id: site for site in conference.sites.all()}
    those = [post for post in queries.candidates(list(sites), day) if post.body.kind in kinds]
    listed = [post for post in those if precedence.rank_of(post, day) < precedence.UNLISTED]
    holders = queries.holders_of([post.pk for post in listed], day)
    seated = set(queries.seats_by_holder(conference, day))
    taken = {pk for seat in conference.delegates.all() for pk in (seat.post_id, seat.substitute_id)}
    made = []
    for post in listed:
        if post.pk in taken or seated & set(holders[post.pk]):
            continue
        seated |= set(holders[post.pk])
        made.append(_seat(conference, sites[post.body.unit_id], post))
    if not made:
        say = _("Không có chức vụ nào nữa để thêm từ các khối đã chọn. Chọn khối khác hoặc thêm từng người.")
        refuse([Reason(say, "kinds")])
    Delegate.objects.bulk_create(made)
    _order(conference.sites.all(), conference)
    posts = [seat.post_id for seat in made]
    _invite(conference, posts)
    facts = {"posts": posts, "seats": len(made), "state": conference.state}
    record("conference.seats_added", by=by, about=conference, facts=facts)
    return Added(made, [])


def _invite(conference: Conference, posts: Sequence[int]) -> None:
    """A letter to who is added after the invitation went out."""
    if conference.state in (Conference.State.CALLED, Conference.State.OPEN):
        with override("vi"):
            key = f"seat.{'-'.join(str(pk) for pk in sorted(posts))}"[:80]
            queue_mails(letters(conference, posts, _("Mời dự hội nghị"), key))


def _seat(conference: Conference, site: Site, post: Post, *, votes: bool = True) -> Delegate:
    return Delegate(conference=conference, site=site, post=post, label=post.journal_label, votes=votes, precedence=0)


def _order(sites: Iterable[Site], conference: Conference) -> None:
    """Each new seat (precedence 0) goes before the first that ranks lower; the order set by hand stays."""
    day = day_of(conference)
    seats = list(conference.delegates.filter(site__in=list(sites)).select_related("post__body").order_by("precedence"))
    rank = precedence.ranks([seat.post for seat in seats], day)
    lines: dict[int, list[Delegate]] = {}
    for seat in [one for one in seats if one.precedence]:
        lines.setdefault(seat.site_id, []).append(seat)
    fresh = precedence.in_order([seat.post for seat in seats if not seat.precedence], day)
    by_post = {seat.post_id: seat for seat in seats}
    for post in fresh:
        line = lines.setdefault(by_post[post.pk].site_id, [])
        lower = (n for n, other in enumerate(line) if rank[other.post_id] > rank[post.pk])
        line.insert(next(lower, len(line)), by_post[post.pk])
    for line in lines.values():
        for place, seat in enumerate(line, 1):
            seat.precedence = place
    Delegate.objects.bulk_update(seats, ["precedence"], batch_size=200)


@transaction.atomic
def add_seat(
    *, by: Post, conference: Conference, site: Site, post: Post, votes: bool = True, key: str = ""
) -> Delegate:
    """One more delegate at a site, in his order. While the conference runs it goes through the log (`key` is the
    sender's) and may vote from the next vote on. The secretary.
    """
    part = rules.part_of(by, conference)

    def why_not(held: Conference, room: Room | None = None) -> list[Reason]:
        reasons = rules.why_not_add_seat(held, part, post, site, queries.seats_of(held, post))
        return reasons or rules.why_not_sit(post, queries.seat_elsewhere(held, post, day_of(held)))

    def make(held: Conference) -> Delegate:
        seat = _seat(held, site, post, votes=votes)
        seat.save()
        _order([site], held)
        _invite(held, [post.pk])
        facts = {"posts": [post.pk], "who": seat.label, "state": held.state}
        record("conference.seats_added", by=by, about=held, facts=facts)
        return seat

    def write(held: Conference, room: Room) -> Facts:
        return {"delegate": make(held).pk, "site": site.pk, "votes": votes}

    if conference.state != Conference.State.OPEN:
        refuse(why_not(conference))
        return make(conference)
    entry = enter(by=by, conference=conference, verb="seat.added", key=key, why_not=why_not, write=write)
    return Delegate.objects.get(pk=entry.facts["delegate"])


@transaction.atomic
def move_seat(*, by: Post, seat: Delegate, up: bool) -> None:
    """One place up or down at its site; at the end of the list nothing happens. The secretary."""
    refuse(rules.why_not_prepare(by, seat.conference))
    line = list(seat.site.delegates.order_by("precedence", "id"))
    at = [one.pk for one in line].index(seat.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(line):
        return
    line[at], line[to] = line[to], line[at]
    for place, one in enumerate(line, 1):
        one.precedence = place
    Delegate.objects.bulk_update(line, ["precedence"])
    record("conference.seat_moved", by=by, about=seat, facts={"place": to + 1})


@transaction.atomic
def set_votes(*, by: Post, seat: Delegate, votes: bool) -> None:
    """Whether the seat may vote. The secretary, until the conference is opened."""
    refuse(rules.why_not_prepare(by, seat.conference))
    if seat.votes == votes:
        return
    seat.votes = votes
    seat.save(update_fields=["votes"])
    record("conference.votes_set", by=by, about=seat, facts={"votes": votes})


@transaction.atomic
def remove_seat(*, by: Post, seat: Delegate) -> None:
    """Take a delegate off, with the speeches he registered; who was invited is told. The secretary, until the start."""
    conference = seat.conference
    room = queries.room_now(conference.pk, conference.last_seq, conference.log_hash)
    refuse(rules.why_not_remove_seat(by, seat, marked=seat.pk in room.marks))
    posts = [pk for pk in (seat.post_id, seat.substitute_id) if pk]
    facts = {"who": seat.label, "posts": posts, "state": conference.state, "site": seat.site.name_vi}
    seat.speeches.all().delete()
    conference.items.filter(speaker=seat).update(speaker=None)
    PinGuess.objects.filter(delegate=seat).delete()
    seat.delete()
    record("conference.seat_removed", by=by, about=conference, facts=facts)
