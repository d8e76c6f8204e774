"""In Chromium: a line tested with a made-up camera and a wrong clock; a paper read and commented on by telephone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from phoihop.conferences.models import Comment, LineTest, Reading
from phoihop.orgs.models import Post
from tests.cast import Cast, signed_in
from tests.conferences.papers import commented, paper
from tests.conferences.world import World, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEVEN_MINUTES = "const real = Date.now; Date.now = () => real() + 420000;"


@pytest.fixture
def hall(demonstration_cast: Cast) -> World:
    """The conference in a database that a running server sees."""
    return build(demonstration_cast)


@pytest.fixture
def with_camera(chromium: Any) -> Iterator[Any]:
    """A browser whose camera shows a moving pattern and whose microphone beeps."""
    devices = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", *devices]
    browser = chromium.browser_type.launch(executable_path="/usr/bin/chromium", args=arguments)
    yield browser
    browser.close()


def enter(page: Any, live_server: Any, post: Post) -> None:
    session = signed_in(post).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


def test_a_line_is_measured_and_a_wrong_clock_named(hall: World, live_server: Any, with_camera: Any) -> None:
    context = with_camera.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900})
    context.add_init_script(SEVEN_MINUTES)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    enter(page, live_server, hall.cast.reviewer_a)
    page.goto(live_server.url + reverse("conferences:line", args=[hall.conference.pk]))
    expect(page.get_by_text("chưa kiểm tra lần nào")).to_be_visible()
    page.get_by_role("button", name="Kiểm tra đường truyền").click()
    expect(page.get_by_text("Đồng hồ máy lệch: nhanh hơn máy chủ 7 phút")).to_be_visible(timeout=60_000)
    test = LineTest.objects.get()
    assert (test.has_camera, test.has_sound, test.can_video, test.by_hand) == (True, True, True, False)
    assert (test.tier, test.faults) == ("video", ["clock"])
    assert test.browser.startswith("Chromium ")
    assert faults == []
    context.close()


def test_a_computer_without_devices_is_told_so(hall: World, live_server: Any, visit: Callable[..., Any]) -> None:
    page = visit(width=380)
    enter(page, live_server, hall.cast.reviewer_b)
    page.goto(live_server.url + reverse("conferences:line", args=[hall.conference.pk]))
    page.get_by_role("button", name="Kiểm tra đường truyền").click()
    expect(page.get_by_text("Máy không lấy được hình")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Máy không thu được tiếng")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 380


def test_a_paper_is_read_and_commented_on_by_telephone(
    hall: World, live_server: Any, visit: Callable[..., Any]
) -> None:
    kept = commented(hall)
    page = visit(width=380)
    enter(page, live_server, hall.cast.leader_a)
    page.goto(live_server.url + reverse("conferences:papers", args=[hall.conference.pk]))
    page.get_by_role("link", name=kept.title_vi).click()
    expect(page.locator("main").get_by_text("đã đọc", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Ghi là đã đọc")).to_have_count(0)
    assert Reading.objects.get().delegate == hall.seats["leader_a"]
    page.get_by_role("link", name="Trang sau").click()
    picture = page.get_by_role("img", name="Trang 2 của")
    expect(picture).to_have_js_property("naturalWidth", 919)
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    page.get_by_role("textbox", name="Góp ý").fill("Trang này thiếu số của xã Nà Pang.")
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.get_by_text("Trang này thiếu số của xã Nà Pang.")).to_be_visible()
    assert Comment.objects.get().page == 2


def test_without_scripts_reading_is_said_with_a_press(hall: World, live_server: Any, visit: Callable[..., Any]) -> None:
    kept = paper(hall)
    page = visit(width=380, java_script_enabled=False)
    enter(page, live_server, hall.cast.leader_a)
    page.goto(live_server.url + reverse("conferences:paper", args=[hall.conference.pk, kept.pk]))
    assert not Reading.objects.exists()
    page.get_by_role("button", name="Ghi là đã đọc").click()
    expect(page.locator("main").get_by_text("đã đọc", exact=True)).to_be_visible()
    assert Reading.objects.count() == 1
