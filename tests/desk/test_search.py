"""Search finds what the post may see, and only that."""

import datetime
import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.base.finding import wanted
from phoihop.desk.queries.search import Hit, search
from phoihop.ops.demo.ground import load_units
from phoihop.orgs.models import Body, Post
from phoihop.registers.models import Model
from phoihop.reporting import actions
from tests.cast import Cast, signed_in
from tests.registers.conftest import build
from tests.reporting.conftest import Desk, prepare, typed

SAID = "Đảng uỷ xã chỉ đạo 100% bản tự quản; <b>không</b> phát sinh điểm nóng."


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return prepare(cast)


def hits(post: Post, text: str, kind: str) -> list[Hit]:
    return next((group.hits for group in search(post, wanted(text), 50) if group.key == kind), [])


def addresses(post: Post, text: str, kind: str = "loi-van") -> list[str]:
    return [hit.url for hit in hits(post, text, kind)]


def test_units_of_any_day_with_twins_told_apart(cast: Cast) -> None:
    load_units()
    without = hits(cast.secretary, "chieng an", "don-vi")
    assert {hit.name for hit in without} == {"Phường Chiềng An", "Xã Chiềng Ân"}
    told = {hit.about for hit in without}
    assert len(told) == 3
    assert any("03667" in about and "Thành phố Sơn La" in about and "30/06/2025" in about for about in told)
    assert any("03664" in about and "từ 01/07/2025" in about for about in told)
    assert next(hit.name for hit in hits(cast.secretary, "CHIỀNG ÂN", "don-vi")) == "Xã Chiềng Ân"
    assert next(hit.name for hit in hits(cast.secretary, "chiềng an", "don-vi")) == "Phường Chiềng An"
    assert [hit.name for hit in hits(cast.secretary, "chieng an muong la", "don-vi")] == ["Xã Chiềng Ân"]


def test_a_code_typed_exactly_opens_the_list(cast: Cast) -> None:
    load_units()
    groups = search(cast.secretary, wanted("03664"), 50)
    assert [hit.name for hit in groups[0].hits] == ["Xã Chiềng Xôm", "Phường Chiềng An"]
    assert groups[0].hits[1].url.endswith("?on=2025-07-01")


def test_words_of_reports_stay_in_the_branch_and_drafts_at_home(desk: Desk) -> None:
    cast, report = desk.cast, desk.report("a1")
    page = [reverse("reporting:report", args=[report.pk])]
    actions.save_cells(by=cast.clerk_a1, report=report, cells=typed(), texts={"results": SAID})
    for spelling in ("đảng ủy xã", "dang uy xa", "ĐẢNG UỶ XÃ", unicodedata.normalize("NFD", "Đảng ủy xã")):
        assert addresses(cast.clerk_a1, spelling) == page
    assert addresses(cast.reviewer_a, "dang uy xa") == []
    actions.submit_report(by=cast.clerk_a1, report=report)
    for name, post in cast.posts().items():
        sees = name in {"clerk_a1", "reviewer_a", "leader_a", "secretary", "leader", "recogniser"}
        assert addresses(post, "tự quản") == (page if sees else []), name


def test_what_counts_is_found_until_the_correction_is_sent(desk: Desk) -> None:
    cast, report = desk.cast, desk.report("a1")
    actions.save_cells(by=cast.clerk_a1, report=report, cells=typed(), texts={"results": "Suối Bùn yên ổn."})
    actions.submit_report(by=cast.clerk_a1, report=report)
    actions.accept_report(by=cast.reviewer_a, report=report)
    actions.reopen_report(by=cast.clerk_a1, report=report, reason="Ghi sai tên bản")
    actions.save_cells(by=cast.clerk_a1, report=report, cells=typed(), texts={"results": "Suối Bau yên ổn."})
    assert len(addresses(cast.reviewer_a, "suối bùn")) == 1
    assert addresses(cast.reviewer_a, "suối bau") == []
    assert len(addresses(cast.clerk_a1, "suối bau")) == 1


def test_signs_of_the_database_mean_themselves(desk: Desk) -> None:
    cast, report = desk.cast, desk.report("a1")
    actions.save_cells(by=cast.clerk_a1, report=report, cells=typed(), texts={"results": "Đạt 1000 điểm, 50 tổ_viên."})
    assert addresses(cast.clerk_a1, "10%0") == []
    assert addresses(cast.clerk_a1, "đ_t") == []
    assert len(addresses(cast.clerk_a1, "tổ_viên")) == 1


def test_a_decision_number_leads_to_its_dossier_for_the_branch_only(cast: Cast) -> None:
    year = build(cast)
    result = year.decided("a1", cast.clerk_a1)
    expected = reverse("registers:standard", args=[result.pk])
    for post in (cast.clerk_a1, cast.reviewer_a, cast.secretary):
        first = search(post, wanted("2415/qd-ubnd"), 50)[0]
        assert (first.key, [hit.url for hit in first.hits]) == ("quyet-dinh", [expected])
    for post in (cast.clerk_a2, cast.clerk_b1, cast.reviewer_b, cast.inspector, cast.stranger):
        assert search(post, wanted("2415/qd-ubnd"), 50) == []


def test_every_post_may_ask_and_what_it_typed_comes_back_as_text(desk: Desk) -> None:
    cast = desk.cast
    actions.save_cells(by=cast.clerk_a1, report=desk.report("a1"), cells=typed(), texts={"results": SAID})
    for post in cast.posts().values():
        answer = signed_in(post).get(reverse("desk:search"), {"q": "<script>an</script>"})
        assert answer.status_code == 200
        assert "<script>an" not in answer.content.decode()
    said = signed_in(cast.clerk_a1).get(reverse("desk:search"), {"q": "không phát sinh"}).content.decode()
    assert "&lt;b&gt;<mark>không</mark>&lt;/b&gt; <mark>phát</mark> <mark>sinh</mark>" in said
    for short in ("", " ", "ă", "!?"):
        assert "Tìm được trong phạm vi" in signed_in(cast.clerk_a1).get("/tim", {"q": short}).content.decode()


def test_statements_do_not_grow_with_what_is_found(desk: Desk) -> None:
    cast = desk.cast
    clerks = {"a1": cast.clerk_a1, "a2": cast.clerk_a2, "b1": cast.clerk_b1}
    look_for = wanted("tự quản")
    search(cast.secretary, look_for, 50)
    with CaptureQueriesContext(connection) as few:
        assert search(cast.secretary, look_for, 50) == []
    for n, unit in enumerate(("a1", "a2", "b1", "b2")):
        text = {"results": "Bản tự quản tốt.", "trouble": "Tổ tự quản còn thiếu người."}
        actions.save_cells(by=None, report=desk.report(unit), cells=typed(), texts=text)
        if unit in clerks:
            actions.submit_report(by=clerks[unit], report=desk.report(unit))
        Body.objects.create(unit=cast.units[unit], kind="office", name_vi=f"Tổ tự quản {n}")
        Model.objects.create(
            code=f"MH-{n}",
            name_vi="Bản tự quản",
            unit=cast.units[unit],
            field_vi="tự quản",
            built_on=datetime.date(2020, 1, 1),
        )
    with CaptureQueriesContext(connection) as many:
        found = search(cast.secretary, look_for, 50)
    assert {group.key: group.total for group in found} == {"loi-van": 6, "so": 4, "co-quan": 4}
    assert len(many) == len(few)
