"""The live stream of a conference's room: server-sent events that carry the changed parts of the screens.

GET /live/hoi-nghi/<key>?nhom=<group>&sau=<seq>, by whoever has that screen. The event's id is the number of the log's
entry, so a browser that reconnects says by itself where it stood. With Accept: application/json the same address
answers once, as soon as there is something or after 25 seconds. A push is made once for a group and a language, and the
same bytes are written to every screen of it. Nothing is decided here; that a site's console came or stayed away is all
that is entered into the log.
"""

import asyncio
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from phoihop.base.numbers import parse_key
from phoihop.conferences import live as rooms
from phoihop.conferences import news
from phoihop.conferences.live import Joined
from phoihop.conferences.papers.pushes import Audience, Change, changes
from phoihop.config import live, room_hands
from phoihop.config.live import Listener, Receive, Scope, Send

PATH = re.compile(r"/live/hoi-nghi/(\d{1,15})")
COALESCE_SECONDS = 0.05
"""After a push, what happens within this time goes out together."""
POLL_SECONDS = 25.0
HEARTBEAT_SECONDS = 15.0
CHECK_SECONDS = 60.0
"""Within this time a screen goes quiet whose session has ended: one statement for all of them."""
PART_SECONDS = 300.0
"""Within this time the post and the part of every open screen are looked up again, a few each second."""
GONE_SECONDS = 20.0
"""A site whose console stays away so long is entered as lost."""
TICK_SECONDS = 1.0
MOST_WAITING = 8
"""A screen for which more pushes wait reads too slowly: it is caught up in one piece when it can take it."""
HEARTBEAT = b"event: alive\ndata: {}\n\n"
"""An event, not a comment: the browser has to notice when a line that looks open carries nothing any more."""
STREAMS = (b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")
ANSWERS = (b"content-type", b"application/json; charset=utf-8"), (b"cache-control", b"no-store")


class Open:
    """One open screen. What waits for it is bytes made once for its audience."""

    def __init__(self, joined: Joined, audience: Audience, key: str, seq: int, now: float, once: bool) -> None:
        self.joined, self.audience, self.key, self.seq, self.once = joined, audience, key, seq, once
        self.site = joined.site.pk if joined.site else None
        self.waiting: list[bytes] = []
        self.behind = self.closed = False
        self.since = self.checked = now
        self.turn: asyncio.Future[None] | None = None

    def put(self, body: bytes, seq: int) -> None:
        if self.once or len(self.waiting) >= MOST_WAITING:
            self.behind = True
        else:
            self.waiting.append(body)
            self.seq = max(self.seq, seq)
        self.wake()

    def take(self) -> bytes:
        body = b"".join(self.waiting)
        self.waiting.clear()
        return body

    def close(self) -> None:
        self.closed = True
        self.wake()

    def wake(self) -> None:
        if self.turn is not None and not self.turn.done():
            self.turn.set_result(None)

    async def wait(self) -> None:
        if not (self.waiting or self.behind or self.closed):
            self.turn = asyncio.get_running_loop().create_future()
            await self.turn


class _News(Listener):
    """The row of news, for what was written by a process that could not wake this one."""

    def __init__(self, hub: "RoomHub", conference_id: int) -> None:
        super().__init__({news.topic(conference_id)})
        self.hub, self.conference_id = hub, conference_id

    def put(self, number: int, topic: str) -> None:
        if topic in self.topics:
            self.hub.look(self.conference_id)


@dataclass
class Held:
    """A conference of which screens are open, and the last pushes for who was away for a moment."""

    conference_id: int
    seq: int
    news: _News
    screens: set[Open] = field(default_factory=set)
    links: str | None = None
    dirty: bool = False
    pushing: asyncio.Task[None] | None = None
    looked: float = 0.0
    gone: dict[int, float] = field(default_factory=dict)
    """Site → since when no console of it is there."""
    caught_up: dict[tuple[Audience, int, int], Change] = field(default_factory=dict)

    def consoles(self) -> set[int]:
        return {screen.site for screen in self.screens if screen.site is not None}


class RoomHub:
    """All open screens of this process: woken by the commit, one push after another for each conference."""

    def __init__(self) -> None:
        self.held: dict[int, Held] = {}
        self.loop: asyncio.AbstractEventLoop | None = None
        self.keeper: asyncio.Task[None] | None = None
        self.ear: room_hands.Ear | None = None

    def wake(self, conference_id: int) -> None:
        """From any thread, after a commit."""
        if conference_id in self.held and self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.look, conference_id)

    def look(self, conference_id: int) -> None:
        held = self.held.get(conference_id)
        if held is not None:
            held.dirty = True
            if held.pushing is None or held.pushing.done():
                held.pushing = asyncio.get_running_loop().create_task(self._push(held))

    async def _push(self, held: Held) -> None:
        while held.dirty and held.screens:
            held.dirty = False
            audiences = {screen.audience for screen in held.screens}
            change = await room_hands.read(changes, held.conference_id, held.seq, audiences, held.links or "")
            if change is None:
                held.dirty = True
                await asyncio.sleep(live.POLL_SECONDS)
                continue
            held.seq, held.links = change.seq, change.links
            for screen in held.screens:
                body = change.bodies.get(screen.audience)
                if body is not None:
                    screen.put(body, change.seq)
            await asyncio.sleep(COALESCE_SECONDS)

    def hold(self, screen: Open) -> Held:
        """From now on the screen is sent what happens."""
        self.loop = asyncio.get_running_loop()
        conference = screen.joined.conference
        held = self.held.get(conference.pk)
        if held is None:
            held = self.held[conference.pk] = Held(conference.pk, conference.last_seq, _News(self, conference.pk))
        held.screens.add(screen)
        if screen.site is not None:
            held.gone.pop(screen.site, None)
        if self.keeper is None or self.keeper.done():
            self.keeper = self.loop.create_task(self._keep())
        self.ear = room_hands.Ear.kept(self.ear, self.wake, lambda: bool(self.held))
        return held

    async def join(self, held: Held, screen: Open) -> None:
        """What happened since the page was made; and a site's console that comes is entered into the log."""
        if held.news not in live.hub.listeners:
            await live.hub.join(held.news, None)
            consoles, now = held.consoles(), asyncio.get_running_loop().time()
            for site in await room_hands.read(rooms.sites_there, held.conference_id) or ():
                if site not in consoles:
                    held.gone.setdefault(site, now)
        if screen.site is not None:
            held.gone.pop(screen.site, None)
            await room_hands.write(rooms.came, screen.joined)
        await self.catch_up(held, screen)
        self.look(held.conference_id)

    async def catch_up(self, held: Held, screen: Open) -> None:
        """What the screen lacks, in one piece; made once for all who lack the same."""
        screen.behind = False
        screen.take()
        wanted = (screen.audience, screen.seq, held.seq)
        change = held.caught_up.get(wanted)
        if change is None:
            change = await room_hands.read(changes, held.conference_id, screen.seq, [screen.audience])
            if change is None:
                return
            if len(held.caught_up) > 50 or change.seq != held.seq:
                held.caught_up.clear()
            held.caught_up[screen.audience, screen.seq, change.seq] = change
        body = (change.answers if screen.once else change.bodies).get(screen.audience)
        if body is not None:
            screen.waiting.append(body)
        screen.seq = change.seq

    def leave(self, held: Held, screen: Open) -> None:
        held.screens.discard(screen)
        if screen.site is not None and screen.site not in held.consoles() and self.loop is not None:
            held.gone[screen.site] = self.loop.time()

    async def _keep(self) -> None:
        """One task for all: heartbeats, answers to who polls, rights looked up again, sites that stay away."""
        loop, beat = asyncio.get_running_loop(), 0.0
        while self.held:
            await asyncio.sleep(TICK_SECONDS)
            now = loop.time()
            beats, beat = now - beat >= HEARTBEAT_SECONDS, beat if now - beat < HEARTBEAT_SECONDS else now
            for held in list(self.held.values()):
                for screen in held.screens:
                    if screen.once and now - screen.since >= POLL_SECONDS:
                        screen.close()
                    elif beats and not screen.once and not screen.waiting:
                        screen.put(HEARTBEAT, screen.seq)
                if beats:
                    self.look(held.conference_id)
                await self._lose(held, now)
                await self._check(held, now)
                if not held.screens and not held.gone:
                    self._forget(held)

    async def _lose(self, held: Held, now: float) -> None:
        for site, since in list(held.gone.items()):
            if now - since >= GONE_SECONDS and held.gone.get(site) == since:
                del held.gone[site]
                await room_hands.write(rooms.stayed_away, held.conference_id, site)

    async def _check(self, held: Held, now: float) -> None:
        if now - held.looked >= CHECK_SECONDS:
            held.looked = now
            asked = list(held.screens)
            there = await room_hands.write(room_hands.there, {screen.key for screen in asked})
            for screen in asked if there is not None else ():
                if screen.key not in there:
                    screen.close()
        due = [screen for screen in held.screens if now - screen.checked >= PART_SECONDS]
        for screen in due[: max(1, len(held.screens) // int(PART_SECONDS / 2 / TICK_SECONDS))]:
            screen.checked = now
            group = screen.audience[0]
            joined = await room_hands.write(room_hands.enter, screen.key, held.conference_id, group, True)
            site = joined.site.pk if isinstance(joined, Joined) and joined.site else None
            if not isinstance(joined, Joined) or site != screen.site:
                screen.close()

    def _forget(self, held: Held) -> None:
        del self.held[held.conference_id]
        live.hub.leave(held.news)


hub = RoomHub()
news.wakers.append(lambda conference_id: hub.wake(conference_id))


def is_ours(scope: Scope) -> bool:
    """Whether a request is for a room's stream."""
    return bool(scope["type"] == "http" and scope["method"] == "GET" and PATH.fullmatch(scope["path"]))


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI endpoint. 403 for whoever is not signed in or has no part there, 404 for a conference not seen."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    found = PATH.fullmatch(scope["path"])
    pk, group = int(found[1]) if found else 0, asked.get("nhom", [""])[0]
    key, language = room_hands.cookies(headers.get("cookie", ""))
    joined = await room_hands.write(room_hands.enter, key, pk, group, False)
    if not isinstance(joined, Joined):
        await _answer(send, joined or 503, b"", [(b"content-type", b"text/plain")])
        return
    last = parse_key(headers.get("last-event-id", "")) or parse_key(asked.get("sau", ["0"])[0]) or 0
    once = "application/json" in headers.get("accept", "")
    screen = Open(joined, (group, language), key, last, asyncio.get_running_loop().time(), once)
    gone = asyncio.create_task(_disconnected(receive, screen))
    held = hub.hold(screen)
    try:
        await hub.join(held, screen)
        await (_poll if once else _stream)(held, screen, send)
    finally:
        hub.leave(held, screen)
        gone.cancel()


async def _stream(held: Held, screen: Open, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": list(STREAMS)})
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    while not screen.closed:
        if screen.behind:
            await hub.catch_up(held, screen)
        body = screen.take()
        if body:
            await send({"type": "http.response.body", "body": body, "more_body": True})
        await screen.wait()
    await send({"type": "http.response.body", "body": b""})


async def _poll(held: Held, screen: Open, send: Send) -> None:
    if not screen.waiting:
        await screen.wait()
        if screen.behind:
            await hub.catch_up(held, screen)
    nothing = b'{"seq":%d,"parts":{},"own":null}' % screen.seq
    await _answer(send, 200, screen.take() or nothing, list(ANSWERS))


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _disconnected(receive: Receive, screen: Open) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    screen.close()
