"""The pages of matters: a journey through them, who sees what, filters and export, statements, the desk."""

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

from phoihop.journal.models import Entry
from phoihop.registers import actions, queries
from phoihop.registers.models import Matter
from tests.cast import Cast, signed_in
from tests.registers.world import PDF, body_of, matter, on

LIST = "/so/vu-viec/"
JAN = datetime.date(2022, 1, 4)


def text_of(client: Client, where: str, **query: str) -> str:
    answer = client.get(where, query)
    assert answer.status_code == 200, where
    return answer.content.decode()


def test_from_opening_to_settlement_through_the_pages(cast: Cast) -> None:
    clerk, reviewer = signed_in(cast.clerk_a1), signed_in(cast.reviewer_a)
    form = {
        "title": "Tranh chấp nguồn nước mó Pa Khôm", "kind": "nguon_nuoc", "opened_on": "2022-01-04", "due_on": "",
        "responsible": str(body_of(cast.units["a1"]).pk),
    }  # fmt: skip
    refused = clerk.post(LIST, form | {"title": "Đơn của ông Lò Văn Panh", "due_on": "2022-02-20"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "có vẻ ghi tên một người" in page
    for typed in ("Đơn của ông Lò Văn Panh", "2022-02-20", "2022-01-04"):
        assert f'value="{typed}"' in page, "what was typed stays"
    assert not Matter.objects.exists()

    opened = clerk.post(LIST, form, follow=True)
    assert "Đã ghi vụ việc VV-2022-001." in opened.content.decode()
    made = Matter.objects.get()
    where = reverse("registers:matter", args=[made.pk])
    assert "Không ghi tên người" in text_of(clerk, where)

    def do(client: Client, step: str, **values: object) -> str:
        answer = client.post(where, {"step": step, **values}, follow=True)
        return answer.content.decode()

    assert "Ô còn trống" in do(clerk, "step", text="", on="2022-01-10")
    assert "Đã ghi bước mới" in do(clerk, "step", text="Họp bản", on="2022-01-10")
    assert "Ý kiến chỉ đạo" in text_of(reviewer, where)
    assert "Đã ghi bước mới" in do(reviewer, "step", text="Mời phòng chuyên môn", on="2022-01-12")
    assert "Đã đổi hạn" in do(clerk, "due", due_on="2022-02-14", reason="Chờ đo đạc")
    assert "Đã chuyển vụ việc lên cấp trên" in do(clerk, "raise", reason="Vượt thẩm quyền")
    proof = SimpleUploadedFile("bien-ban.pdf", PDF)
    assert "Đã thêm minh chứng" in do(clerk, "attach", title="Biên bản", fact_on="2022-01-10", file=proof)
    assert "Đã ghi vụ việc giải quyết xong" in do(clerk, "resolve", resolved_on="2022-01-13", result="Hai bản cam kết")
    shown = text_of(reviewer, where)
    for words in ("Họp bản", "Mời phòng chuyên môn", "Chờ đo đạc", "Vượt thẩm quyền", "Hai bản cam kết", "14/02/2022"):
        assert words in shown
    assert "Đã mở lại vụ việc" in do(reviewer, "reopen", reason="Không giữ cam kết", due_on="2022-02-20")
    made.refresh_from_db()
    assert made.state == "open"


def test_a_refused_step_keeps_what_was_typed_and_changes_nothing(cast: Cast) -> None:
    made = matter(cast.clerk_a1, JAN)
    where = reverse("registers:matter", args=[made.pk])
    before = Entry.objects.filter(verb__startswith="registers.").count()
    wrong = {"step": "resolve", "resolved_on": "2022-01-14", "result": "Xong, gọi 0912 345 678"}
    answer = signed_in(cast.clerk_a1).post(where, wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "nằm ngoài khoảng" in page
    assert "số điện thoại" in page
    assert "Xong, gọi 0912 345 678" in page
    assert 'value="2022-01-14"' in page
    for who, step in ((cast.reviewer_a, "resolve"), (cast.leader, "step"), (cast.secretary, "raise")):
        values = {
            "step": step,
            "text": "x",
            "on": "2022-01-13",
            "resolved_on": "2022-01-13",
            "result": "x",
            "reason": "x",
        }
        assert signed_in(who).post(where, values).status_code == 422, who
    assert signed_in(cast.clerk_a1).post(where, {"step": "khong-co"}).status_code == 404
    assert Entry.objects.filter(verb__startswith="registers.").count() == before


def test_each_post_sees_its_branch_and_no_other(cast: Cast) -> None:
    made = {clerk: matter(getattr(cast, clerk), JAN) for clerk in ("clerk_a1", "clerk_a2", "clerk_b1")}
    proof = actions.attach_evidence(
        by=cast.clerk_a1, record_of=made["clerk_a1"], file=SimpleUploadedFile("a.pdf", PDF), title="x", fact_on=JAN
    )
    seen, files, listed = {}, set(), {}
    for name, post in cast.posts().items():
        client = signed_in(post)
        seen[name] = {
            clerk
            for clerk, one in made.items()
            if client.get(reverse("registers:matter", args=[one.pk])).status_code == 200
        }
        if client.get(reverse("documents:download", args=[proof.file_id])).status_code == 200:
            files.add(name)
        page = client.get(LIST).content.decode()
        listed[name] = {clerk for clerk, one in made.items() if one.code in page}
    assert seen["clerk_a1"] == {"clerk_a1"}
    assert seen["reviewer_a"] == seen["leader_a"] == {"clerk_a1", "clerk_a2"}
    assert seen["reviewer_b"] == {"clerk_b1"}
    assert seen["secretary"] == seen["leader"] == set(made)
    for nobody in ("stranger", "operator", "inspector"):
        assert seen[nobody] == set(), nobody
    assert listed == seen
    assert files == {name for name, those in seen.items() if "clerk_a1" in those}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {1, 2, 3}),
        ({"tinh-trang": "dragging"}, {1}),
        ({"tinh-trang": "late"}, {1}),
        ({"tinh-trang": "soon"}, {2}),
        ({"tinh-trang": "resolved"}, {4}),
        ({"tinh-trang": "all"}, {1, 2, 3, 4}),
        ({"tinh-trang": "khong-co"}, set()),
        ({"don-vi": "b"}, {3}),
        ({"loai": "Ô nhiễm môi trường"}, {3}),
        ({"tim": "na pang"}, {1, 2}),
        ({"tim": "vv-2022-003"}, {3}),
        ({"tim": "Nả Pang"}, set()),
    ],
)
def test_filters_and_the_export_of_what_they_leave(cast: Cast, query: dict[str, str], expected: set[int]) -> None:
    matter(cast.clerk_a1, JAN, datetime.date(2022, 1, 12))
    matter(cast.clerk_a1, JAN, datetime.date(2022, 1, 19))
    matter(cast.clerk_b1, JAN, datetime.date(2022, 2, 28), kind="moi_truong", title="Nước thải suối Nậm Lầu")
    done = matter(cast.clerk_a2, JAN)
    actions.resolve_matter(by=cast.clerk_a2, matter=done, resolved_on=JAN, result="Xong")
    if "don-vi" in query:
        query = {"don-vi": str(cast.units[query["don-vi"]].pk)}
    secretary = signed_in(cast.secretary)
    exported = secretary.get(LIST + "bang", query | {"dang": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(exported)))
    assert {row["Mã"] for row in rows} == {f"VV-2022-{n:03}" for n in expected}
    assert text_of(secretary, LIST, **query).count("data-ph-row>") == len(expected)
    sheet = secretary.get(LIST + "bang", query).content
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(io.BytesIO(sheet)).namelist()


def test_counts_and_ages_by_unit(cast: Cast) -> None:
    with on(2022, 3, 31):
        matter(cast.clerk_a1, datetime.date(2021, 11, 1), datetime.date(2021, 12, 1))
        matter(cast.clerk_a2, datetime.date(2022, 3, 21), datetime.date(2022, 4, 5))
        matter(cast.clerk_b1, datetime.date(2022, 2, 14), datetime.date(2022, 4, 29))
        matter(cast.reviewer_b, datetime.date(2022, 3, 30), datetime.date(2022, 4, 29))
        rows = queries.matter_rows(cast.secretary)
        counts = queries.matter_counts(rows)
        assert (counts.open, counts.late, counts.soon) == (4, 1, 1)
        a, b = queries.ageing(cast.secretary, rows)
        assert (a.name, a.ages, a.dragging) == ("Huyện Mường Thượng", (1, 0, 0, 1), 1)
        assert (b.name, b.ages, b.open) == ("Huyện Mường Hạ", (1, 0, 1, 0), 2)
        assert b.dragging == 1, "no step for more than ten working days"
        page = text_of(signed_in(cast.secretary), LIST)
        assert "Mường Hạ: 2 vụ việc" in page
        below = queries.ageing(cast.reviewer_b, queries.matter_rows(cast.reviewer_b))
        assert [one.name for one in below] == ["Xã Bản Lầu", "Huyện Mường Hạ"], "the district's own beside its communes"


def test_the_pages_ask_the_database_as_often_for_three_rows_as_for_thirty(cast: Cast) -> None:
    reviewer = signed_in(cast.reviewer_a)

    def asked(where: str) -> int:
        text_of(reviewer, where)
        with CaptureQueriesContext(connection) as statements:
            text_of(reviewer, where)
        return len(statements)

    def more(n: int) -> None:
        for number in range(n):
            made = matter(cast.clerk_a1, JAN, title=f"Vụ việc {number}")
            actions.add_step(by=cast.clerk_a1, matter=made, text="Họp")
            actions.raise_matter(by=cast.clerk_a1, matter=made, reason="Vượt thẩm quyền")

    more(3)
    last = reverse("registers:matter", args=[Matter.objects.latest("pk").pk])
    few = [asked(where) for where in (LIST, "/so/", "/", last)]
    more(30)
    one = Matter.objects.get(pk=int(last.rsplit("/", 1)[1]))
    for number in range(10):
        actions.add_step(by=cast.clerk_a1, matter=one, text=f"Bước {number}")
    assert [asked(where) for where in (LIST, "/so/", "/", last)] == few
    assert few[0] <= 16


def test_what_waits_on_the_desk(cast: Cast) -> None:
    made = matter(cast.clerk_a1, datetime.date(2021, 12, 1), datetime.date(2022, 1, 12))
    assert [one.kind for one in queries.waiting_for(cast.clerk_a1)] == ["settle"]
    assert queries.waiting_for(cast.reviewer_a) == []
    actions.raise_dragging()
    [raised] = queries.waiting_for(cast.reviewer_a)
    assert (raised.kind, raised.url) == ("direct", reverse("registers:matter", args=[made.pk]))
    assert made.title in text_of(signed_in(cast.reviewer_a), "/")
    assert "Xử lý 1 vụ việc quá hạn hoặc kéo dài" in text_of(signed_in(cast.clerk_a1), "/")
    second = matter(cast.clerk_a1, JAN)
    actions.raise_matter(by=cast.clerk_a1, matter=second, reason="Vượt thẩm quyền")
    [both] = queries.waiting_for(cast.reviewer_a)
    assert (both.count, both.url) == (2, f"{LIST}?tinh-trang=raised")
    page = text_of(signed_in(cast.reviewer_a), LIST, **{"tinh-trang": "raised"})
    assert page.count("data-ph-row>") == 2
    with on(2022, 1, 14):
        actions.add_step(by=cast.reviewer_a, matter=made, text="Giao xã báo cáo lại")
        assert [one.url for one in queries.waiting_for(cast.reviewer_a)] == [
            reverse("registers:matter", args=[second.pk])
        ]
    for nobody in (cast.clerk_b1, cast.reviewer_b, cast.stranger, cast.operator):
        assert queries.waiting_for(nobody) == []


def test_a_matter_is_found_by_search_and_stands_on_its_units_page(cast: Cast) -> None:
    made = matter(cast.clerk_a1, datetime.date(2021, 12, 1), datetime.date(2022, 1, 12))
    where = reverse("registers:matter", args=[made.pk])
    for text in ("VV-2021-001", "nguon nuoc mo pa khom"):
        assert where in text_of(signed_in(cast.reviewer_a), "/tim", q=text)
        assert where not in text_of(signed_in(cast.reviewer_b), "/tim", q=text)
    for unit in ("a1", "a"):
        page = text_of(signed_in(cast.reviewer_a), reverse("desk:unit", args=[cast.units[unit].pk]))
        assert "Vụ việc đang giải quyết: 1" in page
        assert where in page
    assert where not in text_of(signed_in(cast.reviewer_b), reverse("desk:unit", args=[cast.units["a1"].pk]))
