"""Many shares at once: another due day, taken back, ended; one page says it all, then one verb, one run of the log."""

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base.errors import Refusal
from phoihop.duties import actions, queries
from phoihop.duties.models import Assignment, Task
from phoihop.journal.models import Entry, Notice
from tests.cast import signed_in
from tests.duties.office import D, Office, words

BULK = "/viec/nhieu"


def given(office: Office) -> tuple[Task, dict[str, Assignment]]:
    """A task of the province to all four communes; a1 has handed in and was accepted."""
    task = office.task("a1", "a2", "b1", "b2")
    office.hand_in(task, "a1", office.cast.clerk_a1)
    actions.accept(by=office.cast.secretary, share=office.share(task, "a1"), key="other", effective=True)
    return task, {unit: office.share(task, unit) for unit in ("a1", "a2", "b1", "b2")}


def states(task: Task) -> list[str]:
    return sorted(task.assignments.values_list("state", flat=True))


def test_the_list_offers_ticks_and_the_page_says_what_happens_to_how_many_and_why_not(office: Office) -> None:
    cast, browser = office.cast, signed_in(office.cast.secretary)
    task, shares = given(office)
    text = browser.get(f"/viec/?viec={task.pk}").content.decode()
    boxes = sorted(int(value) for value in re.findall(r'form="bulk" name="share" value="(\d+)"', text))
    assert boxes == sorted(shares[unit].pk for unit in ("a2", "b1", "b2")), "what is closed cannot be ticked"
    ticked = [share.pk for share in shares.values()]
    answer = browser.post(BULK, {"do": "move", "share": ticked, "next": f"/viec/?viec={task.pk}"})
    said = words(answer.content.decode())
    assert "Sẽ đổi hạn 3 phần việc." in said
    assert "1 phần việc không làm được, giữ nguyên" in said
    assert "Việc này đã khép lại: đã xong." in said
    assert Entry.objects.filter(verb="task.due_moved").count() == 0
    sent = {"do": "move", "share": ticked, "next": f"/viec/?viec={task.pk}", "confirmed": "1"}
    answer = browser.post(BULK, {**sent, "until": "2022-02-11", "reason": "Nghỉ Tết."}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/viec/?viec={task.pk}"
    said = words(answer.content.decode())
    assert "Đã đổi hạn 3 phần việc." in said
    assert "1 phần việc giữ nguyên." in said
    days = {one.unit_id: (one.first_due_on, one.due_on) for one in task.assignments.all()}
    assert days[cast.units["a1"].pk] == (D(2022, 1, 28), D(2022, 1, 28))
    assert days[cast.units["b2"].pk] == (D(2022, 1, 28), D(2022, 2, 11))
    assert Entry.objects.filter(verb="task.due_moved").count() == 3
    told = set(Notice.objects.filter(entry__verb="task.due_moved").values_list("to_post_id", flat=True))
    assert told == {cast.clerk_a2.pk, cast.clerk_b1.pk}


def test_when_every_share_is_due_another_day_so_is_the_task(office: Office) -> None:
    task = office.task("a1", "a2")
    both = [office.share(task, unit) for unit in ("a1", "a2")]
    actions.move_due_days(by=office.cast.secretary, shares=both[:1], until=D(2022, 2, 11), reason="Nghỉ Tết.")
    task.refresh_from_db()
    assert task.due_on == D(2022, 1, 28)
    actions.move_due_days(by=office.cast.secretary, shares=both, until=D(2022, 2, 11), reason="Nghỉ Tết.")
    task.refresh_from_db()
    assert task.due_on == D(2022, 2, 11)
    assert Entry.objects.filter(verb="task.due_moved").count() == 2, "a day that is the same already is no change"


@pytest.mark.parametrize(
    ("until", "reason", "sentence"),
    [
        ("2022-02-11", "", "Lý do đổi hạn"),
        ("", "Nghỉ Tết.", "Hạn mới"),
        ("2022-01-12", "Nghỉ Tết.", "Hạn mới 12/01/2022 đã qua."),
        ("2025-07-01", "Nghỉ Tết.", "vượt quá nhiệm kỳ của quy chế (đến 30/06/2025)"),
        ("2022-02-11", "Gọi 0912345678", "giống số điện thoại"),
        ("11/02", "Nghỉ Tết.", "Hạn mới"),
    ],
)
def test_a_bad_day_or_no_reason_is_refused_and_stays_typed(
    office: Office, until: str, reason: str, sentence: str
) -> None:
    _task, shares = given(office)
    browser = signed_in(office.cast.secretary)
    before = Entry.objects.count()
    answer = browser.post(
        BULK, {"do": "move", "share": [shares["a2"].pk], "confirmed": "1", "until": until, "reason": reason}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in words(text)
    assert reason in text
    assert f'name="share" value="{shares["a2"].pk}"' in text
    assert Entry.objects.count() == before


def test_shares_are_taken_back_and_a_task_of_which_none_is_left_goes_too(office: Office) -> None:
    cast = office.cast
    task = office.task("a1", "b1")
    one, other = office.share(task, "a1"), office.share(task, "b1")
    done = actions.withdraw_shares(by=cast.secretary, shares=[one], reason="Giao nhầm.")
    assert (len(done.done), states(task)) == (1, ["assigned", "withdrawn"])
    task.refresh_from_db()
    assert task.withdrawn_at is None
    done = actions.withdraw_shares(by=cast.secretary, shares=[one, other], reason="Thôi.")
    assert (len(done.done), len(done.skipped)) == (1, 1)
    task.refresh_from_db()
    assert (task.withdraw_reason, states(task)) == ("Thôi.", ["withdrawn", "withdrawn"])
    assert set(Notice.objects.filter(entry__verb="task.share_withdrawn").values_list("to_post_id", flat=True)) == {
        cast.clerk_a1.pk,
        cast.clerk_b1.pk,
    }


def test_what_the_plan_gives_the_plan_takes_back(office: Office) -> None:
    found = queries.year_plan(office.regulation, 2022)
    actions.apply_plan(by=office.cast.secretary, regulation=office.regulation, year=2022, mark=found.mark)
    shares = list(Assignment.objects.filter(task__origin_id=office.joint.pk))
    with pytest.raises(Refusal, match="do kế hoạch năm giao và rút"):
        actions.withdraw_shares(by=office.cast.secretary, shares=shares, reason="Thôi.")
    assert not Assignment.objects.filter(state="withdrawn").exists()


def test_many_are_ended_with_a_kind_and_words(office: Office) -> None:
    task, shares = given(office)
    browser = signed_in(office.cast.secretary)
    sent: dict[str, Any] = {"do": "drop", "share": [share.pk for share in shares.values()], "confirmed": "1"}
    answer = browser.post(BULK, {**sent, "kind": "", "reason": "Bão, lũ."})
    assert answer.status_code == 422
    assert "Bão, lũ." in answer.content.decode()
    browser.post(BULK, {**sent, "kind": "impossible", "reason": "Bão, lũ."})
    assert states(task) == ["done", "dropped", "dropped", "dropped"]
    assert set(task.assignments.filter(state="dropped").values_list("drop_reason", "close_text")) == {
        ("impossible", "Bão, lũ.")
    }


def test_who_neither_gave_nor_accepts_does_nothing_to_others_shares(office: Office) -> None:
    cast = office.cast
    task, shares = given(office)
    keys = [share.pk for share in shares.values()]
    sent = {"share": keys, "confirmed": "1", "until": "2022-02-11", "reason": "Thử.", "kind": "no_longer"}
    for post in (cast.clerk_a1, cast.stranger):
        assert signed_in(post).post(BULK, {**sent, "do": "drop"}).status_code == 403
    for do in ("move", "withdraw", "drop"):
        answer = signed_in(cast.reviewer_a).post(BULK, {**sent, "do": do})
        assert answer.status_code == 422
        assert "Không làm được với phần việc nào đã chọn" in words(answer.content.decode())
        assert signed_in(cast.leader).post(BULK, {**sent, "do": "withdraw"}).status_code == 422
    assert "Xã Bản Lầu" not in words(
        signed_in(cast.reviewer_a).post(BULK, {"do": "move", "share": keys}).content.decode()
    ), "what it may not see is not named"
    assert states(task) == ["assigned", "assigned", "assigned", "done"]
    assert not re.search('form="bulk"', signed_in(cast.clerk_a1).get("/viec/?chon=").content.decode())
    assert signed_in(cast.secretary).post(BULK, {**sent, "do": "burn"}).status_code == 404
    answer = signed_in(cast.secretary).post(BULK, {"do": "move", "next": "https://example.org/"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/viec/"
    assert "Chưa chọn phần việc nào." in words(answer.content.decode())


def test_more_shares_cost_no_more_statements(office: Office) -> None:
    browser = signed_in(office.cast.secretary)

    def statements(n: int) -> list[int]:
        tasks = [office.task("a1", "b1", due=D(2022, 1, 28) + datetime.timedelta(days=i)) for i in range(n)]
        keys = list(Assignment.objects.filter(task__in=tasks).values_list("pk", flat=True))
        found = []
        for do in ("move", "withdraw", "drop"):
            browser.post(BULK, {"do": do, "share": keys})
            with CaptureQueriesContext(connection) as asked:
                assert browser.post(BULK, {"do": do, "share": keys}).status_code == 200
            found.append(len(asked))
        return found

    assert statements(3) == statements(30)
