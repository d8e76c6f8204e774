"""Tables of many units: what they may look like, and the clear sentence for each that will not do."""

import io
import unicodedata
import zipfile

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base.errors import Refusal
from phoihop.documents.tables import read_table
from phoihop.journal.models import Entry
from phoihop.orgs.models import Unit, UnitVersion
from phoihop.reporting import actions, forms, rules
from phoihop.reporting.models import Value
from tests.cast import SINCE
from tests.reporting.conftest import WORDS, typed

HEAD = ["Mã đơn vị", "Tên đơn vị", "X01", "X01 ghi chú", "X02", "X03"]
ROW_A1 = ["90101", "Xã Nà Pang", 3, "", 18, 25]
ROW_A2 = ["90102", "Thị trấn Chợ Mới", 5, "", 9, 10]


def xlsx(*rows, formula=None):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Số liệu")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str) and value.startswith("="):
                sheet.write_formula(at, column, value, None, 28)
            elif value != "":
                sheet.write(at, column, value)
    book.close()
    return out.getvalue()


def csv(*rows, separator=";"):
    return "\n".join(separator.join(str(v) for v in row) for row in rows).encode()


def load(desk, data, name="so-lieu.xlsx", by="reviewer_a", period=None):
    table = read_table(data, name)
    post = getattr(desk.cast, by) if by else None
    return actions.load_values(by=post, form=desk.form, period=period or desk.now, table=table)


def stored(desk, unit):
    rows = Value.objects.filter(revision__report=desk.report(unit))
    return dict(rows.values_list("indicator__code", "amount"))


def refused(desk, data, name="so-lieu.xlsx", **more):
    before = Entry.objects.count()
    with pytest.raises(Refusal) as refusal:
        load(desk, data, name, **more)
    assert not Value.objects.exists()
    assert Entry.objects.count() == before
    return [str(reason) for reason in refusal.value.reasons]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (xlsx(HEAD, ROW_A1, ROW_A2), "a.xlsx"),
        (xlsx(["Số liệu quý IV"], [], HEAD, ROW_A1, [], ROW_A2), "a.xlsx"),
        (csv(HEAD, ROW_A1, ROW_A2), "a.csv"),
        (csv(HEAD, ROW_A1, ROW_A2, separator=","), "a.csv"),
        (csv(HEAD, ROW_A1, ROW_A2, separator="\t").decode().encode("utf-16"), "a.csv"),
        (csv(HEAD[1:], ROW_A1[1:], ROW_A2[1:]), "a.csv"),
        (csv([*HEAD[1:2], *HEAD[2:]], ["nà pang", *ROW_A1[2:]], ["CHỢ MỚI", *ROW_A2[2:]]), "a.csv"),
        (unicodedata.normalize("NFD", csv(HEAD, ROW_A1, ROW_A2).decode()).encode(), "a.csv"),
    ],
)
def test_tables_that_say_the_same_load_the_same(desk, data, name):
    done = load(desk, data, name)
    assert stored(desk, "a1") == {"X01": 3, "X02": 18, "X03": 25}
    assert stored(desk, "a2") == {"X01": 5, "X02": 9, "X03": 10}
    assert done.cells_changed == 6
    assert Entry.objects.filter(verb="report.loaded").count() == 1
    assert load(desk, data, name).cells_changed == 0


def with_value(value):
    return xlsx(HEAD, ROW_A1, ["90102", "Thị trấn Chợ Mới", value, "", 9, 10])


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("1,234.5", "Dòng 3, cột C (X01): Viết 1.234,5: dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần lẻ."),
        ("khoảng 5", "Dòng 3, cột C (X01): “khoảng 5” không phải là số."),
        ("=14*2", "Dòng 3, cột C (X01): Ô này là công thức."),
        (-4, "Dòng 3: Số ở ô 1 không được âm."),
        (4.5, "Dòng 3: Số ở ô 1 phải là số nguyên."),
        (1e16, "Dòng 3: Số ở ô 1 quá lớn."),
    ],
)
def test_each_bad_number_is_named_by_row_and_column_with_its_remedy(desk, value, sentence):
    (said,) = refused(desk, with_value(value))
    assert said.startswith(sentence)


def test_vietnamese_thousands_are_read(desk):
    load(desk, csv(HEAD, ["90101", "", "1.234", "", "18", "25"]), "a.csv")
    assert stored(desk, "a1")["X01"] == 1234


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["90101", "", 3, "", 26, 25]], "Dòng 2: Ô 2: tử số 26 lớn hơn mẫu số 25."),
        ([["90201", "", 3, "", 1, 2]], "Dòng 2: Xã Bản Lầu không thuộc phạm vi"),
        ([["99999", "", 3, "", 1, 2]], "Dòng 2: Không có đơn vị mã 99999."),
        ([["90101", "Xã Bản Lầu", 3, "", 1, 2]], "Dòng 2: Mã 90101 là Xã Nà Pang, nhưng tên ghi “Xã Bản Lầu”."),
        ([["", "Xã Na Pang", 3, "", 1, 2]], "Dòng 2: Không có đơn vị tên “Xã Na Pang”. Gần giống: 90101 Xã Nà Pang"),
        ([["901", "", 3, "", 1, 2]], "Dòng 2: Mẫu này không dành cho Huyện Mường Thượng."),
        ([["", "", 3, "", 1, 2]], "Dòng 2: Dòng có số nhưng không ghi đơn vị."),
        ([ROW_A1, ROW_A2, ROW_A1], "Dòng 4: Xã Nà Pang đã có ở dòng 2."),
        ([["90101", "", 3, "gọi 0912345678", 1, 2]], "Dòng 2: Ghi chú ô 1 có dãy số giống số điện thoại"),
    ],
)
def test_each_bad_row_is_named_with_its_remedy(desk, rows, sentence):
    said = refused(desk, xlsx(HEAD, *rows))
    assert any(one.startswith(sentence) for one in said), said


def test_all_faults_are_said_at_once_in_the_order_of_rows(desk):
    said = refused(desk, xlsx(HEAD, ["90101", "", "x", "", 1, 2], ["90201", "", 1, "", 1, 2], ["1", "", 1, "", 1, 2]))
    assert [one.split(",")[0].split(":")[0] for one in said] == ["Dòng 2", "Dòng 3", "Dòng 4"]


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (["Mã đơn vị", "X01", "X02"], "Dòng 1: Thiếu cột của chỉ tiêu X03."),
        (["Mã đơn vị", "X01", "X02", "X03", "Y77"], "Dòng 1, cột E: Không có chỉ tiêu nào là “Y77”."),
        (["Mã đơn vị", "X01", "X02", "X03", "X01"], "Dòng 1, cột E: Cột X01 có hai lần."),
        (["Xã", "X01", "X02", "X03"], "Không thấy dòng tiêu đề"),
    ],
)
def test_each_bad_head_is_named(desk, head, sentence):
    said = refused(desk, xlsx(head, ["90101", 1, 2, 3]))
    assert any(one.startswith(sentence) for one in said), said


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")


def truncated():
    data = xlsx(HEAD, ROW_A1)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[:80] if "sheet1" in name else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (LOCKED, "a.xlsx", "mật khẩu"),
        (OLE, "a.xls", "lưu thành .xlsx"),
        (b"%PDF-1.4 x", "a.pdf", "Chỉ nạp được tệp .xlsx hoặc .csv"),
        (b"", "a.csv", "Tệp rỗng"),
        ("Mã đơn vị;X01\n90101;Đ".encode("cp1258", "replace"), "a.csv", "UTF-8"),
        (truncated(), "a.xlsx", "bị hỏng"),
        (b"a" * 30, "a.docx", "Chỉ nạp được"),
    ],
)
def test_each_wrong_file_is_refused_with_its_remedy(desk, data, name, sentence):
    (said,) = refused(desk, data, name)
    assert sentence in said


def test_a_file_over_the_limit_is_refused(desk, settings):
    settings.UPLOAD_LIMIT = 1000
    (said,) = refused(desk, xlsx(HEAD, ROW_A1))
    assert "quá mức" in said


def test_two_units_of_one_name_ask_for_the_code(desk):
    twin = Unit.objects.create()
    above = desk.cast.units["a"]
    UnitVersion.objects.create(
        unit=twin,
        code="90103",
        level="commune",
        type="thi_tran",
        name_vi="Thị trấn Nà Pang",
        parent=above,
        valid_from=SINCE,
    )
    actions.open_reports()
    (said,) = refused(desk, xlsx(HEAD, ["", "Nà Pang", 3, "", 1, 2]))
    assert said.startswith("Dòng 2: Có 2 đơn vị tên “Nà Pang”: 90101 Xã Nà Pang (Huyện Mường Thượng); 90103 Thị trấn")
    load(desk, xlsx(HEAD, ["", "Xã Nà Pang", 3, "", 1, 2]))


def test_a_unit_of_another_time_is_named(desk):
    import datetime

    version = desk.cast.units["a2"].versions.get()
    version.valid_to = datetime.date(2021, 11, 30)
    version.save()
    (said,) = refused(desk, xlsx(HEAD, ["90102", "", 3, "", 1, 2]))
    assert said.startswith("Dòng 2: Mã 90102 (Thị trấn Chợ Mới) không có trong danh mục ngày 14/12/2021.")


def test_periods_locked_and_reports_sent_stand_against_it(desk):
    actions.file_report(by=desk.cast.clerk_a2, report=desk.report("a2"), cells=typed(), texts=WORDS)
    before = Value.objects.count()
    with pytest.raises(Refusal, match="chờ duyệt"):
        load(desk, xlsx(HEAD, ROW_A1, ROW_A2))
    assert Value.objects.count() == before
    actions.lock_period(by=desk.cast.secretary, form=desk.form, period=desk.now)
    with pytest.raises(Refusal, match="đã khoá"):
        load(desk, xlsx(HEAD, ROW_A1))


def test_the_template_comes_back_as_it_went_out_and_only_where_it_belongs(desk):
    actions.save_cells(by=desk.cast.clerk_a1, report=desk.report("a1"), cells=typed(7, X01="vì =1+1"))
    data = forms.template(desk.cast.reviewer_a, desk.form, desk.now)
    table = read_table(data, "mau.xlsx")
    assert table.meta == {"form": "NC", "period": "2021-Q4", "version": "1"}
    stand = rules.standing(desk.form, desk.now, [])
    reading = rules.read_values(desk.cast.reviewer_a, stand, table)
    assert reading.reasons == []
    assert {row.place.code for row in reading.rows} == {"90101", "90102"}
    assert actions.load_values(by=desk.cast.reviewer_a, form=desk.form, period=desk.now, table=table).cells_changed == 0
    with pytest.raises(Refusal, match="làm cho kỳ 2021-Q4"):
        actions.load_values(by=desk.cast.reviewer_a, form=desk.form, period=desk.before, table=table)


def test_more_rows_cost_no_more_statements(desk):
    one, two = xlsx(HEAD, ROW_A1), xlsx(HEAD, ROW_A2, ["90201", "", 1, "", 1, 2], ["90202", "", 1, "", 1, 2])
    with CaptureQueriesContext(connection) as first:
        load(desk, one, by=None)
    with CaptureQueriesContext(connection) as second:
        load(desk, two, by=None)
    assert len(first) == len(second)


def test_the_command_loads_or_says_every_fault(desk, tmp_path, capsys):
    file = tmp_path / "so-lieu.csv"
    file.write_bytes(csv(HEAD, ["90101", "", "x", "", 1, 2], ["1", "", 1, "", 1, 2]))
    with pytest.raises(CommandError) as wrong:
        call_command("load_values", str(file), form="NC", period="2021-Q4")
    assert len(str(wrong.value).splitlines()) == 3
    file.write_bytes(csv(HEAD, ROW_A1))
    call_command("load_values", str(file), form="NC", period="2021-Q4", dry_run=True)
    assert not Value.objects.exists()
    call_command("load_values", str(file), form="NC", period="2021-Q4")
    assert capsys.readouterr().out.splitlines() == [
        "Sẽ nạp 3 số của 1 đơn vị.",
        "Đã nạp 3 số của 1 đơn vị vào bản nháp.",
    ]
    with pytest.raises(CommandError, match="Các mẫu: NC"):
        call_command("load_values", str(file), form="ZZ", period="2021-Q4")
