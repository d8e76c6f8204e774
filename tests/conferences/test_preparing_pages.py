"""The pages before a conference: set up, called, answered; what is refused says why and loses nothing."""

import re
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from phoihop.conferences.models import Conference, Delegate
from phoihop.conferences.rules import pin_of
from phoihop.journal.models import Entry
from phoihop.orgs.models import Body, Post
from tests.cast import Cast, signed_in
from tests.conferences.test_listing import grow, statements, text
from tests.conferences.world import World, build, further_post
from tests.duties.office import open_office

pytestmark = pytest.mark.django_db
PLAN = {
    "title_vi": "Hội nghị giao ban năm 2021",
    "day": "2022-01-25",
    "starts": "08:00",
    "ends": "11:00",
    "place_vi": "Hội trường Công an tỉnh",
    "quorum": "majority",
    "speech_minutes": "5",
    "video": "none",
}


def way(name: str, *args: int) -> str:
    return reverse(f"conferences:{name}", args=args)


def test_a_form_that_is_refused_comes_back_with_all_that_was_typed(world: World) -> None:
    client = signed_in(world.cast.secretary)
    typed = PLAN | {
        "period": world.office.year.pk,
        "regulations": [world.office.regulation.pk],
        "chair": world.cast.leader.pk,
        "deputies": [world.cast.leader.pk],
    }
    before = Conference.objects.count()
    answer = client.post(way("add"), typed | {"ends": "07:30"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Giờ kết thúc phải sau giờ bắt đầu" in page
    assert "không đồng thời" in page
    assert 'value="07:30"' in page
    assert "Hội trường Công an tỉnh" in page
    for day in ("0001-01-01", "9999-12-31", "31/13/2022"):
        assert client.post(way("add"), typed | {"deputies": [], "day": day}).status_code == 422, day
    assert Conference.objects.count() == before
    assert client.post(way("add"), typed | {"deputies": []}).status_code == 302
    assert signed_in(world.cast.leader).get(way("add")).status_code == 403


def test_only_the_secretary_of_the_unit_that_calls_opens_the_pages_of_preparation(world: World) -> None:
    pk = world.conference.pk
    for name in ("change", "sites", "agenda", "call", "cancel", "pins"):
        assert signed_in(world.cast.secretary).get(way(name, pk)).status_code == 200, name
        assert signed_in(world.cast.leader_a).get(way(name, pk)).status_code == 403, name
        assert signed_in(world.cast.stranger).get(way(name, pk)).status_code in {403, 404}, name
    other = Post.objects.get(pk=world.cast.leader_a.pk)
    other.role = "secretary"
    other.save()
    assert signed_in(world.cast.leader_a).get(way("sites", pk)).status_code == 403


def test_an_answer_is_given_by_the_invited_post_and_a_foreign_substitute_is_refused(world: World) -> None:
    address, seat = way("replies", world.conference.pk), world.seats["leader_a"]
    client = signed_in(world.cast.leader_a)
    stand_in = further_post(seat.post.body, "Chánh Văn phòng")
    page = text(client, address)
    assert "Chánh Văn phòng" in page
    assert "Trưởng Ban Tổ chức" not in page
    send = {"seat": seat.pk, "answer": "delegated", "reason": ""}
    answer = client.post(address, send | {"substitute": world.cast.reviewer_a.pk})
    assert answer.status_code == 422
    assert "phải cùng cơ quan với người được mời" in answer.content.decode()
    assert Delegate.objects.get(pk=seat.pk).state == "invited"
    assert client.post(address, send | {"substitute": stand_in.pk}).status_code == 302
    assert Delegate.objects.get(pk=seat.pk).substitute == stand_in
    assert client.post(address, send | {"seat": world.seats["b1"].pk, "substitute": ""}).status_code == 404
    contact = signed_in(world.cast.reviewer_a)
    assert "Trưởng Ban Tổ chức" not in text(contact, address)
    given = {"seat": world.seats["a2"].pk, "answer": "absent", "reason": "Đi học."}
    assert contact.post(address, given).status_code == 302
    table = text(signed_in(world.cast.secretary), address)
    assert "dự: 0" in table
    assert "cử người thay: 1" in table
    assert "vắng có phép: 1" in table
    assert "chưa trả lời: 4" in table


def test_slips_show_each_pin_to_the_secretary_alone(world: World) -> None:
    address, seat = way("pins", world.conference.pk), world.seats["b1"]
    client = signed_in(world.cast.secretary)
    shown = text(client, address)
    assert all(pin_of(one) in shown for one in world.seats.values())
    assert client.post(address, {"seat": seat.pk}).status_code == 302
    again = text(client, address)
    assert pin_of(Delegate.objects.get(pk=seat.pk)) in again
    assert "cấp lần 2" in again
    assert signed_in(world.cast.reviewer_b).get(address).status_code == 403


def test_the_calendar_file_has_the_hours(world: World) -> None:
    answer = signed_in(world.cast.leader_a).get(way("calendar", world.conference.pk))
    event = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["dtstart"].dt == world.conference.starts_at
    assert event["dtend"].dt == world.conference.ends_at
    assert str(event["location"]) == "Hội trường Công an tỉnh"
    assert signed_in(world.cast.stranger).get(way("calendar", world.conference.pk)).status_code == 404


def test_a_late_call_shows_why_and_takes_a_reason(cast: Cast) -> None:

    planned = build(cast, state="preparing")
    address, client = way("call", planned.conference.pk), signed_in(cast.secretary)
    shown = text(client, address)
    assert "GIẤY MỜI" in shown
    assert "chậm nhất ngày 10/01/2022" in shown
    answer = client.post(address, {"reason": " "})
    assert answer.status_code == 422
    assert client.post(address, {"reason": "Họp khẩn phòng, chống mưa lũ."}).status_code == 302
    assert planned.fresh().state == "called"
    invited = text(signed_in(cast.leader_a), way("conference", planned.conference.pk))
    assert "Số 01-GM" in invited
    assert "Mời gấp: Họp khẩn phòng, chống mưa lũ." in invited


def test_the_table_of_answers_costs_the_same_for_few_and_for_many_sites(world: World) -> None:
    client = signed_in(world.cast.secretary)
    pages = [way(name, world.conference.pk) for name in ("replies", "sites", "pins", "agenda")]
    before = [statements(client, page) for page in pages]
    grow(world, 27)
    assert [statements(client, page) for page in pages] == before


def test_a_get_of_any_of_these_pages_records_nothing(world: World) -> None:
    client, n = signed_in(world.cast.secretary), Entry.objects.count()
    for name in ("conference", "change", "sites", "agenda", "speeches", "call", "cancel", "replies", "pins"):
        assert client.get(way(name, world.conference.pk)).status_code == 200
    assert Entry.objects.count() == n


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_secretary_prepares_and_calls_and_an_invited_post_names_a_substitute_on_a_telephone(
    demonstration_cast: Cast, live_server: Any, visit: Callable[..., Any]
) -> None:
    cast = demonstration_cast
    office = open_office(cast)
    committee = Body.objects.get(unit=cast.units["a"], kind="standing_committee")
    further_post(committee, "Cán bộ văn phòng", precedence=60)

    def enter(page: Any, post: Post) -> None:
        value = signed_in(post).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    page = visit()
    enter(page, cast.secretary)
    page.goto(live_server.url + way("list"))
    page.get_by_role("link", name="Lập hội nghị").click()
    page.get_by_label("Tên hội nghị").fill("Hội nghị giao ban năm 2021")
    page.get_by_label("Nơi họp").fill("Hội trường Công an tỉnh")
    page.get_by_role("checkbox", name=office.regulation.title_vi).check()
    page.get_by_role("button", name="Ghi").click()
    expect(page.get_by_text("Tiếp theo: điểm cầu và đại biểu.")).to_be_visible()
    page.get_by_role("button", name="Thêm điểm cầu").click()
    expect(page.get_by_text("Đã thêm 3 điểm cầu.")).to_be_visible()
    page.get_by_label("thường trực cấp ủy").check()
    page.get_by_label("đảng ủy công an").check()
    page.get_by_role("button", name="Thêm đại biểu").click()
    expect(page.get_by_text("Đã thêm 2 đại biểu.")).to_be_visible()
    page.get_by_role("link", name="Điểm cầu huyện Mường Hạ").click()
    page.get_by_role("button", name="Bỏ điểm cầu").click()
    page.get_by_role("link", name="Tiếp: chương trình").click()
    page.get_by_role("link", name="Tiếp: mời họp").click()
    expect(page.locator("article.paper").get_by_text("GIẤY MỜI", exact=True)).to_be_visible()
    page.get_by_role("button", name="Gửi giấy mời").click()
    expect(page.get_by_text("Đã mời 2 đại biểu")).to_be_visible()

    telephone = visit(width=380)
    enter(telephone, cast.leader_a)
    telephone.goto(live_server.url + "/")
    telephone.get_by_role("link", name=re.compile("Mời dự")).click()
    telephone.get_by_label("Cử người cùng cơ quan dự thay").check()
    telephone.get_by_label("Người dự thay").select_option(label="Cán bộ văn phòng")
    telephone.get_by_role("button", name="Gửi trả lời").click()
    expect(telephone.get_by_text("Đã ghi trả lời của Phó Bí thư Thường trực")).to_be_visible()
    seat = Delegate.objects.get(post=cast.leader_a)
    assert seat.substitute is not None
    assert seat.substitute.title_vi == "Cán bộ văn phòng"
    page.goto(live_server.url + way("replies", seat.conference_id))
    expect(page.get_by_text("cử người thay: 1")).to_be_visible()
