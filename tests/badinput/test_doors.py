"""Everything that people send wrong, at the doors through which they send it: the page says so in the reader's
language, names the field, changes nothing, and gives back what was typed."""

import datetime
import html
import re
import unicodedata

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile

from phoihop.documents.models import File
from phoihop.journal.models import Entry
from phoihop.reporting import actions
from phoihop.reporting.models import Attachment, Report, Revision, Value
from tests.badinput.test_spreadsheets import locked
from tests.cast import signed_in
from tests.reporting.conftest import WORDS, prepare, typed
from tests.reporting.test_loading import HEAD, ROW_A1, ROW_A2, xlsx

SOUND = {"c-X01": "3", "c-X02": "18", "c-X03": "25", "c-X04": "", "t-results": "Ba bản tự quản tốt."}
NFD = unicodedata.normalize("NFD", "Bản Lầu đã có tổ hòa giải")


@pytest.fixture
def desk(cast):
    return prepare(cast)


@pytest.fixture
def clerk(desk):
    return signed_in(desk.cast.clerk_a1)


def page_of(answer):
    return html.unescape(answer.content.decode())


def held():
    """Everything that could have been changed."""
    return (
        list(Value.objects.order_by("pk").values_list("revision", "indicator", "amount", "remark")),
        list(Report.objects.order_by("pk").values_list("pk", "state")),
        Revision.objects.count(),
        File.objects.count(),
        Attachment.objects.count(),
        Entry.objects.count(),
    )


def refused(client, address, data, sentence):
    """Send it twice: in Vietnamese, then in English. Gives back the Vietnamese page."""
    before = held()
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"
    for one in data.values():
        if hasattr(one, "seek"):
            one.seek(0)
    english = client.post(address, data)
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "vi"
    for one in data.values():
        if hasattr(one, "seek"):
            one.seek(0)
    answer = client.post(address, data)
    assert (english.status_code, answer.status_code) == (422, 422)
    assert sentence in page_of(answer)
    assert sentence not in page_of(english)
    assert held() == before
    return page_of(answer)


@pytest.mark.parametrize(
    ("typed_wrong", "field", "sentence"),
    [
        ({"c-X01": "1,234.5"}, "c-X01", "ô 1: Viết 1.234,5: dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần lẻ."),
        ({"c-X01": "=14*2"}, "c-X01", "“=14*2” không phải là số. Nhập số, ví dụ 1.234,5."),
        ({"c-X01": "bảy"}, "c-X01", "“bảy” không phải là số."),
        ({"c-X01": "-7"}, "c-X01", "Số ở ô 1 không được âm. Nhập số từ 0 trở lên."),
        ({"c-X01": "9" * 30}, "c-X01", "Số ở ô 1 quá lớn."),
        ({"c-X01": "2,5"}, "c-X01", "Số ở ô 1 phải là số nguyên. Bỏ phần lẻ."),
        ({"c-X02": "26"}, "c-X02", "tử số 26 lớn hơn mẫu số 25. Sửa một trong hai số."),
        ({"r-X01": "gặp chị Hoa, 014201000123"}, "r-X01", "có dãy số giống số giấy tờ của một người"),
        ({"t-results": "Liên hệ 0912 345 678."}, "t-results", "có dãy số giống số điện thoại"),
        ({"r-X01": "a" * 501}, "r-X01", "Rút còn 500 chữ"),
    ],
)
def test_a_wrong_cell(desk, clerk, typed_wrong, field, sentence):
    page = refused(clerk, f"/bao-cao/{desk.report('a1').pk}/luu", {**SOUND, **typed_wrong}, sentence)
    assert f'href="#id_{field}"' in page
    for content in {**SOUND, **typed_wrong}.values():
        assert content in page


def test_one_cell_alone_is_refused_beside_it(desk, clerk):
    before = held()
    answer = clerk.post(f"/bao-cao/{desk.report('a1').pk}/o/X01", {"c-X01": "1,234.5"})
    assert "Viết 1.234,5" in page_of(answer)
    assert 'name="c-X01"' not in page_of(answer)  # the box stays as it is on the page
    assert held() == before


def test_a_decomposed_text_is_kept_in_one_spelling(desk, clerk):
    clerk.post(f"/bao-cao/{desk.report('a1').pk}/luu", {**SOUND, "r-X01": NFD, "t-results": NFD})
    assert Value.objects.get(indicator__code="X01").remark == unicodedata.normalize("NFC", NFD)


def test_two_people_in_one_cell_both_see_both(desk, clerk):
    address = f"/bao-cao/{desk.report('a1').pk}/"
    opened = clerk.get(address).content.decode()
    signs = dict(re.findall(r'name="((?:seen-[^"]+)|version)"[^>]*value="([^"]*)"', opened))
    clerk.post(address + "luu", {**SOUND, **signs})
    late = {**SOUND, **signs, "c-X01": "4"}
    page = refused(clerk, address + "luu", late, "người khác vừa lưu 3, ở đây đang là 4. Chọn số đúng rồi lưu lại.")
    assert 'value="4"' in page


def test_a_page_left_open_until_the_report_was_sent_gives_back_what_was_typed(desk, clerk):
    actions.file_report(by=desk.cast.clerk_a1, report=desk.report("a1"), cells=typed(), texts=WORDS)
    stale = {**SOUND, "c-X01": "8", "t-results": "Lời gõ sau khi đã gửi."}
    page = refused(clerk, f"/bao-cao/{desk.report('a1').pk}/luu", stale, "Báo cáo đang chờ duyệt. Rút lại rồi sửa.")
    assert "Lời gõ sau khi đã gửi." in page


def test_a_period_that_is_not_open(desk, clerk):
    desk.now.opens_on = datetime.date(2022, 1, 20)
    desk.now.save()
    page = refused(
        clerk, f"/bao-cao/{desk.report('a1').pk}/luu", SOUND, "Quý IV/2021 chưa mở. Nhập được từ ngày 20/01/2022."
    )
    assert SOUND["t-results"] in page


def test_a_unit_that_no_longer_was_there_at_the_cut_off(desk):
    version = desk.cast.units["a1"].versions.get()
    version.valid_to = datetime.date(2021, 12, 1)
    version.save()
    table = SimpleUploadedFile("a.xlsx", xlsx(HEAD, ROW_A1))
    data = {"form": "NC", "period": "2021-Q4", "file": table}
    refused(signed_in(desk.cast.reviewer_a), "/bao-cao/nap/", data, "không có trong danh mục ngày 14/12/2021")


PROOF = {"title": "Biên bản họp dân", "fact_on": "2021-12-01", "on": "X01"}


@pytest.mark.parametrize(
    ("name", "data", "change", "sentence"),
    [
        ("virus.exe", b"MZ\x90\x00", {}, "không thuộc loại nhận được"),
        ("anh.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, {}, "thực ra là loại .png. Đổi đuôi"),
        ("khoa.xlsx", locked(xlsx(HEAD, ROW_A1)), {}, "đang đặt mật khẩu nên không kiểm tra được. Bỏ mật khẩu"),
        ("to.txt", b"x" * 30_000, {}, "quá mức"),
        ("ten.txt", "Ông A, số 014201000123.".encode(), {}, "có số giấy tờ của một người"),
        ("mat.txt", b"noi dung", {"title": "Gọi 0912 345 678"}, "Tên văn bản có dãy số giống số điện thoại"),
        ("sau.txt", b"noi dung", {"fact_on": "2022-02-01"}, "Ngày trên giấy ở sau hôm nay"),
    ],
)
def test_a_file_that_may_not_be_kept(desk, clerk, settings, name, data, change, sentence):
    settings.UPLOAD_LIMIT = 20_000
    sent = {**PROOF, **change}
    upload = SimpleUploadedFile(name, data)
    page = refused(clerk, f"/bao-cao/{desk.report('a1').pk}/tep", {**sent, "file": upload}, sentence)
    assert f'value="{sent["title"]}"' in page


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", b"%PDF-1.4", "Chỉ nạp được tệp .xlsx hoặc .csv."),
        ("a.xlsx", locked(xlsx(HEAD, ROW_A1)), "Tệp đang đặt mật khẩu nên không đọc được. Bỏ mật khẩu rồi nạp lại."),
        ("a.xlsx", xlsx(HEAD, ["90101", "", "=14*2", "", 9, 10]), "Dòng 2, cột C (X01): Ô này là công thức."),
        ("a.xlsx", xlsx(HEAD, ROW_A1, ["90102", "", "1,234.5", "", 9, 10]), "Dòng 3, cột C (X01): Viết 1.234,5"),
        ("a.xlsx", xlsx(HEAD, ROW_A1, ["90102", "", 5, "", 11, 10]), "Dòng 3: Ô 2: tử số 11 lớn hơn mẫu số 10."),
        ("a.xlsx", xlsx(HEAD, ROW_A2, ["90201", "", 5, "", 1, 10]), "Dòng 3: Xã Bản Lầu không thuộc phạm vi"),
        (
            "a.xlsx",
            xlsx(HEAD, ["90101", "", 3, "số 014201000123", 1, 2]),
            "Dòng 2: Ghi chú ô 1 có dãy số giống số giấy",
        ),
    ],
)
def test_a_table_that_may_not_be_loaded(desk, name, data, sentence):
    sent = {"form": "NC", "period": "2021-Q4", "file": SimpleUploadedFile(name, data), "confirmed": "1"}
    page = refused(signed_in(desk.cast.reviewer_a), "/bao-cao/nap/", sent, sentence)
    assert re.search(r'<option value="2021-Q4"[^>]*selected', page)
