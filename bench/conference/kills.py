"""kill -9 of the web process amid a scripted conference: nothing confirmed is lost, nothing is done twice."""

import asyncio
import random
from dataclasses import dataclass
from typing import Any

from bench.conference.client import Console, gather_all
from bench.conference.stage import Hall, Server, Stage

ONCE_MORE = 200
"""How often one command is sent again before it is given up."""
Action = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Survived:
    kills: int
    actions: int
    sent_again: int
    lost: int
    double: int
    broken: bool


def script(stage: Stage, actions: int, lanes: int) -> list[tuple[str, list[Action]]]:
    """(session, what it does one after another): sites ask, withdraw and vote, the secretary writes and leads on. No
    lane's refusal depends on another lane."""
    each = actions // lanes
    made = [(hall.session, list(_site(hall, each))) for hall in stage.halls[: lanes - 1]]
    rest = actions - each * (lanes - 1)
    items = stage.two_items()
    turns = [items[turn // 2 % 2] for turn in range(rest)]
    keeps: list[Action] = [
        ("item.started", {"item": item}) if turn % 2 else ("note.written", {"text": f"Ghi chép {turn}."})
        for turn, item in enumerate(turns)
    ]
    return [*made, (stage.secretary, keeps)]


def _site(hall: Hall, count: int) -> list[Action]:
    """Three a seat in turn: marked, asks, withdraws."""
    made: list[Action] = []
    while len(made) < count:
        turn = len(made) // 3
        seat = hall.seats[turn % len(hall.seats)]
        state = "online" if turn // len(hall.seats) % 2 == 0 else "room"
        made += [
            ("roll.marked", {"mark": f"{seat}:{state}"}),
            ("queue.asked", {"seat": seat, "kind": "free"}),
            ("queue.withdrawn", {"seat": seat}),
        ]
    return made[:count]


def play(stage: Stage, server: Server, *, actions: int, kills: int, lanes: int = 6, seed: int = 1) -> Survived:
    """Plays the script while the server is killed and started again; then counts what the log holds."""
    before = stage.look("c.last_seq")
    confirmed: list[str] = []
    again = done = 0

    async def lane(number: int, session: str, todo: list[Action]) -> None:
        nonlocal again
        door = Console(server.port, stage.conference, session)
        for step, (verb, fields) in enumerate(todo):
            key = f"kill-{seed}-{number}-{step}"
            for _try in range(ONCE_MORE):
                try:
                    await door.command(verb, key, **fields)
                    break
                except (OSError, EOFError):
                    again += 1
                    await asyncio.sleep(0.1)
            else:
                raise RuntimeError(f"{verb} was never answered")
            confirmed.append(key)
        door.close()

    async def killer() -> None:
        """Spread over the script; each falls at any instant of some command."""
        nonlocal done
        dice = random.Random(seed)
        for number in range(kills):
            due = actions * (number + 0.5) / kills
            while len(confirmed) < due:
                await asyncio.sleep(0.005)
            await asyncio.sleep(dice.random() * 0.05)
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
            done += 1

    async def run() -> None:
        lanes_ = script(stage, actions, lanes)
        await gather_all([*(lane(number, who, todo) for number, (who, todo) in enumerate(lanes_)), killer()])

    asyncio.run(run())
    found, sealed, last = stage.look(
        f"[list(c.log.filter(seq__gt={before}).values_list('key', flat=True)), q.verify_log(c) is None, c.last_seq]"
    )
    ours = [key for key in found if key.startswith(f"kill-{seed}-")]
    lost = len(set(confirmed) - set(ours))
    double = len(ours) - len(set(ours)) + max(0, len(ours) - actions)
    return Survived(done, len(confirmed), again, lost, double, not sealed or last != before + len(found))
