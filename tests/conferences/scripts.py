"""Random conferences: a script of changes as their log would hold it, and the plain recount of it at an instant.

The recount knows nothing of rooms: it looks back through the script for each seat on its own.
"""

import datetime
import random
from dataclasses import dataclass, field

from phoihop.conferences.formulas import Happened

START = datetime.datetime(2022, 1, 14, 7, 30, tzinfo=datetime.UTC)
STATES = ("room", "online", "excused", "left")
HERE = ("room", "online")


@dataclass
class Script:
    """`seats`: seat → (site, may vote), those added later included."""

    seats: dict[int, tuple[int, bool]] = field(default_factory=dict)
    entries: list[Happened] = field(default_factory=list)

    def add(self, verb: str, at: datetime.datetime, **facts: object) -> None:
        self.entries.append(Happened(len(self.entries) + 1, verb, facts, at, 7))


def script(dice: random.Random, changes: int = 900, sites: int = 13, seats: int = 60) -> Script:
    """`changes` entries: people come before the opening, and all goes on until the closing, often in one second."""
    made = Script({one: (dice.randrange(sites), dice.random() < 0.9) for one in range(1, seats + 1)})
    at, opens = START, dice.randrange(20, 60)
    votes = 0
    while len(made.entries) < changes - 1:
        at += datetime.timedelta(seconds=dice.choice((0, 0, 1, 7, 40)))
        seat = dice.choice(list(made.seats))
        number = len(made.entries) + 1
        if number == opens:
            chosen = [[one, site, may] for one, (site, may) in made.seats.items()]
            quorum = dice.choice(("majority", "two_thirds"))
            made.add("room.opened", at, seats=chosen, chair=7, quorum=quorum, speech_seconds=300)
        elif number < opens or dice.random() < 0.4:
            marked = dice.sample(list(made.seats), dice.randrange(1, 6))
            made.add("roll.marked", at, marks=[[one, _state(dice, one)] for one in marked])
        elif number % 97 == 0:
            new = len(made.seats) + 1
            made.seats[new] = (dice.randrange(sites), True)
            made.add("seat.added", at, delegate=new, site=made.seats[new][0], votes=True)
        elif number % 50 == 0:
            votes += 1
            made.add("vote.opened", at, vote=votes, method="open", by_paper=False, options=["o1"], entitled=[seat])
        else:
            _speaking(made, dice, at, seat)
    made.add("room.closed", at)
    return made


def _state(dice: random.Random, seat: int) -> str:
    """A third of the seats comes and goes; the others mostly stay, so that the quorum is won and lost."""
    return dice.choice(STATES) if seat % 3 else dice.choice((*HERE, *HERE, *STATES))


def _speaking(made: Script, dice: random.Random, at: datetime.datetime, seat: int) -> None:
    site = made.seats[seat][0]
    verb = dice.choice(("queue.asked", "queue.asked", "queue.withdrawn", "floor.given", "floor.ended", "site.lost"))
    if verb == "queue.asked":
        made.add(verb, at, delegate=seat, site=site, kind=dice.choice(("order", "reply", "speech", "free")))
    elif verb == "floor.given":
        made.add(verb, at, delegate=seat, site=site, seconds=300)
    elif verb == "site.lost":
        made.add(dice.choice((verb, "site.joined")), at, site=site)
    else:
        made.add(verb, at, delegate=seat)


@dataclass(frozen=True)
class Recount:
    present: frozenset[int]
    late: frozenset[int]
    voters: int
    quorum: bool
    waiting: frozenset[int]


def recount(made: Script, moment: datetime.datetime) -> Recount:
    """Seat by seat, from what the script says up to the moment."""
    past = [entry for entry in made.entries if entry.at <= moment]
    opening = next((entry for entry in past if entry.verb == "room.opened"), None)
    known = {seat for seat, _site, _may in opening.facts["seats"]} if opening else set()
    known |= {entry.facts["delegate"] for entry in past if entry.verb == "seat.added"}
    present = frozenset(seat for seat in made.seats if _last_mark(past, seat) in HERE)
    late = frozenset(seat for seat in made.seats if _came_after(past, opening, seat))
    may = [seat for seat in known if made.seats[seat][1]]
    here = [seat for seat in may if seat in present]
    enough = False
    if opening is None or opening.facts["quorum"] == "majority":
        enough = len(here) * 2 > len(may)
    elif opening.facts["quorum"] == "two_thirds":
        enough = len(here) * 3 >= len(may) * 2
    waiting = frozenset(seat for seat in made.seats if _waits(past, seat))
    return Recount(present, late, len(here), enough, waiting)


def _marks(past: list[Happened], seat: int) -> list[tuple[Happened, str]]:
    rolls = [entry for entry in past if entry.verb == "roll.marked"]
    return [(entry, state) for entry in rolls for one, state in entry.facts["marks"] if one == seat]


def _last_mark(past: list[Happened], seat: int) -> str:
    marks = _marks(past, seat)
    return marks[-1][1] if marks else ""


def _came_after(past: list[Happened], opening: Happened | None, seat: int) -> bool:
    first = next((entry for entry, state in _marks(past, seat) if state in HERE), None)
    return first is not None and opening is not None and first.seq > opening.seq


def _waits(past: list[Happened], seat: int) -> bool:
    """Asked, and neither withdrew, was given the floor nor went away since; nobody waits after the closing."""
    waits = False
    for entry in past:
        facts = entry.facts
        if entry.verb == "room.closed":
            waits = False
        elif entry.verb == "roll.marked":
            waits = waits and not any(one == seat and state not in HERE for one, state in facts["marks"])
        elif facts.get("delegate") == seat:
            if entry.verb == "queue.asked":
                waits = True
            elif entry.verb in ("queue.withdrawn", "floor.given"):
                waits = False
    return waits
