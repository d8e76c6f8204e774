"""The live stream: server-sent events that tell an open page to ask again. Decides nothing, carries no content.

GET /live?topic=…&topic=… by a signed-in browser. Each event has `id: <number>` and `data: <topic>`. A browser that
reconnects names the last number by itself, and is told once of each topic that has moved since.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections, connection
from django.http import HttpRequest

from phoihop.base import news
from phoihop.base.numbers import parse_key

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

PATH = "/live"
POLL_SECONDS = 0.5
HEARTBEAT_SECONDS = 15.0
HEARTBEATS_A_CHECK = 4
"""How many heartbeats pass before the session is looked up again, so that a signed-out page goes quiet."""
MOST_TOPICS = 20
REREAD = 50
"""Numbers looked at again on each poll: on PostgreSQL a lower number may be committed after a higher one."""

_log = logging.getLogger(__name__)
_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="news")


class Listener:
    """One open page: the topics it follows and those it has not been told of yet, each with its latest number."""

    def __init__(self, topics: set[str]) -> None:
        self.topics = topics
        self.waiting: dict[str, int] = {}
        self.woken = asyncio.Event()

    def put(self, number: int, topic: str) -> None:
        """However slowly the page reads, no more than one line a topic waits for it."""
        if topic in self.topics:
            self.waiting[topic] = max(number, self.waiting.get(topic, 0))
            self.woken.set()

    def take(self) -> bytes:
        """Everything waiting, as one write."""
        self.woken.clear()
        waiting, self.waiting = sorted((number, topic) for topic, number in self.waiting.items()), {}
        return b"".join(f"id: {number}\ndata: {topic}\n\n".encode() for number, topic in waiting)


class Hub:
    """All open pages of this process, fed by one reader of the news table that runs only while somebody listens."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.seen: set[int] = set()
        self.last = 0
        self.feeding: asyncio.Task[None] | None = None
        self.starting = asyncio.Lock()

    async def join(self, listener: Listener, last_seen: int | None) -> None:
        """From now on the listener hears of its topics; first of those told since the number it saw last."""
        self.listeners.add(listener)
        async with self.starting:
            if self.feeding is None:
                self.last = await _in_reader(news.latest)
                self.seen = {number for number, _ in await _in_reader(news.since, self.last - REREAD)}
                self.feeding = asyncio.create_task(self._feed())
        if last_seen is not None:
            for topic, number in (await _in_reader(news.missed, last_seen, listener.topics)).items():
                listener.put(number, topic)

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        if not self.listeners and self.feeding is not None:
            self.feeding.cancel()
            self.feeding = None

    async def _feed(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                found = await _in_reader(news.since, self.last - REREAD)
            except Exception:
                _log.exception("news could not be read; trying again")
                continue
            for number, topic in found:
                if number not in self.seen:
                    for listener in self.listeners:
                        listener.put(number, topic)
            self.seen = {number for number, _ in found}
            self.last = max([self.last, *self.seen])


hub = Hub()


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI endpoint. 403 for whoever is not signed in; otherwise open until the browser goes or signs out."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    key = _session_key(headers.get("cookie", ""))
    if not await _in_reader(signed_in, key):
        await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b""})
        return
    started = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
    last_seen = headers.get("last-event-id", "")
    topics = parse_qs(scope["query_string"].decode("latin-1")).get("topic", [])
    listener = Listener(set(topics[:MOST_TOPICS]))
    await hub.join(listener, parse_key(last_seen))
    gone = asyncio.create_task(_disconnected(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": started})
        await _send_until(gone, listener, key, send)
    finally:
        hub.leave(listener)
        gone.cancel()
    await send({"type": "http.response.body", "body": b""})


async def _send_until(gone: asyncio.Task[None], listener: Listener, key: str, send: Send) -> None:
    await _write(send, b"retry: 3000\n\n")
    quiet = 0
    while not gone.done():
        woken = asyncio.create_task(listener.woken.wait())
        await asyncio.wait({gone, woken}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        woken.cancel()
        if gone.done():
            return
        if listener.woken.is_set():
            await _write(send, listener.take())
            continue
        quiet += 1
        if quiet % HEARTBEATS_A_CHECK == 0 and not await _in_reader(signed_in, key):
            return
        await _write(send, b": alive\n\n")


def signed_in(session_key: str) -> bool:
    """Whether the session belongs to somebody who is signed in now; also the session's own idle limit counts."""
    if not session_key:
        return False
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    return get_user(request).is_authenticated


def _session_key(cookie: str) -> str:
    found = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def settle_connection() -> None:
    """In a thread of the stream, which lasts: SQLite's connection is kept, since a new one reads the whole schema;
    another database's is made anew when it is old; either when it is broken."""
    if connection.vendor != "sqlite" or connection.errors_occurred:
        close_old_connections()


async def _in_reader(ask: Callable[..., Any], *given: Any) -> Any:
    """Run a database read in the one thread, with one connection, that serves all open pages."""

    def fresh() -> Any:
        settle_connection()
        return ask(*given)

    return await asyncio.get_running_loop().run_in_executor(_reader, fresh)
