"""Sixty days of an office over Tết 2022, for the reminders: what happens when, told in verbs and, beside it, in words.

The program reminds in the morning; what people do, they do in the afternoon, so that it counts from the next morning.

    NV-01  of huyện A to a1 and a2, due Friday 28/01     a1 hands in on 27/01, accepted 11/02 (its evidence runs out
                                                         on 28/02); a2 does nothing at all
    NV-02  priority, of the province to A and B, 15/02   A gets more time on 16/02, until 02/03, and does nothing;
                                                         B hands in on 17/02, is sent back 21/02, hands in on 23/02
    NV-03  of huyện B to b1, due 01/02, during Tết       done and accepted on 09/02
    BC     a report of every commune, due 26/01          a1 sends it on 25/01, a2 on 26/01, b1 on 08/02, b2 never
    away   a2's clerk from 10/02 to 16/02 (A's reviewer stands in); the leader from 14/02 to 18/02 (the secretary does)
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from phoihop.base import clock
from phoihop.duties import actions
from phoihop.duties.models import Acceptance, Assignment, Duty, Extension, Period
from phoihop.orgs.actions import delegate_post
from phoihop.orgs.models import Person, Post
from tests.duties.office import PDF, D, Office

FIRST = D(2022, 1, 14)
DAYS = [FIRST + datetime.timedelta(days=n) for n in range(60)]
ADDRESSES = {
    "clerk_a1": "vanthu@na-pang.vn",
    "clerk_a2": "vanthu@cho-moi.vn",
    "reviewer_a": "duyet@muong-thuong.vn",
    "reviewer_b": "duyet@muong-ha.vn",
    "secretary": "thuky@tay-phong.vn",
    "leader": "lanhdao@tay-phong.vn",
}
"""Nobody has written down where to write to clerk_b1 and leader_a."""


@dataclass
class Story:
    office: Office
    events: dict[datetime.date, list[Callable[[], object]]]

    def afternoon(self, day: datetime.date) -> None:
        with clock.standing_at(datetime.datetime.combine(day, datetime.time(14))):
            for event in self.events.get(day, ()):
                event()


def begin(office: Office) -> Story:
    """Everything is given in the afternoon of 13/01."""
    cast = office.cast
    for name, address in ADDRESSES.items():
        Person.objects.filter(holdings__post=getattr(cast, name)).update(contact=address)
    first = office.task("a1", "a2", by=cast.reviewer_a)
    second = office.task("a", "b", due=D(2022, 2, 15), is_priority=True, title_vi="Bảo vệ ngày bầu cử")
    third = office.task("b1", by=cast.reviewer_b, due=D(2022, 2, 1), title_vi="Trực Tết")
    report = _report(office)

    def hand_in(unit: str, by: Post) -> Callable[[], object]:
        task = {"a1": first, "b": second, "b1": third}[unit]
        return lambda: _hand_in(office, office.share(task, unit), by)

    def send(unit: str) -> Callable[[], object]:
        period = Period.objects.get(label="2022-DX1")
        facts = {"duty": report, "unit_id": cast.units[unit].pk, "period": period, "proof": report}
        return lambda: actions.fulfil(**facts, at=clock.now())

    def accept(unit: str, by: Post) -> Callable[[], object]:
        task = {"a1": first, "b1": third}[unit]
        key = Acceptance.Key.OTHER
        return lambda: actions.accept(by=by, share=office.share(task, unit), key=key, effective=True)

    def send_back() -> object:
        share = office.share(second, "b")
        return actions.return_share(by=cast.secretary, share=share, key="other", reason="Thiếu biên bản.")

    def more_time() -> object:
        share, until = office.share(second, "a"), D(2022, 3, 2)
        asked = actions.ask_extension(by=cast.reviewer_a, share=share, until=until, reason="Chờ kinh phí.")
        return actions.decide_extension(by=cast.secretary, extension=Extension.objects.get(pk=asked.pk), granted=True)

    def away(post: Post, stand_in: Post, first: int, last: int) -> Callable[[], object]:
        days = {"valid_from": D(2022, 2, first), "valid_to": D(2022, 2, last)}
        return lambda: delegate_post(by=post, post=post, stand_in=stand_in, why="leave", **days)

    return Story(
        office,
        {
            D(2022, 1, 20): [away(cast.clerk_a2, cast.reviewer_a, 10, 16), away(cast.leader, cast.secretary, 14, 18)],
            D(2022, 1, 25): [send("a1")],
            D(2022, 1, 26): [send("a2")],
            D(2022, 1, 27): [hand_in("a1", cast.clerk_a1)],
            D(2022, 2, 8): [send("b1")],
            D(2022, 2, 9): [hand_in("b1", cast.clerk_b1), accept("b1", cast.reviewer_b)],
            D(2022, 2, 11): [accept("a1", cast.reviewer_a)],
            D(2022, 2, 16): [more_time],
            D(2022, 2, 17): [hand_in("b", cast.reviewer_b)],
            D(2022, 2, 21): [send_back],
            D(2022, 2, 23): [hand_in("b", cast.reviewer_b)],
        },
    )


def _report(office: Office) -> Duty:
    """Owed by every commune, once."""
    duty = actions.add_duty(
        by=office.cast.secretary,
        article=office.clause,
        code="BC",
        kind="report",
        title_vi="Báo cáo trực Tết",
        debtor_level="commune",
        creditor_level="district",
        every="ad_hoc",
    )
    actions.add_period(
        by=office.cast.secretary,
        label="2022-DX1",
        kind="ad_hoc",
        year=2022,
        name_vi="Đợt Tết 2022",
        starts_on=D(2022, 1, 10),
        ends_on=D(2022, 1, 21),
        dues={"commune": D(2022, 1, 26)},
    )
    actions.open_occurrences(on=D(2022, 1, 13))
    return duty


def _hand_in(office: Office, share: Assignment, by: Post) -> None:
    upload = SimpleUploadedFile("bien-ban.pdf", PDF + f"%{share.pk}-{share.round}".encode())
    expires_on = D(2022, 2, 28) if share.unit_id == office.cast.units["a1"].pk else None
    day = min(clock.today(), share.due_on)
    actions.attach_evidence(by=by, share=share, file=upload, title="Biên bản", fact_on=day, expires_on=expires_on)
    actions.submit(by=by, share=share, text="Đã làm xong.")


# --- The same, told in words: what each morning finds, and the ladder as the issue puts it ---------------------------

TET = {D(2022, 1, 31), D(2022, 2, 1), D(2022, 2, 2), D(2022, 2, 3), D(2022, 2, 4)}
LAST = D(2022, 3, 14)


@dataclass(frozen=True)
class Owed:
    """Something that mornings from a day to a day find undone, counted from `day`; who is told at each level."""

    name: str
    ladder: str
    mornings: tuple[datetime.date, datetime.date]
    day: datetime.date
    who: tuple[tuple[str, ...], ...]


PROVINCE, DISTRICT_A = ("secretary", "leader"), ("reviewer_a", "leader_a")
OWED = (
    Owed("NV-01 a1", "usual", (FIRST, D(2022, 1, 27)), D(2022, 1, 28), (("clerk_a1",), DISTRICT_A, PROVINCE)),
    Owed("NV-01 a2", "usual", (FIRST, LAST), D(2022, 1, 28), (("clerk_a2",), DISTRICT_A, PROVINCE)),
    Owed("NV-01 a1", "waiting", (D(2022, 1, 28), D(2022, 2, 11)), D(2022, 1, 27), (DISTRICT_A,)),
    Owed("evidence a1", "evidence", (D(2022, 2, 12), LAST), D(2022, 2, 28), (("clerk_a1",),)),
    Owed("NV-02 a", "priority", (FIRST, D(2022, 2, 16)), D(2022, 2, 15), (("reviewer_a",), PROVINCE, ())),
    Owed("NV-02 a", "priority", (D(2022, 2, 17), LAST), D(2022, 3, 2), (("reviewer_a",), PROVINCE, ())),
    Owed("NV-02 b", "priority", (FIRST, D(2022, 2, 17)), D(2022, 2, 15), (("reviewer_b",), PROVINCE, ())),
    Owed("NV-02 b", "waiting", (D(2022, 2, 18), D(2022, 2, 21)), D(2022, 2, 17), (PROVINCE,)),
    Owed("NV-02 b", "priority", (D(2022, 2, 22), D(2022, 2, 23)), D(2022, 2, 15), (("reviewer_b",), PROVINCE, ())),
    Owed("NV-02 b", "waiting", (D(2022, 2, 24), LAST), D(2022, 2, 23), (PROVINCE,)),
    Owed("NV-03 b1", "usual", (FIRST, D(2022, 2, 9)), D(2022, 2, 1), (("clerk_b1",), ("reviewer_b",), PROVINCE)),
    Owed("BC a1", "usual", (FIRST, D(2022, 1, 25)), D(2022, 1, 26), (("clerk_a1",), ("reviewer_a",), ("secretary",))),
    Owed("BC a2", "usual", (FIRST, D(2022, 1, 26)), D(2022, 1, 26), (("clerk_a2",), ("reviewer_a",), ("secretary",))),
    Owed("BC b1", "usual", (FIRST, D(2022, 2, 8)), D(2022, 1, 26), (("clerk_b1",), ("reviewer_b",), ("secretary",))),
    Owed("BC b2", "usual", (FIRST, LAST), D(2022, 1, 26), ((), ("reviewer_b",), ("secretary",))),
)
AWAY = {
    "clerk_a2": ("reviewer_a", D(2022, 2, 10), D(2022, 2, 16)),
    "leader": ("secretary", D(2022, 2, 14), D(2022, 2, 18)),
}
Lines = dict[str, tuple[int, str]]
"""name of what is owed → (level, the post in whose place)."""


def by_the_rule() -> dict[tuple[datetime.date, str], Lines]:
    """(day, post) → what it is told, read plainly from the rule: no code of the program has part in it."""
    found: dict[tuple[datetime.date, str], Lines] = {}
    for on in DAYS:
        if on.weekday() >= 5 or on in TET:
            continue
        for owed in OWED:
            if owed.mornings[0] <= on <= owed.mornings[1]:
                for level in range(_levels(owed, on)):
                    for post in owed.who[level]:
                        found.setdefault((on, post), {}).setdefault(owed.name, (level, ""))
        for absent, (stand_in, first, last) in AWAY.items():
            for name, (level, _place) in found.get((on, absent), {}).items():
                own = found.get((on, stand_in), {}).get(name)
                if first <= on <= last and (own is None or level < own[0]):
                    found.setdefault((on, stand_in), {})[name] = (level, absent)
    return found


def _levels(owed: Owed, on: datetime.date) -> int:
    """How many levels are told that day, from whoever must act upwards; 0 when it is no day of the ladder."""
    step = _working_days(owed.day, on)
    falls = {
        "usual": step in {-5, -1, 0, 1} or (step > 1 and (step - 1) % 3 == 0),
        "priority": step in {-3, -1, 0, 1} or (step > 1 and (step - 1) % 2 == 0),
        "waiting": step >= 6 and step % 3 == 0,
        "evidence": step in {-10, 1} or (step > 1 and (step - 1) % 10 == 0),
    }[owed.ladder]
    above = {"usual": (4, 10), "priority": (3, 7)}.get(owed.ladder, ())
    return falls + falls * sum(step >= first for first in above)


def _working_days(day: datetime.date, on: datetime.date) -> int:
    """Working days from one day to another; `on` is one, `day` need not be."""
    worked = [d for d in _calendar(min(day, on), max(day, on)) if d.weekday() < 5 and d not in TET]
    return len([d for d in worked if d > day]) if on >= day else -len([d for d in worked if d < day])


def _calendar(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
