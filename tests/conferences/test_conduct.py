"""The pages beside the live screens: opening, closing, the chair, questions, paper counts, roll call, the log."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.conferences import actions
from phoihop.conferences.models import LogEntry, Vote
from phoihop.orgs.models import Post
from tests.cast import signed_in
from tests.conferences.world import World, at, key

pytestmark = pytest.mark.django_db


def address(world: World, name: str, *more: int) -> str:
    return reverse(f"conferences:{name}", args=[world.conference.pk, *more])


def see(world: World, who: Post, name: str, *more: int) -> tuple[int, str]:
    answer = signed_in(who).get(address(world, name, *more))
    return answer.status_code, " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def send(world: World, who: Post, name: str, *more: int, **given: Any) -> tuple[int, str]:
    """Sent as a form; where it leads on, that page has to be there."""
    browser = signed_in(who)
    answer = browser.post(address(world, name, *more), {"key": key(), **given})
    if answer.status_code == 302:
        assert browser.get(answer["Location"]).status_code == 200
    return answer.status_code, answer.content.decode()


def paper_vote(world: World) -> Vote:
    room: dict[str, Any] = {"conference": world.conference}
    vote = actions.put_question(
        by=world.cast.secretary, question="Bầu", method="secret", options=["Có", "Không"], by_paper=True, **room
    )
    actions.open_vote(by=world.cast.leader, vote=vote, **room, key=key())
    return vote


def test_opening_says_what_follows_and_opens_once(world: World) -> None:
    world.mark(leader="room", recogniser="room", leader_a="room")
    status, said = see(world, world.cast.leader, "open_room")
    assert status == 200
    assert "3 người được biểu quyết có mặt, cần 4 trên 6" in said
    assert "Chưa đủ túc số" in said
    status, said = send(world, world.cast.secretary, "open_room")
    assert (status, "Chỉ chủ trì hoặc người thay chủ trì" in said) == (422, True)
    for _time in range(2):
        assert send(world, world.cast.leader, "open_room", key="once")[0] == 302
    assert world.fresh().state == "open"
    assert LogEntry.objects.filter(verb="room.opened").count() == 1
    assert see(world, world.cast.stranger, "open_room")[0] in (403, 404)


def test_closing_lists_what_is_left_in_the_room(world: World) -> None:
    world.open()
    actions.start_item(by=world.cast.leader, conference=world.conference, item=world.items[0], key=key())
    asked: dict[str, Any] = {"conference": world.conference, "seat": world.seats["b1"], "kind": "free"}
    actions.ask_to_speak(by=world.cast.reviewer_b, **asked, key=key())
    _status, said = see(world, world.cast.leader, "close_room")
    assert f"Đang chờ phát biểu: {world.seats['b1']}" in said
    assert "Chưa đến nội dung 3. Thảo luận" in said
    assert "Chưa đến nội dung 1." not in said
    assert send(world, world.cast.leader, "close_room")[0] == 302
    assert world.fresh().state == "closed"


def test_a_deputy_takes_the_chair_with_a_reason_and_the_first_is_told(world: World) -> None:
    world.open()
    status, said = send(world, world.cast.recogniser, "take_chair", reason=" ")
    assert (status, "Ghi lý do nhận chủ trì" in said) == (422, True)
    assert send(world, world.cast.secretary, "take_chair", reason="Mất đường truyền.")[0] == 422
    assert send(world, world.cast.recogniser, "take_chair", reason="Mất đường truyền.")[0] == 302
    with pytest.raises(Refusal, match="người khác đang chủ trì"):
        actions.close_room(by=world.cast.leader, conference=world.conference, key=key())


def test_a_question_is_put_from_a_usual_wording_and_nothing_typed_is_lost(world: World) -> None:
    page = signed_in(world.cast.secretary).get(address(world, "questions") + "?mau=1").content.decode()
    assert "Thông qua phương hướng, nhiệm vụ năm tới" in page
    assert "Không đồng ý" in page
    typed = {"question": "Chọn nơi họp năm sau", "options": "Mường Hạ", "method": "named"}
    status, said = send(world, world.cast.secretary, "questions", **typed)
    assert status == 422
    assert "Cần từ 2 đến" in said
    assert "Chọn nơi họp năm sau" in said
    assert not Vote.objects.exists()
    options = "Mường Hạ\nMường Thượng\n"
    assert send(world, world.cast.secretary, "questions", **{**typed, "options": options})[0] == 302
    assert [one["label_vi"] for one in Vote.objects.get().options] == ["Mường Hạ", "Mường Thượng"]
    assert see(world, world.cast.reviewer_b, "questions")[0] == 403


def test_paper_is_counted_by_two_hands_that_do_not_see_one_another(world: World) -> None:
    world.open()
    vote = paper_vote(world)
    assert send(world, world.cast.secretary, "count", vote.pk, o1="5", o2="")[0] == 422
    assert send(world, world.cast.secretary, "count", vote.pk, o1="4", o2="1")[0] == 302
    status, said = send(world, world.cast.secretary, "count", vote.pk, o1="4", o2="1")
    assert (status, "phải khác người" in said) == (422, True)
    status, said = see(world, world.cast.leader, "count", vote.pk)
    assert "Người thứ nhất đã nhập" in said
    assert 'value="4"' not in signed_in(world.cast.leader).get(address(world, "count", vote.pk)).content.decode()
    status, said = send(world, world.cast.leader, "count", vote.pk, o1="5", o2="1")
    assert (status, "không khớp lần trước" in said) == (422, True)
    assert send(world, world.cast.leader, "count", vote.pk, o1="4", o2="1")[0] == 302
    assert LogEntry.objects.get(verb="vote.closed").facts["counts"] == {"o1": 4, "o2": 1}
    assert see(world, world.cast.leader, "count", vote.pk)[0] == 404
    assert see(world, world.cast.reviewer_b, "count", vote.pk)[0] == 403


def test_the_secretary_calls_the_roll_of_any_site_and_sends_only_what_changed(world: World) -> None:
    world.open(b2="excused")
    seats, site = world.seats, world.sites["B"].pk
    given = {f"s{seats['b1'].pk}": "room", f"s{seats['b2'].pk}": "online"}
    assert send(world, world.cast.secretary, "roll", site, **given)[0] == 302
    assert LogEntry.objects.order_by("seq").last().facts["marks"] == [[seats["b2"].pk, "online"]]  # type: ignore[union-attr]
    assert "đến sau khai mạc" in see(world, world.cast.secretary, "roll", site)[1]
    assert see(world, world.cast.reviewer_b, "roll", site)[0] == 200
    assert see(world, world.cast.reviewer_a, "roll", site)[0] == 404
    assert send(world, world.cast.leader, "roll", site, **given)[0] == 403


def test_the_log_shows_when_each_was_there_in_so_many_statements(world: World) -> None:
    with clock.standing_at(at(13, 55)):
        world.open(b2="excused")
    with clock.standing_at(at(14, 30)):
        world.mark(b1="left")
    status, said = see(world, world.cast.secretary, "log")
    assert status == 200
    assert "13:55–14:30" in said
    assert "vắng có phép" in said
    assert see(world, world.cast.reviewer_a, "log")[0] == 403
    client = signed_in(world.cast.secretary)
    with CaptureQueriesContext(connection) as few:
        client.get(address(world, "log"))
    for _time in range(15):
        world.mark(b1="room")
        world.mark(b1="left")
    client.get(address(world, "log"))
    with CaptureQueriesContext(connection) as many:
        client.get(address(world, "log"))
    assert len(many) == len(few)


def test_the_conferences_page_leads_to_votes_and_log_for_who_conducts_it_alone(world: World) -> None:
    world.open(b2="excused")
    paper_vote(world)
    _status, said = see(world, world.cast.secretary, "conference")
    assert "Có mặt 5/6 đủ túc số" in said
    assert "1 nội dung, 0 đã có kết quả" in said
    assert "3 mục" in said
    assert "Trong phòng họp" in see(world, world.cast.leader, "conference")[1]
    assert "Trong phòng họp" not in see(world, world.cast.reviewer_b, "conference")[1]
