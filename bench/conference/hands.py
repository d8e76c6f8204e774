"""Many hands at once: five hundred ballots within ten seconds, a twentieth sent twice; roll call by thirty consoles."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass

from bench.conference.client import Console, gather_all
from bench.conference.stage import Hall, Server, Stage


@dataclass(frozen=True)
class Ballots:
    seconds: float
    answered: list[float]
    lost: int
    double: int
    repeated: int


def vote(stage: Stage, server: Server, ballots: int = 500, again: float = 0.05) -> Ballots:
    """A secret vote at all sites' consoles at once, two people a console; what is kept is read from the database."""
    dice = random.Random(4)
    each = -(-ballots // len(stage.halls))
    chosen: Counter[str] = Counter()
    answered: list[float] = []
    repeated = 0

    async def console(hall: Hall, key: int, people: list[tuple[int, str]], number: int) -> None:
        nonlocal repeated
        door = Console(server.port, stage.conference, hall.session)
        for seat, pin in people:
            choice, given = dice.choice(("o1", "o2", "o3")), f"cast-{key}-{seat}"
            fields = {"vote": key, "seat": seat, "choice": choice, "pin": pin}
            start = time.perf_counter()
            await door.command("vote.cast", given, **fields)
            answered.append(time.perf_counter() - start)
            chosen[choice] += 1
            if dice.random() < again:
                repeated += 1
                await door.command("vote.cast", given, **fields)
        door.close()

    async def play() -> tuple[int, float]:
        chair = Console(server.port, stage.conference, stage.leader)
        before = stage.look("c.votes.count()")
        options = "Đồng ý\nKhông đồng ý\nÝ kiến khác"
        await chair.command("vote.put", question=f"Thông qua {before}", method="secret", options=options)
        key = stage.look("c.votes.order_by('number').last().pk")
        await chair.command("vote.opened", vote=key)
        left, jobs = ballots, []
        for number, hall in enumerate(stage.halls):
            people = list(zip(hall.seats, hall.pins, strict=True))[: min(each, left)]
            left -= len(people)
            jobs += [console(hall, key, people[::2], number), console(hall, key, people[1::2], number)]
        start = time.perf_counter()
        await gather_all(jobs)
        taken = time.perf_counter() - start
        await chair.command("vote.closed", vote=key)
        chair.close()
        return key, taken

    key, taken = asyncio.run(play())
    kept = stage.look(
        f"[m.Ballot.objects.filter(vote={key}).count(), c.log.filter(verb='vote.cast', facts__vote={key}).count(),"
        f" c.log.get(verb='vote.closed', facts__vote={key}).facts['counts']]"
    )
    rows, entries, counts = kept
    lost = max(ballots - rows, ballots - entries, ballots - sum(counts.values()), 0)
    double = max(rows - ballots, entries - ballots, sum(counts.values()) - ballots, 0)
    if counts != dict(chosen):
        lost = max(lost, 1)
    return Ballots(taken, sorted(answered), lost, double, repeated)


def roll_call(stage: Stage, server: Server) -> tuple[float, int]:
    """Every console taps its twenty people one by one; seconds until the last is confirmed, and how many taps."""

    async def console(hall: Hall) -> int:
        door = Console(server.port, stage.conference, hall.session)
        for seat in hall.seats:
            await door.command("roll.marked", mark=f"{seat}:room")
        door.close()
        return len(hall.seats)

    async def play() -> int:
        return sum(await gather_all([console(hall) for hall in stage.halls]))

    start = time.perf_counter()
    taps = asyncio.run(play())
    return time.perf_counter() - start, taps
