"""Giving a task on the page: what is chosen is shown in full first, what is odd is said, nothing typed is lost."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.duties import actions, queries
from phoihop.duties.models import Assignment, Task
from phoihop.orgs.models import Succession, Unit, UnitVersion
from tests.cast import SINCE, signed_in
from tests.duties.office import D, Office, words

ASSIGN = "/viec/giao"


def typed(office: Office, **more: Any) -> dict[str, Any]:
    usual = {
        "code": "NV-2022-001",
        "title_vi": "Tổng kiểm tra cư trú trước Tết",
        "product_vi": "Báo cáo kết quả",
        "kind": "other",
        "regulation": office.regulation.pk,
        "period": office.year.pk,
        "due_on": "2022-01-28",
        "needs_evidence": "on",
    }
    return {**usual, **more}


def confirm(browser: Client, text: str, address: str = ASSIGN) -> Any:
    """Send the preview on as it stands."""
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text):
        sent.setdefault(name, []).append(value)
    mark = re.search(r'name="confirm" value="(\w+)"', text)
    assert mark, "the page is a preview"
    return browser.post(address, {**sent, "confirm": mark[1]}, follow=True)


def test_all_communes_in_one_tick_are_shown_by_kind_and_name_and_given(office: Office) -> None:
    browser = signed_in(office.cast.secretary)
    answer = browser.post(ASSIGN, typed(office, lead_group="level:commune", support=office.cast.units["a"].pk))
    said = words(answer.content.decode())
    assert not Task.objects.exists(), "a preview gives nothing"
    assert "Chủ trì 4 đơn vị 3 xã, 1 thị trấn Thị trấn Chợ Mới, Xã Bản Lầu, Xã Chiềng Ơn, Xã Nà Pang" in said
    assert "Phối hợp 1 đơn vị Huyện Mường Thượng" in said
    assert "thứ Sáu, 28/01/2022 còn 11 ngày làm việc" in said
    said = words(confirm(browser, answer.content.decode()).content.decode())
    assert "Đã giao việc NV-2022-001 cho 5 đơn vị." in said
    roles = sorted(Assignment.objects.values_list("role", flat=True))
    assert roles == ["lead"] * 4 + ["support"]
    task = Task.objects.get()
    assert (task.needs_evidence, task.is_priority, task.product_vi) == (True, False, "Báo cáo kết quả")


def test_a_district_gives_to_its_communes_and_sees_no_others(office: Office) -> None:
    cast, browser = office.cast, signed_in(office.cast.reviewer_a)
    text = browser.get(ASSIGN).content.decode()
    assert "Xã Nà Pang" in text
    assert "Xã Bản Lầu" not in text
    answer = browser.post(ASSIGN, typed(office, lead=[cast.units["b1"].pk]))
    assert answer.status_code == 422
    assert "Xã Bản Lầu không thuộc nhánh của đơn vị giao việc." in words(answer.content.decode())
    answer = browser.post(ASSIGN, typed(office, lead_group=["level:commune"]))
    assert "2 đơn vị" in words(answer.content.decode())
    for post in (cast.clerk_a1, cast.leader, cast.stranger):
        assert signed_in(post).post(ASSIGN, typed(office, lead=[cast.units["a1"].pk])).status_code == 403
    assert not Task.objects.exists()


def test_from_a_paper_the_task_carries_it_and_its_usual_facts(office: Office) -> None:
    paper = office.programme()
    browser = signed_in(office.cast.secretary)
    address = f"{ASSIGN}?goc=programme:{paper.pk}"
    text = browser.get(address).content.decode()
    assert 'name="code" value="CT-2022-001"' in text
    facts = typed(office, code="CT-2022-001", kind="programme", lead_group="level:district")
    answer = browser.post(address, facts)
    said = words(confirm(browser, answer.content.decode(), address).content.decode())
    assert "Đã giao việc CT-2022-001 cho 2 đơn vị." in said
    assert Task.objects.get().origin == paper
    assert 'value="CT-2022-002"' in browser.get(address).content.decode()
    assert browser.get(f"{ASSIGN}?goc=programme:999999").status_code == 404
    assert browser.get(f"{ASSIGN}?goc=duty:{office.security.pk}").status_code == 404
    own = office.directive("3-CV/HU", by=office.cast.reviewer_a, issuer="Huyện ủy")
    assert signed_in(office.cast.reviewer_b).get(f"{ASSIGN}?goc=directive:{own.pk}").status_code == 404


def test_the_next_code_follows_the_last_of_its_row(office: Office) -> None:
    for code in ("NV-2022-012", "NV-2022-013a", "NV-2022-009", "NV-2021-044", "CD-2022-01"):
        office.task("a1", code=code)
    assert queries.next_code("other", 2022) == "NV-2022-013"
    assert queries.next_code("directive", 2022) == "CD-2022-02"
    assert queries.next_code("programme", 2022) == "CT-2022-001"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"lead_group": []}, "Chưa chọn đơn vị chủ trì."),
        ({"code": ""}, "Mã việc"),
        ({"code": "CU-01"}, "Đã có việc mang mã CU-01. Chọn mã khác."),
        ({"title_vi": ""}, "Nội dung việc"),
        ({"title_vi": "Xác minh 001202004567"}, "giống số giấy tờ của một người"),
        ({"due_on": "2022-13-01"}, "Hạn hoàn thành"),
        ({"due_on": "2021-11-01"}, "Hạn đứng trước kỳ Năm 2022"),
        ({"due_on": "2025-07-01"}, "vượt quá nhiệm kỳ của quy chế (đến 30/06/2025)"),
        ({"starts_on": "2022-02-01"}, "Hạn đứng trước ngày bắt đầu."),
        ({"kind": "duty"}, "Loại việc"),
        ({"support_group": ["level:commune"]}, "vừa chủ trì vừa phối hợp. Chọn một."),
        ({"lead": ["99999999"]}, "Đơn vị này không có vào ngày 28/01/2022."),
    ],
)
def test_each_fault_is_named_and_nothing_typed_or_ticked_is_lost(
    office: Office, more: dict[str, Any], sentence: str
) -> None:
    office.task("a1", code="CU-01")
    browser = signed_in(office.cast.secretary)
    ticked = office.cast.units["a"].pk
    answer = browser.post(ASSIGN, typed(office, **{"lead_group": ["level:commune"], "support": [ticked], **more}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in words(text)
    assert re.search(rf'name="support" value="{ticked}" checked', text)
    assert 'value="Báo cáo kết quả"' in text
    assert Task.objects.count() == 1


def test_back_from_the_preview_everything_stands_as_it_was(office: Office) -> None:
    browser = signed_in(office.cast.secretary)
    facts = typed(office, lead_group="type:xa", support=[office.cast.units["a"].pk], is_priority="on")
    answer = browser.post(ASSIGN, {**facts, "again": "1"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="type:xa" checked' in text
    assert re.search(r'name="is_priority"[^>]* checked', text)
    assert "Tổng kiểm tra cư trú trước Tết" in text


def test_what_is_odd_is_said_before_it_is_given(office: Office) -> None:
    browser = signed_in(office.cast.secretary)

    def warned(**more: Any) -> str:
        return words(browser.post(ASSIGN, typed(office, **{"lead_group": "level:commune", **more})).content.decode())

    assert "Hạn thứ Tư, 02/02/2022 là ngày nghỉ" in warned(due_on="2022-02-02")
    assert "Ngày làm việc trước đó: thứ Sáu, 28/01/2022." in warned(due_on="2022-01-29")
    assert "Hạn rất gần" in warned(due_on="2022-01-14")
    assert "Hạn đã qua" in warned(due_on="2022-01-10")
    assert "Hạn sau ngày chốt của kỳ Năm 2022 (14/12/2022)" in warned(due_on="2022-12-20")
    assert "1 đơn vị chưa có chức vụ nào nhận việc: Xã Chiềng Ơn." in warned()
    assert "chưa có chức vụ nhận thay mặt một bên" in warned(both_accept="on")
    fine = warned(lead_group="", lead=[office.cast.units["a1"].pk])
    assert "chưa có chức vụ nào" not in fine
    assert not Task.objects.exists()


def test_a_unit_that_ends_before_the_day_is_named_with_its_heir_and_stays_ticked(office: Office) -> None:
    old = office.cast.units["a2"].versions.get()
    old.valid_to = D(2022, 3, 31)
    old.save()
    heir = UnitVersion.objects.create(
        unit=Unit.objects.create(),
        code="90199",
        level="commune",
        type="xa",
        name_vi="Xã Mường Mới",
        parent=office.cast.units["a"],
        valid_from=D(2022, 4, 1),
    )
    Succession.objects.create(before=old, after=heir, kind="merged_into", effective_on=D(2022, 4, 1))
    browser = signed_in(office.cast.secretary)
    answer = browser.post(ASSIGN, typed(office, lead=[old.unit_id], due_on="2022-05-31"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Thị trấn Chợ Mới không còn vào ngày 31/05/2022, đã nhập vào Xã Mường Mới." in words(text)
    assert f'value="{old.unit_id}" checked' in text
    assert "Xã Mường Mới" in text, "who follows it can be ticked right away"
    answer = browser.post(ASSIGN, typed(office, lead_group="level:commune", due_on="2022-05-31"))
    assert "4 đơn vị" in words(answer.content.decode()), "in one stroke the units of that day are meant"


def test_units_that_changed_since_the_preview_are_shown_again(office: Office) -> None:
    browser = signed_in(office.cast.secretary)
    shown = browser.post(ASSIGN, typed(office, lead_group="level:commune")).content.decode()
    UnitVersion.objects.create(
        unit=Unit.objects.create(),
        code="90198",
        level="commune",
        type="xa",
        name_vi="Xã Mới Lập",
        parent=office.cast.units["a"],
        valid_from=SINCE,
    )
    said = words(confirm(browser, shown).content.decode())
    assert "Danh sách đơn vị đã đổi từ lúc xem." in said
    assert "5 đơn vị" in said
    assert not Task.objects.exists()


def test_more_units_cost_no_more_statements(office: Office) -> None:
    browser = signed_in(office.cast.secretary)

    def statements(**more: Any) -> list[int]:
        found = []
        for sent in (typed(office, lead_group="level:commune"), typed(office, code="", lead_group="level:commune")):
            browser.post(ASSIGN, sent)
            with CaptureQueriesContext(connection) as asked:
                browser.post(ASSIGN, sent)
            found.append(len(asked))
        return found

    before = statements()
    for n in range(30):
        UnitVersion.objects.create(
            unit=Unit.objects.create(),
            code=f"903{n:02}",
            level="commune",
            type="xa",
            name_vi=f"Xã Bản {n}",
            parent=office.cast.units["a"],
            valid_from=SINCE,
        )
    assert statements() == before


def test_work_of_a_duty_is_given_by_the_plan_alone(office: Office) -> None:
    with pytest.raises(Exception, match="giao bằng kế hoạch năm"):
        office.task("a1", kind="duty")
    assert not Task.objects.exists()
    with pytest.raises(Exception, match="dài 301 chữ, tối đa 300"):
        office.task("a1", title_vi="a" * 301)
    assert reverse("tasks:assign") == ASSIGN
    assert actions.assign.__doc__
