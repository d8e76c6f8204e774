"""Moving pictures without any: tokens, who gets a ticket, what passes between two machines, marks in a recording."""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from phoihop.base import clock
from phoihop.conferences import actions, queries
from phoihop.conferences.actions import video
from phoihop.conferences.formulas import tokens
from phoihop.conferences.models import LogEntry, Signal
from phoihop.orgs.models import Post
from tests.cast import signed_in
from tests.conferences.world import World, at, key

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def takes(token: str, realm: str, claim: str, secret: str, now: float) -> bool:
    """As the video server's manual says a signed token is checked."""
    said, _, signature = token.rpartition(":")
    expiry, its_realm, *claims = said.split(",")
    right = base64.b64encode(hmac.new(secret.encode(), said.encode(), hashlib.sha1).digest()).decode()
    return signature == right and int(expiry) > now and its_realm == realm and claim in claims


def test_a_token_is_for_one_room_and_some_minutes() -> None:
    token = tokens.room_token("hn-7", "key", now=1000.0)
    plugin = "janus.plugin.videoroom"
    assert takes(token, plugin, "room=hn-7", "key", 1000)
    assert takes(token, plugin, "room=hn-7", "key", 1000 + 599)
    assert not takes(token, plugin, "room=hn-7", "key", 1000 + 600)
    assert not takes(token, plugin, "room=hn-8", "key", 1000)
    assert not takes(token, plugin, "room=hn-7", "another", 1000)
    assert not takes(token, "janus", "room=hn-7", "key", 1000)
    assert takes(tokens.door_token("key", now=1000.0), "janus", plugin, "key", 1000)
    user, word = tokens.relay_pass("site-3", "hush", now=1000.0)
    assert user == "1600:site-3"
    assert word == base64.b64encode(hmac.new(b"hush", user.encode(), hashlib.sha1).digest()).decode()


@pytest.fixture
def dead(settings: Any) -> Any:
    """Set to a video server that is not there: nothing listens on port 9."""
    settings.VIDEO_URL, settings.VIDEO_API = "ws://127.0.0.1:9", "http://127.0.0.1:9/janus"
    settings.VIDEO_SECRET, settings.VIDEO_ADMIN_KEY, settings.HAS_VIDEO_SERVER = "key", "admin", True
    return settings


def shows(world: World, video: str, **more: Any) -> World:
    for name, value in {"video": video, **more}.items():
        setattr(world.conference, name, value)
    world.conference.save(update_fields=["video", *more])
    return world


def ticket(world: World, post: Post, screen: str) -> Any:
    return signed_in(post).post(reverse("conferences:ticket", args=[world.conference.pk]) + f"?man={screen}")


def test_a_ticket_is_for_sites_the_chair_and_the_hall_of_this_conference(world: World, settings: Any) -> None:
    shows(world, "mesh")
    settings.VIDEO_TURN, settings.VIDEO_TURN_SECRET = "turn:relay.example:3478", "hush"
    given = ticket(world, world.cast.reviewer_a, "site").json()
    site = world.sites["A"].pk
    assert (given["kind"], given["site"]) == ("mesh", site)
    assert sorted(given["others"]) == sorted(one.pk for one in world.sites.values() if one.pk != site)
    [relay] = given["ice"]
    assert relay["urls"] == "turn:relay.example:3478"
    assert relay["credential"] == tokens._sign(relay["username"], "hush")
    assert ticket(world, world.cast.stranger, "site").status_code == 404
    assert ticket(world, world.cast.clerk_b1, "site").status_code == 404
    assert ticket(world, world.cast.leader_a, "site").status_code == 403
    assert ticket(world, world.cast.reviewer_a, "chair").status_code == 403
    assert ticket(world, world.cast.leader_a, "delegate").status_code == 403
    seen = ticket(world, world.cast.leader, "chair")
    assert seen.status_code == 422
    assert "chỉ hiện ở màn hình của điểm cầu" in seen.json()["said"]


def test_where_no_server_is_set_the_page_says_so_in_words(world: World) -> None:
    shows(world, "server")
    answer = ticket(world, world.cast.reviewer_a, "site")
    assert answer.status_code == 422
    assert "chưa cài máy chủ hình nào" in answer.json()["said"]
    page = signed_in(world.cast.reviewer_a).get(reverse("conferences:picture", args=[world.conference.pk]))
    assert "chưa cài máy chủ hình nào" in page.content.decode()
    assert 'data-video="start"' not in page.content.decode()


def test_an_office_room_is_a_link_and_only_an_address_is_one(world: World) -> None:
    address = reverse("conferences:picture", args=[world.conference.pk])
    shows(world, "link", video_link="https://hop.example/phong-1")
    assert 'href="https://hop.example/phong-1"' in signed_in(world.cast.reviewer_a).get(address).content.decode()
    shows(world, "link", video_link="javascript:alert(1)")
    assert 'href="javascript:' not in signed_in(world.cast.reviewer_a).get(address).content.decode()


def test_only_the_screens_of_a_conference_may_use_the_camera(world: World, dead: Any) -> None:
    shows(world, "server")
    browser = signed_in(world.cast.reviewer_a)
    page = browser.get(reverse("conferences:picture", args=[world.conference.pk]))
    assert "camera=(self), microphone=(self)" in page["Permissions-Policy"]
    assert "connect-src 'self' ws://127.0.0.1:9;" in page["Content-Security-Policy"]
    other = browser.get("/")
    assert "camera=(), microphone=()" in other["Permissions-Policy"]
    assert "connect-src 'self';" in other["Content-Security-Policy"]


def test_the_death_of_the_server_stops_no_verb(
    world: World, dead: Any, django_capture_on_commit_callbacks: Any, caplog: Any
) -> None:
    shows(world, "server", is_recorded=True).open()
    chair: dict[str, Any] = {"by": world.cast.leader, "conference": world.conference}
    with django_capture_on_commit_callbacks(execute=True):
        actions.mute_site(**chair, site=world.sites["A"], muted=True, key=key())
        actions.switch_recording(**chair, on=True, key=key())
        actions.close_room(**chair, key=key())
    video.teller.wait(30)
    assert list(LogEntry.objects.values_list("verb", flat=True).order_by("seq"))[-3:] == [
        "site.muted",
        "recording.switched",
        "room.closed",
    ]
    said = [record.getMessage() for record in caplog.records if record.name == video.__name__]
    assert [line.split(":")[0] for line in said] == [
        "the video server did not take mute_picture",
        "the video server did not take record_picture",
        "the video server did not take end_picture",
    ]


def test_a_ticket_says_that_the_server_is_away(world: World, dead: Any) -> None:
    shows(world, "server")
    answer = ticket(world, world.cast.reviewer_a, "site")
    assert answer.status_code == 503
    assert "Máy chủ hình không trả lời" in answer.json()["said"]


class Peer(HTTPServer):
    """Answers as a video server does that takes everything, and keeps what it was asked; or, told so, with nonsense."""

    nonsense = False
    showing = ""
    """Whose picture it passes on: the key of a site."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.heard: list[dict[str, Any]] = []


class Answers(BaseHTTPRequestHandler):
    server: Peer

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append(said.get("body", {}))
        room = {"participants": [{"id": "feed", "display": self.server.showing, "publisher": True}]}
        answer = {"janus": "success", "data": {"id": 7}, "plugindata": {"data": room}}
        body = json.dumps(["xin chào"] if self.server.nonsense else answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *given: Any) -> None:
        """Quiet."""


@pytest.fixture
def peer(dead: Any) -> Iterator[Peer]:
    server = Peer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    dead.VIDEO_API = f"http://127.0.0.1:{server.server_port}/janus"
    yield server
    server.shutdown()
    server.server_close()


def test_what_is_no_video_server_counts_as_away(world: World, peer: Peer) -> None:
    shows(world, "server")
    peer.nonsense = True
    assert ticket(world, world.cast.reviewer_a, "site").status_code == 503


def test_a_late_repeat_of_muting_does_not_undo_what_came_after(
    world: World, peer: Peer, django_capture_on_commit_callbacks: Any
) -> None:
    shows(world, "server").open()
    chair: dict[str, Any] = {"by": world.cast.leader, "conference": world.conference, "site": world.sites["A"]}
    peer.showing = str(world.sites["A"].pk)
    with django_capture_on_commit_callbacks(execute=True):
        actions.mute_site(**chair, muted=True, key="first")
        actions.mute_site(**chair, muted=False, key="second")
        actions.mute_site(**chair, muted=True, key="first")
    video.teller.wait(30)
    asked = [(one["id"], one["mid"], one["mute"]) for one in peer.heard if one.get("request") == "moderate"]
    assert asked == [("feed", "0", True), ("feed", "0", False), ("feed", "0", False)]


def say(browser: Client, world: World, to: object, body: object) -> Any:
    address = reverse("conferences:signals", args=[world.conference.pk])
    return browser.post(address, json.dumps({"to": to, "body": body}), content_type="application/json")


def hears(browser: Client, world: World, after: int = 0) -> list[Any]:
    answer = browser.get(reverse("conferences:signals", args=[world.conference.pk]) + f"?sau={after}")
    found: list[Any] = answer.json()["signals"]
    return found


def test_what_one_machine_says_reaches_the_site_it_is_for_and_no_other(world: World) -> None:
    shows(world, "mesh")
    a, b, host = (signed_in(post) for post in (world.cast.reviewer_a, world.cast.reviewer_b, world.cast.inspector))
    assert say(a, world, world.sites["B"].pk, {"type": "hello"}).status_code == 204
    [heard] = hears(b, world)
    assert (heard["from"], heard["body"]) == (world.sites["A"].pk, {"type": "hello"})
    assert hears(b, world, heard["id"]) == []
    assert hears(host, world) == hears(a, world) == []
    for to, body in (
        (world.sites["A"].pk, {"type": "hello"}),
        (999999, {"type": "hello"}),
        ("khong-co", {"type": "hello"}),
        (world.sites["B"].pk, "hello"),
        (world.sites["B"].pk, {"jsep": "x" * 20_000}),
    ):
        answer = say(a, world, to, body)
        assert answer.status_code == 422, (to, body)
        assert answer.json()["said"]
    assert say(signed_in(world.cast.leader), world, world.sites["B"].pk, {}).status_code == 403
    assert Signal.objects.count() == 1
    shows(world, "server")
    assert say(a, world, world.sites["B"].pk, {"type": "hello"}).status_code == 422


def test_marks_tell_where_in_the_recording_an_item_begins(world: World) -> None:
    shows(world, "server", is_recorded=True)
    chair: dict[str, Any] = {"by": world.cast.leader, "conference": world.conference}
    first, second = world.items[0], world.items[1]
    with clock.standing_at(at(14)):
        world.open()
        actions.start_item(**chair, item=first, key=key())
    with clock.standing_at(at(14, 5)):
        actions.switch_recording(**chair, on=True, key=key())
    with clock.standing_at(at(14, 7)):
        actions.start_item(**chair, item=second, key=key())
    with clock.standing_at(at(14, 10)):
        actions.switch_recording(**chair, on=False, key=key())
        actions.start_item(**chair, item=world.items[2], key=key())
    with clock.standing_at(at(14, 20)):
        actions.switch_recording(**chair, on=True, key=key())
    marks = [(one["part"], one["item"], one["seconds"]) for one in queries.recording_marks(world.conference)]
    assert marks == [(1, 1, 0.0), (1, 2, 120.0), (2, 3, 0.0)]
    address = reverse("conferences:recording_marks", args=[world.conference.pk])
    file = signed_in(world.cast.secretary).get(address)
    assert json.loads(file.content)["marks"][1]["title"] == second.title_vi
    assert signed_in(world.cast.reviewer_a).get(address).status_code == 403
    page = signed_in(world.cast.leader).get(reverse("conferences:recordings", args=[world.conference.pk]))
    assert "0:02:00" in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"PHOIHOP_VIDEO_URL": "wss://hop.vn/hinh"}, "set all four or none"),
        ({"PHOIHOP_VIDEO_URL": "https://hop.vn"}, "must begin with ws:// or wss://"),
        ({"PHOIHOP_VIDEO_TURN": "turn:hop.vn"}, "an address and a secret"),
    ],
)
def test_a_wrong_setting_stops_the_program_with_a_sentence(wrong: dict[str, str], says: str, tmp_path: Path) -> None:
    wanted = {**os.environ, "PHOIHOP_VAR": str(tmp_path), **wrong}
    done = subprocess.run(
        [sys.executable, "-c", "import phoihop.config.settings"], env=wanted, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert says in done.stderr
