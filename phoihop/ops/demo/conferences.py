"""Two conferences: the half-year review of 2021, held with all that followed; the review of the year, about to begin.

Everybody does what he would on the day, by the same verbs, on a clock that moves minute by minute.
"""

import datetime
from functools import partial
from typing import Any

from phoihop.conferences import actions
from phoihop.conferences.models import Delegate, Vote
from phoihop.conferences.queries import room_of
from phoihop.conferences.rules import pin_of
from phoihop.documents.actions import open_series
from phoihop.ops.demo import aftermath
from phoihop.ops.demo.ground import PROVINCE, Cast
from phoihop.ops.demo.invent import chance
from phoihop.ops.demo.meeting import Meeting, moment
from phoihop.ops.demo.story import Story

MINUTE = datetime.timedelta(minutes=1)
HELD, COMING = "half_year", "review"
OPTIONS = {"named": ("o1",) * 14 + ("o3",), "secret": ("o1", "o1", "o2", "o3")}
"""How people choose: so often each."""


def tell(story: Story, cast: Cast) -> None:
    story.at("2021-07-05T08:30", partial(_series, cast))
    held, coming = Meeting(cast, HELD), Meeting(cast, COMING)
    for meeting in (held, coming):
        _before(story, meeting)
    _morning(story, held)
    aftermath.tell(story, held)


def _series(cast: Cast) -> None:
    """Invitations, notices and communiqués have had numbers before."""
    body = cast.bodies["police_committee", PROVINCE]
    for symbol, last in (("GM", 14), ("TB", 9), ("TC", 2)):
        open_series(
            by=cast.secretary,
            body=body,
            type_symbol=symbol,
            starts_on=datetime.date(2020, 9, 1),
            ends_on=datetime.date(2025, 8, 31),
            last=last,
        )


def _before(story: Story, meeting: Meeting) -> None:
    """Set up, called in time, answered site by site, papers read and commented on, lines tested."""
    facts = meeting.material
    story.at(facts["created"], meeting.create)
    story.at(facts["called"], meeting.call)
    codes = [PROVINCE, *(place.code for place in meeting.cast.districts())]
    for nth, code in enumerate(codes):
        story.at(moment(facts["called"]) + datetime.timedelta(hours=18, minutes=7 * nth), partial(meeting.answer, code))
        story.at(moment(facts["tests"]) + 6 * nth * MINUTE, partial(meeting.test_line, code))
    for nth in range(len(facts["speeches"])):
        story.at(moment(facts["papers"]) + 60 * MINUTE + 9 * nth * MINUTE, partial(meeting.register, nth))
    story.at(facts["papers"], meeting.lay_papers)
    story.at(moment(facts["papers"]) + datetime.timedelta(hours=5), meeting.read_papers)
    story.at(moment(facts["papers"]) + datetime.timedelta(hours=7), meeting.comment)


def _morning(story: Story, meeting: Meeting) -> None:
    """The conference itself. Times are minutes after it was to begin."""
    live = _Live(meeting)
    start = moment(meeting.material["starts"])

    def at(minutes: float, scene: Any, *more: Any) -> None:
        story.at(start + minutes * MINUTE, partial(scene, *more))

    codes = list(enumerate([PROVINCE, *(place.code for place in meeting.cast.districts())]))
    for nth, code in codes:
        at(-40 + nth, live.join, code)
        at(-22 + nth, live.roll_call, code)
    at(0, live.open)
    at(1, live.begin, "opening")
    at(6, live.note, "opening")
    at(9, live.late)
    at(11, live.begin, "report")
    at(12, live.show, 1, 1)
    at(28, live.note, "report")
    at(31, live.begin, "discussion")
    for nth in range(3):
        at(32 + nth, live.ask_speech, nth)
    for nth in range(2):
        at(36 + nth, live.ask_free, nth)
    at(38, live.speech, 0)
    at(47, live.override)
    at(53, live.speech, 1)
    at(62, live.speech, 2)
    story.at(meeting.material["lost"]["from"], live.lose)
    story.at(meeting.material["lost"]["to"], live.come_back)
    at(78, live.free, 0)
    at(84, live.free, 1)
    at(90, live.note, "discussion")
    for nth_vote, kind in enumerate(("named", "secret")):
        begins = 94 + 10 * nth_vote
        at(begins - 1, live.put, kind)
        at(begins, live.open_vote, kind)
        for nth, code in codes:
            at(begins + 1 + nth / 4, live.cast, kind, code)
        at(begins + 6, live.close_vote, kind)
    at(112, live.leave)
    at(114, live.begin, "conclusion")
    at(116, live.conclude, 0)
    at(123, live.conclude, 1)
    at(130, live.begin, "closing")
    at(134, live.close)


class _Live:
    """What people at the screens press."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.facts = meeting.material
        self.votes: dict[str, Vote] = {}

    @property
    def _both(self) -> dict[str, Any]:
        return {"conference": self.meeting.conference, "key": self.meeting.key()}

    def join(self, code: str) -> None:
        site = self.meeting.sites[code]
        actions.site_joined(by=site.contact, conference=self.meeting.conference, site=site)

    def roll_call(self, code: str) -> None:
        """Everybody who comes is in the room, but for those who are late or join from elsewhere."""
        late = self.facts["late"]["titles"] if self.facts["late"]["at"] == code else []
        online = [one["user"] for one in self.facts["online"] if one["at"] == code]
        away = [self.meeting.cast.seats[code, user].pk for user in online]
        marks = {}
        for seat in self.meeting.seats(code):
            if seat.post.title_vi in late or seat.post_id in away:
                continue
            marks[seat.pk] = "excused" if seat.state == Delegate.Reply.ABSENT else "room"
        actions.mark(by=self.meeting.sites[code].contact, marks=marks, **self._both)
        for user in online:
            post = self.meeting.cast.seats[code, user]
            seat = self.meeting.seat(code, post.title_vi)
            actions.mark(by=post, marks={seat.pk: "online"}, **self._both)

    def late(self) -> None:
        self._mark(self.facts["late"], "room")

    def leave(self) -> None:
        self._mark(self.facts["left"], "left")

    def _mark(self, whom: dict[str, Any], state: str) -> None:
        marks = {self.meeting.seat(whom["at"], title).pk: state for title in whom["titles"]}
        actions.mark(by=self.meeting.sites[whom["at"]].contact, marks=marks, **self._both)

    def open(self) -> None:
        actions.open_room(by=self.meeting.cast.leader, **self._both)

    def close(self) -> None:
        actions.close_room(by=self.meeting.cast.leader, **self._both)

    def begin(self, kind: str) -> None:
        actions.start_item(by=self.meeting.cast.secretary, item=self.meeting.item(kind), **self._both)

    def note(self, kind: str) -> None:
        actions.note(by=self.meeting.cast.secretary, text=self.facts["notes"][kind], **self._both)

    def show(self, number: int, page: int) -> None:
        actions.show_page(by=self.meeting.cast.secretary, paper=self.meeting.paper(number), page=page, **self._both)

    def ask_speech(self, number: int) -> None:
        self._ask(self.facts["speeches"][number], "speech")

    def ask_free(self, number: int) -> None:
        self._ask(self.facts["free"][number], "free")

    def _ask(self, who: dict[str, Any], kind: str) -> None:
        seat = self.meeting.seat(who["at"], who["title"])
        actions.ask_to_speak(by=self.meeting.sites[who["at"]].contact, seat=seat, kind=kind, **self._both)

    def speech(self, number: int) -> None:
        self._speak(self.facts["speeches"][number])

    def free(self, number: int) -> None:
        self._speak(self.facts["free"][number])

    def override(self) -> None:
        """The chair gives the floor out of turn, and says why."""
        one = self.facts["override"]
        self._speak(one, one["reason"])

    def _speak(self, who: dict[str, Any], reason: str = "") -> None:
        """The floor is given, the secretary writes down what was said, the speaker ends."""
        seat = self.meeting.seat(who["at"], who["title"])
        actions.give_floor(by=self.meeting.cast.leader, seat=seat, reason=reason, **self._both)
        actions.note(by=self.meeting.cast.secretary, text=who["said"], seat=seat, **self._both)
        actions.end_floor(by=self.meeting.sites[who["at"]].contact, **self._both)

    def lose(self) -> None:
        actions.site_lost(conference=self.meeting.conference, site=self.meeting.sites[self.facts["lost"]["at"]])

    def come_back(self) -> None:
        self.join(self.facts["lost"]["at"])

    def put(self, kind: str) -> None:
        question = self.facts[f"{kind}_vote"]
        self.votes[kind] = actions.put_question(
            by=self.meeting.cast.secretary,
            conference=self.meeting.conference,
            question=question["question"],
            method=kind,
            options=question["options"],
            item=self.meeting.item("discussion"),
        )

    def open_vote(self, kind: str) -> None:
        actions.open_vote(by=self.meeting.cast.leader, vote=self.votes[kind], **self._both)

    def cast(self, kind: str, code: str) -> None:
        """One after the other at the site's computer, each with his PIN; one in fifty lets it pass."""
        vote, site = self.votes[kind], self.meeting.sites[code]
        entitled = room_of(site.conference_id).polls[vote.pk].entitled
        for seat in self.meeting.seats(code):
            dice = chance("ballot", kind, code, seat.post.title_vi)
            if seat.pk in entitled and dice.random() > 0.02:
                choice = dice.choice(OPTIONS[kind])
                actions.cast_at_site(
                    by=site.contact, vote=vote, seat=seat, choice=choice, pin=pin_of(seat), **self._both
                )

    def close_vote(self, kind: str) -> None:
        actions.close_vote(by=self.meeting.cast.leader, vote=self.votes[kind], **self._both)

    def conclude(self, number: int) -> None:
        actions.conclude(by=self.meeting.cast.leader, text=self.facts["conclusion"][number], **self._both)
