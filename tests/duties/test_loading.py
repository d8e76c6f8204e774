"""Tasks from a spreadsheet: tables that say the same give the same, and each that will not do is told why by place."""

import datetime
import io
import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.base.errors import Refusal
from phoihop.documents.tables import read_table
from phoihop.duties import actions, forms
from phoihop.duties.models import Assignment, Task
from phoihop.journal.models import Entry, Notice
from phoihop.orgs.models import Succession, Unit, UnitVersion
from tests.cast import SINCE, signed_in
from tests.duties.office import D, Office, words

HEAD = ["Mã việc", "Nội dung việc", "Sản phẩm", "Loại việc", "Kỳ", "Ngày bắt đầu", "Hạn", "Đơn vị chủ trì"]
HEAD += ["Đơn vị phối hợp", "Trọng tâm", "Hai bên nhận", "Kiểm tra"]
ROW = [
    "NV-1",
    "Rà soát địa bàn",
    "Báo cáo",
    "việc khác",
    "2022",
    "05/01/2022",
    "28/01/2022",
    "901, 902",
    "",
    "có",
    "",
    "",
]
ALL = ["NV-2", "Ký cam kết", "", "", "2022-Q1", "", "31/01/2022", "tất cả xã", "901", "", "x", "1"]


def row(**cells: Any) -> list[Any]:
    """The first row with some cells changed, by a letter of the column."""
    made: list[Any] = list(ROW)
    for letter, value in cells.items():
        made[ord(letter) - 65] = value
    return made


def xlsx(*rows: list[Any]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, day = book.add_worksheet("Việc"), book.add_format({"num_format": "dd/mm/yyyy"})
    for at, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, datetime.date):
                sheet.write_datetime(at, column, datetime.datetime.combine(value, datetime.time()), day)
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(at, column, value, None, 28)
            elif value != "":
                sheet.write(at, column, value)
    book.close()
    return out.getvalue()


def csv(*rows: list[Any], separator: str = ";") -> bytes:
    quote = '"' if separator == "," else ""
    return "\n".join(separator.join(f"{quote}{value}{quote}" for value in cells) for cells in rows).encode()


def load(office: Office, data: bytes, name: str = "viec.xlsx", **more: Any) -> actions.TasksLoaded:
    facts: dict[str, Any] = {"by": office.cast.secretary, "table": read_table(data, name), **more}
    return actions.load_tasks(**facts)


def refused(office: Office, data: bytes, name: str = "viec.xlsx", **more: Any) -> list[str]:
    before = Entry.objects.count()
    with pytest.raises(Refusal) as refusal:
        load(office, data, name, **more)
    assert not Task.objects.filter(code__startswith="NV-").exists()
    assert Entry.objects.count() == before
    return [str(reason) for reason in refusal.value.reasons]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (xlsx(HEAD, ROW, ALL), "a.xlsx"),
        (xlsx(["Giao việc đầu năm"], [], HEAD, ROW, [], ALL), "a.xlsx"),
        (xlsx(HEAD, row(E=2022, F=D(2022, 1, 5), G=D(2022, 1, 28)), ALL), "a.xlsx"),
        (xlsx(HEAD, row(G=44589, H="Huyện Mường Thượng; Huyện Mường Hạ"), ALL), "a.xlsx"),
        (xlsx(HEAD, row(E="Năm 2022", G="2022-01-28", H="tất cả cấp huyện", J="x"), ALL), "a.xlsx"),
        (xlsx(HEAD, row(H="901 Huyện Mường Thượng, 902 - Huyện Mường Hạ, 901"), ALL), "a.xlsx"),
        (csv(HEAD, ROW, ALL), "a.csv"),
        (csv(HEAD, ROW, ALL, separator=","), "a.csv"),
        (csv(HEAD, ROW, ALL, separator="\t").decode().encode("utf-16"), "a.csv"),
    ],
)
def test_tables_that_say_the_same_give_the_same(office: Office, data: bytes, name: str) -> None:
    cast = office.cast
    done = load(office, data, name)
    assert (len(done.rows), done.shares, len(done.units)) == (2, 7, 6)
    first, second = Task.objects.order_by("code")
    assert (first.starts_on, first.due_on, first.is_priority, first.needs_evidence) == (
        D(2022, 1, 5),
        D(2022, 1, 28),
        True,
        True,
    )
    assert (first.kind, first.product_vi, first.period) == ("other", "Báo cáo", office.year)
    led = set(first.assignments.filter(role="lead").values_list("unit_id", flat=True))
    assert led == {cast.units["a"].pk, cast.units["b"].pk}
    assert (second.both_accept, second.is_checked, second.starts_on) == (True, True, D(2022, 1, 13))
    assert sorted(second.assignments.values_list("role", flat=True)) == ["lead"] * 4 + ["support"]
    assert Entry.objects.filter(verb="task.assigned_by_file").count() == 2
    told = Notice.objects.filter(entry__verb="task.loaded").values_list("to_post_id", flat=True)
    assert sorted(told) == sorted(
        post.pk for post in (cast.reviewer_a, cast.reviewer_b, cast.clerk_a1, cast.clerk_a2, cast.clerk_b1)
    ), "each is told once, however much it was given"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (row(G="31/02/2022"), "Dòng 2, cột G (Hạn): “31/02/2022” không phải là ngày. Viết ngày/tháng/năm"),
        (row(G="01/28/2022"), "Dòng 2, cột G (Hạn): “01/28/2022” không phải là ngày."),
        (row(G="99999"), "Dòng 2, cột G (Hạn): “99999” không phải là ngày."),
        (row(G=""), "Dòng 2, cột G (Hạn): Ngày còn trống."),
        (row(G="=DATE(2022,1,28)"), "Dòng 2, cột G (Hạn): Ô này là công thức."),
        (row(F="hôm qua"), "Dòng 2, cột F (Ngày bắt đầu): “hôm qua” không phải là ngày."),
        (row(F="29/01/2022"), "Dòng 2, cột G (Hạn): Hạn đứng trước ngày bắt đầu."),
        (row(F="", G="01/12/2021"), "Dòng 2, cột G (Hạn): Hạn đứng trước"),
        (row(E="2022-Q9"), "Dòng 2, cột E (Kỳ): Không có kỳ “2022-Q9”. Các kỳ của năm đó: 2022, 2022-"),
        (row(E=""), "Dòng 2, cột E (Kỳ): Kỳ còn trống."),
        (row(D="nghĩa vụ theo quy chế"), "Dòng 2, cột D (Loại việc): Không có loại việc “nghĩa vụ theo quy chế”."),
        (row(A=""), "Dòng 2, cột A (Mã việc): Mã việc còn trống."),
        (row(A="CU-01"), "Dòng 2, cột A (Mã việc): Đã có việc mang mã CU-01."),
        (row(A="NV-" + "1" * 50), "Dòng 2, cột A (Mã việc): Mã việc dài 53 chữ, tối đa 48."),
        (row(B=""), "Dòng 2, cột B (Nội dung việc): Nội dung việc còn trống."),
        (row(B="Gọi 0912345678"), "Dòng 2, cột B (Nội dung việc): Nội dung việc có dãy số giống số điện thoại"),
        (row(H=""), "Dòng 2, cột H (Đơn vị chủ trì): Chưa chọn đơn vị chủ trì."),
        (row(H="901, 99999"), "Dòng 2, cột H (Đơn vị chủ trì): Không có đơn vị mã 99999."),
        (row(H="901 Huyện Mường Hạ"), "Dòng 2, cột H (Đơn vị chủ trì): Mã 901 là Huyện Mường Thượng, nhưng tên ghi"),
        (row(H="tất cả làng"), "Dòng 2, cột H (Đơn vị chủ trì): Không hiểu “tất cả làng”."),
        (row(H="tất cả phường"), "Dòng 2, cột H (Đơn vị chủ trì): “tất cả phường”: không có đơn vị nào như vậy ngày"),
        (row(H="91"), "Dòng 2, cột H (Đơn vị chủ trì): Tỉnh Đông Giang không thuộc nhánh của đơn vị giao việc."),
        (row(I="901"), "Dòng 2, cột I (Đơn vị phối hợp): Huyện Mường Thượng vừa chủ trì vừa phối hợp."),
        (row(I="Xã Na Pang"), "Dòng 2, cột I (Đơn vị phối hợp): Không có đơn vị tên “Xã Na Pang”. Gần giống: 90101"),
        (row(J="nhất định"), "Dòng 2, cột J (Trọng tâm): “nhất định” không rõ nghĩa."),
        ([*ROW, "", "lạc"], "Dòng 2: Có chữ ở cột N, ngoài bảng."),
    ],
)
def test_each_fault_is_named_by_row_and_column_with_its_remedy(office: Office, cells: list[Any], sentence: str) -> None:
    office.task("a1", code="CU-01")
    said = refused(office, xlsx(HEAD, cells))
    assert len(said) == 1, "a fault is said once, and nothing that only follows from it"
    assert said[0].startswith(sentence), said


def test_all_faults_are_said_at_once_in_the_order_of_rows(office: Office) -> None:
    said = refused(
        office, xlsx(HEAD, ROW, row(B="", G="x"), row(A="NV-3", H="1"), [*ROW[:6], D(2022, 1, 28), *ROW[7:]], row(A=""))
    )
    assert [one.split(":")[0] for one in said] == [
        "Dòng 3, cột A (Mã việc)",
        "Dòng 3, cột G (Hạn)",
        "Dòng 3, cột B (Nội dung việc)",
        "Dòng 4, cột H (Đơn vị chủ trì)",
        "Dòng 5, cột A (Mã việc)",
        "Dòng 6, cột A (Mã việc)",
    ]
    assert "Mã NV-1 đã có ở dòng 2. Mỗi việc một mã." in said[0]


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ([*HEAD[:6], *HEAD[7:]], "Dòng 1: Thiếu cột “Hạn”."),
        ([*HEAD[:11], "Người làm"], "Dòng 1, cột L: Không có cột nào là “Người làm”."),
        ([*HEAD[:11], "Hạn"], "Dòng 1, cột L: Cột “Hạn” có hai lần."),
        (["A", "B", "C"], "Không thấy dòng tiêu đề"),
    ],
)
def test_each_bad_head_is_named(office: Office, head: list[str], sentence: str) -> None:
    said = refused(office, xlsx(head, ROW))
    assert any(one.startswith(sentence) for one in said), said


def test_a_unit_that_ended_is_named_with_its_heir(office: Office) -> None:
    old = office.cast.units["a2"].versions.get()
    old.valid_to = D(2022, 1, 20)
    old.save()
    heir = UnitVersion.objects.create(
        unit=Unit.objects.create(),
        code="90199",
        level="commune",
        type="xa",
        name_vi="Xã Mường Mới",
        parent=office.cast.units["a"],
        valid_from=D(2022, 1, 21),
    )
    Succession.objects.create(before=old, after=heir, kind="merged_into", effective_on=D(2022, 1, 21))
    (said,) = refused(office, xlsx(HEAD, row(H="90102")))
    assert "Mã 90102 (Thị trấn Chợ Mới) không có trong danh mục ngày 28/01/2022." in said
    assert "Đơn vị đó nay thuộc: 90199 Xã Mường Mới." in said
    assert load(office, xlsx(HEAD, row(H="tất cả xã"))).shares == 4, "all communes are those of the due day"
    assert Assignment.objects.filter(unit=heir.unit).exists()


def test_of_a_programme_every_row_is_its_own(office: Office) -> None:
    paper = office.programme()
    (said,) = refused(office, xlsx(HEAD, ROW), origin=paper)
    assert said.startswith("Dòng 2, cột D (Loại việc): Tệp nạp vào 05-CTr/ĐUCA thì loại việc là “chương trình")
    load(office, xlsx(HEAD, row(D="", E="")), origin=paper)
    task = Task.objects.get()
    assert (task.origin, task.kind, task.period, task.regulation) == (
        paper,
        "programme",
        paper.period,
        office.regulation,
    )


def test_a_district_gives_to_its_own_communes_and_a_clerk_to_nobody(office: Office) -> None:
    cast = office.cast
    (said,) = refused(office, xlsx(HEAD, row(H="90101, 90201")), by=cast.reviewer_a)
    assert "Xã Bản Lầu không thuộc nhánh" in said
    assert load(office, xlsx(HEAD, row(H="tất cả xã")), by=cast.reviewer_a).shares == 2
    assert any("không có quyền" in one for one in refused_for(office, cast.clerk_a1))
    for post in (cast.clerk_a1, cast.leader, cast.stranger):
        assert signed_in(post).get(reverse("tasks:load")).status_code == 403
        assert signed_in(post).get(reverse("tasks:load_template")).status_code == 403


def refused_for(office: Office, post: Any) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        load(office, xlsx(HEAD, row(A="X-9", H="90101")), by=post)
    return [str(reason) for reason in refusal.value.reasons]


def test_the_template_comes_back_with_what_was_added_and_without_its_example(office: Office) -> None:
    data = forms.template(office.cast.secretary)
    (only,) = [
        str(one) for one in actions.plan_tasks(by=office.cast.secretary, table=read_table(data, "m.xlsx")).reasons
    ]
    assert only == "Tệp không có việc nào dưới dòng tiêu đề. Điền việc rồi nạp lại."
    table = read_table(data, "m.xlsx")
    heads = next(cells for _number, cells in table.rows if cells and cells[0].text == "Mã việc")
    assert [cell.text for cell in heads][: len(HEAD)] == HEAD
    answer = signed_in(office.cast.secretary).get(reverse("tasks:load_template"))
    assert answer["Content-Disposition"] == 'attachment; filename="giao-viec.xlsx"'


def test_on_the_page_nothing_is_given_before_it_is_confirmed(office: Office) -> None:
    browser = signed_in(office.cast.secretary)
    paper = office.programme()
    address = f"{reverse('tasks:load')}?goc=programme:{paper.pk}"
    bad = SimpleUploadedFile("viec.xlsx", xlsx(HEAD, row(D="", G="mai"), row(D="", A="NV-2", H="1")))
    answer = browser.post(address, {"file": bad})
    assert answer.status_code == 422
    assert "Dòng 2, cột G (Hạn)" in words(answer.content.decode())
    assert "Dòng 3, cột H (Đơn vị chủ trì)" in words(answer.content.decode())
    good = SimpleUploadedFile("viec.xlsx", xlsx(HEAD, row(D=""), [*ALL[:6], "02/02/2022", *ALL[7:]]))
    text = browser.post(address, {"file": good}).content.decode()
    said = words(text)
    assert "Sẽ giao 2 việc, 7 phần việc, cho 6 đơn vị. Chưa giao gì." in said
    assert "Hạn thứ Tư, 02/02/2022 là ngày nghỉ" in said
    assert not Task.objects.exists()
    carried = dict(re.findall(r'name="(carried|name)" value="([^"]*)"', text))
    said = words(browser.post(address, {**carried, "confirmed": "1"}, follow=True).content.decode())
    assert "Đã giao 2 việc, 7 phần việc, cho 6 đơn vị." in said
    assert Task.objects.filter(kind="programme").count() == 2
    assert browser.post(address, {"confirmed": "1"}).status_code == 422, "no file"
    assert browser.post(address, {**carried, "confirmed": "1"}).status_code == 422, "not twice"
    assert Task.objects.count() == 2


def test_more_rows_and_units_cost_no_more_statements(office: Office) -> None:
    def statements(n: int, start: int) -> int:
        data = xlsx(HEAD, *[row(A=f"NV-{start + i}", H="tất cả xã", I="tất cả huyện") for i in range(n)])
        with CaptureQueriesContext(connection) as asked:
            plan = actions.plan_tasks(by=office.cast.secretary, table=read_table(data, "a.xlsx"))
        assert len(plan.rows) == n
        return len(asked)

    statements(1, 0)
    before = statements(3, 10)
    for n in range(10):
        UnitVersion.objects.create(
            unit=Unit.objects.create(),
            code=f"903{n:02}",
            level="commune",
            type="xa",
            name_vi=f"Xã Bản {n}",
            parent=office.cast.units["a"],
            valid_from=SINCE,
        )
    statements(1, 50)
    assert statements(30, 100) == before


def test_the_command_gives_or_says_every_fault(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "viec.csv"
    file.write_bytes(csv(HEAD, row(G="mai"), row(A="NV-2", H="1")))
    with pytest.raises(CommandError) as wrong:
        call_command("load_tasks", str(file))
    assert len(str(wrong.value).splitlines()) == 3
    assert str(wrong.value).endswith("Chưa giao gì. Sửa tệp rồi nạp lại.")
    file.write_bytes(csv(HEAD, ROW, ALL))
    call_command("load_tasks", str(file), dry_run=True)
    assert not Task.objects.exists()
    call_command("load_tasks", str(file))
    assert capsys.readouterr().out.splitlines() == [
        "Sẽ giao 2 việc, 7 phần việc, cho 6 đơn vị.",
        "Đã giao 2 việc, 7 phần việc, cho 6 đơn vị.",
    ]
    assert Task.objects.get(code="NV-1").created_by == office.cast.secretary
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        call_command("load_tasks", str(tmp_path / "khong-co.csv"))
    with pytest.raises(CommandError, match="Không có chức vụ số 99999"):
        call_command("load_tasks", str(file), post=99999)
    with pytest.raises(CommandError, match="Có 0 chương trình mang số 9-X"):
        call_command("load_tasks", str(file), programme="9-X")
    office.cast.reviewer_a.role = "secretary"
    office.cast.reviewer_a.save()
    with pytest.raises(CommandError, match="Chọn chức vụ giao việc bằng --post"):
        call_command("load_tasks", str(file))
