"""The room at an instant, derived from the log by following one entry after another.

A Room never changes: each entry gives the next one, so that a room may be kept, compared and shared between threads.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from phoihop.conferences.formulas.queue import Asking, in_order
from phoihop.conferences.formulas.tally import quorum_need

PRESENT = frozenset({"room", "online"})


@dataclass(frozen=True)
class Happened:
    """An entry of the log, as much of it as the room follows from."""

    seq: int
    verb: str
    facts: Mapping[str, Any]
    at: datetime.datetime
    by: int | None = None


@dataclass(frozen=True)
class Seat:
    """A seat as it was when the conference was opened, or when it was added later."""

    delegate: int
    site: int
    votes: bool


@dataclass(frozen=True)
class Mark:
    """Where a seat's holder is: room, online, excused, left. `late` when first `seen` after the opening."""

    state: str
    since: datetime.datetime
    late: bool = False
    seen: bool = False


@dataclass(frozen=True)
class Floor:
    """Who speaks. `seconds` is what is granted, extensions included; `seq` the entry that gave it."""

    delegate: int
    site: int
    since: datetime.datetime
    seconds: int
    seq: int


@dataclass(frozen=True)
class Poll:
    """A vote that was opened. `voted` holds seats; `counts` is None until it is closed (a paper tally: confirmed)."""

    vote: int
    method: str
    by_paper: bool
    options: tuple[str, ...]
    entitled: frozenset[int]
    since: datetime.datetime
    voted: frozenset[int] = frozenset()
    choices: Mapping[int, str] = field(default_factory=dict)
    paper: Mapping[str, int] | None = None
    paper_by: int | None = None
    paper_hands: frozenset[int] = frozenset()
    counts: Mapping[str, int] | None = None
    closed_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Room:
    """Everything the screens show, after `seq` entries. Keys are keys of rows: seats, sites, items, votes."""

    seq: int = 0
    at: datetime.datetime | None = None
    opened_at: datetime.datetime | None = None
    closed_at: datetime.datetime | None = None
    quorum: str = "majority"
    speech_seconds: int = 300
    chair: int | None = None
    seats: Mapping[int, Seat] = field(default_factory=dict)
    marks: Mapping[int, Mark] = field(default_factory=dict)
    joined: Mapping[int, datetime.datetime] = field(default_factory=dict)
    lost: Mapping[int, datetime.datetime] = field(default_factory=dict)
    muted: frozenset[int] = frozenset()
    item: int | None = None
    item_since: datetime.datetime | None = None
    items_done: Mapping[int, float] = field(default_factory=dict)
    asking: Mapping[int, Asking] = field(default_factory=dict)
    floor: Floor | None = None
    heard: Mapping[int, int] = field(default_factory=dict)
    spoke: Mapping[int, int] = field(default_factory=dict)
    polls: Mapping[int, Poll] = field(default_factory=dict)
    page: tuple[int, int] | None = None
    conclusions: int = 0
    recording: bool = False

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    @cached_property
    def queue(self) -> list[Asking]:
        """Who waits for the floor, the next one first."""
        return in_order(self.asking.values(), self.heard)

    @cached_property
    def present(self) -> list[int]:
        """Seats whose holders are in a room or online."""
        return [seat for seat, mark in self.marks.items() if mark.state in PRESENT]

    @cached_property
    def entitled(self) -> int:
        """How many seats may vote."""
        return sum(1 for seat in self.seats.values() if seat.votes)

    @cached_property
    def voters(self) -> frozenset[int]:
        """Seats that may vote and are present."""
        return frozenset(seat for seat in self.present if seat in self.seats and self.seats[seat].votes)

    @property
    def need(self) -> int:
        return quorum_need(self.quorum, self.entitled)

    @property
    def has_quorum(self) -> bool:
        return len(self.voters) >= self.need

    @property
    def poll(self) -> Poll | None:
        """The vote that is open, if one is."""
        return next((poll for poll in self.polls.values() if poll.closed_at is None), None)


def room_after(entries: Iterable[Happened], start: Room | None = None) -> Room:
    """The room after these entries, in order."""
    room = start or Room()
    for entry in entries:
        room = follow(room, entry)
    return room


def follow(room: Room, entry: Happened) -> Room:
    """The next room. A verb that changes nothing on the screens (a note) moves the number alone."""
    step = _STEPS.get(entry.verb)
    after = step(room, entry, entry.facts) if step else room
    return replace(after, seq=entry.seq, at=entry.at)


def _opened(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    seats = {one: Seat(one, site, bool(votes)) for one, site, votes in facts["seats"]}
    quorum, seconds = facts["quorum"], facts["speech_seconds"]
    started = replace(room, opened_at=entry.at, chair=facts["chair"], quorum=quorum, speech_seconds=seconds)
    return replace(started, seats={**room.seats, **seats})


def _closed(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    ended = _item_ended(_floor_ended(room, entry, facts), entry, facts)
    return replace(ended, closed_at=entry.at, asking={}, recording=False)


def _seat_added(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    seat = Seat(facts["delegate"], facts["site"], bool(facts["votes"]))
    return replace(room, seats={**room.seats, seat.delegate: seat})


def _marked(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    marks, asking, floor = dict(room.marks), dict(room.asking), room.floor
    for delegate, state in facts["marks"]:
        here = state in PRESENT
        before = marks.get(delegate, Mark("", entry.at))
        late = before.late or (here and not before.seen and room.opened_at is not None)
        since = before.since if before.state == state else entry.at
        marks[delegate] = Mark(state, since, late, before.seen or here)
        if not here:
            asking.pop(delegate, None)
            if floor is not None and floor.delegate == delegate:
                floor = None
    return replace(room, marks=marks, asking=asking, floor=floor)


def _site_joined(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    lost = {site: since for site, since in room.lost.items() if site != facts["site"]}
    return replace(room, joined={**room.joined, facts["site"]: entry.at}, lost=lost)


def _site_lost(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    return replace(room, lost={**room.lost, facts["site"]: entry.at})


def _site_muted(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    site = frozenset({facts["site"]})
    return replace(room, muted=room.muted | site if facts["muted"] else room.muted - site)


def _item_started(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    return replace(_item_ended(room, entry, facts), item=facts["item"], item_since=entry.at)


def _item_ended(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    if room.item is None or room.item_since is None:
        return room
    spent = room.items_done.get(room.item, 0.0) + (entry.at - room.item_since).total_seconds()
    return replace(room, item=None, item_since=None, items_done={**room.items_done, room.item: spent})


def _asked(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    asking = Asking(facts["delegate"], facts["site"], facts["kind"], entry.seq)
    return replace(room, asking={**room.asking, asking.delegate: asking})


def _withdrew(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    return replace(room, asking={one: ask for one, ask in room.asking.items() if one != facts["delegate"]})


def _floor_given(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    delegate, site = facts["delegate"], facts["site"]
    given = _withdrew(room, entry, facts)
    floor = Floor(delegate, site, entry.at, facts["seconds"], entry.seq)
    heard = {**room.heard, site: room.heard.get(site, 0) + 1}
    return replace(given, floor=floor, heard=heard, spoke={**room.spoke, delegate: room.spoke.get(delegate, 0) + 1})


def _floor_extended(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    return replace(room, floor=room.floor and replace(room.floor, seconds=room.floor.seconds + facts["seconds"]))


def _floor_ended(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    return replace(room, floor=None)


def _vote_opened(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    poll = Poll(
        vote=facts["vote"],
        method=facts["method"],
        by_paper=facts["by_paper"],
        options=tuple(facts["options"]),
        entitled=frozenset(facts["entitled"]),
        since=entry.at,
    )
    return replace(room, polls={**room.polls, poll.vote: poll})


def _on_poll(change: Callable[[Poll, Happened, Mapping[str, Any]], Poll]) -> "Step":
    def step(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
        return replace(room, polls={**room.polls, facts["vote"]: change(room.polls[facts["vote"]], entry, facts)})

    return step


def _cast(poll: Poll, entry: Happened, facts: Mapping[str, Any]) -> Poll:
    choices = {**poll.choices, facts["delegate"]: facts["choice"]} if "choice" in facts else poll.choices
    return replace(poll, voted=poll.voted | {facts["delegate"]}, choices=choices)


def _paper_entered(poll: Poll, entry: Happened, facts: Mapping[str, Any]) -> Poll:
    return replace(
        poll, paper=facts["counts"], paper_by=entry.by, paper_hands=frozenset(facts.get("hands", [entry.by]))
    )


def _vote_closed(poll: Poll, entry: Happened, facts: Mapping[str, Any]) -> Poll:
    return replace(poll, counts=facts.get("counts"), closed_at=entry.at)


def _vote_cancelled(room: Room, entry: Happened, facts: Mapping[str, Any]) -> Room:
    return replace(room, polls={vote: poll for vote, poll in room.polls.items() if vote != facts["vote"]})


Step = Callable[[Room, Happened, Mapping[str, Any]], Room]
_STEPS: dict[str, Step] = {
    "room.opened": _opened,
    "room.closed": _closed,
    "chair.taken": lambda room, entry, facts: replace(room, chair=facts["chair"]),
    "seat.added": _seat_added,
    "roll.marked": _marked,
    "site.joined": _site_joined,
    "site.lost": _site_lost,
    "site.muted": _site_muted,
    "item.started": _item_started,
    "item.ended": _item_ended,
    "queue.asked": _asked,
    "queue.withdrawn": _withdrew,
    "floor.given": _floor_given,
    "floor.extended": _floor_extended,
    "floor.ended": _floor_ended,
    "vote.opened": _vote_opened,
    "vote.cast": _on_poll(_cast),
    "vote.paper_entered": _on_poll(_paper_entered),
    "vote.closed": _on_poll(_vote_closed),
    "vote.cancelled": _vote_cancelled,
    "page.shown": lambda room, entry, facts: replace(room, page=(facts["paper"], facts["page"])),
    "conclusion.read": lambda room, entry, facts: replace(room, conclusions=facts["last"]),
    "recording.switched": lambda room, entry, facts: replace(room, recording=bool(facts["on"])),
}
