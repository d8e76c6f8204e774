"""The plan before it is given, the terms of a duty, and how far a regulation's duties are done, as pages say them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.duties import actions, queries
from phoihop.duties.models import Assignment, Task
from phoihop.orgs.models import Unit, UnitVersion
from tests.cast import SINCE, signed_in
from tests.duties.office import D, Office, words

PLAN = "/viec/ke-hoach/"


def mark(text: str) -> str:
    found = re.search(r'name="mark" value="(\w+)"', text)
    assert found, "the page offers to apply a plan"
    return found[1]


def test_the_plan_is_shown_applied_as_shown_and_then_empty(office: Office) -> None:
    browser = signed_in(office.cast.secretary)
    address = f"{PLAN}?quy-che={office.regulation.pk}&nam=2022"
    shown = browser.get(address).content.decode()
    said = words(shown)
    assert "Áp dụng sẽ thêm 18 phần việc." in said
    assert "Huyện Mường Thượng nhận kết quả: Thị trấn Chợ Mới, Xã Nà Pang" in said
    assert "3 xã, 1 thị trấn" in said
    assert said.count("như kỳ trên") == 3  # the three later quarters
    assert not Task.objects.exists(), "looking gives nothing"
    answer = browser.post(address, {"mark": mark(shown)}, follow=True)
    assert "thêm 18 phần việc" in words(answer.content.decode())
    assert Assignment.objects.count() == 18
    said = words(browser.get(address).content.decode())
    assert "18 phần việc của năm đã giao đúng như quy chế" in said
    assert "Kỳ tới, Quý I/2022, mở ngày 01/03/2022." in said


def test_a_plan_that_has_changed_is_shown_anew_and_not_applied(office: Office) -> None:
    browser = signed_in(office.cast.secretary)
    address = f"{PLAN}?nam=2022"
    old = mark(browser.get(address).content.decode())
    actions.end_duty(by=office.cast.secretary, duty=office.joint, last_day=D(2022, 1, 13))
    answer = browser.post(address, {"mark": old})
    said = words(answer.content.decode())
    assert answer.status_code == 422
    assert "Kế hoạch đã đổi từ lúc xem" in said
    assert "thêm 16 phần việc" in said
    assert not Task.objects.exists()
    browser.post(address, {"mark": mark(answer.content.decode())})
    assert Assignment.objects.count() == 16


def test_changes_say_old_and_new_day_and_withdrawals_say_why(office: Office) -> None:
    cast = office.cast
    found = queries.year_plan(office.regulation, 2022)
    actions.apply_plan(by=cast.secretary, regulation=office.regulation, year=2022, mark=found.mark)
    actions.set_terms(by=cast.secretary, duty=office.security, valid_from=D(2022, 4, 1), due_days=10, unit_types=["xa"])
    said = words(signed_in(cast.secretary).get(f"{PLAN}?nam=2022").content.decode())
    assert "Áp dụng sẽ đổi hạn 9 phần việc, rút 3 phần việc. 6 phần việc khác giữ nguyên." in said
    assert "Quý II/2022 17/06/2022 → 28/06/2022" in said
    assert "Nghĩa vụ không còn áp dụng cho đơn vị trong kỳ này." in said


def test_only_who_runs_the_regulation_plans_and_only_over_its_own_branch(office: Office) -> None:
    cast = office.cast
    for post in (cast.reviewer_a, cast.clerk_a1, cast.leader):
        browser = signed_in(post)
        assert browser.get(PLAN).status_code == 403
        assert browser.post(PLAN, {"mark": "x"}).status_code == 403
        assert browser.get(reverse("tasks:terms", args=[office.security.pk])).status_code == 403
    cast.reviewer_a.role = (
        "secretary"  # a district that keeps a regulation of its own gives no work to the whole province
    )
    cast.reviewer_a.save()
    browser = signed_in(cast.reviewer_a)
    shown = browser.get(f"{PLAN}?nam=2022").content.decode()
    answer = browser.post(f"{PLAN}?nam=2022", {"mark": queries.year_plan(office.regulation, 2022).mark})
    assert "ngoài nhánh của mình" in words(shown)
    assert answer.status_code == 422
    assert not Task.objects.exists()


def test_more_units_cost_no_more_statements(office: Office) -> None:
    browser = signed_in(office.cast.secretary)

    def statements() -> int:
        browser.get(f"{PLAN}?nam=2022")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"{PLAN}?nam=2022").status_code == 200
        return len(asked)

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
    found = queries.year_plan(office.regulation, 2022)
    actions.apply_plan(by=office.cast.secretary, regulation=office.regulation, year=2022, mark=found.mark)
    actions.set_terms(by=office.cast.secretary, duty=office.security, valid_from=D(2022, 1, 1), due_days=9)
    assert statements() == before


def test_terms_say_first_what_the_plan_would_change(office: Office) -> None:
    cast, browser = office.cast, signed_in(office.cast.secretary)
    address = reverse("tasks:terms", args=[office.security.pk])
    found = queries.year_plan(office.regulation, 2022)
    actions.apply_plan(by=cast.secretary, regulation=office.regulation, year=2022, mark=found.mark)
    typed = {"valid_from": "2022-04-01", "due_days": "10", "unit_types": ["xa"]}
    said = words(browser.post(address, {**typed, "see": "1"}).content.decode())
    assert "Nếu ghi thời hạn này, kế hoạch sẽ: năm 2022: đổi hạn 9 phần việc, rút 3 phần việc." in said
    assert not office.security.terms.exists()
    said = words(browser.post(address, typed, follow=True).content.decode())
    assert "10 ngày làm việc sau ngày chốt" in said
    assert "Theo thời hạn đang ghi, kế hoạch còn phải:" in said
    assert "năm 2022: đổi hạn 9 phần việc, rút 3 phần việc." in said
    assert Assignment.objects.filter(state="withdrawn").count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"valid_from": "2022-04-01", "due_days": "999"}, "Số ngày làm việc phải từ 1 đến 250."),
        ({"valid_from": "2022-04-01", "due_days": "mười"}, "Nhập số nguyên, ví dụ 5."),
        ({"valid_from": "31/31/2022", "due_days": "10"}, "Áp dụng từ ngày"),
        ({"valid_from": "2021-01-01", "due_days": "10"}, "Chọn ngày sau ngày đó."),
    ],
)
@pytest.mark.parametrize("see", [{}, {"see": "1"}])
def test_bad_terms_are_refused_and_stay_typed(
    office: Office, typed: dict[str, str], sentence: str, see: dict[str, str]
) -> None:
    actions.set_terms(by=office.cast.secretary, duty=office.security, valid_from=D(2021, 6, 1))
    answer = signed_in(office.cast.secretary).post(
        reverse("tasks:terms", args=[office.security.pk]), {**typed, "unit_types": ["thi_tran"], **see}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in words(text)
    assert f'value="{typed["due_days"]}"' in text
    assert re.search(r'value="thi_tran"[^>]* checked', text)
    assert office.security.terms.count() == 1


def test_a_report_has_no_terms_of_its_own(office: Office) -> None:
    report = actions.add_duty(
        by=office.cast.secretary,
        article=office.clause,
        code="BC",
        kind="report",
        title_vi="Báo cáo quý",
        debtor_level="commune",
        creditor_level="district",
        every="quarter",
    )
    assert signed_in(office.cast.secretary).get(reverse("tasks:terms", args=[report.pk])).status_code == 404


def test_the_regulation_says_how_far_each_duty_is_done(office: Office) -> None:
    cast = office.cast
    address = f"{reverse('duties:regulation', args=[office.regulation.pk])}?nam=2022&on=2022-01-13"
    assert words(signed_in(cast.secretary).get(address).content.decode()).count("Năm 2022 chưa giao thành việc.") == 2
    found = queries.year_plan(office.regulation, 2022)
    actions.apply_plan(by=cast.secretary, regulation=office.regulation, year=2022, mark=found.mark)
    task = Task.objects.get(code="RS/2022-Q1")
    office.hand_in(task, "a1", cast.clerk_a1)
    actions.accept(by=cast.reviewer_a, share=office.share(task, "a1"), key="other", effective=True)
    actions.set_terms(by=cast.secretary, duty=office.security, valid_from=D(2022, 4, 1), unit_types=["xa"])
    found = queries.year_plan(office.regulation, 2022)
    actions.apply_plan(by=cast.secretary, regulation=office.regulation, year=2022, mark=found.mark)
    said = words(signed_in(cast.secretary).get(address).content.decode())
    assert "1 / 13 phần việc đã xong · đúng hạn 1 · đang làm 12" in said, "what was withdrawn does not count"
    assert "1 / 5 phần việc đã xong" in words(signed_in(cast.reviewer_a).get(address).content.decode())
    of_duty = {"nam": "2022", "goc": f"duty:{office.security.pk}"}
    counted = [queries.selection(cast.secretary, {**of_duty, "chon": name}).rows.count() for name in ("done", "given")]
    assert counted == [1, 13], "its numbers open what they count"
    assert not queries.selection(cast.secretary, {"goc": "duty:x"}).rows.exists()
