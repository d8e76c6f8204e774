"""What the chair, the secretary and the hall are shown, part by part, and what each may press."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.conferences import actions, queries
from phoihop.conferences.models import Paper
from phoihop.conferences.papers import screens
from phoihop.documents.actions import keep_made
from tests.conferences.world import World, at, further_post, key, seat

pytestmark = pytest.mark.django_db


def shown(world: World, group: str) -> dict[str, str]:
    conference = world.fresh()
    screen = queries.screen(conference, queries.room_now(conference.pk, conference.last_seq, conference.log_hash))
    return screens.parts(screen, group)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def buttons(html: str) -> list[str]:
    return [words(one) for one in re.findall(r"<button.*?</button>", html, re.DOTALL)]


def paper(world: World, pages: int = 3) -> Paper:
    kept = keep_made(by=world.cast.secretary, data=b"%PDF-1.4", name="bao-cao.pdf")
    given: dict[str, Any] = {"file": kept, "pages": pages, "order": 1, "added_by": world.cast.secretary}
    return Paper.objects.create(conference=world.conference, title_vi="Báo cáo năm 2021", added_at=clock.now(), **given)


def test_each_group_presses_its_own_buttons(world: World) -> None:
    world.open()
    room: dict[str, Any] = {"conference": world.conference}
    actions.put_question(by=world.cast.secretary, question="Thông qua", method="open", options=["Có", "Không"], **room)
    for name in ("b1", "leader_a"):
        actions.ask_to_speak(by=world.cast.secretary, seat=world.seats[name], kind="free", **room, key=key())
    chair, secretary, hall = (shown(world, group) for group in ("chair", "secretary", "hall"))
    assert buttons(chair["queue"]) == ["Mời", "Mời trước"]
    assert buttons(secretary["queue"]) == ["Bỏ", "Bỏ"]
    assert (buttons(chair["vote"]), buttons(secretary["vote"])) == (["Mở biểu quyết"], [])
    assert buttons(chair["agenda"]) == ["Tiếp", "Bắt đầu", "Bắt đầu", "Bắt đầu"]
    assert "Điểm danh" in words(secretary["sites"])
    assert "Điểm danh" not in words(chair["sites"])
    assert set(hall) == {"wall", "shown"}
    assert not re.search("<(button|a|input|form)", hall["wall"])


def test_before_the_opening_and_after_the_end_nothing_can_be_pressed(world: World) -> None:
    before = shown(world, "chair")
    assert "Chuẩn bị khai mạc lúc 14:00" in words(shown(world, "hall")["wall"])
    assert "Khai mạc" in words(before["head"])
    assert [html for html in before.values() if buttons(html)] == []
    world.open()
    actions.close_room(by=world.cast.leader, conference=world.conference, key=key())
    after = shown(world, "chair")
    assert [html for html in after.values() if buttons(html)] == []
    assert "Hội nghị đã bế mạc" in words(shown(world, "hall")["wall"])


def test_the_quorum_stands_in_a_word_and_numbers(world: World) -> None:
    world.open()
    assert "6/6 có mặt đủ túc số 6, cần 4" in words(shown(world, "chair")["head"])
    world.mark(a2="left", leader_a="left", b1="left")
    assert "3/6 có mặt chưa đủ túc số 3, cần 4" in words(shown(world, "chair")["head"])


def test_pages_are_turned_within_the_paper(world: World) -> None:
    world.open()
    one = paper(world)
    for page, offered in ((1, ["Trang sau"]), (2, ["Trang trước", "Trang sau"]), (3, ["Trang trước"])):
        actions.show_page(by=world.cast.leader, conference=world.conference, paper=one, page=page, key=key())
        html = shown(world, "chair")["page"]
        assert buttons(html) == offered
        assert f"trang {page} trên 3" in words(html)
    wall = shown(world, "hall")["wall"]
    assert "Trang 3: Báo cáo năm 2021" in words(wall)
    assert f"/hoi-nghi/{world.conference.pk}/tai-lieu/{one.pk}/trang/3.png" in wall


def test_a_result_leaves_the_wall_when_the_conference_goes_on(world: World) -> None:
    room: dict[str, Any] = {"conference": world.conference}
    with clock.standing_at(at(14)):
        world.open()
        vote = actions.put_question(
            by=world.cast.secretary, question="Thông qua", method="secret", options=["Có", "Không"], **room
        )
        actions.open_vote(by=world.cast.leader, vote=vote, **room, key=key())
        actions.cast(by=world.cast.leader, vote=vote, seat=world.seats["leader"], choice="o1", **room, key=key())
        wall = words(shown(world, "hall")["wall"])
        assert "1 /6 đã bỏ phiếu" in wall
        assert "Có 1" not in wall
    with clock.standing_at(at(14, 5)):
        actions.close_vote(by=world.cast.leader, vote=vote, **room, key=key())
        assert "Có 1 Không 0" in words(shown(world, "hall")["wall"])
    with clock.standing_at(at(14, 6)):
        actions.start_item(by=world.cast.leader, item=world.items[2], **room, key=key())
        wall = words(shown(world, "hall")["wall"])
        assert "3. Thảo luận" in wall
        assert "Thông qua" not in wall


def test_minutes_grow_by_item(world: World) -> None:
    world.open()
    room: dict[str, Any] = {"conference": world.conference}
    for item, text in ((world.items[0], "Nêu mục đích."), (world.items[1], "Trình bày báo cáo.")):
        actions.start_item(by=world.cast.leader, item=item, **room, key=key())
        actions.note(by=world.cast.secretary, text=text, **room, key=key())
    said = words(shown(world, "secretary")["minutes"])
    order = ["Khai mạc hội nghị", "1. Khai mạc", "Nêu mục đích.", "2. Báo cáo kết quả", "Trình bày báo cáo."]
    places = [said.index(one) for one in order]
    assert places == sorted(places)
    assert "minutes" in screens.changed_by(["note.written"])
    assert "minutes" not in screens.changed_by(["queue.asked"])
    assert "wall" not in screens.changed_by(["note.written"])


def test_the_screens_cost_the_same_for_many_seats(world: World) -> None:
    world.open()

    def cost(group: str) -> int:
        conference = world.fresh()
        room = queries.room_now(conference.pk, conference.last_seq, conference.log_hash)
        with CaptureQueriesContext(connection) as found:
            screens.parts(queries.screen(conference, room), group)
        return len(found)

    def costs() -> dict[str, int]:
        """When nothing new is to be followed."""
        groups = ("chair", "secretary", "hall")
        return {group: cost(group) for group in groups} and {group: cost(group) for group in groups}

    before = costs()
    body = world.cast.reviewer_b.body
    for number in range(30):
        seat(world.conference, world.sites["B"], further_post(body, f"Ủy viên {number}"))
    world.mark(b1="left")
    assert costs() == before
