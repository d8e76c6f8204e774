"""A thousand open screens: from sending a command to the last screen, beside a bare broadcast of the same bytes."""

import asyncio
import base64
import itertools
import json
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.conference.client import Console
from bench.conference.readers import Readers, Report
from bench.conference.stage import CSRF, Server, Stage, processor_seconds, resident_bytes, serving

SCREENS, COMMANDS, PAUSE = 1000, 120, 0.25


@dataclass(frozen=True)
class Run:
    """Seconds to the last screen of each command, in rising order; processor seconds a command; bytes a screen."""

    taken: list[float]
    answered: list[float]
    processor: float
    resident: float
    sent: int
    screens: int


def screens(stage: Stage, count: int) -> list[tuple[str, str, str]]:
    """Thirty sites' consoles, as many hall screens, the secretary's and the chair's, the rest delegates."""
    consoles = [("site", hall.session) for hall in stage.halls]
    halls = [("hall", hall.session) for hall in stage.halls]
    desks = [("chair", stage.leader), ("secretary", stage.secretary)]
    seats = itertools.cycle([("delegate", hall.delegate_session) for hall in stage.halls])
    chosen = itertools.islice(itertools.chain(desks, consoles, halls, seats), count)
    path, after = f"/live/hoi-nghi/{stage.conference}", stage.look("c.last_seq")
    return [
        (group, f"{path}?nhom={group}&sau={after}", f"sessionid={session}; csrftoken={CSRF}")
        for group, session in chosen
    ]


def commands(stage: Stage) -> Iterator[tuple[str, str, dict[str, object]]]:
    """(session, verb, fields) without end: hands go up, the floor is given and ends, the agenda goes on."""
    items = itertools.cycle(stage.items)
    for turn in itertools.count():
        hall = stage.halls[turn % len(stage.halls)]
        seat = {"seat": hall.seats[turn // len(stage.halls) % len(hall.seats)]}
        yield hall.session, "queue.asked", {**seat, "kind": "free"}
        yield stage.leader, "floor.given", {**seat, "reason": "Theo chương trình."}
        yield hall.session, "floor.ended", {}
        if turn % 5 == 0:
            yield stage.leader, "item.started", {"item": next(items)}
        yield hall.session, "roll.marked", {"mark": f"{seat['seat']}:{'online' if turn // 30 % 2 == 0 else 'room'}"}


async def _drive(stage: Stage, port: int, count: int) -> tuple[list[tuple[int, float]], list[float]]:
    """Each command by itself, so that its push is its own; (number of the log, when it was sent)."""
    consoles: dict[str, Console] = {}
    sent, answered = [], []
    desk = consoles[stage.secretary] = Console(port, stage.conference, stage.secretary)
    seats = [seat for hall in stage.halls for seat in hall.seats]
    for state in ("left", "room"):  # nobody waits from before
        await desk.command("roll.marked", mark=",".join(f"{seat}:{state}" for seat in seats))
    await asyncio.sleep(1)
    for session, verb, fields in itertools.islice(commands(stage), count):
        console = consoles.setdefault(session, Console(port, stage.conference, session))
        start = time.perf_counter()
        seq = await console.command(verb, **fields)
        answered.append(time.perf_counter() - start)
        sent.append((seq, start))
        await asyncio.sleep(PAUSE)
    for console in consoles.values():
        console.close()
    return sent, sorted(answered)


def ours(
    stage: Stage, server: Server, count: int = SCREENS, number: int = COMMANDS, started: Callable[[], None] = int
) -> tuple[Run, Report, list[int]]:
    """The program itself. `started` is called when all screens are open."""
    before = resident_bytes(server.pid)
    readers = Readers(server.port, screens(stage, count))
    resident = (resident_bytes(server.pid) - before) / count
    started()
    used = processor_seconds(server.pid)
    sent, answered = asyncio.run(_drive(stage, server.port, number))
    time.sleep(1)
    used = processor_seconds(server.pid) - used
    report = readers.stop()
    late = [seq for seq, _start in sent if report.seen.get(seq, 0) < count]
    if late:
        raise RuntimeError(f"{len(late)} pushes did not reach every screen")
    taken = sorted(report.last[seq] - start for seq, start in sent)
    run = Run(taken, answered, used / number, resident, report.bytes // count, count)
    return run, report, [seq for seq, _start in sent]


def bare(stage: Stage, folder: Path, report: Report, seqs: list[int], count: int = SCREENS) -> Run:
    """The same bytes to as many readers of each group, on a bare uvicorn."""
    pushes = {group: _bodies(events, seqs) for group, events in report.events.items()}
    kept = folder / "pushes.json"
    spelled = {group: [base64.b64encode(one).decode() for one in made] for group, made in pushes.items()}
    kept.write_text(json.dumps(spelled))
    wanted = [(group, f"/live?nhom={group}", cookie) for group, _path, cookie in screens(stage, count)]
    with serving(stage, [sys.executable, "-m", "bench.conference.bare", str(kept)]) as server:
        before = resident_bytes(server.pid)
        readers = Readers(server.port, wanted)
        resident = (resident_bytes(server.pid) - before) / count
        used = processor_seconds(server.pid)
        sent = {}
        for number, seq in enumerate(seqs):
            sent[seq] = time.perf_counter()
            asked = urllib.request.Request(f"http://127.0.0.1:{server.port}/push/{number}", method="POST", data=b"")
            urllib.request.urlopen(asked, timeout=30).close()
            time.sleep(PAUSE)
        time.sleep(1)
        used = processor_seconds(server.pid) - used
        said = readers.stop()
    taken = sorted(said.last[seq] - start for seq, start in sent.items() if said.seen.get(seq) == count)
    if len(taken) < len(seqs):
        raise RuntimeError("the bare broadcast lost a push")
    return Run(taken, [], used / len(seqs), resident, said.bytes // count, count)


def _bodies(events: list[tuple[int, bytes]], seqs: list[int]) -> list[bytes]:
    """What a screen of the group was sent for each command."""
    return [b"".join(body for seq, body in events if seq == wanted) for wanted in seqs]
