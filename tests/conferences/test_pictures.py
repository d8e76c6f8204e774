"""Real pictures: Debian's video server and Chromium with cameras that are made up, and what remains when it dies."""

import os
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as given
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from phoihop.conferences import actions, queries
from phoihop.conferences.models import LogEntry
from phoihop.orgs.models import Post
from tests.cast import Cast, signed_in
from tests.conferences.network import Network, behind_a_line, own_network, slow
from tests.conferences.world import World, build, key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
CAMERA = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
]
CONSOLE = "console"
SOON = 30_000
"""Milliseconds within which a shared machine shows what it shows."""
WATCH = """
window.pictures = [];
const Usual = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Usual {
  constructor(...given) { super(...given); window.pictures.push(this); }
  async getStats() {
    const said = await super.getStats();
    const lossy = ([name, one]) => [name, { ...one, packetsLost: one.packetsReceived }];
    return window.lossy ? new Map([...said].map(lossy)) : said;
  }
};
window.received = async (kind, what) => {
  let sum = 0;
  for (const one of window.pictures) {
    (await one.getStats()).forEach((said) => {
      if (said.type === "inbound-rtp" && said.kind === kind) sum += said[what] || 0;
    });
  }
  return sum;
};
"""
"""Counts what the page really made out: a clock of the picture runs on when the picture stands still."""


@dataclass
class Server:
    """A video server that runs, and the process it is."""

    process: subprocess.Popen[bytes]
    folder: Path
    recordings: Path

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def network(chromium: Any) -> Iterator[Network]:
    """Entered after the shared browser was started, which belongs outside."""
    with own_network() as made:
        yield made


@pytest.fixture
def office(network: Network, demonstration_cast: Cast) -> Iterator[LiveServer]:
    """The program, served inside that network."""
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def opens(network: Network, chromium: Any, office: LiveServer, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """`opens(post, group, conference)`: the window with the pictures, in a browser with a camera inside the network."""
    program = network.inside("/usr/bin/chromium", tmp_path)
    browser = chromium.browser_type.launch(executable_path=program, args=CAMERA)
    faults: list[str] = []

    def window(post: Post, conference_id: int, group: str) -> Any:
        page = entered(browser, office.url, post, conference_id, group)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield window
    browser.close()
    assert faults == []


def entered(browser: Any, address: str, post: Post, conference_id: int, group: str) -> Any:
    """The post's window with the pictures, or the console with them beside the data; started."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1000, "height": 800})
    session = signed_in(post).cookies[given.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": given.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page = context.new_page()
    page.add_init_script(WATCH)
    window = reverse("conferences:picture", args=[conference_id])
    console = reverse("conferences:screen", args=[conference_id, "diem-cau"])
    page.goto(address + (console if group == CONSOLE else f"{window}?man={group}"))
    page.get_by_role("button", name="Bật hình và tiếng").click()
    return page


@pytest.fixture
def janus(network: Network, settings: Any, tmp_path: Path) -> Iterator[Server]:
    """Debian's Janus, doors on loopback, and the program set to it."""
    folder = tmp_path / "video"
    wanted = {**os.environ, "PHOIHOP_VIDEO_MEDIA": network.media}
    said = subprocess.check_output(["sh", "tools/video.sh", "configure", str(folder)], cwd=ROOT, env=wanted, text=True)
    told = dict(re.findall(r"^PHOIHOP_(\w+)=(.*)$", said, re.MULTILINE))
    for name in ("VIDEO_URL", "VIDEO_API", "VIDEO_SECRET", "VIDEO_ADMIN_KEY"):
        setattr(settings, name, told[name])
    settings.VIDEO_RECORDINGS, settings.HAS_VIDEO_SERVER = Path(told["VIDEO_RECORDINGS"]), True
    server = Server(_started(folder), folder, settings.VIDEO_RECORDINGS)
    _wait_until_it_answers(settings.VIDEO_API)
    yield server
    server.kill()


def _started(folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(["janus", "-F", str(folder), "-o"], stdout=log, stderr=log, stdin=subprocess.DEVNULL)


def _wait_until_it_answers(api: str) -> None:
    for _time in range(100):
        try:
            urllib.request.urlopen(f"{api}/info", timeout=2).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("The video server did not answer within ten seconds.")


@pytest.fixture
def world(demonstration_cast: Cast) -> World:
    return build(demonstration_cast)


def opened(world: World, video: str) -> World:
    """The conference runs, with pictures of that kind, and a seat of site A has the floor."""
    world.conference.video = video
    world.conference.save(update_fields=["video"])
    world.open()
    floor: dict[str, Any] = {"conference": world.conference, "seat": world.seats["leader_a"]}
    actions.give_floor(by=world.cast.leader, **floor, reason="Báo cáo trước.", key=key())
    return world


def moves(page: Any) -> bool:
    """Whether frames go on being made out: at least ten more within some seconds."""
    before = page.evaluate("received('video', 'framesDecoded')")
    return within(30, lambda: page.evaluate("received('video', 'framesDecoded')") >= before + 10)


def heard(page: Any) -> int:
    """How many packets of sound arrive within two seconds."""
    before = page.evaluate("received('audio', 'packetsReceived')")
    page.wait_for_timeout(2000)
    return int(page.evaluate("received('audio', 'packetsReceived')") - before)


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.3)
    return True


def says(page: Any) -> Any:
    return page.locator("#video [data-video=says]")


def test_through_the_server_a_picture_moves_and_its_death_stops_no_command(
    world: World, janus: Server, opens: Callable[..., Any]
) -> None:
    opened(world, "server")
    site_a, site_b = world.sites["A"], world.sites["B"]
    sends = opens(world.cast.reviewer_a, world.conference.pk, "site")
    expect(sends.locator("figure.own")).to_be_visible(timeout=SOON)
    sees = opens(world.cast.reviewer_b, world.conference.pk, CONSOLE)
    expect(sees.locator(f"figure[data-tile='{site_a.pk}']")).to_be_visible(timeout=SOON)
    assert moves(sees)
    expect(says(sees)).to_have_text("Hình đang chạy.", timeout=SOON)
    expect(sends.locator(f"figure[data-tile='{site_b.pk}']")).to_have_count(0)

    janus.kill()
    expect(says(sees)).to_contain_text("Máy chủ hình không trả lời", timeout=SOON)
    sees.get_by_role("button", name="Xin phát biểu").first.click()
    assert within(30, lambda: LogEntry.objects.filter(verb="queue.asked").exists())

    janus.process = _started(janus.folder)
    expect(sees.locator(f"figure[data-tile='{site_a.pk}']")).to_be_visible(timeout=2 * SOON)
    assert moves(sees)


def test_the_chair_mutes_a_site_and_the_recording_is_written(
    world: World, janus: Server, opens: Callable[..., Any]
) -> None:
    world.conference.is_recorded = True
    world.conference.save(update_fields=["is_recorded"])
    opened(world, "server")
    chair: dict[str, Any] = {"by": world.cast.leader, "conference": world.conference}
    actions.start_item(**chair, item=world.items[1], key=key())
    opens(world.cast.reviewer_a, world.conference.pk, "site")
    hall = opens(world.cast.inspector, world.conference.pk, "hall")
    assert moves(hall)
    assert heard(hall) > 0
    actions.switch_recording(**chair, on=True, key=key())
    actions.mute_site(**chair, site=world.sites["A"], muted=True, key=key())
    assert within(20, lambda: heard(hall) == 0), "the server passes the sound on no more, whatever the site's page does"
    assert moves(hall)
    actions.mute_site(**chair, site=world.sites["A"], muted=False, key=key())
    assert within(20, lambda: heard(hall) > 0)
    actions.close_room(**chair, key=key())
    expect(says(hall)).not_to_have_text("Hình đang chạy.", timeout=SOON)
    files = [one.name for one in queries.recordings(actions.room_name(world.conference.pk))]
    assert sorted(re.sub(r".*-(audio|video)-\d\.", r"\1.", name) for name in files) == ["audio.mjr", "video.mjr"]
    [mark] = queries.recording_marks(world.conference)
    assert (mark["part"], mark["item"], mark["seconds"]) == (1, 2, 0.0)
    picture = next(janus.recordings.glob("*/*-video-*.mjr"))
    film = picture.with_suffix(".webm")
    subprocess.run(["janus-pp-rec", picture, film], check=True, capture_output=True)
    assert film.stat().st_size > 10_000


def test_straight_between_two_machines_both_pictures_move(world: World, opens: Callable[..., Any]) -> None:
    opened(world, "mesh")
    one = opens(world.cast.reviewer_a, world.conference.pk, "site")
    expect(one.locator("figure.own")).to_be_visible(timeout=SOON)
    other = opens(world.cast.reviewer_b, world.conference.pk, "site")
    expect(other.locator(f"figure[data-tile='{world.sites['A'].pk}']")).to_be_visible(timeout=SOON)
    assert moves(other)
    assert moves(one), "the one who answers sends too"
    other.context.close()
    expect(one.locator(f"figure[data-tile='{world.sites['B'].pk}']")).to_have_count(0, timeout=2 * SOON)
    back = opens(world.cast.reviewer_b, world.conference.pk, "site")
    assert moves(back)
    assert moves(one)


@pytest.fixture
def afar(
    network: Network, chromium: Any, office: LiveServer, janus: Server, settings: Any, tmp_path: Path
) -> Iterator[tuple[Any, str, Callable[[Any, int], None]]]:
    """(a browser at the end of a line, the program's address there, `narrow(page, kbit)`; 0 is the whole line).

    Where no line of our own may be made, the page is told of lost packets instead of losing them.
    """
    if not network.way_in:
        browser = chromium.browser_type.launch(executable_path="/usr/bin/chromium", args=CAMERA)
        yield browser, office.url, lambda page, kbit: page.evaluate(f"window.lossy = {'true' if kbit else 'false'}")
        browser.close()
        return
    ports = [urlsplit(office.url).port or 0, urlsplit(settings.VIDEO_URL).port or 0]
    with behind_a_line(network, ports) as site:
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, site.address]
        settings.VIDEO_URL = f"ws://{site.address}:{ports[1]}"
        browser = chromium.browser_type.launch(
            executable_path=site.inside("/usr/bin/chromium", tmp_path / "video"), args=CAMERA
        )
        yield browser, f"http://{site.address}:{ports[0]}", lambda page, kbit: slow(kbit)
        browser.close()


def test_a_weak_line_steps_down_by_itself_and_a_good_one_up_again(
    world: World, afar: Any, opens: Callable[..., Any]
) -> None:
    browser, address, narrow = afar
    opened(world, "server")
    opens(world.cast.reviewer_a, world.conference.pk, "site")
    sees = entered(browser, address, world.cast.leader, world.conference.pk, "chair")
    assert moves(sees)
    box = sees.locator("#video")
    expect(box).to_have_attribute("data-level", "2")
    narrow(sees, 110)
    expect(box).to_have_attribute("data-level", re.compile("^(1|0)$"), timeout=2 * SOON)
    expect(says(sees)).to_contain_text("Đường truyền yếu", timeout=SOON)
    narrow(sees, 48)
    expect(box).to_have_attribute("data-tier", "audio", timeout=2 * SOON)
    expect(says(sees)).to_contain_text("chỉ còn tiếng", timeout=SOON)
    assert heard(sees) > 0
    narrow(sees, 0)
    expect(box).to_have_attribute("data-tier", "video", timeout=3 * SOON)
    assert moves(sees)
