"""The doors of the room: each post's own screen, a command once whatever is repeated, a refusal that loses nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.conferences import actions
from phoihop.conferences.models import Delegate, LogEntry, Vote
from phoihop.conferences.rules import pin_of
from phoihop.orgs.models import Body, Post
from tests.cast import signed_in
from tests.conferences.world import World, further_post, key, seat

pytestmark = pytest.mark.django_db
SCRIPTED = {"accept": "application/json"}
SLUGS = {"chair": "chu-tri", "secretary": "thu-ky", "site": "diem-cau", "delegate": "dai-bieu", "hall": "hoi-truong"}


def screen(world: World, group: str) -> str:
    return reverse("conferences:screen", args=[world.conference.pk, SLUGS[group]])


def send(browser: Client, world: World, verb: str, **given: Any) -> Any:
    address = reverse("conferences:command", args=[world.conference.pk, verb])
    return browser.post(address, {"key": key(), **given}, headers=SCRIPTED)


def reasons(answer: Any) -> str:
    assert answer.status_code == 422
    return " ".join(reason["text"] for reason in answer.json()["reasons"])


def voting(world: World, method: str = "open") -> Vote:
    given: dict[str, Any] = {"by": world.cast.secretary, "conference": world.conference}
    vote = actions.put_question(**given, question="Thông qua phương hướng", method=method, options=["Đồng ý", "Không"])
    actions.open_vote(by=world.cast.leader, conference=world.conference, vote=vote, key=key())
    return vote


def test_each_post_opens_its_own_screens_and_no_others(world: World) -> None:
    world.open()
    cast = world.cast
    may: dict[Post, set[str]] = {
        cast.leader: {"chair", "delegate", "hall"},
        cast.recogniser: {"chair", "delegate", "hall"},
        cast.secretary: {"secretary", "hall"},
        cast.inspector: {"site", "hall"},
        cast.reviewer_b: {"site", "hall"},
        cast.leader_a: {"delegate"},
        cast.clerk_a1: set(),
    }
    for post, groups in may.items():
        browser = signed_in(post)
        answers = {group: browser.get(screen(world, group)).status_code for group in SLUGS}
        refusal = 403 if groups else 404
        assert answers == {group: 200 if group in groups else refusal for group in SLUGS}, post


def test_a_command_repeated_with_its_key_is_done_once(world: World) -> None:
    world.open()
    browser = signed_in(world.cast.reviewer_b)
    given = {"seat": world.seats["b1"].pk, "key": "the-same"}
    first, again = (send(browser, world, "queue.asked", **given) for _time in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert LogEntry.objects.filter(verb="queue.asked").count() == 1
    assert first.json()["seq"] == again.json()["seq"] == 3


def test_a_site_speaks_for_its_own_people_only(world: World) -> None:
    world.open()
    browser = signed_in(world.cast.reviewer_a)
    assert "Mỗi điểm cầu" in reasons(send(browser, world, "queue.asked", seat=world.seats["b1"].pk))
    assert "Mỗi điểm cầu" in reasons(send(browser, world, "roll.marked", mark=f"{world.seats['b1'].pk}:left"))
    assert "Chọn đại biểu" in reasons(send(browser, world, "queue.asked", seat="999999"))
    assert "không có phần" in browser.get(screen(world, "secretary")).content.decode()


def test_there_are_never_two_chairs(world: World) -> None:
    world.open()
    first, second = signed_in(world.cast.leader), signed_in(world.cast.recogniser)
    start = {"item": world.items[0].pk}
    assert "đang chủ trì" in reasons(send(second, world, "room.closed"))
    assert send(second, world, "chair.taken", reason="Mất đường truyền.").status_code == 200
    assert send(second, world, "item.started", **start).status_code == 200
    assert "đang chủ trì" in reasons(send(first, world, "item.started", item=world.items[1].pk))


def test_a_ballot_at_a_site_needs_a_name_of_that_site_and_its_pin(world: World) -> None:
    world.open()
    vote = voting(world)
    there, elsewhere = signed_in(world.cast.reviewer_b), signed_in(world.cast.reviewer_a)
    first = world.seats["b1"]
    ballot = {"vote": vote.pk, "seat": first.pk, "choice": "o1", "pin": pin_of(first)}
    assert "không phải" in reasons(send(elsewhere, world, "vote.cast", **ballot))
    other = world.seats["b2"]
    assert "Mã không đúng" in reasons(
        send(there, world, "vote.cast", **{**ballot, "pin": wrong_for(first, pin_of(other))})
    )
    assert send(there, world, "vote.cast", **ballot).status_code == 200
    shown = there.get(reverse("conferences:own", args=[world.conference.pk, "diem-cau"])).content.decode()
    assert f"id_voter_{first.pk}" not in shown
    assert f"id_voter_{other.pk}" in shown
    assert send(signed_in(world.cast.leader), world, "vote.closed", vote=vote.pk).status_code == 200
    late = {**ballot, "seat": other.pk, "pin": pin_of(other)}
    assert "đã đóng" in reasons(send(there, world, "vote.cast", **late))


def wrong_for(of: Delegate, pin: str) -> str:
    """Another's PIN, or any other where two happen to be alike."""
    return pin if pin != pin_of(of) else f"{(int(pin) + 1) % 10000:04}"


def test_one_does_not_vote_for_another_from_ones_own_device(world: World) -> None:
    world.open()
    vote = voting(world)
    browser = signed_in(world.cast.leader_a)
    other = {"vote": vote.pk, "choice": "o1", "seat": world.seats["a2"].pk}
    assert "chỉ bỏ phiếu ở đó" in reasons(send(browser, world, "vote.cast", **other))
    assert send(browser, world, "vote.cast", vote=vote.pk, choice="o2").status_code == 200
    own = browser.get(reverse("conferences:own", args=[world.conference.pk, "dai-bieu"])).content.decode()
    assert f'data-ph-done="vote-{vote.pk}"' in own


def test_without_scripts_a_refusal_shows_the_screen_again_with_what_was_typed(world: World) -> None:
    world.open()
    browser = signed_in(world.cast.secretary)
    address = reverse("conferences:command", args=[world.conference.pk, "note.written"])
    answer = browser.post(address, {"key": "a", "group": "secretary", "text": "  "})
    assert answer.status_code == 422
    assert "Ghi chép còn trống" in answer.content.decode()
    answer = browser.post(address, {"key": "a", "group": "secretary", "text": "Đại biểu đề nghị bổ sung."})
    assert answer["Location"] == screen(world, "secretary")
    assert LogEntry.objects.get(verb="note.written").facts["text"] == "Đại biểu đề nghị bổ sung."


def test_private_parts_of_a_site_are_its_own(world: World) -> None:
    world.open()
    own = own_of_site(world)
    shown = signed_in(world.cast.reviewer_b).get(own).content.decode()
    assert world.seats["b1"].label in shown
    assert world.seats["a2"].label not in shown
    assert signed_in(world.cast.leader_a).get(own).status_code == 404
    assert signed_in(world.cast.secretary).get(own).status_code == 404


def own_of_site(world: World) -> str:
    return reverse("conferences:own", args=[world.conference.pk, "diem-cau"])


def test_all_who_were_not_called_yet_are_marked_at_once_and_nobody_after_the_close(world: World) -> None:
    browser = signed_in(world.cast.reviewer_b)
    pair = [world.seats[name].pk for name in ("b1", "b2")]
    assert send(browser, world, "roll.marked", mark=f"{pair[0]}:excused").status_code == 200
    shown = browser.get(own_of_site(world)).content.decode()
    assert f'value="{pair[1]}:room">Tất cả có mặt' in shown, "who was marked absent is left alone"
    assert send(browser, world, "roll.marked", mark=f"{pair[1]}:room").status_code == 200
    assert "Tất cả có mặt" not in browser.get(own_of_site(world)).content.decode()
    world.open()
    actions.close_room(by=world.cast.leader, conference=world.fresh(), key=key())
    assert "roll.marked" not in browser.get(own_of_site(world)).content.decode()
    assert "bế mạc" in reasons(send(browser, world, "roll.marked", mark=f"{pair[0]}:room"))


@pytest.mark.parametrize("group", ["site", "secretary"])
def test_a_screen_asks_the_database_as_often_for_thirty_people_as_for_six(world: World, group: str) -> None:
    post = world.cast.reviewer_b if group == "site" else world.cast.secretary
    browser = signed_in(post)
    world.open()
    few = statements(browser, world, group)
    body = Body.objects.filter(unit=world.cast.units["b"]).first()
    assert body is not None
    for number in range(24):
        held = further_post(body, f"Ủy viên thứ {number}")
        made = seat(world.conference, world.sites["B"], held)
        given: dict[str, Any] = {"marks": {made.pk: "room"}, "by": world.cast.secretary}
        actions.mark(conference=world.fresh(), key=key(), **given)
        asking: dict[str, Any] = {"seat": made, "kind": "free", "by": world.cast.secretary}
        actions.ask_to_speak(conference=world.fresh(), key=key(), **asking)
    assert statements(browser, world, group) <= few


def statements(browser: Client, world: World, group: str) -> int:
    """How often a screen asks, once everything that is kept has been read."""
    browser.get(screen(world, group))
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(screen(world, group)).status_code == 200
    return len(asked)
