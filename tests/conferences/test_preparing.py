"""Preparing a conference: what it is, sites and seats in bulk, the agenda, speeches; and everything that is refused."""

import datetime
from typing import Any

import pytest

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.conferences import actions, queries
from phoihop.conferences.models import Conclusion, Conference, Delegate, LogEntry, Site
from phoihop.conferences.rules import Plan
from phoihop.duties.models import Assignment
from phoihop.journal.models import Entry, Notice
from phoihop.orgs.models import Body, Holding, Person
from tests.cast import SINCE, Cast
from tests.conferences.world import World, at, build, further_post, key
from tests.duties.office import Office, open_office

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 1, 20)


def refused(act: Any, **given: Any) -> str:
    before = Entry.objects.count()
    with pytest.raises(Refusal) as caught:
        act(**given)
    assert Entry.objects.count() == before
    return str(caught.value)


@pytest.fixture
def office(cast: Cast) -> Office:
    return open_office(cast)


def plan(office: Office, **changes: Any) -> Plan:
    usual: dict[str, Any] = {
        "title_vi": "Hội nghị giao ban năm 2021",
        "period": office.year,
        "regulations": [office.regulation],
        "starts_at": at(8, day=DAY),
        "ends_at": at(11, day=DAY),
        "place_vi": "Hội trường Công an tỉnh",
        "chair": office.cast.leader,
    }
    return Plan(**(usual | changes))


def committees(cast: Cast) -> dict[str, Body]:
    """Posts of two districts' committees: a secretary, a clerk's staff, who chairs the people's committee."""
    bodies = {}
    for name in ("a", "b"):
        body = Body.objects.get(unit=cast.units[name], kind="standing_committee")
        further_post(body, "Bí thư Huyện ủy", precedence=10)
        further_post(body, "Cán bộ văn thư")
        council = Body.objects.get(unit=cast.units[name], kind="peoples_committee")
        further_post(council, "Chủ tịch Ủy ban nhân dân", precedence=5)
        bodies[name] = body
    return bodies


def test_a_conference_is_laid_out_with_its_usual_agenda(office: Office) -> None:
    made = actions.create_conference(by=office.cast.secretary, plan=plan(office))
    assert (made.code, made.state, made.unit_id) == ("HN-2022", "preparing", office.cast.units["province"].pk)
    assert made.previous is None
    kinds = list(made.items.values_list("kind", flat=True))
    assert kinds == ["opening", "report", "discussion", "conclusion", "closing"]
    assert actions.create_conference(by=office.cast.secretary, plan=plan(office)).code == "HN-2022-2"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title_vi": " "}, "Tên hội nghị còn trống"),
        ({"place_vi": "Tài liệu TUYỆT MẬT"}, "Nơi họp"),
        ({"ends_at": at(7, day=DAY)}, "Giờ kết thúc phải sau giờ bắt đầu"),
        ({"ends_at": at(7, day=DAY + datetime.timedelta(days=30))}, "dài nhất ba ngày"),
        ({"starts_at": at(8, day=datetime.date(2022, 1, 12))}, "đã qua"),
        ({"regulations": []}, "Chưa chọn quy chế nào"),
        ({"speech_seconds": 5}, "Thời gian một lượt phát biểu"),
        ({"video": "link"}, "Ghi địa chỉ phòng họp hình"),
        ({"video": "link", "video_link": "javascript:alert(1)"}, "Ghi địa chỉ phòng họp hình"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(office: Office, wrong: dict[str, Any], said: str) -> None:
    assert said in refused(actions.create_conference, by=office.cast.secretary, plan=plan(office, **wrong))
    assert not Conference.objects.exists()


def test_only_a_secretary_prepares_and_only_a_leader_chairs(office: Office) -> None:
    cast = office.cast
    assert "không có quyền" in refused(actions.create_conference, by=cast.reviewer_a, plan=plan(office))
    wrong = plan(office, chair=cast.reviewer_a)
    assert "không có quyền chủ trì" in refused(actions.create_conference, by=cast.secretary, plan=wrong)
    both = plan(office, deputies=[cast.leader])
    assert "không đồng thời" in refused(actions.create_conference, by=cast.secretary, plan=both)
    made = actions.create_conference(by=cast.secretary, plan=plan(office))
    assert "không có quyền" in refused(actions.add_sites, by=cast.leader, conference=made, unit_ids=[made.unit_id])


def test_sites_and_seats_are_added_for_all_units_at_once_in_order_of_precedence(office: Office) -> None:
    cast = office.cast
    committees(cast)
    made = actions.create_conference(by=cast.secretary, plan=plan(office))
    places = queries.units_to_add(made, DAY)
    assert [place.name for place in places] == ["Tỉnh Tây Phong", "Huyện Mường Thượng", "Huyện Mường Hạ"]
    actions.add_sites(by=cast.secretary, conference=made, unit_ids=[place.unit_id for place in places])
    sites = list(made.sites.select_related("contact"))
    assert [(site.is_host, site.name_vi) for site in sites] == [
        (True, "Điểm cầu tỉnh Tây Phong"),
        (False, "Điểm cầu huyện Mường Thượng"),
        (False, "Điểm cầu huyện Mường Hạ"),
    ]
    assert [site.contact for site in sites] == [cast.secretary, cast.reviewer_a, cast.reviewer_b]
    kinds = ["standing_committee", "peoples_committee"]
    actions.add_seats(by=cast.secretary, conference=made, kinds=kinds)
    at_a = [seat.label.split(",")[0] for seat in sites[1].delegates.order_by("precedence")]
    assert at_a == ["Bí thư Huyện ủy", "Phó Bí thư Thường trực", "Chủ tịch Ủy ban nhân dân"]
    assert "để thêm" in refused(actions.add_seats, by=cast.secretary, conference=made, kinds=kinds)
    assert "Đánh dấu ít nhất" in refused(actions.add_sites, by=cast.secretary, conference=made, unit_ids=[])


def test_one_more_delegate_takes_his_place_and_the_order_set_by_hand_stays(world: World) -> None:
    secretary, site = world.cast.secretary, world.sites["B"]
    body = world.seats["b1"].post.body
    given: dict[str, Any] = {"by": secretary, "conference": world.conference, "site": site}
    actions.move_seat(by=secretary, seat=world.seats["b2"], up=True)
    actions.add_seat(**given, post=further_post(body, "Phó Bí thư Huyện ủy"))
    titles = [seat.label.split(",")[0] for seat in site.delegates.order_by("precedence")]
    assert titles == ["Phó Bí thư Huyện ủy", "Trưởng Ban Tổ chức", "Bí thư Huyện ủy"]
    actions.set_votes(by=secretary, seat=world.seats["b2"], votes=False)
    assert not Delegate.objects.get(pk=world.seats["b2"].pk).votes


def test_a_delegate_at_two_sites_is_refused_also_by_another_of_his_posts(world: World) -> None:
    given: dict[str, Any] = {"by": world.cast.secretary, "conference": world.conference, "site": world.sites["A"]}
    said = refused(actions.add_seat, **given, post=world.seats["b1"].post)
    assert "đã có chỗ ở Điểm cầu" in said
    second = further_post(world.seats["a2"].post.body, "Ủy viên Ban Thường vụ")
    person = Person.objects.create()
    for post in (second, world.seats["b1"].post):
        Holding.objects.create(person=person, post=post, valid_from=SINCE)
    said = refused(actions.add_seat, **given, post=second)
    assert "Một người chỉ có một chỗ" in said
    assert "không có quyền xem hội nghị" in refused(actions.add_seat, **given, post=world.cast.operator)


def test_while_it_runs_a_delegate_is_added_through_the_log_and_told(world: World) -> None:
    world.open()
    post = further_post(world.seats["b1"].post.body, "Chánh Văn phòng")
    given: dict[str, Any] = {"by": world.cast.secretary, "conference": world.fresh(), "site": world.sites["B"]}
    seat = actions.add_seat(**given, post=post, key="add-one")
    assert actions.add_seat(**given, post=post, key="add-one") == seat
    entry = LogEntry.objects.get(verb="seat.added")
    assert entry.facts == {"delegate": seat.pk, "site": world.sites["B"].pk, "votes": True}
    conference = world.fresh()
    room = queries.room_now(conference.pk, conference.last_seq, conference.log_hash)
    assert seat.pk in room.seats
    assert Notice.objects.filter(to_post_id=post.pk, entry__verb="conference.seats_added").exists()
    assert "đã có chỗ" in refused(actions.add_seat, **given, post=post, key=key())
    assert "không sửa phần chuẩn bị" in refused(actions.remove_seat, by=world.cast.secretary, seat=seat)


def test_a_site_with_delegates_stays_and_its_contact_is_of_the_place(world: World) -> None:
    secretary, site = world.cast.secretary, world.sites["A"]
    assert "còn 2 đại biểu" in refused(actions.remove_site, by=secretary, site=site)
    change: dict[str, Any] = {"by": secretary, "site": site, "name_vi": site.name_vi, "room_vi": "Phòng họp số 1"}
    assert "không thuộc đơn vị" in refused(actions.change_site, **change, contact=world.cast.reviewer_b)
    actions.change_site(**change, contact=world.cast.leader_a)
    assert Site.objects.get(pk=site.pk).contact == world.cast.leader_a
    for name in ("a2", "leader_a"):
        actions.remove_seat(by=secretary, seat=world.seats[name])
    assert Notice.objects.filter(to_post_id=world.cast.leader_a.pk, entry__verb="conference.seat_removed").exists()
    actions.remove_site(by=secretary, site=site)
    assert not Site.objects.filter(pk=site.pk).exists()


def test_the_agenda_is_put_in_order(world: World) -> None:
    secretary, conference = world.cast.secretary, world.conference
    item = actions.add_item(
        by=secretary, conference=conference, kind="speech", title_vi="Kinh nghiệm của huyện Mường Hạ", minutes=10
    )
    assert [one.kind for one in conference.items.all()] == ["opening", "report", "discussion", "speech", "conclusion"]
    actions.move_item(by=secretary, item=item, up=True)
    assert [one.kind for one in conference.items.all()] == ["opening", "report", "speech", "discussion", "conclusion"]
    change: dict[str, Any] = {"by": secretary, "item": item, "kind": "speech", "title_vi": "Kinh nghiệm"}
    assert "Số phút" in refused(actions.change_item, **change, minutes=0)
    other = build(world.cast, code="HN-X", office=world.office)
    assert "hội nghị này" in refused(actions.change_item, **change, minutes=5, speaker=other.seats["b1"])
    actions.change_item(**change, minutes=15, speaker=world.seats["b1"])
    actions.remove_item(by=secretary, item=world.items[0])
    assert list(conference.items.values_list("order", flat=True)) == [1, 2, 3, 4]
    world.open()
    late = {"by": secretary, "item": item}
    assert "không sửa phần chuẩn bị" in refused(actions.remove_item, by=secretary, item=_fresh(item))
    assert late


def _fresh(item: Any) -> Any:
    return type(item).objects.select_related("conference").get(pk=item.pk)


def test_a_speech_is_registered_by_the_delegate_or_his_site_until_the_opening(world: World) -> None:
    item = world.items[2]
    given: dict[str, Any] = {"item": item, "delegate": world.seats["leader_a"], "title_vi": "Giữ vững địa bàn"}
    assert "Chỉ đại biểu đó" in refused(actions.register_speech, by=world.cast.reviewer_b, **given)
    speech = actions.register_speech(by=world.cast.leader_a, **given)
    assert "đã đăng ký" in refused(actions.register_speech, by=world.cast.reviewer_a, **given)
    actions.withdraw_speech(by=world.cast.reviewer_a, speech=speech)
    actions.register_speech(by=world.cast.reviewer_a, **given)
    world.open()
    late = given | {"item": _fresh(item), "delegate": world.seats["a2"]}
    assert "đã khai mạc" in refused(actions.register_speech, by=world.cast.reviewer_a, **late)


def test_a_change_after_the_invitation_is_told_to_everybody_invited(world: World) -> None:
    office, conference = world.office, world.conference
    same = plan(office, title_vi=conference.title_vi, period=conference.period, deputies=[world.cast.recogniser])
    moved = actions.change_conference(by=world.cast.secretary, conference=conference, plan=same)
    assert moved.starts_at == at(8, day=DAY)
    assert Notice.objects.filter(to_post_id=world.cast.leader_a.pk, entry__verb="conference.changed").exists()
    n = Entry.objects.count()
    actions.change_conference(by=world.cast.secretary, conference=conference, plan=same)
    assert Entry.objects.count() == n
    world.open()
    said = refused(actions.change_conference, by=world.cast.secretary, conference=conference, plan=same)
    assert "không sửa phần chuẩn bị" in said


def test_what_was_concluded_and_is_not_done_opens_the_next_agenda(world: World) -> None:
    cast, office = world.cast, world.office
    task = office.task("a", "b")
    with clock.standing_at(at(14, 5)):
        world.open()
        actions.conclude(
            by=cast.secretary, conference=world.fresh(), text="Huyện rà soát. Tỉnh hướng dẫn. Bỏ việc này.", key=key()
        )
        actions.close_room(by=cast.leader, conference=world.fresh(), key=key())
    given, loose, waived = Conclusion.objects.order_by("number")
    Conclusion.objects.filter(pk=given.pk).update(state="given", task=task)
    Conclusion.objects.filter(pk=waived.pk).update(
        state="waived", waived_by=cast.leader, waived_reason="Đã có cơ quan khác làm."
    )
    made = actions.create_conference(by=cast.secretary, plan=plan(office))
    assert made.previous == world.conference
    assert list(made.items.values_list("kind", flat=True))[:2] == ["opening", "follow_up"]
    lines = queries.follow_up(made, cast.secretary)
    assert [(line.conclusion, line.left, line.all) for line in lines] == [(given, 2, 2), (loose, 0, 0)]
    assert [line.seen for line in lines] == [True, False]
    for unit in ("a", "b"):
        share = office.share(task, unit)
        type(share).objects.filter(pk=share.pk).update(
            state="dropped", closed_at=clock.now(), drop_reason=Assignment.DropReason.values[0], close_text="Đã thôi."
        )
    assert [line.conclusion for line in queries.follow_up(made, cast.secretary)] == [loose]
