"""The scorecard as a page and a file: whose branch, which links, the same cost for few shares and for many."""

import html
import io
import re

import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.duties import actions, rules
from phoihop.duties.models import Acceptance, Period
from phoihop.orgs.models import Post, Unit, UnitVersion
from tests.cast import signed_in
from tests.duties.office import D, Office

ADDRESS = "/viec/bang-diem/"


def page(post: Post, query: str = "?ky=2022") -> str:
    answer = signed_in(post).get(ADDRESS + query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def cells(text: str, unit: str) -> list[str]:
    """The numbers in a unit's line, as written."""
    row = next(row for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL) if f">{unit}<" in row)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]


def twelve(office: Office) -> None:
    """Twelve shares of commune a1, eleven done on time, one of them not effective, and one long overdue."""
    for number in range(12):
        task = office.task("a1", by=office.cast.reviewer_a, due=D(2022, 1, 14))
        if number:
            share = office.hand_in(task, "a1", office.cast.clerk_a1)
            key = Acceptance.Key.OTHER
            actions.accept(by=office.cast.reviewer_a, share=share, key=key, effective=number > 1)


def test_shares_are_written_as_part_whole_and_percent_and_open_their_list(office: Office) -> None:
    twelve(office)
    with clock.standing_at(D(2022, 1, 20)):
        text = page(office.cast.secretary)
        wanted = ["12", "11/12 · 91,67\u00a0%", "11/12 · 91,67\u00a0%", "10/12 · 83,33\u00a0%", "1", "0"]
        assert cells(text, "Huyện Mường Thượng") == wanted
        assert cells(text, "Huyện Mường Hạ") == ["0", "–", "–", "–", "0", "0"]
        district = office.cast.units["a"].pk
        for which in ("given", "done", "on_time", "effective", "overdue"):
            assert f'href="/viec/?nam=2022&dv={district}&chon={which}"' in text
        assert "1/2022" in text
        assert cells(text, "việc khác")[0] == "12"


def test_each_sees_its_own_branch_and_nobody_elses(office: Office) -> None:
    twelve(office)
    cast = office.cast
    assert cells(page(cast.reviewer_a), "Xã Nà Pang")[0] == "12"
    assert "Mường Hạ" not in page(cast.reviewer_a)
    assert cells(page(cast.clerk_a1), "Xã Nà Pang")[0] == "12"
    for post, unit in ((cast.reviewer_a, "b"), (cast.reviewer_a, "province"), (cast.stranger, "a1")):
        assert signed_in(post).get(f"{ADDRESS}?ky=2022&dv={cast.units[unit].pk}").status_code == 404
    below = page(cast.secretary, f"?ky=2022&dv={cast.units['a'].pk}")
    assert cells(below, "Thị trấn Chợ Mới")[0] == "0"
    assert signed_in(cast.secretary).get(f"{ADDRESS}?ky=1999").status_code == 404
    assert signed_in(cast.secretary).get(f"{ADDRESS}?ky=2022&loai=khac").status_code == 404


def test_the_file_holds_what_the_page_shows(office: Office) -> None:
    twelve(office)
    answer = signed_in(office.cast.secretary).get(f"{ADDRESS}?ky=2022&mo=tat-ca&dang=xlsx")
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    rows = {row[0].strip(): row[1:] for row in sheet.to_python()[3:]}
    assert rows["Xã Nà Pang"] == [12.0, 11.0, 91.67, 11.0, 91.67, 10.0, 83.33, 0.0, 0.0]
    assert rows["Xã Bản Lầu"][:3] == [0.0, 0.0, ""]


def test_reports_are_a_kind_of_their_own(office: Office) -> None:
    cast = office.cast
    actions.add_duty(
        by=cast.secretary,
        article=office.clause,
        code="BC",
        kind="report",
        title_vi="Báo cáo quý",
        debtor_level="commune",
        creditor_level="district",
        every="quarter",
    )
    duty = office.clause.duties.get(code="BC")
    late, came = (office.cast.units[name] for name in ("a1", "a2"))
    period = Period.objects.get(label="2022-Q1")
    for unit in (late, came):
        duty.occurrences.create(unit=unit, period=period, due_on=D(2022, 3, 17))
    with clock.standing_at(D(2022, 3, 17)):
        duty.occurrences.filter(unit=came).update(fulfilled_at=clock.now())
    with clock.standing_at(D(2022, 3, 20)):
        half = "1/2 · 50,00\u00a0%"
        assert cells(page(cast.secretary), "báo cáo định kỳ") == ["2", half, half, "–", "1", "–"]
        assert cells(page(cast.secretary, "?ky=2022-Q1&loai=report"), "Huyện Mường Thượng") == ["2", half, half, "1"]
        assert cells(page(cast.secretary, "?ky=2022-Q2&loai=report"), "Huyện Mường Thượng")[0] == "0"


def test_the_page_costs_the_same_for_few_and_for_many(office: Office) -> None:
    cast, browser = office.cast, signed_in(office.cast.secretary)

    def cost() -> int:
        browser.get(f"{ADDRESS}?ky=2022&mo=tat-ca")
        with CaptureQueriesContext(connection) as statements:
            assert browser.get(f"{ADDRESS}?ky=2022&mo=tat-ca").status_code == 200
        return len(statements)

    office.task("a", "a1", "b1", due=D(2022, 1, 14))
    few = cost()
    for _ in range(9):
        office.task("b", "a1", "a2", due=D(2022, 1, 14), by=cast.secretary)
    with clock.standing_at(D(2022, 3, 1)):
        assert cost() == few


def test_work_given_before_its_unit_came_to_be_is_seen_where_the_unit_then_stands(office: Office) -> None:
    cast, later = office.cast, Unit.objects.create()
    version = {
        "code": "90103",
        "level": "commune",
        "type": "xa",
        "name_vi": "Xã Mường Mới",
        "valid_from": D(2022, 2, 1),
    }
    UnitVersion.objects.create(unit=later, parent=cast.units["a"], **version)
    cast.units["later"] = later
    task = office.task("later", due=D(2022, 2, 10))
    assert rules.visible_assignments(cast.reviewer_a).filter(task=task).exists()
    assert not rules.visible_assignments(cast.reviewer_b).filter(task=task).exists()
    assert cells(page(cast.secretary), "Huyện Mường Thượng")[0] == "1"
