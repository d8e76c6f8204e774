"""The live stream: only for who is signed in, only topics, nothing lost over a broken line."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from phoihop.base import news
from phoihop.config import live
from tests.cast import Cast, bring_on, signed_in


class Browser:
    """An open page: speaks ASGI with the endpoint and keeps what it was sent."""

    def __init__(self, cookie: str, topics: str, last_seen: int | None = None) -> None:
        headers = [(b"cookie", f"sessionid={cookie}".encode())]
        if last_seen is not None:
            headers.append((b"last-event-id", str(last_seen).encode()))
        self.scope = {"type": "http", "path": "/live", "query_string": topics.encode(), "headers": headers}
        self.status = 0
        self.heard = b""
        self.closed = asyncio.Event()

    async def __aenter__(self) -> "Browser":
        self.task = asyncio.create_task(live.stream(self.scope, self._receive, self._send))
        while not self.status:
            await asyncio.sleep(0.01)
        return self

    async def __aexit__(self, *fault: object) -> None:
        self.closed.set()
        await self.task

    async def _receive(self) -> dict[str, str]:
        await self.closed.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, object]) -> None:
        self.status = int(str(message.get("status", self.status)))
        body = message.get("body", b"")
        assert isinstance(body, bytes)
        self.heard += body

    async def hears(self, topic: str) -> int:
        """Wait for the topic; the number it came with."""
        for _ in range(500):
            for event in self.heard.decode().split("\n\n"):
                lines = event.split("\n")
                if f"data: {topic}" in lines:
                    return int(lines[0].removeprefix("id: "))
            await asyncio.sleep(0.02)
        raise AssertionError(f"{topic} not heard in {self.heard!r}")


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    yield bring_on()
    live._reader.submit(lambda: connection.close()).result()


def tell(topic: str) -> None:
    news.tell(topic)
    connection.close()


def run(play: Callable[[str], Awaitable[None]], cast: Cast) -> None:
    """In a thread of its own, since a browser test before it may have left its event loop running in this one."""
    live.hub = live.Hub()
    cookie = signed_in(cast.clerk_a1).cookies["sessionid"].value
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(play(cookie))).result()  # type: ignore[arg-type]


def test_a_visitor_hears_nothing(cast: Cast) -> None:
    async def play(cookie: str) -> None:
        for key in ("", "0" * 32):
            async with Browser(key, "topic=reporting") as browser:
                assert browser.status == 403
            assert browser.heard == b""

    run(play, cast)


def test_an_open_page_hears_of_its_topics_after_the_commit_and_of_no_others(cast: Cast) -> None:
    def accept() -> None:
        with transaction.atomic():
            news.tell("reporting")
            news.tell("annual")
        with transaction.atomic():
            news.tell("registers")
            transaction.set_rollback(True)
        connection.close()

    async def play(cookie: str) -> None:
        async with (
            Browser(cookie, "topic=reporting&topic=registers") as browser,
            Browser(cookie, "topic=annual") as other,
        ):
            await asyncio.to_thread(accept)
            await browser.hears("reporting")
            await other.hears("annual")
            assert b"annual" not in browser.heard
            assert b"registers" not in browser.heard

    run(play, cast)


def test_a_page_that_was_away_is_told_once_of_each_topic_it_missed(cast: Cast) -> None:
    def many() -> None:
        for _ in range(700):
            news.tell("reporting")
        news.tell("annual")
        connection.close()

    async def play(cookie: str) -> None:
        async with Browser(cookie, "topic=reporting&topic=annual") as browser:
            await asyncio.to_thread(tell, "reporting")
            seen = await browser.hears("reporting")
        await asyncio.to_thread(many)
        async with Browser(cookie, "topic=reporting&topic=annual", last_seen=seen) as browser:
            last = await browser.hears("annual")
            assert browser.heard.count(b"data: reporting") == 1
        async with Browser(cookie, "topic=reporting&topic=annual", last_seen=last) as browser:
            await asyncio.to_thread(tell, "other")
            await asyncio.sleep(live.POLL_SECONDS * 2)
            assert b"data:" not in browser.heard

    run(play, cast)


def test_old_news_is_forgotten_but_its_numbers_never_come_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        news.tell("reporting")
    last = news.latest()
    monkeypatch.setattr(news, "KEPT", -news.KEPT)
    assert news.trim() == 2
    news.tell("reporting")
    assert news.latest() > last
