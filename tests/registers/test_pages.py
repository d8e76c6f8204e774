"""The pages of the registers: journeys through them, rights, filters, export, what was typed, statements."""

import csv
import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.orgs.models import Unit, UnitVersion
from phoihop.registers import actions, queries
from phoihop.registers.models import Answer, Model, Operation, StandardResult
from tests.cast import SINCE, signed_in
from tests.pdf import PDF
from tests.registers.conftest import ALL_MET, Year

LIST = "/so/tieu-chuan/"
FORM = {"step": "answer", "c1": "1", "c2": "1", "c3": "1", "c4": "1", "c5_part": "20", "c5_whole": "25"}


def address(year: Year, unit: str) -> str:
    return reverse("registers:standard", args=[year.result(unit).pk])


def text_of(client: Client, where: str, **query: str) -> str:
    answer = client.get(where, query)
    assert answer.status_code == 200, where
    return answer.content.decode()


def test_from_the_clerk_to_the_decision_through_the_pages(year: Year) -> None:
    clerk, reviewer, recogniser = map(signed_in, (year.cast.clerk_a1, year.cast.reviewer_a, year.recogniser_a))
    dossier, pk = address(year, "a1"), str(year.result("a1").pk)
    sent = clerk.post(dossier, FORM | {"version": "0", "c5_note": "25 bản", "hand_in": "1"}, follow=True)
    assert "Đã nộp bản tự đánh giá" in sent.content.decode()

    preview = reviewer.post(LIST, {"step": "propose", "chon": pk})
    assert "Đề nghị 1 đơn vị: 1 đạt, 0 chưa đạt" in preview.content.decode()
    assert year.result("a1").state == "assessed", "a preview changes nothing"
    reviewer.post(LIST, {"step": "propose", "chon": pk, f"outcome_{pk}": "1", "confirm": "1"})
    assert year.result("a1").state == "proposed"

    ruling = {"step": "decide", "chon": pk, f"outcome_{pk}": "1", "decided_on": "2021-12-01", "confirm": "1"}
    refused = recogniser.post(LIST, ruling | {"number": ""})
    assert refused.status_code == 422
    assert "Số quyết định: Ô còn trống" in refused.content.decode()
    assert 'value="2021-12-01"' in refused.content.decode(), "what was typed stays"
    done = recogniser.post(LIST, ruling | {"number": "2415/QĐ-UBND"}, follow=True)
    assert "Đã ghi quyết định 2415/QĐ-UBND cho 1 đơn vị, trong đó 1 đạt" in done.content.decode()
    shown = text_of(clerk, dossier)
    for words in ("20/25 = 80,00\xa0%", "2415/QĐ-UBND", "25 bản", "Chủ tịch"):
        assert words in shown


def test_a_refusal_keeps_what_was_typed_and_a_stale_page_loses_nothing(year: Year) -> None:
    clerk, where = signed_in(year.cast.clerk_a1), address(year, "a1")
    answer = clerk.post(where, FORM | {"version": "0", "c5_part": "16a", "c3_note": "đang rà soát"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "không phải số nguyên" in page
    assert 'value="16a"' in page
    assert 'value="đang rà soát"' in page
    assert not Answer.objects.exists()

    clerk.post(where, FORM | {"version": "0"})
    stale = clerk.post(where, FORM | {"version": "0", "c5_part": "21"})
    assert stale.status_code == 422
    assert "Có người vừa ghi hồ sơ này" in stale.content.decode()
    assert 'value="21"' in stale.content.decode()
    assert "20/25" in stale.content.decode()
    assert 'name="version" value="1"' in stale.content.decode()

    short = clerk.post(where, FORM | {"version": "1", "c5_part": "16", "hand_in": "1"}, follow=True)
    assert "cần ít nhất 18" in short.content.decode()
    assert year.result("a1").self_passed is False


def test_evidence_lies_within_the_year_passes_the_gate_and_opens_for_those_who_see_the_dossier(year: Year) -> None:
    clerk, where = signed_in(year.cast.clerk_a1), address(year, "a1")

    def send(**changes: object) -> str:
        proof = {"step": "attach", "title": "Nghị quyết", "fact_on": "2021-03-01"}
        proof["file"] = SimpleUploadedFile("nghi-quyet.pdf", PDF)  # type: ignore[assignment]
        return clerk.post(where, proof | changes, follow=True).content.decode()

    assert "nằm ngoài khoảng từ 16/11/2020 đến 15/11/2021" in send(fact_on="2021-12-20")
    assert "số điện thoại" in send(title="Nghị quyết, gọi 0912 345 678")
    assert "không thuộc loại nhận được" in send(file=SimpleUploadedFile("a.exe", b"MZ\x90\x00"))
    assert not year.result("a1").evidence.exists()
    assert "Đã thêm minh chứng" in send()
    proof = year.result("a1").evidence.get()
    opened = {
        name: signed_in(post).get(reverse("documents:download", args=[proof.file_id])).status_code
        for name, post in year.cast.posts().items()
    }
    assert {name for name, status in opened.items() if status == 200} >= {"clerk_a1", "reviewer_a", "secretary"}
    assert {opened[name] for name in ("clerk_b1", "reviewer_b", "stranger")} == {404}

    clerk.post(where, {"step": "withdraw", "evidence": str(proof.pk)})
    proof.refresh_from_db()
    assert proof.withdrawn_at is not None


def test_each_post_sees_its_branch_and_no_other(year: Year) -> None:
    seen = {
        name: {unit for unit in ("a1", "a2", "b1", "b2") if signed_in(post).get(address(year, unit)).status_code == 200}
        for name, post in year.cast.posts().items()
        if post.can("register.read")
    }
    assert seen["clerk_a1"] == {"a1"}
    assert seen["reviewer_a"] == {"a1", "a2"}
    assert seen["reviewer_b"] == {"b1", "b2"}
    assert seen["secretary"] == seen["leader"] == {"a1", "a2", "b1", "b2"}
    assert seen["stranger"] == set()
    assert "Chiềng Ơn" not in text_of(signed_in(year.cast.reviewer_a), LIST)


def test_a_step_that_is_not_ones_own_is_refused_with_a_sentence(year: Year) -> None:
    year.assessed("a1", year.cast.clerk_a1)
    pk = str(year.result("a1").pk)
    answer = signed_in(year.cast.secretary).post(LIST, {"step": "propose", "chon": pk, "confirm": "1"})
    assert answer.status_code == 422
    assert "cấp trên trực tiếp của đơn vị: Huyện Mường Thượng" in answer.content.decode()
    other = signed_in(year.cast.reviewer_b).post(LIST, {"step": "propose", "chon": pk, "confirm": "1"})
    assert other.status_code == 422
    assert year.result("a1").state == "assessed"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"huyen": "b"}, {"b1", "b2"}),
        ({"loai": "thi_tran"}, {"a2"}),
        ({"tinh-trang": "decided"}, {"a1"}),
        ({"ket-qua": "passed"}, {"a1"}),
        ({"ket-qua": "open"}, {"a2", "b1", "b2"}),
        ({"ket-qua": "failed"}, set()),
        ({"ten": "chieng on"}, {"b2"}),
        ({"ten": "Chiềng Ơn"}, {"b2"}),
        ({"ten": "Chiềng Ôn"}, set()),
    ],
)
def test_filters_and_the_export_of_what_they_leave(year: Year, query: dict[str, str], expected: set[str]) -> None:
    year.decided("a1", year.cast.clerk_a1)
    if "huyen" in query:
        query = {"huyen": str(year.cast.units[query["huyen"]].pk)}
    secretary = signed_in(year.cast.secretary)
    exported = secretary.get(reverse("registers:standards_export"), query | {"dang": "csv"}).content.decode("utf-8-sig")
    codes = {row["Mã"] for row in csv.DictReader(io.StringIO(exported))}
    wanted = {UnitVersion.objects.get(unit=year.cast.units[unit]).code for unit in expected}
    assert codes == wanted
    page = text_of(secretary, LIST, **query)
    assert page.count("data-ph-row>") == len(expected)
    sheet = secretary.get(reverse("registers:standards_export"), query).content
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(io.BytesIO(sheet)).namelist()


def test_the_list_asks_the_database_as_often_for_three_rows_as_for_thirty(year: Year) -> None:
    reviewer = signed_in(year.cast.reviewer_a)
    text_of(reviewer, LIST)
    with CaptureQueriesContext(connection) as few:
        text_of(reviewer, LIST)
    for n in range(30):
        unit = Unit.objects.create()
        UnitVersion.objects.create(
            unit=unit, code=f"8{n:04}", level="commune", type="xa", name_vi=f"Xã Thử {n}",
            parent=year.cast.units["a"], valid_from=SINCE,
        )  # fmt: skip
    actions.open_results(period=year.standard)
    text_of(reviewer, LIST)
    with CaptureQueriesContext(connection) as many:
        assert text_of(reviewer, LIST).count("data-ph-row>") == 32
    assert len(many) == len(few)
    assert len(many) <= 15


def test_a_model_is_recorded_confirmed_sited_and_ended(year: Year) -> None:
    clerk, reviewer = signed_in(year.cast.clerk_a1), signed_in(year.cast.reviewer_a)
    form = {"code": "MH-01", "name_vi": "Tiếng kẻng an ninh", "field_vi": "Phòng ngừa", "built_on": "2021-05-01"}
    assert clerk.post("/so/mo-hinh/", form | {"built_on": "2031-05-01"}).status_code == 422
    clerk.post("/so/mo-hinh/", form)
    model = Model.objects.get()
    where = reverse("registers:model", args=[model.pk])
    assert "chưa được tính" in text_of(clerk, where)
    assert [w.kind for w in queries.waiting_for(year.cast.reviewer_a)] == ["confirm"]
    assert clerk.post(where, {"step": "confirm"}).status_code == 422
    reviewer.post(where, {"step": "confirm"})
    site = {"step": "site", "unit": str(year.cast.units["a1"].pk), "groups": "3", "since": "2021-05-01"}
    clerk.post(where, site)
    assert clerk.post(where, site).status_code == 422, "the same site twice"
    assert "Xây dựng mới: 1" in text_of(reviewer, "/so/mo-hinh/")
    assert "1 điểm, 3 tổ" in text_of(reviewer, "/so/")
    clerk.post(where, {"step": "end", "ended_on": "2021-11-01", "reason": "Nhập vào mô hình khác"})
    assert "Nhập vào mô hình khác" in text_of(reviewer, where)
    assert signed_in(year.cast.reviewer_b).get(where).status_code == 404


def test_an_operation_is_a_code_its_bodies_and_days(year: Year) -> None:
    secretary = signed_in(year.cast.secretary)
    bodies = {b.unit_id: b for b in queries.bodies_to_choose(year.cast.secretary)}
    two = [str(bodies[year.cast.units[unit].pk].pk) for unit in ("province", "a")]
    form = {"step": "add", "code": "CA-121", "opened_on": "2021-04-02"}
    assert secretary.post("/so/chuyen-an/", form | {"bodies": two[:1]}).status_code == 422
    secretary.post("/so/chuyen-an/", form | {"bodies": two})
    operation = Operation.objects.get()
    assert "CA-121" in text_of(signed_in(year.cast.reviewer_a), "/so/chuyen-an/")
    assert "CA-121" not in text_of(signed_in(year.cast.reviewer_b), "/so/chuyen-an/")
    assert signed_in(year.cast.reviewer_a).post("/so/chuyen-an/", form | {"bodies": two}).status_code == 422
    close = {"step": "close", "operation": str(operation.pk), "closed_on": "2021-09-01"}
    secretary.post("/so/chuyen-an/", close)
    operation.refresh_from_db()
    assert operation.closed_on == datetime.date(2021, 9, 1)
    assert secretary.post("/so/chuyen-an/", close).status_code == 422


def test_what_waits_is_on_the_right_desk(year: Year) -> None:
    cast = year.cast
    assert [(w.kind, w.count) for w in queries.waiting_for(cast.clerk_a1)] == [("assess", 1)]
    assert queries.waiting_for(cast.reviewer_a) == []
    year.assessed("a1", cast.clerk_a1)
    year.assessed("a2", cast.clerk_a2, ALL_MET)
    [waiting] = queries.waiting_for(cast.reviewer_a)
    assert (waiting.kind, waiting.count) == ("examine", 2)
    assert signed_in(cast.reviewer_a).get(waiting.url).status_code == 200
    assert queries.waiting_for(cast.reviewer_b) == queries.waiting_for(cast.clerk_a1) == []
    actions.propose_results(by=cast.reviewer_a, results=StandardResult.objects.filter(state="assessed"))
    assert [(w.kind, w.count) for w in queries.waiting_for(year.recogniser_a)] == [("decide", 2)]
