"""A weak line: 64 kbit/s each way and 800 ms there and back, made by a relay between a site and the server.

This kernel has no netem, so delay and rate are made here: every byte of all connections of the site waits its turn in
one queue a direction, and arrives half the delay later. A queue is bounded, as a modem's is: when it is full the relay
reads no more. `cut` breaks all connections and refuses new ones until `mend`.
"""

import asyncio
import contextlib
import json
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from bench.conference.client import Console
from bench.conference.stage import CSRF, Hall, Server, Stage

BITS, DELAY, QUEUE_BYTES, PIECE = 64_000, 0.8, 16_384, 1_024
EVENT = re.compile(rb"id: (\d+)\n")


class Direction:
    """One direction of the line: bytes leave one after another at its rate."""

    def __init__(self) -> None:
        self.free_at = 0.0
        self.carried = 0

    async def send(self, size: int) -> float:
        """Waits for a place in the queue; when the last byte will have arrived."""
        loop = asyncio.get_running_loop()
        self.carried += size
        self.free_at = max(self.free_at, loop.time()) + size * 8 / BITS
        ahead = self.free_at - loop.time() - QUEUE_BYTES * 8 / BITS
        if ahead > 0:
            await asyncio.sleep(ahead)
        return self.free_at + DELAY / 2


class Line:
    """The relay. `port` is where the site connects."""

    def __init__(self, port: int) -> None:
        self.target, self.port = port, 0
        self.up, self.down = Direction(), Direction()
        self.is_cut = False
        self.tasks: set[asyncio.Task[None]] = set()
        self.server: asyncio.Server | None = None

    async def start(self) -> None:
        self.server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=PIECE)
        self.port = self.server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self.cut()
        if self.server is not None:
            self.server.close()
        await asyncio.sleep(0)

    def cut(self) -> None:
        self.is_cut = True
        for task in self.tasks:
            task.cancel()

    def mend(self) -> None:
        self.is_cut = False
        self.up, self.down = Direction(), Direction()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            writer.close()
            return
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        other: asyncio.StreamWriter | None = None
        try:
            await asyncio.sleep(DELAY)  # the handshake
            source, other = await asyncio.open_connection("127.0.0.1", self.target, limit=PIECE)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._carry(reader, other, self.up))
                group.create_task(self._carry(source, writer, self.down))
        except* (OSError, asyncio.CancelledError):
            pass
        finally:
            self.tasks.discard(task)
            for one in (writer, other):
                if one is not None:
                    one.close()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, way: Direction) -> None:
        """Reads only as fast as the line takes it, and hands on when the delay is over."""
        flight: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def arrive() -> None:
            while True:
                due, piece = await flight.get()
                await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
                target.write(piece)
                if not piece:
                    target.close()
                    return

        async with asyncio.TaskGroup() as group:
            group.create_task(arrive())
            while True:
                piece = await source.read(PIECE)
                flight.put_nowait((await way.send(len(piece) + 40), piece))
                if not piece:
                    return


@dataclass
class Watch:
    """A screen's stream behind the line, as its script holds it: connects again by itself, from where it stood."""

    stage: Stage
    port: int
    session: str
    group: str
    seq: int
    parts: dict[str, str] = field(default_factory=dict)
    bytes: int = 0

    async def run(self) -> None:
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._once()
            await asyncio.sleep(0.5)

    async def _once(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**22)
        path = f"/live/hoi-nghi/{self.stage.conference}?nhom={self.group}&sau={self.seq}"
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
        writer.write(f"{head}Cookie: sessionid={self.session}; csrftoken={CSRF}\r\n\r\n".encode())
        buffer = b""
        try:
            while data := await reader.read(65536):
                self.bytes += len(data)
                buffer += data
                while (end := buffer.find(b"\n\n")) >= 0:
                    block, buffer = buffer[: end + 2], buffer[end + 2 :]
                    self._take(block)
        finally:
            writer.close()

    def _take(self, block: bytes) -> None:
        found = EVENT.search(block)
        if found is None:
            return
        if b"event: parts\n" in block:
            self.parts |= json.loads(block[block.index(b"data: ") + 6 :])["parts"]
        self.seq = max(self.seq, int(found[1]))


@contextlib.asynccontextmanager
async def watching(watch: Watch) -> AsyncIterator[Watch]:
    task = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        task.cancel()


async def others(stage: Stage, port: int, pause: float) -> None:
    """The rest of the conference goes on: somebody asks, speaks, ends."""
    chair = Console(port, stage.conference, stage.leader)
    busy = stage.halls[1:]
    turn = 0
    while True:
        hall = busy[turn % len(busy)]
        seat = hall.seats[turn // len(busy) % len(hall.seats)]
        door = Console(port, stage.conference, hall.session)
        await door.command("queue.asked", seat=seat, kind="free")
        await asyncio.sleep(pause)
        await chair.command("floor.given", seat=seat, reason="Theo chương trình.")
        await asyncio.sleep(pause)
        await door.command("floor.ended")
        await asyncio.sleep(pause)
        door.close()
        turn += 1


def confirmed(stage: Stage, server: Server, number: int = 20) -> list[float]:
    """Seconds until a site behind the weak line has its hand up, and its ballot in, confirmed; in rising order."""
    taken: list[float] = []

    async def play() -> None:
        line = Line(server.port)
        await line.start()
        hall = stage.halls[0]
        chair = Console(server.port, stage.conference, stage.leader)
        await chair.command("vote.put", question="Thông qua qua đường yếu", method="open", options="Có\nKhông")
        key = stage.look("c.votes.order_by('number').last().pk")
        await chair.command("vote.opened", vote=key)
        talk = asyncio.create_task(others(stage, server.port, 1.0))
        screen = Watch(stage, line.port, hall.session, "site", stage.look("c.last_seq"))
        async with watching(screen):
            await asyncio.sleep(5)
            door = Console(line.port, stage.conference, hall.session)
            for seat, pin in list(zip(hall.seats, hall.pins, strict=True))[: number // 2]:
                for verb, fields in (
                    ("queue.asked", {"seat": seat, "kind": "free"}),
                    ("vote.cast", {"vote": key, "seat": seat, "choice": "o1", "pin": pin}),
                ):
                    start = time.perf_counter()
                    await door.command(verb, **fields)
                    taken.append(time.perf_counter() - start)
            door.close()
        talk.cancel()
        chair.close()
        await line.stop()
        await Console(server.port, stage.conference, stage.leader).command("vote.closed", vote=key)

    asyncio.run(play())
    return sorted(taken)


@dataclass(frozen=True)
class Return:
    """Seconds from the mending of the line until the site stood where the others did; whether it then showed the same
    parts, and was still in the queue at its place."""

    seconds: float
    missed: int
    same: bool
    place_kept: bool


def returned(stage: Stage, server: Server, away: float = 25.0) -> Return:
    """A site is cut off while the conference goes on, then comes back. Twelve minutes are shortened to as long as the
    program takes to enter the site as lost and a little more: what counts is how much was missed."""

    async def play() -> Return:
        line = Line(server.port)
        await line.start()
        hall, other = stage.halls[0], stage.halls[1]
        seat = hall.seats[-1]
        start = stage.look("c.last_seq")
        far = Watch(stage, line.port, hall.session, "site", start)
        near = Watch(stage, server.port, other.session, "site", start)
        async with watching(far), watching(near):
            await asyncio.sleep(4)
            door = Console(line.port, stage.conference, hall.session)
            await door.command("queue.asked", seat=seat, kind="free")
            door.close()
            before = stage.look(_PLACE.format(seat=seat))
            await asyncio.sleep(3)
            at, mark = far.seq, near.seq
            line.cut()
            await _meanwhile(stage, server, hall, away)
            goal = stage.look("c.last_seq")
            line.mend()
            mended = time.perf_counter()
            while far.seq < goal or near.seq < goal:
                await asyncio.sleep(0.02)
                if time.perf_counter() - mended > 60:
                    raise RuntimeError("the site never came to where the others are")
            seconds = time.perf_counter() - mended
            await asyncio.sleep(2)
            shown = {name: _plain(far.parts[name]) for name in near.parts if name in far.parts}
            same = bool(shown) and shown == {name: _plain(near.parts[name]) for name in shown}
            kept = stage.look(_PLACE.format(seat=seat)) <= before
        await line.stop()
        return Return(seconds, goal - max(at, mark), same, kept)

    return asyncio.run(play())


_PLACE = "[one.delegate for one in q.room_now(c.pk, c.last_seq, c.log_hash).queue].index({seat})"


def _plain(part: str) -> str:
    """Without the text of a running clock, which a script goes on from what stands beside it."""
    return re.sub(r'(data-ph-since="[^"]*"[^>]*>)[^<]*', r"\1", part)


async def _meanwhile(stage: Stage, server: Server, away_hall: Hall, seconds: float) -> None:
    """Many entries fall: notes, roll call, agenda, hands of others who stand behind."""
    desk = Console(server.port, stage.conference, stage.secretary)
    items = stage.two_items()
    end, turn = time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        hall = stage.halls[1 + turn % (len(stage.halls) - 1)]
        await desk.command("note.written", text=f"Trong lúc mất đường {turn}.")
        await desk.command("roll.marked", mark=f"{hall.seats[0]}:{'online' if turn % 2 else 'room'}")
        await desk.command("item.started", item=items[turn % 2])
        turn += 1
    desk.close()


def idle(stage: Stage, server: Server, seconds: float = 60.0) -> float:
    """Bytes an idle hour costs a site behind the line, stream and report of the line, both ways, reckoned from less."""

    async def play() -> int:
        line = Line(server.port)
        await line.start()
        hall = stage.halls[0]
        screen = Watch(stage, line.port, hall.session, "site", stage.look("c.last_seq"))
        async with watching(screen):
            await asyncio.sleep(10)
            before = line.up.carried + line.down.carried
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                door = Console(line.port, stage.conference, hall.session)
                await door.beat(800)
                door.close()
                await asyncio.sleep(30)
            used = line.up.carried + line.down.carried - before
        await line.stop()
        return used

    return asyncio.run(play()) * 3600 / seconds
