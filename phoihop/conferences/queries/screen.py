"""What the screens of the room show, all of it at once: the room followed from the log, with the names of things.

One and the same for every group and language; which part of it a group sees is said by `papers.screens.PARTS`.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from phoihop.base import clock
from phoihop.conferences.formulas import Asking, Poll, Room, link_state
from phoihop.conferences.models import AgendaItem, Conclusion, Conference, Vote
from phoihop.conferences.queries.course import Sentence, course
from phoihop.conferences.queries.heard import Heard, heard
from phoihop.conferences.queries.names import Names, names_of
from phoihop.conferences.queries.papers import ShownPage, shown_as
from phoihop.orgs.models import Post

LAST_CONCLUSIONS, LOG_TAIL = 8, 60
_MOST_KEPT = 32


class SeatLine(NamedTuple):
    """A seat by name: `label` is whoever sits there, `mark` the roll call's last word ("" before the first)."""

    pk: int
    label: str
    site: int
    site_name: str
    votes: bool
    reply: str
    mark: str
    is_late: bool

    @property
    def is_here(self) -> bool:
        return self.mark in ("room", "online")


@dataclass(frozen=True)
class ItemLine:
    """A line of the agenda. `seconds` is what it took until `screen.at`, `before` what it took before `since`, where it
    runs now."""

    pk: int
    number: int
    item: AgendaItem
    state: str
    seconds: int
    before: int
    since: datetime.datetime | None
    speaker: str

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def planned(self) -> int:
        """Minutes."""
        return self.item.minutes

    @property
    def is_over(self) -> bool:
        return self.seconds > self.planned * 60


@dataclass(frozen=True)
class QueueLine:
    """Who waits. `heard`: how often the site spoke before."""

    place: int
    seat: SeatLine
    kind: str
    heard: int


class LinkLine(NamedTuple):
    """ "good", "weak", "lost" or "away"; milliseconds; the tier in use."""

    state: str
    delay_ms: int
    tier: str


@dataclass(frozen=True)
class SiteLine:
    """A site and its line: `link` is good, weak, lost, or away before it was ever there."""

    pk: int
    name: str
    is_host: bool
    link: str
    delay_ms: int
    tier: str
    is_muted: bool
    here: int
    seats: int


@dataclass(frozen=True)
class FloorLine:
    seat: SeatLine
    since: datetime.datetime
    seconds: int


@dataclass(frozen=True)
class OptionLine:
    """`count` is None until it may be shown: after the close, or at once in an open vote."""

    code: str
    label: str
    count: int | None


@dataclass(frozen=True)
class PollLine:
    """A vote that is open, or the last one that was. Who voted how is here only where the vote is named."""

    pk: int
    number: int
    question: str
    method: str
    by_paper: bool
    is_open: bool
    entitled: int
    voted: int
    options: tuple[OptionLine, ...]
    since: datetime.datetime
    is_counted_once: bool
    counted_by: int | None
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Screen:
    """Everything. `links` changes when a site's line does, which is no entry of the log."""

    conference: Conference
    room: Room
    at: datetime.datetime
    items: tuple[ItemLine, ...]
    floor: FloorLine | None
    queue: tuple[QueueLine, ...]
    sites: tuple[SiteLine, ...]
    seats: Mapping[int, SeatLine]
    poll: PollLine | None
    questions: tuple[Vote, ...]
    page: ShownPage | None
    conclusions: tuple[Conclusion, ...]
    chair: str
    names: Names

    @property
    def seq(self) -> int:
        return self.room.seq

    @property
    def item(self) -> ItemLine | None:
        return next((line for line in self.items if line.state == "now"), None)

    @property
    def here(self) -> int:
        return len(self.room.present)

    @property
    def sites_here(self) -> int:
        return sum(1 for line in self.sites if line.link in ("good", "weak"))

    @property
    def links(self) -> str:
        return mark_of({line.pk: LinkLine(line.link, line.delay_ms, line.tier) for line in self.sites})

    @cached_property
    def heard(self) -> list[Heard]:
        """How often each site was heard, the least first: worked out once for all groups."""
        return heard(self.conference, self.room)

    @property
    def log(self) -> list[Sentence]:
        """The end of the log in words, the newest first, in the language that is active."""
        return course(self.conference, newest=LOG_TAIL, names=self.names)[::-1]

    def of_site(self, site: int) -> list[SeatLine]:
        """The seats of one site, in order of precedence."""
        return [seat for seat in self.seats.values() if seat.site == site]


def screen(conference: Conference, room: Room) -> Screen:
    """The whole screen of a conference, in five to nine statements whatever its size. `room` as `room_now` gave it."""
    at, names = clock.now(), names_of(conference)
    seats = _seats_now(conference.pk, names, room)
    return Screen(
        conference=conference,
        room=room,
        at=at,
        items=tuple(_items(names.items.values(), seats, room, at)),
        floor=_floor(room, seats),
        queue=tuple(_queue(room.queue, seats, room)),
        sites=tuple(_sites(names, seats, room, conference)),
        seats=seats,
        poll=_poll(room, names, seats),
        questions=tuple(vote for vote in names.votes.values() if vote.state == Vote.State.READY),
        page=shown_as(conference, names.papers.get(room.page[0]), room.page[1]) if room.page else None,
        conclusions=tuple(conference.conclusions.order_by("-number")[:LAST_CONCLUSIONS]),
        chair=_chair(conference, room.chair or conference.chair_id, names),
        names=names,
    )


def _chair(conference: Conference, post: int, names: Names) -> str:
    """By his seat, or his post where he has none."""
    seat = next((seat for seat in names.seats.values() if seat.post_id == post), None)
    return str(seat or Post.objects.get(pk=post))


_kept: dict[int, tuple[object, object, dict[int, SeatLine]]] = {}


def _seats_now(conference_id: int, names: Names, room: Room) -> dict[int, SeatLine]:
    """Six hundred lines, made anew only when a seat or a mark is another: both are never changed in place."""
    seats, marks, lines = _kept.get(conference_id, (None, None, {}))
    if seats is not names.seats or marks is not room.marks:
        lines = {line.pk: line for line in _seats(names, room)}
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[conference_id] = (names.seats, room.marks, lines)
    return lines


def _seats(names: Names, room: Room) -> Iterable[SeatLine]:
    for seat in names.seats.values():
        mark = room.marks.get(seat.pk)
        yield SeatLine(
            pk=seat.pk,
            label=str(seat),
            site=seat.site_id,
            site_name=names.site(seat.site_id),
            votes=seat.votes,
            reply=seat.state,
            mark=mark.state if mark else "",
            is_late=bool(mark and mark.late),
        )


def _items(
    items: Iterable[AgendaItem], seats: Mapping[int, SeatLine], room: Room, at: datetime.datetime
) -> Iterable[ItemLine]:
    for number, item in enumerate(items, 1):
        runs = item.pk == room.item
        seconds = before = room.items_done.get(item.pk, 0.0)
        if runs and room.item_since:
            seconds += (at - room.item_since).total_seconds()
        done = item.pk in room.items_done
        yield ItemLine(
            pk=item.pk,
            number=number,
            item=item,
            state="now" if runs else "done" if done else "later",
            seconds=int(seconds),
            before=int(before),
            since=room.item_since if runs else None,
            speaker=seats[item.speaker_id].label if item.speaker_id is not None and item.speaker_id in seats else "",
        )


def _floor(room: Room, seats: Mapping[int, SeatLine]) -> FloorLine | None:
    if room.floor is None or room.floor.delegate not in seats:
        return None
    return FloorLine(seats[room.floor.delegate], room.floor.since, room.floor.seconds)


def _queue(queue: Iterable[Asking], seats: Mapping[int, SeatLine], room: Room) -> Iterable[QueueLine]:
    for place, asking in enumerate((one for one in queue if one.delegate in seats), 1):
        yield QueueLine(place, seats[asking.delegate], asking.kind, room.heard.get(asking.site, 0))


def lines_of(conference: Conference, room: Room) -> dict[int, LinkLine]:
    """Site → its line, in one statement. It may change without an entry of the log."""
    rows = conference.sites.values_list("pk", "link__delay_ms", "link__tier", "link__seen_at")
    now = clock.machine_now()
    found = {}
    for pk, delay, tier, seen_at in rows.order_by("order", "pk"):
        silent = (now - seen_at).total_seconds() if seen_at else 0.0
        state = link_state(pk in room.joined, pk in room.lost, delay or 0, silent)
        found[pk] = LinkLine(state, delay or 0, tier or "")
    return found


def mark_of(lines: Mapping[int, LinkLine]) -> str:
    """Differs when the screens would show the lines differently."""
    return ",".join(f"{pk}{line.state}{line.tier}" for pk, line in lines.items())


def _sites(names: Names, seats: Mapping[int, SeatLine], room: Room, conference: Conference) -> Iterable[SiteLine]:
    lines = lines_of(conference, room)
    invited = Counter(seat.site for seat in seats.values())
    here = Counter(seat.site for seat in seats.values() if seat.is_here)
    for site in names.sites.values():
        line = lines.get(site.pk, LinkLine("away", 0, ""))
        yield SiteLine(
            pk=site.pk,
            name=site.name_vi,
            is_host=site.is_host,
            link=line.state,
            delay_ms=line.delay_ms,
            tier=line.tier,
            is_muted=site.pk in room.muted,
            here=here[site.pk],
            seats=invited[site.pk],
        )


def _poll(room: Room, names: Names, seats: Mapping[int, SeatLine]) -> PollLine | None:
    poll = room.poll or max(room.polls.values(), key=lambda one: one.since, default=None)
    vote = names.votes.get(poll.vote) if poll else None
    if poll is None or vote is None:
        return None
    labels = names.options(vote.pk)
    counts = _counts(poll)
    named = [(seats[seat].label, labels[choice]) for seat, choice in poll.choices.items() if seat in seats]
    return PollLine(
        pk=vote.pk,
        number=vote.number,
        question=vote.question_vi,
        method=poll.method,
        by_paper=poll.by_paper,
        is_open=poll.closed_at is None,
        entitled=len(poll.entitled),
        voted=sum(poll.counts.values()) if poll.by_paper and poll.counts else len(poll.voted),
        options=tuple(OptionLine(code, labels[code], counts.get(code) if counts else None) for code in poll.options),
        since=poll.since,
        is_counted_once=poll.paper is not None and poll.closed_at is None,
        counted_by=poll.paper_by,
        choices=tuple(named) if poll.method == Vote.Method.NAMED else (),
    )


def _counts(poll: Poll) -> Mapping[str, int] | None:
    """The result once closed; of an open vote by show of hands also while it runs; else nothing."""
    if poll.counts is not None:
        return poll.counts
    if poll.method == Vote.Method.SECRET or poll.by_paper or poll.closed_at is not None:
        return None
    return {code: sum(1 for choice in poll.choices.values() if choice == code) for code in poll.options}
