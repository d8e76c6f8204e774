"""Open screens without a browser: raw sockets in one process of their own.

    python -m bench.conference.readers PORT    one line of JSON on stdin names the screens; "stop" ends it

Prints "ready" when every screen has been answered, and at the end for each number of the log when the last screen had
it, how many bytes came, and the events of one screen of each group, to be sent by a bare server afterwards.
"""

import asyncio
import base64
import json
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

from bench.conference.stage import ROOT

EVENT = re.compile(rb"id: (\d+)\n")


class Screen(asyncio.Protocol):
    def __init__(self, all_screens: "Screens", group: str, request: bytes, keeps: bool) -> None:
        self.all, self.group, self.request, self.keeps = all_screens, group, request, keeps
        self.buffer = b""
        self.events: list[tuple[int, bytes]] = []
        self.seq = self.bytes = 0
        self.ready = False

    def connection_made(self, transport: Any) -> None:
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.bytes += len(data)
        if not self.ready:
            self.ready = True
            if not data.startswith(b"HTTP/1.1 200"):
                self.all.failed.append(data[:100].decode("latin-1"))
            self.all.answered()
        self.buffer += data
        while (end := self.buffer.find(b"\n\n")) >= 0:
            block, self.buffer = self.buffer[: end + 2], self.buffer[end + 2 :]
            found = EVENT.search(block)
            if found is None:
                continue
            seq = int(found[1])
            if self.keeps:
                self.events.append((seq, block[found.start() :]))
            if seq > self.seq:
                self.all.arrived(self.seq, seq)
                self.seq = seq


class Screens:
    def __init__(self, count: int) -> None:
        self.count, self.open = count, 0
        self.loop = asyncio.get_running_loop()
        self.ready = self.loop.create_future()
        self.failed: list[str] = []
        self.seen: dict[int, int] = {}
        self.last: dict[int, float] = {}

    def answered(self) -> None:
        self.open += 1
        if self.open == self.count:
            self.ready.set_result(None)

    def arrived(self, before: int, seq: int) -> None:
        """One screen moved on: it has every number up to `seq`."""
        now = time.perf_counter()
        for one in range(max(before + 1, seq - 20), seq + 1):
            self.seen[one] = self.seen.get(one, 0) + 1
            self.last[one] = now


async def main(port: int) -> None:
    wanted = json.loads(sys.stdin.readline())
    screens = Screens(len(wanted))
    kept: set[str] = set()
    made = []
    for number, (group, path, cookie) in enumerate(wanted):
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        request = f"{head}Accept: text/event-stream\r\nCookie: {cookie}\r\n\r\n"
        screen = Screen(screens, group, request.encode(), group not in kept)
        kept.add(group)
        made.append(screen)
        await screens.loop.create_connection(lambda one=screen: one, "127.0.0.1", port)
        if number % 50 == 49:
            await asyncio.sleep(0.05)
    await screens.ready
    print("ready" if not screens.failed else f"failed {screens.failed[0]!r}", flush=True)
    await screens.loop.run_in_executor(None, sys.stdin.readline)
    said = {
        "last": screens.last,
        "seen": screens.seen,
        "bytes": sum(screen.bytes for screen in made),
        "events": {
            screen.group: [(seq, base64.b64encode(body).decode()) for seq, body in screen.events]
            for screen in made
            if screen.keeps
        },
        "seqs": sorted({screen.seq for screen in made}),
    }
    print(json.dumps(said), flush=True)


@dataclass
class Report:
    """`last`: number of the log → when the last screen had it; `seen`: → how many had it."""

    last: dict[int, float]
    seen: dict[int, int]
    bytes: int
    events: dict[str, list[tuple[int, bytes]]]


class Readers:
    """The process with the open screens, from the driver's side."""

    def __init__(self, port: int, screens: list[tuple[str, str, str]]) -> None:
        command = [sys.executable, "-m", "bench.conference.readers", str(port)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        guard = threading.Timer(180, self.process.kill)
        guard.start()
        self.process.stdin.write(json.dumps(screens) + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline().strip()
        guard.cancel()
        if said != "ready":
            self.process.kill()
            raise RuntimeError(f"screens did not open: {said or 'in time'}")

    def stop(self) -> Report:
        said, _ = self.process.communicate("stop\n", timeout=60)
        found = json.loads(said)
        events = {
            group: [(seq, base64.b64decode(body)) for seq, body in kept] for group, kept in found["events"].items()
        }
        last = {int(seq): at for seq, at in found["last"].items()}
        return Report(last, {int(seq): count for seq, count in found["seen"].items()}, found["bytes"], events)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
