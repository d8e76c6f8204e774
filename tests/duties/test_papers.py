"""Programmes and directives: recorded with their file, seen by who takes part, each with its tasks."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.documents.models import File
from phoihop.duties import actions
from phoihop.duties.models import Directive, Programme
from phoihop.journal.models import Entry
from phoihop.orgs.models import Post
from tests.cast import signed_in
from tests.duties.office import PDF, D, Office, words


def pdf(name: str = "chuong-trinh.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def test_a_programme_is_recorded_with_its_file_and_shows_its_tasks_priority_first(office: Office) -> None:
    cast, browser = office.cast, signed_in(office.cast.secretary)
    typed = {
        "regulation": office.regulation.pk,
        "period": office.year.pk,
        "number": "05-CTr/ĐUCA",
        "title_vi": "Chương trình công tác năm 2022",
        "issued_on": "2022-01-05",
    }
    answer = browser.post(reverse("tasks:add_programme"), {**typed, "file": pdf()}, follow=True)
    assert "Văn bản này chưa thành việc nào." in words(answer.content.decode())
    paper = Programme.objects.get()
    assert paper.file is not None
    office.task("a", "b", kind="programme", origin=paper, title_vi="Ra quân đầu năm", due=D(2022, 1, 28))
    first = office.task("a1", kind="programme", origin=paper, title_vi="Bảo vệ Tết", is_priority=True)
    office.hand_in(first, "a1", cast.clerk_a1)
    actions.accept(by=cast.secretary, share=office.share(first, "a1"), key="other", effective=True)
    said = words(browser.get(reverse("tasks:programme", args=[paper.pk])).content.decode())
    assert "1/3 đã xong · đang làm 2" in said
    assert said.index("Bảo vệ Tết") < said.index("Ra quân đầu năm"), "the priority one first, though due on one day"
    assert "Huyện Mường Hạ, Huyện Mường Thượng" in said
    said = words(browser.get(reverse("tasks:programmes")).content.decode())
    assert "05-CTr/ĐUCA, 05/01/2022 2 1/3 đã xong" in said


def test_a_second_programme_of_the_year_is_refused_and_nothing_typed_is_lost(office: Office) -> None:
    office.programme()
    answer = signed_in(office.cast.secretary).post(
        reverse("tasks:add_programme"),
        {
            "regulation": office.regulation.pk,
            "period": office.year.pk,
            "number": "06-CTr/ĐUCA",
            "title_vi": "Chương trình bổ sung",
            "issued_on": "2022-01-06",
            "file": pdf(),
        },
    )
    assert answer.status_code == 422
    assert "Năm 2022 đã có chương trình công tác." in words(answer.content.decode())
    assert 'value="06-CTr/ĐUCA"' in answer.content.decode()
    assert not File.objects.exists(), "a file is kept only when nothing stands against it"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"received_on": "2022-01-01"}, "Ngày nhận đứng trước ngày ban hành 03/01/2022."),
        ({"number": " "}, "Số, ký hiệu"),
        ({"issued_on": "03.01.2022"}, "Ngày ban hành"),
        ({"title_vi": "Về việc của 0912345678"}, "dãy số giống số điện thoại"),
        ({"file": SimpleUploadedFile("van-ban.exe", b"MZ\x90\x00" * 20)}, "không thuộc loại nhận được"),
        ({"file": SimpleUploadedFile("CT 12 TUYET MAT.pdf", PDF)}, "độ mật"),
    ],
)
def test_each_fault_of_a_directive_is_named(office: Office, typed: dict[str, Any], sentence: str) -> None:
    browser = signed_in(office.cast.secretary)
    before = Entry.objects.count()
    good = {
        "number": "12-CT/TU",
        "issuer": "Ban Thường vụ Tỉnh ủy",
        "issued_on": "2022-01-03",
        "received_on": "2022-01-05",
        "title_vi": "Bảo đảm an ninh, trật tự dịp Tết",
    }
    answer = browser.post(reverse("tasks:add_directive"), {**good, **typed})
    assert answer.status_code == 422
    assert sentence in words(answer.content.decode())
    assert 'value="Ban Thường vụ Tỉnh ủy"' in answer.content.decode()
    assert not Directive.objects.exists()
    assert Entry.objects.count() == before


def test_a_directive_without_tasks_is_plain_to_see(office: Office) -> None:
    bare, given = office.directive("12-CT/TU"), office.directive("13-CT/TU", title_vi="Phòng, chống dịch")
    task = office.task("a", kind="directive", origin=given)
    browser = signed_in(office.cast.secretary)
    said = words(browser.get(reverse("tasks:directives")).content.decode())
    assert "1 văn bản chưa thành việc" in said
    assert "1 việc: 0/1 đã xong" in said
    said = words(browser.get(reverse("tasks:directives") + "?nam=2022&loc=chua").content.decode())
    assert bare.number in said
    assert given.number not in said
    actions.withdraw_task(by=office.cast.secretary, task=task, reason="Ghi nhầm.")
    said = words(browser.get(reverse("tasks:directives")).content.decode())
    assert "2 văn bản chưa thành việc" in said, "a task that was withdrawn answers nothing"


def test_papers_are_seen_by_the_branch_and_by_who_takes_part(office: Office) -> None:
    cast = office.cast
    ours = office.programme(file=pdf())
    above = office.directive(file=pdf("chi-thi.pdf"))
    own_a = office.directive("3-CV/HU", by=cast.reviewer_a, issuer="Huyện ủy")
    office.task("a1", kind="directive", origin=above)
    assert ours.file
    assert above.file

    def sees(post: Post) -> list[bool]:
        browser = signed_in(post)
        pages = [reverse("tasks:programme", args=[ours.pk]), reverse("documents:download", args=[ours.file.pk])]  # type: ignore[union-attr]
        pages += [reverse("tasks:directive", args=[above.pk]), reverse("documents:download", args=[above.file.pk])]  # type: ignore[union-attr]
        pages += [reverse("tasks:directive", args=[own_a.pk])]
        return [browser.get(address).status_code == 200 for address in pages]

    assert sees(cast.secretary) == [True] * 5
    assert sees(cast.clerk_a1) == [True, True, True, True, False], "it takes part in what came of the paper"
    assert sees(cast.reviewer_a) == [True] * 5
    assert sees(cast.clerk_b1) == [True, True, False, False, False]
    assert sees(cast.stranger) == [False] * 5
    assert signed_in(cast.stranger).get(reverse("tasks:directives")).content.decode().count("12-CT/TU") == 0
    assert signed_in(cast.clerk_a1).get(reverse("tasks:add_programme")).status_code == 403
    assert signed_in(cast.clerk_a1).post(reverse("tasks:add_directive")).status_code == 403


def test_more_papers_and_tasks_cost_no_more_statements(office: Office) -> None:
    browser = signed_in(office.cast.secretary)
    paper = office.programme()

    def statements(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    pages = [reverse("tasks:directives"), reverse("tasks:programme", args=[paper.pk]), reverse("tasks:programmes")]
    before: list[int] = []
    for n in (3, 30):
        for i in range(n):
            made = office.directive(f"{n}.{i}-CT/TU")
            day = D(2022, 1, 28) + datetime.timedelta(days=i)
            office.task("a", "b", "a1", "a2", kind="directive", origin=made, due=day)
            office.task("a", "b1", "a1", "a2", kind="programme", origin=paper, due=day)
        found = [statements(address) for address in pages]
        assert found == (before or found)
        before = found
