"""The log: numbered without a gap, harmless when repeated, one hand at the wheel, and hashed link by link."""

from collections.abc import Callable
from typing import Any

import pytest

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.conferences import actions, queries
from phoihop.conferences.models import Ballot, LogEntry, Vote
from phoihop.conferences.rules import pin_of
from tests.conferences.world import World, at, key

pytestmark = pytest.mark.django_db


def refused(act: Callable[..., Any], **given: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(**given)
    return str(caught.value)


def test_the_same_key_does_nothing_twice(world: World) -> None:
    world.open()
    asked = {
        "by": world.cast.reviewer_b,
        "conference": world.conference,
        "seat": world.seats["b1"],
        "kind": "free",
    }
    first = actions.ask_to_speak(**asked, key="once")
    assert actions.ask_to_speak(**asked, key="once") == first
    assert LogEntry.objects.filter(verb="queue.asked").count() == 1
    other: dict[str, Any] = {name: thing for name, thing in asked.items() if name != "kind"}
    assert "đã dùng cho việc khác" in refused(actions.withdraw_asking, **other, key="once")
    assert list(LogEntry.objects.values_list("seq", flat=True)) == [1, 2, 3]


def test_each_entry_is_tied_to_the_one_before(world: World) -> None:
    world.open()
    world.mark(b2="left")
    before = ""
    for entry in LogEntry.objects.order_by("seq"):
        assert entry.previous_hash == before
        assert entry.hash == entry.hash_due()
        before = entry.hash
    assert world.fresh().log_hash == before


def test_there_is_one_chair_at_a_time(world: World) -> None:
    world.open()
    start: dict[str, Any] = {"conference": world.conference, "item": world.items[0]}
    give: dict[str, Any] = {"conference": world.conference, "seat": world.seats["b1"], "reason": "Cần trả lời ngay."}
    assert "người khác đang chủ trì" in refused(actions.give_floor, by=world.cast.recogniser, **give, key=key())
    taken: dict[str, Any] = {"by": world.cast.recogniser, "conference": world.conference}
    assert "Ghi lý do" in refused(actions.take_chair, **taken, reason=" ", key=key())
    actions.take_chair(**taken, reason="Điểm cầu chính mất đường truyền.", key=key())
    actions.start_item(by=world.cast.recogniser, **start, key=key())
    assert "người khác đang chủ trì" in refused(actions.give_floor, by=world.cast.leader, **give, key=key())


def test_a_secret_ballot_keeps_no_choice_and_counts_right(world: World) -> None:
    world.open()
    vote = actions.put_question(
        by=world.cast.secretary,
        conference=world.conference,
        question="Thông qua phương hướng năm 2022",
        method="secret",
        options=["Đồng ý", "Không đồng ý"],
    )
    actions.open_vote(by=world.cast.leader, conference=world.conference, vote=vote, key=key())
    contact = {"by": world.cast.reviewer_b, "conference": world.conference, "vote": vote}
    for name, choice in (("b1", "o1"), ("b2", "o2")):
        ballot = contact | {
            "seat": world.seats[name],
            "choice": choice,
            "pin": pin_of(world.seats[name]),
            "key": name,
        }
        actions.cast_at_site(**ballot)
        actions.cast_at_site(**ballot)
    again = contact | {
        "seat": world.seats["b1"],
        "choice": "o2",
        "pin": pin_of(world.seats["b1"]),
        "key": key(),
    }
    assert "đã bỏ phiếu" in refused(actions.cast_at_site, **again)
    actions.cast(
        by=world.cast.leader_a,
        conference=world.conference,
        vote=vote,
        seat=world.seats["leader_a"],
        choice="o1",
        key=key(),
    )
    closed = actions.close_vote(by=world.cast.leader, conference=world.conference, vote=vote, key=key())
    assert closed.facts["counts"] == {"o1": 2, "o2": 1}
    assert set(Ballot.objects.values_list("choice", flat=True)) == {""}
    assert not LogEntry.objects.filter(verb="vote.cast", facts__has_key="choice").exists()
    assert Vote.objects.get().state == "closed"
    late = contact | {
        "seat": world.seats["b1"],
        "choice": "o1",
        "pin": pin_of(world.seats["b1"]),
        "key": key(),
    }
    assert "đã đóng" in refused(actions.cast_at_site, **late)


def test_a_pin_opens_its_own_seat_at_its_own_site_and_shuts_after_five_wrong(world: World) -> None:
    world.open()
    given: dict[str, Any] = {"by": world.cast.secretary, "conference": world.conference}
    vote = actions.put_question(**given, question="Thông qua", method="open", options=["Có", "Không"])
    actions.open_vote(by=world.cast.leader, conference=world.conference, vote=vote, key=key())
    seat = world.seats["b1"]
    here: dict[str, Any] = {"conference": world.conference, "vote": vote, "seat": seat, "choice": "o1"}
    assert "không phải" in refused(actions.cast_at_site, by=world.cast.reviewer_a, **here, pin=pin_of(seat), key=key())
    wrong = next(f"{digits:04}" for digits in range(10000) if f"{digits:04}" != pin_of(seat))
    for _time in range(5):
        said = refused(actions.cast_at_site, by=world.cast.reviewer_b, **here, pin=wrong, key=key())
        assert "Mã không đúng" in said
    assert "bị khóa" in refused(actions.cast_at_site, by=world.cast.reviewer_b, **here, pin=pin_of(seat), key=key())


def test_the_room_follows_from_the_log_whenever_it_is_asked(world: World) -> None:
    world.open(b2="excused")
    conference = world.fresh()
    room = queries.room_now(conference.pk, conference.last_seq, conference.log_hash)
    assert (len(room.voters), room.need, room.has_quorum) == (5, 4, True)
    with clock.standing_at(at(14, 30)):
        world.mark(leader_a="left", a2="left")
    conference = world.fresh()
    assert not queries.room_now(conference.pk, conference.last_seq, conference.log_hash).has_quorum
    assert queries.room_at(conference.pk, at(14, 29)).seq == 2


def test_who_had_leave_and_comes_after_all_is_there_and_votes(world: World) -> None:
    seat = world.seats["b1"]
    type(seat).objects.filter(pk=seat.pk).update(state="absent", reason="Đi công tác.")
    world.open(b1="excused")
    with clock.standing_at(at(14, 20)):
        world.mark(b1="room")
    given = {"by": world.cast.secretary, "conference": world.conference}
    vote = actions.put_question(**given, question="Thông qua", method="open", options=["Có", "Không"])
    actions.open_vote(by=world.cast.leader, conference=world.conference, vote=vote, key=key())
    here: dict[str, Any] = {"by": world.cast.reviewer_b, "conference": world.conference, "vote": vote, "seat": seat}
    actions.cast_at_site(**here, choice="o1", pin=pin_of(seat), key=key())
    conference = world.fresh()
    room = queries.room_now(conference.pk, conference.last_seq, conference.log_hash)
    assert (room.entitled, room.polls[vote.pk].voted) == (6, {seat.pk})
