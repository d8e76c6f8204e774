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

import pytest
from django.conf import settings as given
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from phoihop.conferences import actions
from phoihop.conferences.models import LogEntry
from phoihop.orgs.models import Post
from tests.cast import Cast, signed_in
from tests.conferences.network import Network, own_network
from tests.conferences.world import World, build, key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
CAMERA = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
]
SOON = 30_000
"""Milliseconds within which a shared machine shows what it shows."""
WATCH = """
window.pictures = [];
const Usual = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Usual {
  constructor(...given) { super(...given); window.pictures.push(this); }
};
window.decoded = async () => {
  let sum = 0;
  for (const one of window.pictures) {
    (await one.getStats()).forEach((said) => {
      if (said.type === "inbound-rtp" && said.kind === "video") sum += said.framesDecoded || 0;
    });
  }
  return sum;
};
"""
"""Counts the frames that the page really made out: a clock of the picture runs on when the picture stands still."""


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
        context = browser.new_context(locale="vi-VN", viewport={"width": 1000, "height": 800})
        session = signed_in(post).cookies[given.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": given.SESSION_COOKIE_NAME, "value": session, "url": office.url}])
        page = context.new_page()
        page.add_init_script(WATCH)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{office.url}{reverse('conferences:picture', args=[conference_id])}?man={group}")
        page.get_by_role("button", name="Bật hình và tiếng").click()
        return page

    yield window
    browser.close()
    assert faults == []


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
    before = page.evaluate("decoded()")
    for _time in range(60):
        page.wait_for_timeout(500)
        if page.evaluate("decoded()") >= before + 10:
            return True
    return False


def says(page: Any) -> Any:
    return page.locator("#video [data-video=says]")


def test_through_the_server_a_picture_moves_and_its_death_stops_no_command(
    world: World, janus: Server, opens: Callable[..., Any]
) -> None:
    opened(world, "server")
    site_a, site_b = world.sites["A"], world.sites["B"]
    sends = opens(world.cast.reviewer_a, world.conference.pk, "site")
    expect(sends.locator("figure.own")).to_be_visible(timeout=SOON)
    sees = opens(world.cast.reviewer_b, world.conference.pk, "site")
    expect(sees.locator(f"figure[data-tile='{site_a.pk}']")).to_be_visible(timeout=SOON)
    assert moves(sees)
    expect(says(sees)).to_have_text("Hình đang chạy.", timeout=SOON)
    expect(sends.locator(f"figure[data-tile='{site_b.pk}']")).to_have_count(0)

    janus.kill()
    expect(says(sees)).to_contain_text("Máy chủ hình không trả lời", timeout=SOON)
    asked = {"conference": world.conference, "seat": world.seats["b1"], "kind": "free"}
    actions.ask_to_speak(by=world.cast.reviewer_b, **asked, key="while it is dead")
    assert LogEntry.objects.filter(key="while it is dead", verb="queue.asked").exists()

    janus.process = _started(janus.folder)
    expect(sees.locator(f"figure[data-tile='{site_a.pk}']")).to_be_visible(timeout=2 * SOON)
    assert moves(sees)
