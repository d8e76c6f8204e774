"""Calling a conference and what the invited answer: the paper, the days, who may stand in for whom, PINs."""

import datetime
from typing import Any

import pytest

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.conferences import actions, queries
from phoihop.conferences.models import Conference, Delegate, PinGuess
from phoihop.conferences.rules import pin_of
from phoihop.documents import store
from phoihop.documents.read import read
from phoihop.journal.models import Entry, Mail, Notice
from phoihop.orgs.models import Holding, Person
from tests.cast import SINCE, Cast
from tests.conferences.world import World, at, build, further_post

pytestmark = pytest.mark.django_db
BY = datetime.date(2022, 1, 10)
"""The last day on which the conference of Thursday 13/01/2022 may be called: three working days before."""


@pytest.fixture
def planned(cast: Cast) -> World:
    return build(cast, state="preparing")


def refused(act: Any, **given: Any) -> str:
    before = Entry.objects.count()
    with pytest.raises(Refusal) as caught:
        act(**given)
    assert Entry.objects.count() == before
    return str(caught.value)


def told(verb: str) -> set[int]:
    return set(Notice.objects.filter(entry__verb=verb).values_list("to_post_id", flat=True))


def test_the_call_issues_the_invitation_and_tells_every_post_on_the_desk_and_by_letter(planned: World) -> None:
    cast = planned.cast
    Person.objects.filter(holdings__post=cast.leader_a).update(contact="leader.a@example.org")
    with clock.standing_at(at(9, day=BY)):
        actions.call(by=cast.secretary, conference=planned.conference)
    conference = planned.fresh()
    assert (conference.state, conference.called_at) == ("called", at(9, day=BY))
    invitation = conference.invitation
    assert invitation is not None
    assert invitation.symbol.startswith("Số 01-GM/")
    words = "\n".join(read(store.read(invitation.file)).blocks)
    assert "GIẤY MỜI" in words
    assert "từ 14 giờ 00, thứ Năm, 13/01/2022 đến 17 giờ 00" in words
    assert "Bí thư Huyện ủy" in words
    seats = {seat.post_id for seat in planned.seats.values()}
    contacts = {cast.inspector.pk, cast.reviewer_a.pk, cast.reviewer_b.pk}
    assert told("conference.called") == seats | contacts
    letter = Mail.objects.get()
    assert letter.to == "leader.a@example.org"
    assert "Hội trường Công an tỉnh" in letter.body
    later = further_post(planned.seats["b1"].post.body, "Chánh Văn phòng")
    person = Person.objects.create(contact="van.phong@example.org")
    Holding.objects.create(person=person, post=later, valid_from=SINCE)
    with clock.standing_at(at(9, day=BY)):
        actions.add_seat(by=cast.secretary, conference=conference, site=planned.sites["B"], post=later)
    assert Mail.objects.filter(to="van.phong@example.org", subject__contains="Mời dự hội nghị").exists()
    assert "đã mời rồi" in refused(actions.call, by=cast.secretary, conference=conference)


def test_calling_too_late_needs_a_reason_that_is_recorded(planned: World) -> None:
    given: dict[str, Any] = {"by": planned.cast.secretary, "conference": planned.conference}
    with clock.standing_at(at(9, day=BY + datetime.timedelta(days=1))):
        said = refused(actions.call, **given)
        assert "chậm nhất ngày 10/01/2022, hôm nay là 11/01/2022" in said
        assert "dãy số" in refused(actions.call, **given, reason="Gọi 0912 345 678")
        assert not planned.fresh().invitation_id
        actions.call(**given, reason="Họp khẩn để chỉ đạo phòng, chống mưa lũ.")
    assert Entry.objects.get(verb="conference.called").facts["reason"].startswith("Họp khẩn")


def test_what_is_not_prepared_is_not_called(planned: World) -> None:
    cast, conference = planned.cast, planned.conference
    call: dict[str, Any] = {"by": cast.secretary, "conference": conference, "reason": "Họp khẩn."}
    with clock.standing_at(at(9, day=BY)):
        assert "không có quyền" in refused(actions.call, **(call | {"by": cast.reviewer_a}))
        Conference.objects.filter(pk=conference.pk).update(ends_at=at(15))
        assert "cần 75 phút, giờ họp chỉ có 60 phút" in refused(actions.call, **call)
        for name in ("b1", "b2"):
            actions.remove_seat(by=cast.secretary, seat=planned.seats[name])
        assert "chưa có đại biểu" in refused(actions.call, **call)
    with clock.standing_at(at(14, 30)):
        assert "Giờ họp đã qua" in refused(actions.call, **call)


def test_a_conference_is_called_off_with_a_reason_told_to_all(world: World) -> None:
    cancel: dict[str, Any] = {"by": world.cast.secretary, "conference": world.conference}
    assert "Ghi lý do hủy" in refused(actions.cancel, **cancel, reason=" ")
    actions.cancel(**cancel, reason="Chủ trì đi công tác đột xuất.")
    assert world.fresh().state == "cancelled"
    assert world.cast.leader_a.pk in told("conference.cancelled")
    seat = world.seats["leader_a"]
    assert "đã hủy" in refused(actions.reply, by=world.cast.leader_a, seat=seat, answer="comes")


def test_an_answer_may_be_changed_until_the_opening(world: World) -> None:
    seat, leader = world.seats["leader_a"], world.cast.leader_a
    actions.reply(by=leader, seat=seat, answer="comes")
    actions.reply(by=leader, seat=seat, answer="comes")
    assert Entry.objects.filter(verb="conference.replied").count() == 1
    assert "Ghi lý do vắng" in refused(actions.reply, by=leader, seat=seat, answer="absent")
    actions.reply(by=leader, seat=seat, answer="absent", reason="Đi học.")
    actions.reply(by=leader, seat=seat, answer="absent", reason="Đi học tập trung.")
    kept = Delegate.objects.get(pk=seat.pk)
    assert (kept.state, kept.reason, kept.replied_by) == ("absent", "Đi học tập trung.", leader)
    actions.reply(by=world.cast.reviewer_a, seat=seat, answer="comes")
    assert told("conference.replied") == {leader.pk}
    assert "Chỉ người được mời" in refused(actions.reply, by=world.cast.reviewer_b, seat=seat, answer="comes")
    actions.reply(by=world.cast.secretary, seat=seat, answer="absent", reason="Báo qua văn thư.")
    world.open(leader_a="excused")
    assert "đã khai mạc" in refused(actions.reply, by=leader, seat=seat, answer="comes")


def test_only_a_named_post_of_the_same_body_without_a_seat_stands_in(world: World) -> None:
    seat, leader = world.seats["leader_a"], world.cast.leader_a
    send: dict[str, Any] = {"by": leader, "seat": seat, "answer": "delegated"}
    assert "Chọn chức vụ dự thay" in refused(actions.reply, **send)
    other = refused(actions.reply, **send, substitute=world.cast.reviewer_a)
    assert "phải cùng cơ quan với người được mời" in other
    assert "đã có chỗ" in refused(actions.reply, **send, substitute=world.seats["a2"].post)
    assert "chức vụ khác" in refused(actions.reply, **send, substitute=leader)
    first, second = (further_post(seat.post.body, title) for title in ("Phó Bí thư", "Chánh Văn phòng"))
    assert [first, second] == queries.substitutes(seat, clock.today())
    actions.reply(**send, substitute=first)
    both = {"by": world.cast.reviewer_a, "seat": world.seats["a2"], "answer": "delegated", "substitute": first}
    assert "đã có chỗ" in refused(actions.reply, **both)
    assert "Chỉ người được mời" in refused(actions.reply, by=first, seat=seat, answer="absent", reason="Bận.")
    actions.reply(**send, substitute=second)
    kept = Delegate.objects.get(pk=seat.pk)
    assert (kept.state, kept.substitute) == ("delegated", second)
    assert told("conference.replied") == {first.pk, second.pk}
    actions.reply(by=leader, seat=seat, answer="comes")
    assert Delegate.objects.get(pk=seat.pk).substitute is None


def test_who_has_not_answered_is_told_again_and_his_site_with_him(world: World) -> None:
    actions.reply(by=world.cast.leader_a, seat=world.seats["leader_a"], answer="comes")
    assert "không có quyền" in refused(actions.chase, by=world.cast.reviewer_a, conference=world.conference)
    assert actions.chase(by=world.cast.secretary, conference=world.conference) == 8
    assert world.cast.leader_a.pk not in told("conference.chased")
    assert world.cast.reviewer_b.pk in told("conference.chased")
    for name in ("leader", "recogniser", "a2", "b1", "b2"):
        actions.reply(by=world.cast.secretary, seat=world.seats[name], answer="comes")
    assert "không còn ai" in refused(actions.chase, by=world.cast.secretary, conference=world.conference)


def test_a_new_pin_shuts_the_old_one_and_opens_what_was_locked(world: World) -> None:
    seat = world.seats["b1"]
    PinGuess.objects.create(delegate=seat, wrong=5)
    assert "Chỉ thư ký" in refused(actions.issue_pin, by=world.cast.reviewer_b, seat=seat)
    fresh = actions.issue_pin(by=world.cast.secretary, seat=seat)
    assert fresh.pin_issue == 2
    assert pin_of(fresh) != pin_of(seat)
    assert not PinGuess.objects.exists()
    assert pin_of(fresh) not in str(Entry.objects.get(verb="conference.pin_issued").facts)
