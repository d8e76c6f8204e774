"""The matrix: each share as shape and word in its cell, the cell opening it; sums; the same cost for few and many."""

import html
import io
import re

import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.duties import actions
from phoihop.duties.formulas import STANDS
from phoihop.duties.models import Task
from phoihop.duties.papers.matrix import WORDS
from phoihop.duties.queries import WORST_FIRST
from phoihop.orgs.models import Post
from tests.cast import signed_in
from tests.duties.office import D, Office

ADDRESS = "/viec/ma-tran/?ky=2022"


def page(post: Post, query: str = "") -> str:
    answer = signed_in(post).get(ADDRESS + query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def table(text: str, head: str = "") -> list[list[str]]:
    """The cells of a section's table, row by row, as words for the ear; the row of heads first."""
    part = text.partition(f">{head}</")[2] if head else text
    body = re.search(r"<thead>.*?</tbody>", part, re.DOTALL)
    assert body
    rows = re.findall(r"<tr.*?</tr>", body.group(), re.DOTALL)
    return [[said(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def said(cell: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", cell).split())


def five_ways(office: Office) -> None:
    """One task to the communes of A, late in a1 and done in a2; one to both districts, waiting in a, not begun in b."""
    cast = office.cast
    office.task("a1", "a2", by=cast.reviewer_a, due=D(2022, 1, 14), title_vi="Rà soát")
    share = office.hand_in(office_task(office, "NV-01"), "a2", cast.clerk_a2)
    actions.accept(by=cast.reviewer_a, share=share, key="other", effective=True)
    office.task("a", "b", title_vi="Sơ kết")
    office.hand_in(office_task(office, "NV-02"), "a", cast.reviewer_a)


def office_task(office: Office, code: str) -> Task:
    return office.year.tasks.get(code=code)


def test_every_stand_has_its_word_and_its_rank() -> None:
    assert set(WORST_FIRST) == set(STANDS) == set(WORDS)


def test_cells_say_where_each_share_stands_and_open_it(office: Office) -> None:
    five_ways(office)
    cast = office.cast
    with clock.standing_at(D(2022, 1, 20)):
        text = page(cast.secretary)
        assert table(text) == [
            ["Việc", "Tất cả", "Mường Thượng", "Mường Hạ"],
            ["Rà soát NV-01 · 14/01/2022", "1/2 1 quá hạn", "1 1/2 quá hạn", ""],
            ["Sơ kết NV-02 · 28/01/2022", "0/2", "chờ nhận", "đang làm"],
            ["Mọi việc đã chọn", "1/4 1 quá hạn", "1/3 1 quá hạn", "0/1"],
        ]
        waiting = office.share(office_task(office, "NV-02"), "a")
        assert f'<a class="s-waiting" href="/viec/phan-viec/{waiting.pk}">' in text
        several = f'href="/viec/?nam=2022&dv={cast.units["a"].pk}&viec={office_task(office, "NV-01").pk}&chon=given"'
        assert f'<a class="s-overdue" {several}>' in text
        late = table(page(cast.secretary, "&muon=1"))
        assert [row[0][:7] for row in late[1:-1]] == ["Rà soát"]
        assert table(page(cast.secretary, "&loai=other"))[1:] == table(text)[1:]
        assert "Không có việc nào như vậy" in page(cast.secretary, "&loai=directive")


def test_every_level_opened_is_a_table_for_each_unit_with_units_below_it(office: Office) -> None:
    five_ways(office)
    with clock.standing_at(D(2022, 1, 20)):
        text = page(office.cast.secretary, "&mo=tat-ca")
        assert table(text, "Huyện Mường Thượng") == [
            ["Việc", "Tất cả", "riêng Mường Thượng", "Nà Pang", "Chợ Mới"],
            ["Rà soát NV-01 · 14/01/2022", "1/2 1 quá hạn", "", "quá hạn", "xong đúng hạn"],
            ["Sơ kết NV-02 · 28/01/2022", "0/1", "chờ nhận", "", ""],
            ["Mọi việc đã chọn", "1/3 1 quá hạn", "0/1", "0/1 1 quá hạn", "1/1"],
        ]
        assert table(text, "Huyện Mường Hạ")[0] == ["Việc", "Tất cả", "riêng Mường Hạ", "Bản Lầu", "Chiềng Ơn"]
        assert table(text, "Huyện Mường Hạ")[1][2:] == ["đang làm", "", ""]


def test_each_sees_its_own_branch_only(office: Office) -> None:
    five_ways(office)
    cast = office.cast
    assert table(page(cast.clerk_a1)) == [
        ["Việc", "Tất cả", "riêng Nà Pang"],
        ["Rà soát NV-01 · 14/01/2022", "0/1", "đang làm"],
        ["Mọi việc đã chọn", "0/1", "0/1"],
    ]
    assert "Mường Hạ" not in page(cast.reviewer_a)
    assert signed_in(cast.reviewer_a).get(f"{ADDRESS}&dv={cast.units['b'].pk}").status_code == 404


def test_the_file_holds_every_task_and_unit_in_words(office: Office) -> None:
    five_ways(office)
    with clock.standing_at(D(2022, 1, 20)):
        answer = signed_in(office.cast.secretary).get(f"{ADDRESS}&mo=tat-ca&dang=xlsx")
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    head, first, second = sheet.to_python()[3:]
    assert dict(zip(head, first, strict=True)) == {
        "Mã": "NV-01", "Việc": "Rà soát", "Hạn": "14/01/2022", "Huyện Mường Thượng": "", "Xã Nà Pang": "quá hạn",
        "Thị trấn Chợ Mới": "xong đúng hạn", "Huyện Mường Hạ": "", "Xã Bản Lầu": "", "Xã Chiềng Ơn": "",
        "Đã xong": 1.0, "Được giao": 2.0, "Quá hạn": 1.0,
    }  # fmt: skip
    assert dict(zip(head, second, strict=True))["Huyện Mường Thượng"] == "chờ nhận"


def test_the_page_costs_the_same_for_few_and_for_many(office: Office) -> None:
    browser = signed_in(office.cast.secretary)

    def cost(query: str) -> int:
        browser.get(ADDRESS + query)
        with CaptureQueriesContext(connection) as statements:
            assert browser.get(ADDRESS + query).status_code == 200
        return len(statements)

    office.task("a", "a1", "b1")
    few = cost(""), cost("&mo=tat-ca")
    for _ in range(9):
        office.task("a", "b", "a1", "a2", "b1", by=office.cast.secretary)
    assert (cost(""), cost("&mo=tat-ca")) == few
