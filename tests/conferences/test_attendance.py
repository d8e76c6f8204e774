"""Who was there and when, late or for another, and a quorum that equals a plain recount at any instant."""

import datetime
import random
from typing import Any

import pytest

from phoihop.base import clock
from phoihop.conferences import actions, queries
from phoihop.conferences.formulas import Stay, clock_of
from phoihop.conferences.models import Conference, Delegate, LogEntry, Site
from tests.conferences.world import World, at, key

pytestmark = pytest.mark.django_db


def stand(world: World, when: datetime.datetime, **marks: str) -> None:
    with clock.standing_at(when):
        world.mark(**marks)


def test_a_seat_is_marked_leaves_and_comes_back(world: World) -> None:
    with clock.standing_at(at(13, 50)):
        world.open(b1="excused", b2="excused")
    stand(world, at(14, 10), leader_a="left", b1="online")
    stand(world, at(14, 25), leader_a="room")
    stand(world, at(14, 26), leader_a="room")
    stand(world, at(14, 40), b1="room")
    with clock.standing_at(at(15)):
        actions.close_room(by=world.cast.leader, conference=world.conference, key=key())
    sites = queries.attendance(world.fresh())
    assert [site.site.pk for site in sites] == [world.sites[name].pk for name in ("host", "A", "B")]
    found = {one.seat.pk: one for site in sites for one in site.seats}
    went, late, away = (found[world.seats[name].pk] for name in ("leader_a", "b1", "b2"))
    assert went.stays == (Stay("room", at(13, 50), at(14, 10)), Stay("room", at(14, 25), at(15)))
    assert not went.late
    assert late.stays == (Stay("online", at(14, 10), at(14, 40)), Stay("room", at(14, 40), at(15)))
    assert (late.late, late.is_excused) == (True, False)
    assert (away.was_there, away.is_excused) == (False, True)
    assert [(site.attended, len(site.seats)) for site in sites] == [(2, 2), (2, 2), (1, 2)]
    then = {one.seat.pk: one for site in queries.attendance(world.fresh(), at(14, 12)) for one in site.seats}
    assert not then[world.seats["leader_a"].pk].is_there
    assert then[world.seats["b1"].pk].stays == (Stay("online", at(14, 10)),)


def test_who_sits_for_another_is_told_apart(world: World) -> None:
    seat = world.seats["b1"]
    seat.state, seat.substitute, seat.substitute_label = "delegated", world.cast.clerk_b1, "Phó Bí thư"
    seat.save()
    found = {one.seat.pk: one for site in queries.attendance(world.fresh()) for one in site.seats}
    assert found[seat.pk].is_substituted
    assert str(found[seat.pk].seat) == "Phó Bí thư"
    assert not found[world.seats["b2"].pk].is_substituted


def test_quorum_at_any_instant_equals_a_plain_recount(world: World) -> None:
    chance = random.Random(4)
    with clock.standing_at(at(14)):
        world.open()
    moment = at(14)
    for _turn in range(60):
        moment += datetime.timedelta(seconds=chance.randrange(1, 120))
        name, state = chance.choice(list(world.seats)), chance.choice(["room", "online", "left", "excused"])
        stand(world, moment, **{name: state})
    span = int((moment - at(13, 59)).total_seconds())
    for _time in range(200):
        instant = at(13, 59) + datetime.timedelta(seconds=chance.randrange(0, span))
        last: dict[int, str] = {}
        opened = 0
        for entry in LogEntry.objects.order_by("seq"):
            if entry.at > instant:
                break
            opened += entry.verb == "room.opened"
            last.update(dict(entry.facts.get("marks", [])))
        there = sum(1 for state in last.values() if state in ("room", "online")) if opened else 0
        found = queries.quorum_at(world.conference, instant)
        assert (found.present, found.is_reached) == (there, bool(opened) and there * 2 > 6)
        if opened:
            assert (found.need, found.entitled) == (4, 6)


def test_sites_that_were_never_heard_come_first(world: World) -> None:
    def give(to: World, name: str) -> None:
        said: dict[str, Any] = {"conference": to.conference, "seat": to.seats[name], "reason": "Cần nghe ý kiến."}
        actions.give_floor(by=to.cast.leader, **said, key=key())

    world.open()
    for name in ("b1", "b2"):
        give(world, name)
    actions.close_room(by=world.cast.leader, conference=world.fresh(), key=key())
    later = again(world)
    later.open()
    give(later, "leader")
    now = later.fresh()
    rows = queries.heard(now, queries.room_now(now.pk, now.last_seq, now.log_hash))
    assert [(row.site.unit_id, row.here, row.before, row.linked, row.never) for row in rows] == [
        (world.cast.units["a"].pk, 0, 0, 1, True),
        (world.cast.units["b"].pk, 0, 2, 1, False),
    ]


def again(world: World) -> World:
    """The same people a day later: the next conference."""
    first = world.conference
    later = Conference.objects.get(pk=first.pk)
    later.pk, later.code, later.state, later.opened_at, later.closed_at = None, "HN-2022", "called", None, None
    later.last_seq, later.log_hash = 0, ""
    later.starts_at, later.ends_at = (
        moment + datetime.timedelta(days=1) for moment in (first.starts_at, first.ends_at)
    )
    later.save()
    later.deputies.set(first.deputies.all())
    sites: dict[str, Site] = {}
    for name, site in world.sites.items():
        sites[name] = Site.objects.get(pk=site.pk)
        sites[name].pk, sites[name].conference = None, later
        sites[name].save()
    seats: dict[str, Delegate] = {}
    for name, seat in world.seats.items():
        where = next(one for key_, one in sites.items() if world.sites[key_].pk == seat.site_id)
        seats[name] = Delegate.objects.create(
            conference=later, site=where, post=seat.post, label=seat.label, precedence=seat.precedence
        )
    later.items.create(order=1, title_vi="Khai mạc", minutes=5)
    return World(world.cast, world.office, later, sites, seats, list(later.items.all()))


def test_a_running_clock_is_written_in_minutes_and_seconds() -> None:
    assert [clock_of(seconds) for seconds in (0, 221.9, 3725, -12)] == ["0:00", "3:41", "1:02:05", "\u22120:12"]
