"""Stored files, numbers without gaps, issued papers, and the one door out."""

import datetime
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from phoihop.base.errors import Refusal
from phoihop.documents import access, actions, layouts, numbers, read, store, word
from phoihop.documents.models import File, Issued, Series
from phoihop.journal.models import Entry
from phoihop.orgs.models import Body, Post, Unit
from tests.cast import Cast, signed_in
from tests.documents.samples import report
from tests.pdf import PDF

DAY = datetime.date(2022, 1, 14)


def to_issue(body: Body, **changes: Any) -> actions.ToIssue:
    given = {
        "body": body,
        "layout": layouts.profile("party-2018"),
        "type_symbol": "BC",
        "issued_on": DAY,
        "place": "Tây Phong",
        "subject": "kết quả năm 2021",
        "signer_label": "Phó Bí thư",
        "name": "Báo cáo năm 2021",
        "symbol": "ĐUCA",
    }
    return actions.ToIssue(**{**given, **changes})


def rendered(number: int) -> bytes:
    return word.write(report(number=number), {"number": number})


def test_a_file_is_kept_under_its_own_hash_and_once(cast: Cast, files_root: Path) -> None:
    first = actions.keep_upload(by=cast.clerk_a1, upload=SimpleUploadedFile("Quyết định.pdf", PDF))
    second = actions.keep_upload(by=cast.clerk_a2, upload=SimpleUploadedFile("khac.pdf", PDF))
    assert first.sha256 == second.sha256
    assert store.read(first) == PDF
    assert [path for path in files_root.rglob("*") if path.is_file()] == [store.path_of(first.sha256)]
    assert (first.name, first.kind, first.size, first.uploaded_by) == ("Quyết định.pdf", "pdf", len(PDF), cast.clerk_a1)
    assert Entry.objects.filter(verb="documents.keep_file").count() == 2


def test_what_the_gate_refuses_leaves_no_trace(cast: Cast, files_root: Path) -> None:
    with pytest.raises(Refusal, match="độ mật"):
        actions.keep_upload(by=cast.clerk_a1, upload=SimpleUploadedFile("TUYỆT MẬT.pdf", PDF))
    assert not files_root.exists()
    assert not File.objects.exists()
    assert not Entry.objects.filter(verb__startswith="documents.").exists()


def test_a_changed_or_missing_byte_is_noticed_and_healed_by_the_same_upload(cast: Cast) -> None:
    file = actions.keep_made(by=None, data=PDF, name="a.pdf")
    path = store.path_of(file.sha256)
    path.chmod(0o600)
    path.write_bytes(PDF.replace(b"1.4", b"1.5"))
    with pytest.raises(store.Damaged, match="no longer match"):
        store.read(file)
    actions.keep_made(by=None, data=PDF, name="b.pdf")
    assert store.read(file) == PDF
    path.unlink()
    with pytest.raises(store.Damaged, match="missing"):
        store.read(file)


def test_a_long_name_keeps_its_ending(cast: Cast) -> None:
    file = actions.keep_made(by=None, data=PDF, name="x" * 300 + "/../y.pdf")
    assert len(file.name) == 200
    assert file.name.endswith(".pdf")
    assert "/" not in file.name


def test_an_issued_paper_has_its_number_inside_and_outside(cast: Cast) -> None:
    body = cast.secretary.body
    one = actions.issue(by=cast.leader, paper=to_issue(body), render=rendered, about=cast.units["province"])
    two = actions.issue(by=cast.leader, paper=to_issue(body), render=rendered)
    assert [one.number, two.number] == [1, 2]
    assert one.symbol == "Số 01-BC/ĐUCA"
    reading = read.read(store.read(one.file))
    assert one.symbol in reading.blocks
    assert reading.ledger == {"number": 1}
    assert one.about == cast.units["province"]
    assert Entry.objects.filter(verb="documents.issue", subject_id=one.pk).exists()


def test_a_failed_paper_gives_its_number_back(cast: Cast) -> None:
    def fail(number: int) -> bytes:
        raise RuntimeError(f"cannot render {number}")

    with pytest.raises(RuntimeError, match="cannot render 1"), transaction.atomic():
        actions.issue(by=cast.leader, paper=to_issue(cast.secretary.body), render=fail)
    assert actions.issue(by=cast.leader, paper=to_issue(cast.secretary.body), render=rendered).number == 1
    assert Issued.objects.count() == 1


def test_party_numbers_run_through_a_term_and_state_numbers_through_a_year(cast: Cast) -> None:
    body = cast.secretary.body
    party, state = layouts.profile("party-2018"), layouts.profile("state-2020")
    days = [datetime.date(2021, 12, 31), datetime.date(2022, 1, 1), datetime.date(2025, 12, 1)]
    assert [numbers.allocate(body, "BC", party, day)[1] for day in days] == [1, 2, 1]
    assert numbers.allocate(body, "KH", party, days[0])[1] == 1
    other = cast.recogniser.body
    assert [numbers.allocate(other, "BC", state, day)[1] for day in days] == [1, 1, 1]
    assert [numbers.allocate(other, "BC", state, day)[1] for day in days[:2]] == [2, 2]


def test_a_series_opened_by_hand_goes_on_from_the_paper_register(cast: Cast) -> None:
    body = cast.secretary.body
    dates = {"starts_on": datetime.date(2020, 7, 1), "ends_on": datetime.date(2025, 7, 1)}
    actions.open_series(by=cast.secretary, body=body, type_symbol="BC", last=11, **dates)
    assert actions.issue(by=cast.leader, paper=to_issue(body), render=rendered).symbol == "Số 12-BC/ĐUCA"
    with pytest.raises(Refusal, match="01/07/2020"):
        actions.open_series(by=cast.secretary, body=body, type_symbol="BC", **dates)
    turned = {"starts_on": dates["ends_on"], "ends_on": dates["starts_on"]}
    with pytest.raises(Refusal, match="Ngày hết"):
        actions.open_series(by=cast.secretary, body=body, type_symbol="KH", **turned)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"issued_on": datetime.date(2026, 6, 1)}, "không áp dụng ngày 01/06/2026"),
        ({"issued_on": datetime.date(2009, 6, 1)}, "không hoạt động ngày 01/06/2009"),
        ({"issued_on": datetime.date(2009, 6, 1)}, "Chưa có dãy số BC"),
    ],
)
def test_a_paper_that_does_not_fit_its_day_is_refused(cast: Cast, changes: dict[str, Any], said: str) -> None:
    cast.secretary.body.valid_from = datetime.date(2010, 1, 1)
    with pytest.raises(Refusal, match=said):
        actions.issue(by=cast.leader, paper=to_issue(cast.secretary.body, **changes), render=rendered)
    assert not Series.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_numbers_without_gap_or_double() -> None:
    body = Body.objects.create(unit=Unit.objects.create(), kind=Body.Kind.POLICE_COMMITTEE, name_vi="Đảng ủy")
    Series.objects.create(body=body, type_symbol="BC", starts_on=DAY, ends_on=DAY)
    taken: list[int] = []

    def take(fails: bool) -> None:
        try:
            with transaction.atomic():
                number = numbers.allocate(body, "BC", layouts.profile("party-2018"), DAY)[1]
                if fails:
                    transaction.set_rollback(True)
                else:
                    taken.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(n % 3 == 0,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 9))
    assert Series.objects.get().last == 8


@pytest.fixture
def shown_to(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Post], None]]:
    """`shown_to(post)`: from now on some room shows every file to that post."""
    monkeypatch.setattr(access, "_shows", {})

    def show(post: Post) -> None:
        access.shows_files(lambda asking, file: asking.pk == post.pk)

    return show


def test_a_file_leaves_only_for_whom_a_room_shows_it(cast: Cast, shown_to: Callable[[Post], None]) -> None:
    file = actions.keep_made(by=cast.clerk_a1, data=word.write(report()), name='Báo cáo "2021".docx')
    address = f"/tap-tin/{file.pk}"
    for post in cast.posts().values():
        assert signed_in(post).get(address).status_code == 404
    shown_to(cast.reviewer_a)
    for name, post in cast.posts().items():
        assert signed_in(post).get(address).status_code == (200 if name == "reviewer_a" else 404), name
    answer = signed_in(cast.reviewer_a).get(address)
    assert answer.content == store.read(file)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "filename*=utf-8''B%C3%A1o%20c%C3%A1o%20%222021%22.docx" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert signed_in(cast.reviewer_a).get("/tap-tin/999999").status_code == 404
