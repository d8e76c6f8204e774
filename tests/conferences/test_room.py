"""The room: what is followed from 900 changes equals a plain recount at any instant, in pieces as in one go, kept as
anew."""

import datetime
import random
from itertools import pairwise, takewhile

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.base import clock
from phoihop.conferences import actions, queries
from phoihop.conferences.formulas import Room, room_after
from phoihop.conferences.models import LogEntry
from tests.conferences.scripts import Script, recount, script
from tests.conferences.world import World, at, key

INSTANTS = 200


def room_when(made: Script, moment: datetime.datetime) -> Room:
    return room_after(takewhile(lambda entry: entry.at <= moment, made.entries))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_quorum_and_attendance_at_any_instant_equal_a_plain_recount(seed: int) -> None:
    dice = random.Random(seed)
    made = script(dice)
    assert len(made.entries) == 900
    first, last = made.entries[0].at, made.entries[-1].at
    quorums = set()
    for _ in range(INSTANTS):
        moment = first + dice.random() * (last - first)
        room, plain = room_when(made, moment), recount(made, moment)
        assert frozenset(room.present) == plain.present
        assert frozenset(seat for seat, mark in room.marks.items() if mark.late) == plain.late
        assert (len(room.voters), room.has_quorum) == (plain.voters, plain.quorum)
        assert frozenset(room.asking) == plain.waiting == {one.delegate for one in room.queue}
        quorums.add(plain.quorum)
    assert quorums == {True, False}, "the script wins and loses the quorum"


@settings(max_examples=30)
@given(st.randoms(use_true_random=False), st.lists(st.integers(0, 120), max_size=5))
def test_following_in_pieces_is_following_in_one_go(dice: random.Random, cuts: list[int]) -> None:
    made = script(dice, changes=120, sites=4, seats=12)
    room = Room()
    edges = [0, *sorted(cuts), len(made.entries)]
    for start, end in pairwise(edges):
        room = room_after(made.entries[start:end], room)
    assert room == room_after(made.entries)


def test_a_seat_that_went_with_leave_and_came_back_is_not_late() -> None:
    made = Script({1: (1, True), 2: (1, True)})
    begin = datetime.datetime(2022, 1, 14, 7, 30, tzinfo=datetime.UTC)
    minutes = [begin + datetime.timedelta(minutes=one) for one in range(5)]
    made.add("roll.marked", minutes[0], marks=[[1, "room"], [2, "left"]])
    made.add(
        "room.opened", minutes[1], seats=[[1, 1, True], [2, 1, True]], chair=7, quorum="majority", speech_seconds=9
    )
    made.add("roll.marked", minutes[2], marks=[[1, "excused"]])
    made.add("roll.marked", minutes[3], marks=[[1, "room"], [2, "room"]])
    made.add("roll.marked", minutes[4], marks=[[1, "room"], [2, "room"]])
    room = room_after(made.entries)
    assert {seat: mark.late for seat, mark in room.marks.items()} == {1: False, 2: True}
    assert {mark.since for mark in room.marks.values()} == {minutes[3]}, "said again, it is no new coming"


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [5, 6])
def test_the_kept_room_is_the_fresh_one_also_after_what_was_taken_back(world: World, seed: int) -> None:
    world.open()
    dice = random.Random(seed)
    for _step in range(40):
        stays = dice.random() < 0.7
        with transaction.atomic():
            for _entry in range(dice.randrange(1, 4)):
                seat = dice.choice(list(world.seats))
                world.mark(**{seat: dice.choice(("room", "online", "excused", "left"))})
            transaction.set_rollback(not stays)
        conference = world.fresh()
        kept = queries.room_now(conference.pk, conference.last_seq, conference.log_hash)
        assert kept == room_after(queries.happened(conference.pk))
        assert kept.seq == LogEntry.objects.count() == conference.last_seq


@pytest.mark.django_db
def test_the_last_item_ends_with_the_conference(world: World) -> None:
    with clock.standing_at(at(14)):
        world.open()
        actions.start_item(by=world.cast.leader, conference=world.conference, item=world.items[3], key=key())
    with clock.standing_at(at(14, 20)):
        actions.close_room(by=world.cast.leader, conference=world.conference, key=key())
    room = room_after(queries.happened(world.conference.pk))
    assert (room.item, room.items_done) == (None, {world.items[3].pk: 20 * 60.0})
