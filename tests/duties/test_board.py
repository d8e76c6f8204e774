"""The comparative board: closed, a unit sees its own line; open, names and numbers of all beside it, and no more."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.duties import actions
from phoihop.duties.models import BoardSwitch
from phoihop.journal.models import Entry, Notice
from phoihop.orgs.models import Post, Unit, UnitVersion
from tests.cast import signed_in
from tests.duties.office import D, Office

ADDRESS = "/viec/so-sanh/?ky=2022"


def page(post: Post, query: str = "") -> str:
    answer = signed_in(post).get(ADDRESS + query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def lines(text: str) -> list[str]:
    """The units on the board, from the top down."""
    body = text.partition('id="board"')[2].partition("</table>")[0]
    return [re.sub(r"<.*", "", name).strip() for name in re.findall(r'<th scope="row">([^<]+)', body)]


def a_year(office: Office) -> None:
    """District A was given two shares and did one on time; district B was given one and did none."""
    cast = office.cast
    task = office.task("a", "b")
    office.task("a1")
    share = office.hand_in(task, "a", cast.reviewer_a)
    actions.accept(by=cast.leader, share=share, key="other", effective=True)


def test_units_beside_one_another_see_names_and_numbers_only_while_it_is_open(office: Office) -> None:
    a_year(office)
    cast = office.cast
    closed = page(cast.reviewer_b)
    assert lines(closed) == ["Huyện Mường Hạ"]
    assert "Bảng so sánh đang đóng: đơn vị chỉ thấy dòng của mình. Tỉnh Tây Phong mở bảng" in closed
    assert lines(page(cast.secretary)) == ["Huyện Mường Thượng", "Huyện Mường Hạ", "Cộng"]
    actions.open_board(by=cast.secretary, unit_id=cast.units["province"].pk)
    opened = page(cast.reviewer_b)
    assert lines(opened) == ["Huyện Mường Thượng", "Huyện Mường Hạ", "Cộng"]
    assert "1/2 · 50,00\u00a0%" in opened
    others, own = (cast.units[name].pk for name in ("a", "b"))
    assert f"dv={own}&chon=given" in opened
    assert f"dv={others}&chon" not in opened
    assert signed_in(cast.reviewer_b).get(f"/viec/bang-diem/?ky=2022&dv={others}").status_code == 404
    told = Notice.objects.filter(entry__verb="task.board_opened").values_list("to_post_id", flat=True)
    assert {cast.reviewer_a.pk, cast.reviewer_b.pk} <= set(told)
    assert cast.clerk_a1.pk not in told
    actions.close_board(by=cast.leader, unit_id=cast.units["province"].pk)
    assert lines(page(cast.reviewer_b)) == ["Huyện Mường Hạ"]


def test_a_board_is_of_one_level_and_strangers_have_none(office: Office) -> None:
    a_year(office)
    cast = office.cast
    actions.open_board(by=cast.secretary, unit_id=cast.units["province"].pk)
    assert lines(page(cast.clerk_a1)) == ["Xã Nà Pang"], "the district has not opened its own"
    actions.open_board(by=cast.leader_a, unit_id=cast.units["a"].pk)
    assert lines(page(cast.clerk_a1)) == ["Xã Nà Pang", "Thị trấn Chợ Mới", "Cộng"]
    assert lines(page(cast.clerk_b1)) == ["Xã Bản Lầu"]
    for post, unit in ((cast.clerk_a1, "province"), (cast.stranger, "province"), (cast.reviewer_a, "b")):
        assert signed_in(post).get(f"{ADDRESS}&dv={cast.units[unit].pk}").status_code == 404
    assert "Không có đơn vị trực thuộc nào" in page(cast.stranger)


def test_ties_stand_in_the_order_of_the_alphabet_and_who_was_given_nothing_last(office: Office) -> None:
    cast = office.cast
    for code, name in (("903", "Huyện Ân Thi"), ("904", "Huyện Ái Mộ"), ("905", "Huyện Đà"), ("906", "Huyện An Lạc")):
        cast.units[name] = Unit.objects.create()
        known = {"level": "district", "type": "huyen", "valid_from": D(2015, 1, 1), "parent": cast.units["province"]}
        UnitVersion.objects.create(unit=cast.units[name], code=code, name_vi=name, **known)
    office.task("Huyện Ân Thi", "Huyện Ái Mộ", "Huyện An Lạc")
    assert lines(page(cast.secretary))[:3] == ["Huyện Ái Mộ", "Huyện An Lạc", "Huyện Ân Thi"]
    assert lines(page(cast.secretary))[3:-1] == ["Huyện Đà", "Huyện Mường Hạ", "Huyện Mường Thượng"]


def test_only_the_unit_above_turns_it_and_a_switch_has_its_days(office: Office) -> None:
    cast, province = office.cast, office.cast.units["province"].pk
    browser = signed_in(cast.leader)
    assert browser.post("/viec/so-sanh/mo-dong", {"step": "open"}).status_code == 302
    again = browser.post("/viec/so-sanh/mo-dong", {"step": "open"})
    assert again.status_code == 422
    assert "Bảng so sánh đã mở từ ngày 13/01/2022" in again.content.decode()
    assert browser.post("/viec/so-sanh/mo-dong", {"step": "x"}).status_code == 404
    for post, unit, say in (
        (cast.leader_a, "province", "do chính đơn vị cấp trên"),
        (cast.reviewer_a, "a", "không có quyền"),
        (cast.leader, "province", "đã mở từ"),
    ):
        with pytest.raises(Refusal, match=say):
            actions.open_board(by=post, unit_id=cast.units[unit].pk)
    with clock.standing_at(D(2022, 2, 1)):
        assert browser.post("/viec/so-sanh/mo-dong", {"step": "close"}).status_code == 302
        with pytest.raises(Refusal, match="đang đóng"):
            actions.close_board(by=cast.secretary, unit_id=province)
    switch = BoardSwitch.objects.get()
    assert (switch.opened_on, switch.closed_on, switch.opened_by, switch.closed_by) == (
        D(2022, 1, 13),
        D(2022, 2, 1),
        cast.leader,
        cast.leader,
    )
    assert list(
        Entry.objects.filter(verb__contains="board").order_by("seq").values_list("subject_label", flat=True)
    ) == [
        "Tỉnh Tây Phong",
        "Tỉnh Tây Phong",
    ]


def test_the_board_costs_the_same_for_few_and_for_many(office: Office) -> None:
    cast, browser = office.cast, signed_in(office.cast.reviewer_a)
    actions.open_board(by=cast.secretary, unit_id=cast.units["province"].pk)

    def cost() -> int:
        browser.get(ADDRESS)
        with CaptureQueriesContext(connection) as statements:
            assert browser.get(ADDRESS).status_code == 200
        return len(statements)

    office.task("a")
    few = cost()
    for number in range(27):
        unit = Unit.objects.create()
        known = {"level": "district", "type": "huyen", "valid_from": D(2015, 1, 1), "parent": cast.units["province"]}
        UnitVersion.objects.create(unit=unit, code=f"95{number:02}", name_vi=f"Huyện số {number}", **known)
        cast.units[f"d{number}"] = unit
    office.task(*(f"d{number}" for number in range(27)))
    assert cost() == few
