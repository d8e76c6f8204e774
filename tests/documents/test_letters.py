"""Letters between bodies: written, sent under a number, opened, registered, answered, recalled; seen by nobody else."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.base.errors import Refusal
from phoihop.desk.queries import home
from phoihop.documents import actions, check, layouts, queries, store
from phoihop.documents.models import Letter, LetterReading, PaperStub
from phoihop.documents.rules import NewLetter, visible_letters
from phoihop.journal.models import Notice
from phoihop.orgs.models import Body
from tests.cast import Cast, signed_in
from tests.pdf import PDF

pytestmark = pytest.mark.django_db
SOON = datetime.date(2022, 1, 20)


@pytest.fixture(autouse=True)
def symbols(cast: Cast, settings: Any, tmp_path: Any) -> None:
    """Each body has its symbol; files go to a store of their own."""
    settings.FILES_ROOT = tmp_path / "files"
    for body in Body.objects.all():
        body.symbol = f"CQ{body.pk}"
        body.save(update_fields=["symbol"])
    for post in cast.posts().values():
        post.body.refresh_from_db()


def given(cast: Cast, *to: Body, **changes: Any) -> NewLetter:
    bodies = to or (cast.reviewer_a.body,)
    facts: dict[str, Any] = {
        "subject": "phối hợp bảo đảm an ninh, trật tự Tết Nguyên đán",
        "text": "Đề nghị các đồng chí phối hợp.\nBáo kết quả trước ngày hẹn.",
        "to": [body.pk for body in bodies],
        "signer": cast.leader,
        **changes,
    }
    return NewLetter(**facts)


def sent(cast: Cast, *to: Body, **changes: Any) -> Letter:
    letter = actions.draft_letter(by=cast.secretary, letter=given(cast, *to, **changes))
    return actions.send_letter(by=cast.secretary, letter=letter)


def refused(act: Callable[..., Any], **facts: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(**facts)
    return str(caught.value)


def test_a_letter_goes_its_way(cast: Cast) -> None:
    letter = sent(cast, cast.reviewer_a.body, cast.reviewer_b.body, reply_due_on=SOON)
    assert letter.issued is not None
    assert letter.issued.number == 1
    assert [one.state for one in queries.came(cast.reviewer_a)] == ["unopened"]
    assert "Mở thư trước" in refused(actions.take_in_letter, by=cast.reviewer_a, letter=letter)
    actions.open_letter(by=cast.reviewer_a, letter=letter)
    actions.open_letter(by=cast.reviewer_a, letter=letter)
    assert LetterReading.objects.count() == 1
    taken = actions.take_in_letter(by=cast.reviewer_a, letter=letter)
    assert (taken.year, taken.arrival) == (2022, 1)
    assert "đã vào sổ" in refused(actions.take_in_letter, by=cast.reviewer_a, letter=letter)
    assert [one.state for one in queries.came(cast.reviewer_a)] == ["owed"]
    answer = given(cast, cast.secretary.body, signer=cast.reviewer_a, answers=letter)
    reply = actions.draft_letter(by=cast.reviewer_a, letter=answer)
    assert [one.state for one in queries.came(cast.reviewer_a)] == ["owed"]
    actions.send_letter(by=cast.reviewer_a, letter=reply)
    assert [one.state for one in queries.came(cast.reviewer_a)] == ["in"]
    assert [(one.to, one.opened, one.taken_in, one.answered) for one in queries.went(cast.secretary)] == [(2, 1, 1, 1)]
    assert queries.exchange(cast.secretary, letter) == [letter, reply]
    assert queries.exchange(cast.reviewer_b, letter) == [letter]


def test_nobody_beside_or_above_sees_it(cast: Cast) -> None:
    letter = actions.draft_letter(by=cast.reviewer_a, letter=given(cast, cast.clerk_a1.body, signer=cast.reviewer_a))
    actions.enclose(by=cast.reviewer_a, letter=letter, upload=SimpleUploadedFile("phu-luc.pdf", PDF))
    assert not visible_letters(cast.clerk_a1).exists()
    letter = actions.send_letter(by=cast.reviewer_a, letter=letter)
    enclosed = reverse("documents:download", args=[letter.enclosures.get().file_id])
    page = reverse("letters:letter", args=[letter.pk])
    for name, post in cast.posts().items():
        answer = signed_in(post).get(page)
        expected = {"reviewer_a": 200, "clerk_a1": 200, "operator": 403}.get(name, 404)
        assert answer.status_code == expected, name
        assert signed_in(post).get(enclosed).status_code == (200 if name == "reviewer_a" else 404), name
    assert "Đề nghị các đồng chí" not in signed_in(cast.clerk_a1).get(page).content.decode()
    signed_in(cast.clerk_a1).post(reverse("letters:open", args=[letter.pk]))
    assert "Đề nghị các đồng chí" in signed_in(cast.clerk_a1).get(page).content.decode()
    assert signed_in(cast.clerk_a1).get(enclosed).status_code == 200


def test_a_recalled_letter_says_why_and_nothing_else_to_who_had_not_opened_it(cast: Cast) -> None:
    letter = sent(cast, cast.reviewer_a.body, cast.reviewer_b.body)
    actions.open_letter(by=cast.reviewer_a, letter=letter)
    assert "lý do thu hồi" in refused(actions.recall_letter, by=cast.secretary, letter=letter, reason=" ")
    assert "Chỉ cơ quan gửi" in refused(actions.recall_letter, by=cast.reviewer_a, letter=letter, reason="Sai.")
    actions.recall_letter(by=cast.secretary, letter=letter, reason="Gửi nhầm phụ lục.")
    letter.refresh_from_db()
    page = reverse("letters:letter", args=[letter.pk])
    unopened = signed_in(cast.reviewer_b).get(page).content.decode()
    assert "Gửi nhầm phụ lục." in unopened
    assert "Đề nghị các đồng chí" not in unopened
    assert "thu hồi trước khi mở" in refused(actions.open_letter, by=cast.reviewer_b, letter=letter)
    assert "Đề nghị các đồng chí" in signed_in(cast.reviewer_a).get(page).content.decode()


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast: Cast) -> None:
    browser = signed_in(cast.secretary)
    typed = {"subject": "Họp", "text": "Gọi số 0912 345 678", "to": [cast.reviewer_a.body_id], "signer": cast.leader.pk}
    answer = browser.post(reverse("letters:write"), {**typed, "urgency": "urgent", "reply_due_on": "2022-01-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("số điện thoại", "Hạn trả lời 01/01/2022 đã qua"):
        assert said in page
    assert "Gọi số 0912 345 678" in page
    assert f'name="to" value="{cast.reviewer_a.body_id}" checked' in page
    assert "Trích yếu (về việc): Ô còn trống." in browser.post(reverse("letters:write"), {}).content.decode()
    assert not Letter.objects.exists()
    for changes, said in (
        ({"subject": " "}, "Trích yếu còn trống"),
        ({"to": [cast.operator.body_id]}, "không có ai đọc thư"),
        ({"to": []}, "Chưa chọn cơ quan nhận"),
        ({"to": [cast.secretary.body_id]}, "không thể là cơ quan nhận"),
        ({"signer": cast.reviewer_a}, "phải thuộc cơ quan gửi"),
        ({"text": "TỐI MẬT"}, "độ mật"),
    ):
        assert said in refused(actions.draft_letter, by=cast.secretary, letter=given(cast, **changes))


def test_who_writes_need_not_be_who_sends(cast: Cast) -> None:
    letter = actions.draft_letter(by=cast.clerk_a1, letter=given(cast, signer=cast.clerk_a1))
    assert "gửi, thu hồi thư" in refused(actions.send_letter, by=cast.clerk_a1, letter=letter)
    Body.objects.filter(pk=cast.secretary.body_id).update(symbol="")
    own = actions.draft_letter(by=cast.secretary, letter=given(cast))
    assert "chưa có ký hiệu" in refused(actions.send_letter, by=cast.secretary, letter=own)
    draft = signed_in(cast.clerk_a1).get(reverse("letters:letter", args=[letter.pk])).content.decode()
    assert "soạn được nhưng không gửi được" in draft


def test_numbers_run_without_gaps_and_the_paper_keeps_to_its_layout(cast: Cast) -> None:
    party = sent(cast)
    state = actions.draft_letter(by=cast.reviewer_a, letter=given(cast, cast.clerk_a1.body, signer=cast.reviewer_a))
    state = actions.send_letter(by=cast.reviewer_a, letter=state)
    again = sent(cast)
    assert party.issued is not None
    assert again.issued is not None
    assert state.issued is not None
    assert (party.issued.number, again.issued.number, state.issued.number) == (1, 2, 1)
    assert party.issued.symbol.startswith("Số 01-CV/")
    assert state.issued.symbol.startswith("Số: 01/")
    for letter, profile in ((party, "party-2018"), (state, "state-2020")):
        assert letter.issued is not None
        assert letter.issued.layout == profile
        assert [str(fault) for fault in check.check(store.read(letter.issued.file), layouts.profile(profile))] == []


def test_whoever_reads_letters_at_the_body_is_told(cast: Cast) -> None:
    sent(cast, cast.reviewer_a.body)
    assert set(Notice.objects.values_list("to_post_id", flat=True)) == {cast.reviewer_a.pk}


def test_what_waits_stands_on_the_desk(cast: Cast) -> None:
    letter = sent(cast, cast.reviewer_a.body, reply_due_on=SOON)
    columns = home.columns(cast.reviewer_a)
    assert [line.what for line in columns.today if line.url == reverse("letters:letter", args=[letter.pk])] == [
        f"Thư đến: {letter.subject}"
    ]
    actions.open_letter(by=cast.reviewer_a, letter=letter)
    assert f"Trả lời thư: {letter.subject}" in [line.what for line in home.columns(cast.reviewer_a).coming]


def test_a_paper_kept_elsewhere_is_a_line_without_content(cast: Cast) -> None:
    browser = signed_in(cast.secretary)
    browser.post(reverse("letters:papers"), {"number": "15-CV/TU", "issuer": "Tỉnh ủy", "dated": "2022-01-10"})
    stub = PaperStub.objects.get()
    assert {field.name for field in PaperStub._meta.fields} == {
        *("id", "number", "issuer", "dated", "held_by", "recorded_by", "recorded_at")
    }
    assert stub.held_by == cast.secretary.body
    assert "đã có trong sổ" in refused(
        actions.note_paper, by=cast.secretary, number="15-CV/TU", issuer="Tỉnh ủy", dated=stub.dated
    )
    assert "15-CV/TU" not in signed_in(cast.reviewer_a).get(reverse("letters:papers")).content.decode()


@pytest.mark.parametrize(
    ("name", "args"), [("incoming", []), ("outgoing", []), ("register", ["den"]), ("register", ["di"])]
)
def test_lists_take_the_same_number_of_statements(cast: Cast, name: str, args: list[str]) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert browser.get(reverse(f"letters:{name}", args=args)).status_code == 200
        return len(taken)

    def some(how_many: int) -> None:
        for _one in range(how_many):
            letter = sent(cast, cast.reviewer_a.body)
            actions.open_letter(by=cast.reviewer_a, letter=letter)
            actions.take_in_letter(by=cast.reviewer_a, letter=letter)

    browser = signed_in(cast.reviewer_a if name == "incoming" or args == ["den"] else cast.secretary)
    some(3)
    browser.get("/")
    few = statements()
    some(9)
    assert statements() == few
