"""Who was there, by site: when each came and went, who came late or for another; the quorum at an instant."""

import datetime
from dataclasses import dataclass

from phoihop.conferences.formulas import Mark, Room, Stay, quorum_need, room_after, stays_of
from phoihop.conferences.formulas.room import PRESENT
from phoihop.conferences.models import Conference, Delegate, Site
from phoihop.conferences.queries.room import happened, room_now


@dataclass(frozen=True)
class Attended:
    """One seat. `state`: room, online, excused, left, or "" where it was never marked. `late`: after the opening."""

    seat: Delegate
    state: str
    late: bool
    stays: tuple[Stay, ...]

    @property
    def was_there(self) -> bool:
        return bool(self.stays)

    @property
    def is_there(self) -> bool:
        return self.state in PRESENT

    @property
    def is_substituted(self) -> bool:
        return self.seat.state == Delegate.Reply.DELEGATED

    @property
    def is_excused(self) -> bool:
        """Absent with leave: said before the conference or at roll call, and not come after all."""
        return not self.stays and (self.state == "excused" or self.seat.state == Delegate.Reply.ABSENT)


@dataclass(frozen=True)
class SiteAttendance:
    site: Site
    seats: list[Attended]

    @property
    def present(self) -> int:
        return sum(1 for one in self.seats if one.is_there)

    @property
    def attended(self) -> int:
        """Seats whose holders were there at any time."""
        return sum(1 for one in self.seats if one.was_there)


@dataclass(frozen=True)
class Quorum:
    """Seats that may vote: present, how many are needed, how many there are."""

    present: int
    need: int
    entitled: int

    @property
    def is_reached(self) -> bool:
        return self.present >= self.need


def attendance(conference: Conference, moment: datetime.datetime | None = None) -> list[SiteAttendance]:
    """By site in order, seats by precedence, as known at `moment` (None: from all of the log). Three statements."""
    entries = [one for one in happened(conference.pk) if moment is None or one.at <= moment]
    room, stays = room_after(entries), stays_of(entries)
    seats: dict[int, list[Attended]] = {}
    for seat in conference.delegates.order_by("precedence", "pk"):
        mark = room.marks.get(seat.pk, Mark("", conference.starts_at))
        kept = tuple(stays.get(seat.pk, ()))
        seats.setdefault(seat.site_id, []).append(Attended(seat, mark.state, mark.late, kept))
    return [SiteAttendance(site, seats.get(site.pk, [])) for site in conference.sites.order_by("order", "pk")]


def quorum_of(room: Room) -> Quorum:
    return Quorum(len(room.voters), room.need, room.entitled)


def need_of(conference: Conference, entitled: int) -> int:
    """How many of those entitled make the quorum of this conference, before it is opened too."""
    return quorum_need(conference.quorum, entitled)


def quorum_now(conference: Conference) -> Quorum:
    return quorum_of(room_now(conference.pk, conference.last_seq, conference.log_hash))


def quorum_at(conference: Conference, moment: datetime.datetime) -> Quorum:
    """The quorum with everything that had happened by then."""
    return quorum_of(room_after(one for one in happened(conference.pk) if one.at <= moment))
