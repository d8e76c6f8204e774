"""The room's stream: what is sent is what the page shows, to whom it belongs, once, and nothing lost over a gap."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from phoihop.conferences import actions, news
from phoihop.conferences.models import LogEntry, Site
from phoihop.conferences.papers import screens
from phoihop.config import live, room_hands, room_stream
from phoihop.orgs.models import Post
from tests.cast import Cast, signed_in
from tests.conferences.world import World, build, key

SLUGS = {"chair": "chu-tri", "secretary": "thu-ky", "site": "diem-cau", "delegate": "dai-bieu", "hall": "hoi-truong"}


class Window:
    """An open screen: speaks ASGI with the endpoint and keeps what it was sent."""

    def __init__(
        self, world: World, post: Post | None, group: str, seen: int | None = None, once: bool = False
    ) -> None:
        cookie = signed_in(post).cookies["sessionid"].value if post else ""
        headers = [(b"cookie", f"sessionid={cookie}".encode())]
        headers += [(b"last-event-id", str(seen).encode())] if seen is not None and not once else []
        headers += [(b"accept", b"application/json")] if once else []
        path = f"/live/hoi-nghi/{world.conference.pk}"
        since = world.conference.last_seq if seen is None else seen
        query = f"nhom={group}&sau={since}".encode()
        self.scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": headers}
        self.status, self.heard, self.bodies = 0, b"", list[Any]()
        self.over = False

    async def __aenter__(self) -> "Window":
        self.closed = asyncio.Event()
        self.task = asyncio.create_task(room_stream.stream(self.scope, self._receive, self._send))
        return self

    async def __aexit__(self, *fault: object) -> None:
        self.closed.set()
        await self.task

    async def _receive(self) -> dict[str, str]:
        await self.closed.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        self.status = int(message.get("status", self.status))
        body = message.get("body", b"")
        self.bodies.append(body)
        self.heard += body
        self.over = message["type"] == "http.response.body" and not message.get("more_body", False)

    async def answers(self) -> int:
        await until(lambda: self.status > 0, "no answer")
        return self.status

    def events(self, kind: str = "parts") -> list[dict[str, Any]]:
        found = re.findall(rf"id: (\d+)\nevent: {kind}\ndata: (.*)\n\n", self.heard.decode())
        return [{"id": int(number), **json.loads(data)} for number, data in found]

    def shown(self) -> dict[str, str]:
        """Part → as it was last sent."""
        return {name: html for event in self.events() for name, html in event["parts"].items()}

    async def stands_at(self, seq: int) -> None:
        await until(lambda: any(event["id"] >= seq for event in self.events()), f"{seq} not in {self.heard.decode()}")


async def until(true: Callable[[], bool], said: str) -> None:
    for _time in range(1000):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(said)


@pytest.fixture
def world(demonstration_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(live, "hub", live.Hub())
    monkeypatch.setattr(room_stream, "hub", room_stream.RoomHub())
    monkeypatch.setattr(room_stream, "TICK_SECONDS", 0.05)
    world = build(demonstration_cast)
    world.open()
    world.fresh()
    yield world
    room_stream.hub.held.clear()
    for hands in (live._reader, room_hands._reader, room_hands._writer):
        hands.submit(lambda: connection.close()).result()


def run(play: Callable[[], Awaitable[None]]) -> None:
    """In a thread of its own, since a browser test before it may have left its event loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(play())).result()  # type: ignore[arg-type]


async def does(act: Callable[..., Any], **given: Any) -> Any:
    """A verb in another thread, as a request would do it."""

    def there() -> Any:
        try:
            return act(**{"key": key(), **given})
        finally:
            connection.close()

    return await asyncio.to_thread(there)


def asks(world: World, name: str = "b1") -> dict[str, Any]:
    post = world.cast.reviewer_b if name.startswith("b") else world.cast.secretary
    return {"by": post, "conference": world.conference, "seat": world.seats[name], "kind": "free"}


def test_only_who_has_the_screen_is_let_in(world: World) -> None:
    async def play() -> None:
        cast = world.cast
        tried = [(None, "hall"), (cast.clerk_a1, "hall"), (cast.leader_a, "secretary"), (cast.secretary, "site")]
        statuses = []
        for post, group in tried:
            window = await asyncio.to_thread(Window, world, post, group)
            async with window:
                statuses.append(await window.answers())
            assert window.heard == b""
        assert statuses == [403, 404, 403, 403]

    run(play)


def test_a_part_that_is_sent_is_the_part_of_the_page_and_only_a_groups_own(world: World) -> None:
    async def play() -> None:
        cast = world.cast
        posts = {"chair": cast.leader, "secretary": cast.secretary, "site": cast.reviewer_b, "hall": cast.inspector}
        windows = {group: await asyncio.to_thread(Window, world, post, group) for group, post in posts.items()}
        async with windows["chair"], windows["secretary"], windows["site"], windows["hall"]:
            for window in windows.values():
                await window.answers()
            await until(lambda: len(room_stream.hub.held[world.conference.pk].screens) == 4, "four screens")
            await until(lambda: LogEntry.objects.filter(verb="site.joined").exists(), "the site has come")
            await does(actions.note, by=cast.secretary, conference=world.conference, text="Chỉ thư ký đọc câu này.")
            entry = await does(actions.ask_to_speak, **asks(world))
            for window in windows.values():
                await window.stands_at(entry.seq)
        for group, window in windows.items():
            sent, page = window.shown(), await asyncio.to_thread(page_of, world, posts[group], group)
            assert set(sent) <= set(screens.PARTS[group])
            assert ({"wall"} if group == "hall" else {"queue"}) <= set(sent)
            for html in sent.values():
                assert html in page
            assert ("Chỉ thư ký đọc câu này" in window.heard.decode()) == (group == "secretary")

    run(play)


def page_of(world: World, post: Post, group: str) -> str:
    address = reverse("conferences:screen", args=[world.conference.pk, SLUGS[group]])
    try:
        return signed_in(post).get(address).content.decode()
    finally:
        connection.close()


def test_a_group_is_written_the_very_same_bytes(world: World) -> None:
    async def play() -> None:
        first = await asyncio.to_thread(Window, world, world.cast.leader_a, "delegate")
        second = await asyncio.to_thread(Window, world, world.cast.leader, "delegate")
        async with first, second:
            await first.answers()
            await second.answers()
            await until(lambda: len(room_stream.hub.held[world.conference.pk].screens) == 2, "two screens")
            entry = await does(actions.ask_to_speak, **asks(world))
            await first.stands_at(entry.seq)
            await second.stands_at(entry.seq)
        assert first.bodies[-1] == second.bodies[-1] or first.bodies[-2] == second.bodies[-2]

    run(play)


def test_what_happened_in_a_gap_is_sent_once_and_nothing_to_who_missed_nothing(world: World) -> None:
    async def play() -> None:
        stood = world.conference.last_seq
        await does(actions.ask_to_speak, **asks(world))
        last = await does(actions.ask_to_speak, **asks(world, "b2"))
        missed = await asyncio.to_thread(Window, world, world.cast.leader, "chair", stood)
        async with missed:
            await missed.stands_at(last.seq)
            assert [event["id"] for event in missed.events()] == [last.seq]
            assert set(missed.shown()) == {"queue"}
        none = await asyncio.to_thread(Window, world, world.cast.leader, "chair", last.seq)
        async with none:
            await none.answers()
            await asyncio.sleep(0.3)
            assert none.events() == []
        far = await asyncio.to_thread(Window, world, world.cast.leader, "chair", last.seq + 5)
        async with far:
            await far.stands_at(last.seq)
            assert set(far.shown()) == set(screens.PARTS["chair"]), "a log that was set back is shown anew"

    run(play)


def test_only_those_concerned_are_told_to_ask_for_what_is_theirs_alone(world: World) -> None:
    async def play() -> None:
        site = await asyncio.to_thread(Window, world, world.cast.reviewer_b, "site")
        own = await asyncio.to_thread(Window, world, world.cast.leader_a, "delegate")
        async with site, own:
            await site.answers()
            await own.answers()
            await until(lambda: LogEntry.objects.filter(verb="site.joined").exists(), "the site has come")
            entry = await does(actions.ask_to_speak, **asks(world))
            await site.stands_at(entry.seq)
            await own.stands_at(entry.seq)
        assert world.sites["B"].pk in site.events("own")[-1]["keys"]
        assert own.events("own")[-1]["keys"] == [world.seats["b1"].pk]

    run(play)


def test_a_long_poll_waits_and_answers_with_the_same_parts(world: World) -> None:
    async def play() -> None:
        window = await asyncio.to_thread(Window, world, world.cast.leader, "chair", world.conference.last_seq, True)
        async with window:
            await until(lambda: bool(room_stream.hub.held.get(world.conference.pk)), "held")
            await asyncio.sleep(0.2)
            assert not window.over
            entry = await does(actions.ask_to_speak, **asks(world))
            await until(lambda: window.over, "no answer")
        said = json.loads(window.heard)
        assert said["seq"] == entry.seq
        assert set(said["parts"]) == {"queue"}

    run(play)


def test_a_site_that_stays_away_is_lost_and_one_that_comes_back_in_time_is_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_stream, "GONE_SECONDS", 0.6)

    def said() -> list[str]:
        return list(LogEntry.objects.filter(verb__startswith="site.").values_list("verb", flat=True))

    async def play() -> None:
        for _time in range(2):
            window = await asyncio.to_thread(Window, world, world.cast.reviewer_b, "site")
            async with window:
                await until(lambda: said() == ["site.joined"], "joined once")
        await until(lambda: said() == ["site.joined", "site.lost"], "lost")
        restart()
        window = await asyncio.to_thread(Window, world, world.cast.reviewer_b, "site")
        async with window:
            await until(lambda: said()[-1] == "site.joined", "back")
        restart()
        window = await asyncio.to_thread(Window, world, world.cast.leader, "hall")
        async with window:
            await until(lambda: said()[-1] == "site.lost", "found lost after a restart")

    run(play)


def restart() -> None:
    """As if the program ended and began anew: nobody is remembered."""
    room_stream.hub.held.clear()
    room_stream.hub = room_stream.RoomHub()


def test_who_signs_out_is_written_nothing_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_stream, "CHECK_SECONDS", 0.2)

    async def play() -> None:
        window = await asyncio.to_thread(Window, world, world.cast.leader, "hall")
        async with window:
            await window.answers()
            await asyncio.to_thread(sign_out)
            await until(lambda: window.over, "still open")

    run(play)


def sign_out() -> None:
    Session.objects.all().delete()
    connection.close()


def test_who_loses_his_part_is_written_nothing_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_stream, "PART_SECONDS", 0.2)

    async def play() -> None:
        window = await asyncio.to_thread(Window, world, world.cast.reviewer_b, "site")
        other = await asyncio.to_thread(Window, world, world.cast.reviewer_a, "site")
        async with window, other:
            await other.answers()
            await asyncio.to_thread(hand_over, world)
            await until(lambda: window.over, "still open")
            assert not other.over

    run(play)


def hand_over(world: World) -> None:
    """The console of site B is served by somebody else from now on."""
    Site.objects.filter(pk=world.sites["B"].pk).update(contact=world.cast.clerk_b1)
    connection.close()


def test_what_another_process_wrote_arrives_although_nothing_woke_this_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "wakers", [])
    if connection.vendor == "postgresql":
        monkeypatch.setattr(live, "POLL_SECONDS", 60.0)  # there it comes by NOTIFY

    async def play() -> None:
        window = await asyncio.to_thread(Window, world, world.cast.leader, "chair")
        async with window:
            await window.answers()
            await asyncio.sleep(0.5)
            entry = await does(actions.ask_to_speak, **asks(world))
            await window.stands_at(entry.seq)

    run(play)
