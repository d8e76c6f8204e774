"""The log in words: one sentence an entry, with names and how long things lasted; nothing a secret ballot hides."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.conferences import actions, queries
from phoihop.conferences.models import LogEntry
from tests.conferences.world import World, at, key

pytestmark = pytest.mark.django_db


def said(world: World) -> list[str]:
    return [line.text for line in queries.course(world.fresh())]


def test_every_entry_has_a_sentence_with_names(world: World) -> None:
    room: dict[str, Any] = {"conference": world.conference}
    with clock.standing_at(at(13, 55)):
        world.open(b2="excused")
    chair, secretary, b1 = world.cast.leader, world.cast.secretary, world.seats["b1"]
    with clock.standing_at(at(14, 1)):
        actions.start_item(by=chair, item=world.items[1], **room, key=key())
        actions.ask_to_speak(by=world.cast.reviewer_b, seat=b1, kind="free", **room, key=key())
        actions.give_floor(by=chair, seat=b1, **room, key=key())
    with clock.standing_at(at(14, 5)):
        actions.extend_floor(by=chair, seconds=120, **room, key=key())
    with clock.standing_at(at(14, 7)):
        actions.end_floor(by=chair, **room, key=key())
        actions.note(by=secretary, text="Cần nêu rõ hơn số liệu quý IV.", seat=b1, **room, key=key())
        actions.conclude(by=chair, text="Giao hai huyện rà soát. Báo cáo trước 31/3.", **room, key=key())
    with clock.standing_at(at(14, 20)):
        world.mark(b2="room", b1="left")
        world.mark(b1="room")
    named, site = str(b1), world.sites["B"].name_vi
    came = f"Điểm danh, {site}: đến sau khai mạc: {world.seats['b2']}; rời phòng họp: {named}."
    assert said(world)[1:] == [
        f"Khai mạc hội nghị; danh sách có 6 đại biểu. Chủ trì: {chair.journal_label}.",
        "Chuyển sang nội dung 2. Báo cáo kết quả năm 2021.",
        f"{named} ({site}) xin phát biểu.",
        f"{named} ({site}) phát biểu.",
        f"Thêm 2 phút cho {named}.",
        f"{named} phát biểu xong, sau 6 phút.",
        f"Ý kiến của {named}: Cần nêu rõ hơn số liệu quý IV.",
        "Kết luận 1–2: Giao hai huyện rà soát. Báo cáo trước 31/3.",
        came,
        f"Điểm danh, {site}: trở lại: {named}.",
    ]
    lines = queries.course(world.fresh())
    assert lines[0].item is None
    assert {line.item for line in lines[2:]} == {world.items[1].pk}
    assert [line.delegate for line in lines[4:8]] == [b1.pk] * 4


def test_a_roll_of_many_is_counted_and_a_few_are_named(world: World) -> None:
    world.mark(**dict.fromkeys(world.seats, "room"))
    assert said(world) == ["Điểm danh, nhiều điểm cầu: có mặt tại phòng họp: 6 đại biểu."]


def test_a_vote_in_words_names_the_choice_only_where_the_vote_is_named(world: World) -> None:
    world.open()
    given: dict[str, Any] = {"conference": world.conference}
    for method in ("named", "secret"):
        vote = actions.put_question(
            by=world.cast.secretary, question="Thông qua quy chế.", method=method, options=["Có", "Không"], **given
        )
        actions.open_vote(by=world.cast.leader, vote=vote, **given, key=key())
        ballot = {"vote": vote, "seat": world.seats["leader_a"], "choice": "o2", **given}
        actions.cast(by=world.cast.leader_a, **ballot, key=key())
        actions.close_vote(by=world.cast.leader, vote=vote, **given, key=key())
    who = str(world.seats["leader_a"])
    assert said(world)[2:] == [
        "Mở biểu quyết 1 (ghi tên): Thông qua quy chế. Được biểu quyết: 6 người.",
        f"{who} bỏ phiếu ở biểu quyết 1: Không.",
        "Đóng biểu quyết 1: Có 0, Không 1; 1/6 phiếu.",
        "Mở biểu quyết 2 (kín): Thông qua quy chế. Được biểu quyết: 6 người.",
        f"{who} đã bỏ phiếu ở biểu quyết 2.",
        "Đóng biểu quyết 2: Có 0, Không 1; 1/6 phiếu.",
    ]


def test_a_line_lost_and_back_says_for_how_long(world: World) -> None:
    site = world.sites["A"]
    given: dict[str, Any] = {"conference": world.conference, "site": site}
    with clock.standing_at(at(14)):
        actions.site_joined(by=world.cast.reviewer_a, **given)
        actions.site_lost(**given)
    with clock.standing_at(at(14, 12)):
        actions.site_joined(by=world.cast.reviewer_a, **given)
    name = site.name_vi
    assert said(world) == [f"{name} đã kết nối.", f"{name} mất kết nối.", f"{name} nối lại sau 12 phút."]


def test_the_course_costs_the_same_however_long_and_sees_a_log_that_was_rolled_back(world: World) -> None:
    world.open()
    queries.course(world.fresh())
    world.mark(b1="left")
    with CaptureQueriesContext(connection) as few:
        queries.course(world.fresh())
    for _time in range(15):
        world.mark(b1="room")
        world.mark(b1="left")
    with CaptureQueriesContext(connection) as many:
        lines = queries.course(world.fresh(), newest=5)
    assert len(many) == len(few)
    assert [line.seq for line in lines] == list(range(29, 34))
    kept = LogEntry.objects.get(seq=2)
    LogEntry.objects.filter(seq__gt=2).delete()
    world.conference.last_seq, world.conference.log_hash = 2, kept.hash
    assert len(queries.course(world.conference)) == 2
