"""Two windows of one room: what a site asks for stands at once on the other screens, with a stream and without one."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from django.conf import settings
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from phoihop.conferences.models import LogEntry
from phoihop.conferences.rules import pin_of
from phoihop.config import live, room_hands, room_stream
from phoihop.config.asgi import application
from phoihop.orgs.models import Post
from tests.cast import Cast, signed_in
from tests.conferences.test_commands import SLUGS, voting
from tests.conferences.world import World, build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume"),
]
Visit = Callable[..., Any]


@pytest.fixture
def world(demonstration_cast: Cast) -> World:
    world = build(demonstration_cast)
    world.open()
    return world


@pytest.fixture
def server(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Pages and stream under uvicorn, as the program serves them; gives the address."""
    monkeypatch.setattr(live, "hub", live.Hub())
    monkeypatch.setattr(room_stream, "hub", room_stream.RoomHub())
    config = uvicorn.Config(
        application, host="127.0.0.1", port=0, lifespan="off", log_level="warning", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=20)
    room_stream.hub.held.clear()
    for hands in (live._reader, room_hands._reader, room_hands._writer):
        hands.submit(lambda: connection.close()).result()


def opened(visit: Visit, server: str, world: World, post: Post, group: str, **options: Any) -> Any:
    page = visit(**options)
    session = signed_in(post).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}])
    page.goto(server + reverse("conferences:screen", args=[world.conference.pk, SLUGS[group]]))
    return page


def test_what_a_site_asks_stands_on_every_screen_with_a_stream_and_without(
    world: World, server: str, visit: Visit
) -> None:
    site = opened(visit, server, world, world.cast.reviewer_a, "site")
    delegate = opened(visit, server, world, world.cast.leader_a, "delegate", width=380)
    expect(site.locator("[data-ph-room]")).to_have_attribute("data-line", "good")
    expect(delegate.locator("[data-ph-room]")).to_have_attribute("data-line", "good")
    label = world.seats["leader_a"].label
    site.get_by_role("button", name=f"Xin phát biểu: {label}").click()
    expect(site.get_by_text("chờ thứ 1")).to_be_visible()
    expect(delegate.get_by_text("Bạn chờ thứ 1.")).to_be_visible()
    expect(delegate.locator("#part-queue")).to_contain_text(label)

    delegate.context.route("**/live/hoi-nghi/**", no_stream)
    for held in room_stream.hub.held.values():
        for screen in list(held.screens):
            if screen.audience[0] == "delegate" and room_stream.hub.loop:
                room_stream.hub.loop.call_soon_threadsafe(screen.close)
    expect(delegate.locator("[data-ph-room]")).to_have_attribute("data-line", "weak", timeout=20_000)
    site.get_by_role("button", name=f"Thôi phát biểu: {label}").click()
    expect(delegate.get_by_text("Bạn chờ thứ 1.")).to_be_hidden(timeout=20_000)
    expect(delegate.locator("#part-queue")).to_contain_text("Không ai chờ")
    delegate.get_by_role("button", name="Xin phát biểu").click()
    expect(site.get_by_text("chờ thứ 1")).to_be_visible()
    expect(delegate.get_by_text("Bạn chờ thứ 1.")).to_be_visible(timeout=20_000)


def no_stream(route: Any) -> None:
    if "event-stream" in route.request.headers.get("accept", ""):
        route.abort()
    else:
        route.continue_()


def test_a_ballot_on_the_shared_computer_and_what_is_typed_outlives_a_push(
    world: World, server: str, visit: Visit
) -> None:
    site = opened(visit, server, world, world.cast.reviewer_b, "site")
    expect(site.locator("[data-ph-room]")).to_have_attribute("data-line", "good")
    voting(world)
    seat, other = world.seats["b1"], world.seats["b2"]
    site.get_by_role("radio", name=seat.label).check()
    site.get_by_label("Mã của người đó").fill("12")
    world.mark(b2="left")
    expect(site.locator("#part-own-people")).to_contain_text("1/2 có mặt")
    expect(site.get_by_label("Mã của người đó")).to_have_value("12")
    expect(site.get_by_label("Mã của người đó")).to_be_focused()
    expect(site.get_by_role("radio", name=seat.label)).to_be_checked()
    if pin_of(seat) != "0000":
        site.get_by_label("Mã của người đó").fill("0000")
        site.get_by_role("button", name="Đồng ý").click()
        expect(site.get_by_role("alert")).to_contain_text("Mã không đúng")
    site.get_by_label("Mã của người đó").fill(pin_of(seat))
    site.get_by_role("button", name="Đồng ý").click()
    expect(site.locator(".ballot .voted")).to_contain_text(seat.label)
    expect(site.get_by_role("radio", name=other.label)).to_be_visible()
    expect(site.get_by_label("Mã của người đó")).to_have_value("")
    assert LogEntry.objects.filter(verb="vote.cast", facts__delegate=seat.pk).count() == 1


def test_without_scripts_the_screen_works_and_comes_back_where_it_was(world: World, server: str, visit: Visit) -> None:
    site = opened(visit, server, world, world.cast.reviewer_b, "site", width=380, java_script_enabled=False)
    label = world.seats["b1"].label
    site.get_by_role("button", name=f"Xin phát biểu: {label}").click()
    expect(site.get_by_text("chờ thứ 1")).to_be_visible()
    expect(site).to_have_url(re.compile("diem-cau$"))
