"""A small conference for tests: the host's site and two districts', with seats, agenda and contacts.

host  Tỉnh Tây Phong          contact inspector    seats: leader (chairs), recogniser
A     Huyện Mường Thượng      contact reviewer_a   seats: leader_a, a2 (further posts of the committee)
B     Huyện Mường Hạ          contact reviewer_b   seats: b1, b2
"""

import datetime
import itertools
from dataclasses import dataclass, field

from django.utils import timezone

from phoihop.base import clock
from phoihop.conferences import actions
from phoihop.conferences.models import AgendaItem, Conference, Delegate, Site
from phoihop.duties.models import Period
from phoihop.orgs.models import Body, Post
from tests.cast import DAY, SINCE, Cast
from tests.duties.office import Office, open_office

_keys = itertools.count(1)


def key() -> str:
    """A key no command has used."""
    return f"test-{next(_keys)}"


def at(hour: int, minute: int = 0, day: datetime.date = DAY) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


@dataclass
class World:
    cast: Cast
    office: Office
    conference: Conference
    sites: dict[str, Site]
    seats: dict[str, Delegate]
    items: list[AgendaItem] = field(default_factory=list)

    def fresh(self) -> Conference:
        self.conference.refresh_from_db()
        return self.conference

    def open(self, **marks: str) -> None:
        """Everybody in the room (or as `marks` says), then opened by the chair."""
        self.mark(**{name: marks.get(name, "room") for name in self.seats})
        actions.open_room(by=self.cast.leader, conference=self.conference, key=key())

    def mark(self, **marks: str) -> None:
        """Roll call by the secretary: mark(leader_a="left")."""
        given = {self.seats[name].pk: state for name, state in marks.items()}
        actions.mark(by=self.cast.secretary, conference=self.fresh(), marks=given, key=key())


def further_post(body: Body, title: str, role: str = "delegate", precedence: int = 50) -> Post:
    """A post nobody signs in for."""
    return Post.objects.create(body=body, title_vi=title, role=role, precedence=precedence, valid_from=SINCE)


def seat(conference: Conference, site: Site, post: Post, *, votes: bool = True, precedence: int = 100) -> Delegate:
    return Delegate.objects.create(
        conference=conference, site=site, post=post, label=post.journal_label, votes=votes, precedence=precedence
    )


def build(cast: Cast, *, state: str = "called", code: str = "HN-2021", office: Office | None = None) -> World:
    """The conference, called for the afternoon of the day on which tests stand."""
    office = office or open_office(cast)
    period = Period.objects.get(label="2021")
    with clock.standing_at(at(8)):
        conference = Conference.objects.create(
            code=code,
            title_vi="Hội nghị giao ban thực hiện quy chế phối hợp năm 2021",
            period=period,
            unit=cast.units["province"],
            starts_at=at(14),
            ends_at=at(17),
            place_vi="Hội trường Công an tỉnh",
            chair=cast.leader,
            secretary=cast.secretary,
            state=state,
            created_by=cast.secretary,
            created_at=clock.now(),
            called_at=clock.now() if state == "called" else None,
        )
    conference.regulations.add(office.regulation)
    conference.deputies.add(cast.recogniser)
    contacts = {"host": ("province", cast.inspector), "A": ("a", cast.reviewer_a), "B": ("b", cast.reviewer_b)}
    sites = {
        name: Site.objects.create(
            conference=conference,
            unit=cast.units[unit],
            name_vi=f"Điểm cầu {contact.body.name_vi}",
            is_host=name == "host",
            order=order,
            contact=contact,
        )
        for order, (name, (unit, contact)) in enumerate(contacts.items())
    }
    committee = {name: Body.objects.get(unit=cast.units[name], kind="standing_committee") for name in ("a", "b")}
    seats = {
        "leader": seat(conference, sites["host"], cast.leader, precedence=1),
        "recogniser": seat(conference, sites["host"], cast.recogniser, precedence=2),
        "leader_a": seat(conference, sites["A"], cast.leader_a, precedence=1),
        "a2": seat(conference, sites["A"], further_post(committee["a"], "Chủ nhiệm Ủy ban Kiểm tra"), precedence=2),
        "b1": seat(conference, sites["B"], further_post(committee["b"], "Bí thư Huyện ủy"), precedence=1),
        "b2": seat(conference, sites["B"], further_post(committee["b"], "Trưởng Ban Tổ chức"), precedence=2),
    }
    items = [
        AgendaItem.objects.create(conference=conference, order=order, kind=kind, title_vi=title, minutes=minutes)
        for order, (kind, title, minutes) in enumerate(
            [
                ("opening", "Khai mạc", 5),
                ("report", "Báo cáo kết quả năm 2021", 15),
                ("discussion", "Thảo luận", 40),
                ("conclusion", "Kết luận", 15),
            ],
            1,
        )
    ]
    return World(cast, office, conference, sites, seats, items)
