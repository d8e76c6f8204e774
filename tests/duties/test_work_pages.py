"""The pages of who does work and who accepts it: list, share, task, review."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.base import clock
from phoihop.duties import actions, queries
from phoihop.duties.models import Assignment, Task
from phoihop.journal.models import Entry
from phoihop.orgs.models import Body, Post
from phoihop.registers import actions as registers
from tests.cast import signed_in
from tests.duties.office import PDF, D, Office

LIST = "/viec/"


def text(client: Client, address: str, **params: str) -> str:
    answer = client.get(address, params)
    assert answer.status_code == 200
    page: str = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition('<main id="main"')[2].partition("</main>")[0]))


def address(share: Assignment) -> str:
    return reverse("tasks:share", args=[share.pk])


def step(post: Post, share: Assignment, name: str, **typed: Any) -> Any:
    """Send one step; fields get the step's name before their own."""
    bare = {"question", "evidence", "extension", "granted", "next"}
    data = {word if word in bare else f"{name}-{word}": value for word, value in typed.items()}
    if name == "answer":
        data = {"question": typed["question"], f"answer{typed['question']}-text": typed["text"]}
    return signed_in(post).post(address(share), {"step": name, **data})


def evidence(**facts: Any) -> dict[str, Any]:
    upload = SimpleUploadedFile("bien-ban.pdf", PDF)
    return {"title": "Biên bản họp", "fact_on": "2022-01-12", "file": upload, **facts}


def test_every_number_on_the_list_opens_exactly_what_it_counts(office: Office) -> None:
    cast = office.cast
    office.task("a1", "a2", by=cast.reviewer_a)
    office.task("a1", by=cast.reviewer_a, due=D(2022, 1, 12), starts_on=D(2022, 1, 3))
    office.hand_in(office.task("a", "b"), "a", cast.reviewer_a)
    client = signed_in(cast.secretary)
    page = client.get(LIST, {"nam": "2022"}).content.decode()
    numbers = re.findall(r'<a class="figure" href="([^"]+)">(\d+)</a>', page)
    assert [n for _link, n in numbers] == ["5", "0", "0", "5", "1", "1"]
    for link, n in numbers:
        shown = client.get(link.replace("&amp;", "&")).content.decode()
        assert shown.count("<tr data-ph-row>") == int(n)


def test_bare_the_list_shows_what_is_open_the_latest_marked_as_late(office: Office) -> None:
    cast = office.cast
    office.task("a1", by=cast.reviewer_a, due=D(2022, 1, 11), starts_on=D(2022, 1, 3), title_vi="Việc trễ")
    done = office.hand_in(office.task("a1", by=cast.reviewer_a, title_vi="Việc xong"), "a1", cast.clerk_a1)
    actions.accept(by=cast.reviewer_a, share=done, key="other")
    said = text(signed_in(cast.clerk_a1), LIST)
    assert "quá hạn 2 ngày làm việc" in said
    assert "Việc xong" not in said
    assert "Việc xong" in text(signed_in(cast.clerk_a1), LIST, chon="done")


def test_a_share_from_work_to_acceptance_through_its_page(office: Office) -> None:
    cast = office.cast
    share = office.share(office.task("a1", by=cast.reviewer_a, supports=("a2",)), "a1")
    clerk = signed_in(cast.clerk_a1)
    assert "Chưa có minh chứng còn hiệu lực" in text(clerk, address(share))
    assert step(cast.clerk_a1, share, "progress", percent="40", text="Đã họp.").status_code == 302
    refused = step(cast.clerk_a1, share, "submit", text="Xong rồi.")
    assert refused.status_code == 422
    assert "Xong rồi." in refused.content.decode()
    assert step(cast.clerk_a1, share, "attach", **evidence(expires_on="2022-06-30")).status_code == 302
    assert step(cast.clerk_a1, share, "submit", text="Có biên bản.").status_code == 302
    assert step(cast.reviewer_a, share, "return", key="other", reason="Thiếu chữ ký.").status_code == 302
    assert "Bị trả lại: Thiếu chữ ký." in text(clerk, address(share))
    with clock.standing_at(D(2022, 1, 14)):
        assert step(cast.clerk_a1, share, "submit", text="Đã ký.").status_code == 302
        assert step(cast.reviewer_a, share, "accept", key="other", effective="1").status_code == 302
    share = office.share(share.task, "a1")
    assert (share.state, share.effective, share.round) == ("done", True, 2)
    said = text(clerk, address(share))
    course = said[said.index("Diễn biến") :]
    order = ["nhận: bên nhận", "nộp kết quả lần 2", "trả lại: bên nhận", "nộp kết quả lần 1", "thêm minh chứng"]
    order += ["báo tiến độ 40 %", "giao việc"]
    at = [course.index(words) for words in order]
    assert at == sorted(at)
    assert "ngày sự việc 12/01/2022 · hiệu lực đến 30/06/2022" in course


WRONG = [
    ("progress", {"percent": "140", "text": "Đã họp."}, "0 đến 100"),
    ("progress", {"percent": "nửa", "text": "Đã họp."}, "0 đến 100"),
    ("progress", {"percent": "20", "text": "Liên hệ ông A, CCCD 012345678901."}, "số giấy tờ của một người"),
    ("attach", {"fact_on": "2022-02-30"}, "Ngày chưa đúng"),
    ("attach", {"fact_on": "2019-05-01"}, "nằm ngoài kỳ của việc"),
    ("attach", {"expires_on": "2022-01-01"}, "đứng trước ngày của sự việc"),
    ("more_time", {"until": "2026-01-01", "reason": "Chờ số liệu."}, "vượt quá nhiệm kỳ"),
    ("more_time", {"until": "2022-01-05", "reason": "Chờ số liệu."}, "phải sau hạn hiện nay"),
    ("ask", {"text": " "}, "Ô còn trống"),
]


@pytest.mark.parametrize(("name", "typed", "said"), WRONG)
def test_a_refusal_says_why_at_its_field_keeps_what_was_typed_and_writes_nothing(
    office: Office, name: str, typed: dict[str, Any], said: str
) -> None:
    cast = office.cast
    share = office.share(office.task("a1", by=cast.reviewer_a), "a1")
    written = Entry.objects.exclude(verb__startswith="account")
    before = written.count()
    typed = evidence(**typed) if name == "attach" else typed
    answer = step(cast.clerk_a1, share, name, **typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    field = re.search(rf'href="#(id_{name}-\w+)"', page)
    assert field
    assert f'id="{field[1]}"' in page
    for word, value in typed.items():
        assert word == "file" or value.strip() in page
    assert written.count() == before


def test_time_and_questions_are_asked_for_and_answered(office: Office) -> None:
    cast = office.cast
    share = office.share(office.task("a1", by=cast.reviewer_a), "a1")
    step(cast.clerk_a1, share, "more_time", until="2022-02-15", reason="Chờ số liệu của huyện.")
    step(cast.clerk_a1, share, "ask", text="Rà soát cả thôn mới?")
    said = text(signed_in(cast.reviewer_a), address(share))
    assert "Xin gia hạn đến 15/02/2022" in said
    extension, question = share.extensions.get(), share.questions.get()
    refused = step(cast.reviewer_a, share, "decide", extension=extension.pk, granted="0", remark="")
    assert refused.status_code == 422
    assert "Không cho gia hạn thì phải ghi lý do" in refused.content.decode()
    step(cast.reviewer_a, share, "decide", extension=extension.pk, granted="1", remark="")
    step(cast.reviewer_a, share, "answer", question=question.pk, text="Cả thôn mới.")
    late = step(cast.reviewer_a, share, "answer", question=question.pk, text="Trả lời lần nữa.")
    assert late.status_code == 422
    assert "Trả lời lần nữa." in late.content.decode()
    assert office.share(share.task, "a1").due_on == D(2022, 2, 15)
    assert "Cả thôn mới." in text(signed_in(cast.clerk_a1), address(share))


def test_two_keys_stand_side_by_side_and_say_who_must_turn_them(office: Office) -> None:
    cast = office.cast
    share = office.hand_in(office.task("a", both_accept=True), "a", cast.reviewer_a)
    assert "không có quyền “nhận hoặc không nhận" in text(signed_in(cast.secretary), address(share))
    step(cast.leader, share, "accept", key="other", effective="1")
    said = text(signed_in(cast.leader_a), address(share))
    assert "bên thực hiện chưa nhận" in said
    step(cast.leader_a, share, "accept", key="own")
    assert office.share(share.task, "a").state == "done"


def test_a_neighbour_is_seen_by_name_and_state_only(office: Office) -> None:
    cast = office.cast
    task = office.task("a1", by=cast.reviewer_a, supports=("a2",))
    lead, support = office.share(task, "a1"), office.share(task, "a2")
    actions.report_progress(by=cast.clerk_a1, share=lead, text="Đang vướng kinh phí.", percent=35)
    proof = office.prove(lead, cast.clerk_a1)
    neighbour = signed_in(cast.clerk_a2)
    for said in (text(neighbour, address(support)), text(neighbour, reverse("tasks:task", args=[task.pk]))):
        assert "Xã Nà Pang" in said
        assert "đang làm" in said
        assert "vướng kinh phí" not in said
        assert "35 %" not in said
    file = reverse("documents:download", args=[proof.file_id])
    assert neighbour.get(address(lead)).status_code == 404
    assert neighbour.get(file).status_code == 404
    assert signed_in(cast.clerk_a1).get(file).status_code == 200
    assert signed_in(cast.reviewer_a).get(file).status_code == 200
    for post in (cast.stranger, cast.clerk_b1, cast.reviewer_b):
        client = signed_in(post)
        assert client.get(address(lead)).status_code == 404
        assert client.get(reverse("tasks:task", args=[task.pk])).status_code == 404
        assert client.get(file).status_code == 404
        assert "Rà soát" not in text(client, LIST, chon="")
        assert step(post, lead, "accept", key="other").status_code == 404
    assert signed_in(cast.operator).get(LIST).status_code == 403


def test_old_evidence_turns_amber(office: Office) -> None:
    cast = office.cast
    share = office.share(office.task("a1", by=cast.reviewer_a), "a1")
    upload = SimpleUploadedFile("bien-ban.pdf", PDF)
    facts = {"title": "Biên bản", "fact_on": D(2022, 1, 12), "expires_on": D(2022, 2, 1)}
    actions.attach_evidence(by=cast.clerk_a1, share=share, file=upload, **facts)
    actions.submit(by=cast.clerk_a1, share=share, text="Xong.")
    actions.accept(by=cast.reviewer_a, share=share, key="other")
    assert "sắp hết hiệu lực" in text(signed_in(cast.reviewer_a), address(share))
    with clock.standing_at(D(2022, 2, 10)):
        client = signed_in(cast.reviewer_a)
        assert "hết hiệu lực ngày 01/02/2022" in text(client, address(share))
        assert "minh chứng hết hiệu lực" in text(client, LIST, chon="done")


def test_a_task_is_withdrawn_with_its_reason_by_who_gave_it(office: Office) -> None:
    cast = office.cast
    task = office.task("a1", "a2", by=cast.reviewer_a)
    page = reverse("tasks:task", args=[task.pk])
    assert "2 phần việc chưa xong sẽ được rút" in text(signed_in(cast.reviewer_a), page)
    assert "Rút việc" not in text(signed_in(cast.clerk_a1), page)
    assert signed_in(cast.clerk_a1).post(page, {"withdraw-reason": "Không cần nữa."}).status_code == 422
    assert signed_in(cast.reviewer_a).post(page, {"withdraw-reason": ""}).status_code == 422
    assert signed_in(cast.reviewer_a).post(page, {"withdraw-reason": "Không cần nữa."}).status_code == 302
    assert Task.objects.get(pk=task.pk).withdraw_reason == "Không cần nữa."
    assert "Việc đã được rút" in text(signed_in(cast.clerk_a1), page)


def test_many_results_are_accepted_at_once_those_with_flaws_named_and_left(office: Office) -> None:
    cast = office.cast
    task = office.task("a1", "a2", by=cast.reviewer_a)
    plain = office.hand_in(task, "a1", cast.clerk_a1)
    late = office.hand_in(task, "a2", cast.clerk_a2)
    Assignment.objects.filter(pk=late.pk).update(due_on=D(2022, 1, 10))
    reviewer = signed_in(cast.reviewer_a)
    page = reviewer.get(LIST, {"muc": queries.TO_TURN}).content.decode()
    boxes = dict(re.findall(r'name="share" value="(\d+)"( checked)?', page))
    assert boxes == {str(plain.pk): " checked", str(late.pk): ""}
    assert "Nộp muộn: ngày 13/01/2022, hạn 10/01/2022." in page
    send = {"share": [plain.pk, late.pk], "next": f"{LIST}?muc={queries.TO_TURN}"}
    before = Entry.objects.count()
    asked = reviewer.post(reverse("tasks:accept_together"), send)
    assert "2 phần việc sẽ được nhận và xong hẳn." in asked.content.decode()
    assert Entry.objects.count() == before
    done = reviewer.post(reverse("tasks:accept_together"), {**send, "confirmed": "1", "effective": "1"})
    assert done["Location"] == send["next"]
    assert set(Assignment.objects.values_list("state", "effective")) == {("done", True)}
    again = reviewer.post(reverse("tasks:accept_together"), {**send, "confirmed": "1"})
    assert again.status_code == 422


def statements(post: Post, page: str) -> int:
    client = signed_in(post)
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_the_statements_do_not_grow_with_the_work(office: Office) -> None:
    cast = office.cast
    first = office.task("a1", "a2", by=cast.reviewer_a)

    def work(n: int) -> None:
        for _one in range(n):
            task = office.task("a1", "a2", by=cast.reviewer_a)
            office.hand_in(task, "a1", cast.clerk_a1)

    def happen(n: int) -> None:
        share = office.share(first, "a1")
        for _one in range(n):
            actions.report_progress(by=cast.clerk_a1, share=share, text="Tiếp tục.", percent=10)
            office.prove(share, cast.clerk_a1)
            actions.ask(by=cast.clerk_a1, share=share, text="Đến đâu?")

    pages = [LIST, f"{LIST}?muc={queries.TO_TURN}", f"{LIST}bang?chon=", address(office.share(first, "a1"))]
    pages.append(reverse("tasks:task", args=[first.pk]))
    work(3)
    happen(3)
    few = [statements(cast.reviewer_a, page) for page in pages]
    work(27)
    happen(27)
    assert [statements(cast.reviewer_a, page) for page in pages] == few


def test_the_file_holds_the_lines_of_the_page_and_all_its_pages(office: Office) -> None:
    cast = office.cast
    for n in range(101):
        office.task("a1", by=cast.reviewer_a, title_vi=f"=Việc số {n}")
    client = signed_in(cast.clerk_a1)
    page = client.get(LIST)
    assert page.content.decode().count("<tr data-ph-row>") == 100
    assert "Trang 1 trên 2" in text(client, LIST)
    rows = client.get(f"{LIST}bang", {"chon": "open", "dang": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 102
    assert rows[1].split(",")[:4] == ["NV-01", "'=Việc số 0", "Xã Nà Pang", "chủ trì"]
    assert client.get(f"{LIST}bang", {"chon": "overdue", "dang": "csv"}).content.count(b"\n") == 1
    assert client.get(f"{LIST}bang").content[:2] == b"PK"


def test_at_once_each_key_goes_as_far_as_it_goes_alone(office: Office) -> None:
    """One share is done with this key, one still waits for the other side, one is not for this post."""
    cast = office.cast
    joint = office.hand_in(office.task("a", both_accept=True, is_checked=True), "a", cast.reviewer_a)
    plain = office.hand_in(office.task("b"), "b", cast.reviewer_b)
    own = office.hand_in(office.task("province"), "province", cast.secretary)
    plan = actions.preview_acceptance(by=cast.secretary, shares=[joint, plain, own])
    assert ([x.pk for x, _k in plan.done], [x.pk for x, _k in plan.half]) == ([plain.pk], [joint.pk])
    assert [(share.pk, "Người nộp không tự nhận" in str(why[0])) for share, why in plan.skipped] == [(own.pk, True)]
    done = actions.accept_many(by=cast.secretary, shares=[joint, plain, own], effective=True)
    assert len(done.turns) == 2
    states = {share.pk: (share.state, share.effective) for share in Assignment.objects.all()}
    assert states == {joint.pk: ("submitted", None), plain.pk: ("done", True), own.pk: ("submitted", None)}
    assert list(joint.acceptances.values_list("key", "effective")) == [("check", None)]
    verbs = Entry.objects.filter(facts__together=True).order_by("seq").values_list("verb", "subject_id")
    assert list(verbs) == [("task.accepted", plain.pk), ("task.key_turned", joint.pk)]
    actions.accept_many(by=cast.leader, shares=[joint], effective=False)
    actions.accept_many(by=cast.leader_a, shares=[joint], effective=True)
    joint.refresh_from_db()
    assert (joint.state, joint.effective) == ("done", False), "the side that accepts is the one that judges"


def test_accepted_at_once_the_years_duties_are_fulfilled_in_few_statements(office: Office) -> None:
    cast = office.cast
    actions.apply_plan(by=cast.secretary, regulation=office.regulation, year=2022, mark=_mark(office))
    shares = list(
        Assignment.objects.filter(unit__in=[cast.units["a1"], cast.units["a2"]]).select_related("task__period")
    )
    assert len(shares) == 8
    for share in shares:
        share.task.starts_on = D(2022, 1, 1)
        share.task.save()
        clerk = cast.clerk_a1 if share.unit_id == cast.units["a1"].pk else cast.clerk_a2
        office.prove(share, clerk)
        actions.submit(by=clerk, share=share, text="Đã rà soát.")
    costs = []
    for first, after in ((0, 1), (1, 3), (3, 8)):  # the first reads what is kept for good
        with CaptureQueriesContext(connection) as asked:
            actions.accept_many(by=cast.reviewer_a, shares=shares[first:after], effective=True)
        costs.append(len(asked))
    assert costs[2] - costs[1] == 5 - 2, "one more for each share: who is told"
    assert {share.occurrence.proof for share in Assignment.objects.filter(state="done")} == set(shares)


def _mark(office: Office) -> str:
    return queries.year_plan(office.regulation, 2022).mark


def test_where_another_than_the_giver_accepts_both_are_named(office: Office) -> None:
    """A duty the province owes each district: twice the same unit, told apart by the other side."""
    cast = office.cast
    task = office.task("province")
    one = office.share(task, "province")
    Assignment.objects.filter(pk=one.pk).update(to_unit=cast.units["a"])
    Assignment.objects.create(
        task=task,
        unit=cast.units["province"],
        to_unit=cast.units["b"],
        assigned_on=one.assigned_on,
        first_due_on=one.due_on,
        due_on=one.due_on,
    )
    said = text(signed_in(cast.secretary), LIST)
    assert "Tỉnh Tây Phong → Huyện Mường Thượng" in said
    assert "Tỉnh Tây Phong → Huyện Mường Hạ" in said
    assert "Huyện Mường Hạ" not in text(signed_in(cast.reviewer_a), LIST)


def test_work_without_content_is_handed_in_without_a_word(office: Office) -> None:
    """A task of a joint operation keeps code, units and days: its page asks for nothing else."""
    cast = office.cast
    bodies = [Body.objects.filter(unit=cast.units[name])[0] for name in ("province", "a")]
    operation = registers.add_operation(by=cast.secretary, code="PH-2022-01", opened_on=D(2022, 1, 4), bodies=bodies)
    task = registers.task_operation(by=cast.secretary, operation=operation, due_on=D(2022, 2, 25))
    share = office.share(task, "a")
    page = signed_in(cast.reviewer_a).get(address(share)).content.decode()
    assert not re.findall(r'name="(?:progress|attach|submit|ask)-', page)
    assert step(cast.reviewer_a, share, "submit").status_code == 302
    assert step(cast.secretary, share, "accept", key="other").status_code == 302
    assert office.share(task, "a").state == "done"
