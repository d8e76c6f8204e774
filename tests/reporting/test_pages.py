"""The pages of entry and review, as a clerk and the level above use them, with and without scripts."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.orgs.models import Unit, UnitVersion
from phoihop.reporting import actions, rules
from phoihop.reporting.models import Attachment, Report, Value
from tests.cast import SINCE, signed_in
from tests.reporting.conftest import WORDS, typed
from tests.reporting.test_loading import HEAD, ROW_A1, xlsx

FILLED = {"c-X01": "3", "c-X02": "18", "c-X03": "25", "c-X04": "", "t-results": "Ba bản tự quản tốt."}


def text(answer):
    return answer.content.decode()


def hidden(answer, name):
    return re.search(rf'name="{re.escape(name)}"[^>]*value="([^"]*)"', text(answer))[1]


def signs(answer):
    found = dict(re.findall(r'name="(seen-[^"]+)"[^>]*value="([^"]*)"', text(answer)))
    return {**found, "version": hidden(answer, "version")}


@pytest.fixture
def clerk(desk):
    return signed_in(desk.cast.clerk_a1)


@pytest.fixture
def reviewer(desk):
    return signed_in(desk.cast.reviewer_a)


@pytest.fixture
def address(desk):
    return f"/bao-cao/{desk.report('a1').pk}/"


def test_a_month_from_the_clerks_page_to_the_reviewers_and_back(desk, clerk, reviewer, address):
    assert "Báo cáo quý, Quý IV/2021" in text(clerk.get("/bao-cao/"))
    forgot = {**FILLED, "c-X03": "", "submit": "1"}
    answer = clerk.post(address + "luu", forgot)
    assert answer.status_code == 422
    assert 'href="#id_c-X03"' in text(answer)
    assert "ô 2 (mẫu số) còn trống" in text(answer)
    assert 'value="18"' in text(answer)
    answer = clerk.post(address + "luu", {**FILLED, "submit": "1"}, follow=True)
    assert "Đã gửi báo cáo" in text(answer)
    assert desk.report("a1").state == "submitted"

    waiting = reviewer.get("/bao-cao/duyet/?mau=NC&ky=2021-Q4")
    assert "Xã Nà Pang" in text(waiting)
    assert "Xã Bản Lầu" not in text(waiting)
    answer = reviewer.post(address + "tra-lai", {"remark": ""})
    assert answer.status_code == 422
    reviewer.post(address + "tra-lai", {"remark": "Ô 1: tính trùng bản Pom."})
    page = clerk.get(address)
    assert "Bị trả lại: Ô 1: tính trùng bản Pom." in text(page)
    clerk.post(address + "luu", {**FILLED, **signs(page), "c-X01": "2", "submit": "1"})
    answer = reviewer.post(address + "nhan", {"next": "/bao-cao/duyet/?mau=NC"})
    assert answer["Location"] == "/bao-cao/duyet/?mau=NC"
    counted = Value.objects.filter(revision__counted_for=desk.report("a1"), indicator__code="X01")
    assert counted.get().amount == 2
    clerk.post(address + "dinh-chinh", {"reason": "Thêm mô hình bản Lụ."})
    page = text(clerk.get(address))
    assert "Bản số 2 đã nhận vẫn được tính" in page
    assert "mở đính chính báo cáo · Cán bộ tổng hợp" in page
    assert "Thêm mô hình bản Lụ." in page


def test_what_cannot_be_read_as_a_number_comes_back_as_typed_and_nothing_is_stored(desk, clerk, address):
    answer = clerk.post(address + "luu", {**FILLED, "c-X01": "1,234.5", "r-X01": "do gộp bản"})
    assert answer.status_code == 422
    assert "Viết 1.234,5" in text(answer)
    assert 'value="1,234.5"' in text(answer)
    assert "do gộp bản" in text(answer)
    assert "Ba bản tự quản tốt." in text(answer)
    assert not Value.objects.exists()


def test_a_stale_page_is_answered_with_the_new_state_and_keeps_what_was_typed(desk, clerk, reviewer, address):
    page = clerk.get(address)
    actions.save_cells(by=desk.cast.reviewer_a, report=desk.report("a1"), cells=typed(8))
    answer = clerk.post(address + "luu", {**FILLED, **signs(page)})
    assert answer.status_code == 422
    assert "người khác vừa lưu 8, ở đây đang là 3" in text(answer)
    assert 'value="3"' in text(answer)
    # Sent again from the page just answered, which has shown both numbers: now it is meant.
    assert clerk.post(address + "luu", {**FILLED, **signs(answer)}).status_code == 302
    assert rules.draft_of(desk.report("a1")).cells["X01"].amount == 3


def test_a_page_of_a_report_sent_meanwhile_says_so_and_keeps_what_was_typed(desk, clerk, address):
    page = clerk.get(address)
    actions.file_report(by=desk.cast.reviewer_a, report=desk.report("a1"), cells=typed(), texts=WORDS)
    answer = clerk.post(address + "luu", {**FILLED, **signs(page), "t-results": "Câu vừa gõ."})
    assert answer.status_code == 422
    assert "đang chờ duyệt" in text(answer)
    assert "Câu vừa gõ." in text(answer)


def test_one_cell_saved_by_itself_gives_what_the_whole_page_shows(desk, clerk, address):
    page = clerk.get(address)
    answer = clerk.post(address + "o/X02", {**signs(page), "c-X02": "18", "r-X02": "", "c-X01": "đang gõ"})
    assert answer.status_code == 200
    assert rules.draft_of(desk.report("a1")).cells == {"X02": rules.Typed(18)}
    whole = text(clerk.get(address))
    area = re.search(r'<div id="submit-area"[^>]*>(.*?)</div>\s*(?=\Z)', text(answer), re.S)[1]
    assert " ".join(area.split())[:400] in " ".join(whole.split())
    assert signs(clerk.get(address))["version"] == hidden(answer, "version") == "1"
    answer = clerk.post(address + "o/X02", {**signs(page), "c-X02": "1,8", "r-X02": ""})
    assert "phải là số nguyên" in text(answer)
    assert clerk.post(address + "o/X77", {}).status_code == 404


def test_reports_of_others_do_not_exist_and_reading_is_not_writing(desk, address):
    for name in ("clerk_b1", "clerk_a2", "stranger", "reviewer_b"):
        client = signed_in(getattr(desk.cast, name))
        assert client.get(address).status_code == 404
        assert client.post(address + "luu", FILLED).status_code in {403, 404}
    leader = signed_in(desk.cast.leader)
    page = leader.get(address)
    assert page.status_code == 200
    assert 'name="c-X01"' not in text(page)
    district = signed_in(desk.cast.reviewer_a)
    assert 'name="c-X01"' not in text(district.get(address))
    assert 'name="c-X01"' in text(district.get(address + "?nhap-thay=1"))


def test_accepting_together_says_first_what_will_happen(desk, reviewer):
    for unit, clerk in (("a1", desk.cast.clerk_a1), ("a2", desk.cast.clerk_a2)):
        actions.file_report(by=clerk, report=desk.report(unit), cells=typed(), texts=WORDS)
    both = [str(desk.report(unit).pk) for unit in ("a1", "a2")]
    back = "/bao-cao/duyet/?mau=NC&ky=2021-Q4&loc=received"
    foreign = actions.file_report(by=desk.cast.clerk_b1, report=desk.report("b1"), cells=typed(), texts=WORDS)
    plan = reviewer.post("/bao-cao/duyet/nhan", {"report": [*both, foreign.pk], "next": back})
    assert "2 báo cáo sẽ được nhận" in text(plan)
    assert "Bản Lầu" not in text(plan)
    assert not Report.objects.filter(state="accepted").exists()
    done = reviewer.post("/bao-cao/duyet/nhan", {"report": both, "next": back, "confirmed": "1"}, follow=True)
    assert "Đã nhận 2 báo cáo." in text(done)
    assert Report.objects.filter(state="accepted").count() == 2
    nowhere = reviewer.post("/bao-cao/duyet/nhan", {"report": [], "next": "https://example.org/"})
    assert nowhere["Location"] == "/bao-cao/duyet/"


def test_a_file_on_a_cell_goes_through_the_gate_and_opens_for_who_sees_the_report(desk, clerk, reviewer, address):
    def upload(name, data):
        file = SimpleUploadedFile(name, data)
        return clerk.post(
            address + "tep", {"on": "X01", "title": "Biên bản họp", "fact_on": "2021-12-10", "file": file}
        )

    assert upload("bien-ban.exe", b"MZ....").status_code == 422
    assert upload("bien-ban.txt", "Ông A, CCCD 014089001234".encode()).status_code == 422
    assert not Attachment.objects.exists()
    assert upload("bien-ban.txt", "Họp ngày 10/12/2021".encode()).status_code == 302
    one = Attachment.objects.get()
    assert one.indicator.code == "X01"
    assert "Biên bản họp" in text(reviewer.get(address))
    assert reviewer.get(f"/tap-tin/{one.file_id}").status_code == 200
    assert signed_in(desk.cast.clerk_b1).get(f"/tap-tin/{one.file_id}").status_code == 404
    assert clerk.post(f"{address}tep/{one.pk}/go").status_code == 302
    assert not Attachment.objects.exists()


def test_loading_shows_first_and_writes_when_confirmed(desk, reviewer):
    def post(**more):
        return reviewer.post("/bao-cao/nap/", {"form": "NC", "period": "2021-Q4", **more})

    assert "Chưa chọn tệp" in text(post())
    wrong = post(file=SimpleUploadedFile("a.xlsx", xlsx(HEAD, ["90101", "", "x", "", 1, 2])))
    assert wrong.status_code == 422
    assert "Dòng 2, cột C (X01)" in text(wrong)
    plan = post(file=SimpleUploadedFile("a.xlsx", xlsx(HEAD, ROW_A1)))
    assert "1 đơn vị, 3 số sẽ thay đổi" in text(plan)
    assert not Value.objects.exists()
    done = post(carried=hidden(plan, "carried"), name="a.xlsx", confirmed="1")
    assert done.status_code == 302
    assert Value.objects.count() == 3
    file = reviewer.get("/bao-cao/mau/NC/2021-Q4.xlsx")
    assert file["Content-Type"].startswith("application/vnd.openxml")
    assert io.BytesIO(file.content).read(2) == b"PK"
    assert reviewer.get("/bao-cao/mau/NC/2031-Q4.xlsx").status_code == 404


def test_locking_and_letting_through_by_page(desk):
    secretary = signed_in(desk.cast.secretary)
    assert "Quý IV/2021" in text(secretary.get("/bao-cao/khoa/"))
    secretary.post("/bao-cao/khoa/them", {"mau": "NC", "ky": "2021-Q4"})
    lock = desk.form.locks.get()
    address = f"/bao-cao/khoa/{lock.pk}/mo-lai"
    missing = secretary.post(address, {"unit": "90101", "until": "2022-01-20", "reason": ""})
    assert missing.status_code == 422
    assert 'value="90101"' in text(missing)
    nobody = secretary.post(address, {"unit": "12345", "until": "2022-01-20", "reason": "mất điện"})
    assert "Không có đơn vị mã này" in text(nobody)
    secretary.post(address, {"unit": "90101", "until": "2022-01-20", "reason": "mất điện"})
    assert "mất điện" in text(secretary.get("/bao-cao/khoa/"))


@pytest.mark.parametrize("address", ["/bao-cao/duyet/?mau=NC&ky=2021-Q4&loc=", "/bao-cao/"])
def test_lists_cost_the_same_for_more_rows(desk, address):
    secretary = signed_in(desk.cast.secretary)
    secretary.get(address)
    actions.file_report(by=desk.cast.clerk_a1, report=desk.report("a1"), cells=typed(), texts=WORDS)
    with CaptureQueriesContext(connection) as few:
        assert secretary.get(address).status_code == 200
    for n in range(30):
        unit = Unit.objects.create()
        UnitVersion.objects.create(
            unit=unit,
            code=f"9030{n:02}",
            level="commune",
            type="xa",
            name_vi=f"Xã Mới {n}",
            parent=desk.cast.units["b"],
            valid_from=SINCE,
        )
    actions.open_reports()
    for unit in Unit.objects.filter(versions__name_vi__startswith="Xã Mới"):
        report = Report.objects.get(unit=unit, period=desk.now)
        actions.file_report(by=desk.cast.reviewer_b, report=report, cells=typed(), texts=WORDS)
    secretary.get(address)
    with CaptureQueriesContext(connection) as many:
        assert secretary.get(address).status_code == 200
    assert len(many) == len(few)
