"""Chair, secretary and hall in windows of their own: from the queue to the floor, a vote on the wall, a deputy."""

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from phoihop.conferences import actions
from phoihop.conferences.models import Conclusion, LogEntry, Vote
from tests.cast import Cast
from tests.conferences import test_stream_in_a_browser as windows
from tests.conferences.test_stream_in_a_browser import Visit, opened
from tests.conferences.world import World, build, key

pytestmark = windows.pytestmark
server = windows.server


@pytest.fixture
def world(demonstration_cast: Cast) -> World:
    world = build(demonstration_cast)
    world.mark(**dict.fromkeys(world.seats, "room"))
    return world


def queued(world: World, *names: str) -> None:
    for name in names:
        asked: dict[str, Any] = {"conference": world.conference, "seat": world.seats[name], "kind": "free"}
        actions.ask_to_speak(by=world.cast.secretary, **asked, key=key())


def listening(page: Any) -> Any:
    expect(page.locator("[data-ph-room]")).to_have_attribute("data-line", "good", timeout=20_000)
    return page


def test_a_speaker_from_the_queue_to_the_end_and_a_conclusion_that_outlives_every_push(
    world: World, server: str, visit: Visit
) -> None:
    chair = opened(visit, server, world, world.cast.leader, "chair")
    chair.get_by_role("link", name="Khai mạc").click()
    expect(chair.get_by_text("6 người được biểu quyết có mặt, cần 4 trên 6")).to_be_visible()
    chair.get_by_role("button", name="Khai mạc").click()
    listening(chair)
    expect(chair.locator("#part-head")).to_contain_text("đủ túc số")
    secretary = listening(opened(visit, server, world, world.cast.secretary, "secretary"))
    hall = listening(opened(visit, server, world, world.cast.secretary, "hall", width=1920, height=1080))
    chair.get_by_role("button", name="Tiếp: Khai mạc").click()
    expect(hall.locator(".wall-item")).to_have_text("1. Khai mạc")
    chair.get_by_label("Ghi kết luận; mỗi câu").fill("Giao hai huyện rà soát.")
    secretary.get_by_label("Xin phát biểu thay").select_option(label=world.seats["b1"].label)
    secretary.get_by_role("button", name="Đưa vào danh sách").click()
    first, second = world.seats["b1"].label, world.seats["leader_a"].label
    expect(chair.locator("#part-queue")).to_contain_text(first)
    queued(world, "leader_a")
    expect(chair.locator("#part-queue")).to_contain_text(second)
    chair.get_by_role("button", name=f"Mời: {first}").focus()
    chair.keyboard.press("n")
    expect(hall.locator(".wall-speaker")).to_have_text(first)
    chair.get_by_role("button", name="Thêm 2 phút").click()
    expect(hall.locator(".wall-clock .granted")).to_have_text("/ 7:00")
    secretary.get_by_label("Ý kiến của ai").select_option(label=first)
    secretary.get_by_label("Ghi chép hoặc tóm tắt").fill("Đề nghị cấp kinh phí.")
    secretary.get_by_role("button", name="Ghi vào biên bản").click()
    expect(secretary.locator("#part-minutes")).to_contain_text(f"Ý kiến của {first}: Đề nghị cấp kinh phí.")
    expect(secretary.get_by_label("Ghi chép hoặc tóm tắt")).to_have_value("")
    chair.get_by_role("button", name="Dừng").focus()
    chair.keyboard.press("s")
    expect(chair.locator("#part-floor")).to_contain_text("Chưa có ai")
    expect(hall.locator(".wall-clock")).to_have_count(0)
    typed = chair.get_by_label("Ghi kết luận; mỗi câu")
    expect(typed).to_have_value("Giao hai huyện rà soát.")
    typed.press("End")
    typed.type(" Báo cáo trước 31/3.")
    chair.get_by_role("button", name="Đọc kết luận").click()
    expect(secretary.locator("#part-conclusions")).to_contain_text("Báo cáo trước 31/3.")
    expect(typed).to_have_value("")
    assert [one.text_vi for one in Conclusion.objects.all()] == ["Giao hai huyện rà soát.", "Báo cáo trước 31/3."]
    assert hall.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_out_of_turn_asks_for_the_reason_in_place(world: World, server: str, visit: Visit) -> None:
    actions.open_room(by=world.cast.leader, conference=world.fresh(), key=key())
    queued(world, "b1", "leader_a")
    chair = listening(opened(visit, server, world, world.cast.leader, "chair"))
    second = world.seats["leader_a"].label
    chair.get_by_role("button", name=f"Mời trước: {second}").click()
    why = chair.get_by_label("Lý do mời trước")
    expect(why).to_be_focused()
    assert not LogEntry.objects.filter(verb="floor.given").exists()
    why.fill("Cần trả lời ngay.")
    why.press("Enter")
    expect(chair.locator("#part-floor")).to_contain_text(second)
    assert LogEntry.objects.get(verb="floor.given").facts["reason"] == "Cần trả lời ngay."


def test_a_named_vote_is_counted_on_the_wall(world: World, server: str, visit: Visit) -> None:
    actions.open_room(by=world.cast.leader, conference=world.fresh(), key=key())
    secretary = opened(visit, server, world, world.cast.secretary, "secretary")
    secretary.get_by_role("link", name="Soạn nội dung biểu quyết").click()
    secretary.get_by_role("link", name="Thông qua phương hướng").click()
    secretary.get_by_label("Cách biểu quyết").select_option("named")
    secretary.get_by_role("button", name="Thêm nội dung biểu quyết").click()
    chair = listening(opened(visit, server, world, world.cast.leader, "chair"))
    hall = listening(opened(visit, server, world, world.cast.secretary, "hall", width=1920, height=1080))
    chair.get_by_role("button", name="Mở biểu quyết").click()
    expect(hall.locator(".wall-question")).to_have_text("Thông qua phương hướng, nhiệm vụ năm tới")
    expect(hall.locator(".wall-count")).to_contain_text("0/6")
    vote = Vote.objects.get()
    for post, name, choice in (
        (world.cast.leader, "leader", "o1"),
        (world.cast.recogniser, "recogniser", "o1"),
        (world.cast.leader_a, "leader_a", "o2"),
    ):
        ballot: dict[str, Any] = {"vote": vote, "seat": world.seats[name], "choice": choice}
        actions.cast(by=post, conference=world.fresh(), **ballot, key=key())
    expect(hall.locator(".wall-count")).to_contain_text("3/6")
    chair.get_by_role("button", name="Đóng biểu quyết").click()
    expect(hall.locator(".wall-result")).to_have_text(re.compile(r"Đồng ý\s*2\s*Không đồng ý\s*1\s*Ý kiến khác\s*0"))
    expect(hall.locator(".wall-names")).to_contain_text(world.seats["leader_a"].label)
    assert hall.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_deputy_takes_the_chair_and_the_first_is_told_on_his_own_screen(
    world: World, server: str, visit: Visit
) -> None:
    actions.open_room(by=world.cast.leader, conference=world.fresh(), key=key())
    first = listening(opened(visit, server, world, world.cast.leader, "chair"))
    deputy = listening(opened(visit, server, world, world.cast.recogniser, "chair"))
    expect(first.get_by_role("link", name="Nhận chủ trì")).to_be_hidden()
    deputy.get_by_role("link", name="Nhận chủ trì").click()
    deputy.get_by_label("Lý do").fill("Điểm cầu chính mất đường truyền.")
    deputy.get_by_role("button", name="Nhận chủ trì").click()
    listening(deputy)
    expect(first.get_by_text("Người khác đang chủ trì.")).to_be_visible()
    expect(first.get_by_role("link", name="Nhận chủ trì")).to_be_visible()
    first.get_by_role("button", name="Tiếp: Khai mạc").click()
    expect(first.get_by_role("alert")).to_contain_text("Chỉ người đang chủ trì hoặc thư ký")
    deputy.get_by_role("button", name="Tiếp: Khai mạc").click()
    expect(first.locator("#part-agenda [aria-current]")).to_contain_text("Khai mạc")
    assert LogEntry.objects.filter(verb="item.started").get().by == world.cast.recogniser


def test_without_scripts_the_chair_conducts_and_nothing_typed_is_lost(world: World, server: str, visit: Visit) -> None:
    actions.open_room(by=world.cast.leader, conference=world.fresh(), key=key())
    queued(world, "b1", "leader_a")
    chair = opened(visit, server, world, world.cast.leader, "chair", width=380, java_script_enabled=False)
    chair.get_by_role("button", name="Mời trước").first.click()
    expect(chair.get_by_role("alert")).to_contain_text("Ghi lý do mời trước")
    chair.get_by_role("button", name=f"Mời: {world.seats['b1'].label}").click()
    expect(chair.locator("#part-floor")).to_contain_text(world.seats["b1"].label)
    chair.get_by_label("Ghi kết luận; mỗi câu").fill("x" * 10)
    actions.close_room(by=world.cast.leader, conference=world.fresh(), key=key())
    chair.get_by_role("button", name="Đọc kết luận").click()
    expect(chair.get_by_role("alert")).to_contain_text("Hội nghị đã kết thúc")
    expect(chair.get_by_label("Ghi kết luận; mỗi câu")).to_have_value("x" * 10)
    chair.goto(server + reverse("conferences:screen", args=[world.conference.pk, "chu-tri"]))
    expect(chair.get_by_text("đã bế mạc")).to_be_visible()
