"""A joint operation gives both sides a task that can be counted and holds not a word of its content."""

import datetime

import pytest

from phoihop.base.errors import Refusal
from phoihop.duties import actions as duties
from phoihop.duties.models import Acceptance
from phoihop.orgs.models import Body
from phoihop.registers import actions
from tests.cast import Cast, signed_in
from tests.duties.office import Office, open_office

D = datetime.date


@pytest.fixture
def office(cast: Cast) -> Office:
    return open_office(cast)


def test_code_units_and_days_and_nothing_else(office: Office) -> None:
    cast = office.cast
    other = Body.objects.get(unit=cast.units["a"], kind=Body.Kind.STANDING_COMMITTEE)
    operation = actions.add_operation(
        by=cast.secretary, code="PH-01", opened_on=D(2022, 1, 10), bodies=[cast.secretary.body, other]
    )
    task = actions.task_operation(by=cast.secretary, operation=operation, due_on=D(2022, 2, 25))
    assert (task.code, task.title_vi) == ("CA-PH-01-01", "Nhiệm vụ phối hợp theo chuyên án PH-01")
    share = office.share(task, "a")
    for refused in (
        lambda: duties.report_progress(by=cast.reviewer_a, share=share, text="Đã làm."),
        lambda: duties.submit(by=cast.reviewer_a, share=share, text="Xong."),
        lambda: duties.ask(by=cast.reviewer_a, share=share, text="Hỏi."),
        lambda: office.prove(share, cast.reviewer_a),
    ):
        with pytest.raises(Refusal, match="chỉ giữ mã, đơn vị và ngày"):
            refused()
    duties.submit(by=cast.reviewer_a, share=share, text="")
    duties.accept(by=cast.secretary, share=office.share(task, "a"), key=Acceptance.Key.OTHER)
    assert office.share(task, "a").state == "done"
    assert office.share(task, "province").state == "assigned", "the other side's part is its own"
    with pytest.raises(Refusal, match="Hạn đã qua"):
        actions.task_operation(by=cast.secretary, operation=operation, due_on=D(2022, 1, 12))
    actions.close_operation(by=cast.secretary, operation=operation, closed_on=D(2022, 1, 13))
    with pytest.raises(Refusal, match="đã kết thúc"):
        actions.task_operation(by=cast.secretary, operation=operation, due_on=D(2022, 2, 26))


def test_the_register_shows_and_gives_the_tasks(office: Office) -> None:
    cast = office.cast
    other = Body.objects.get(unit=cast.units["b"], kind=Body.Kind.STANDING_COMMITTEE)
    operation = actions.add_operation(
        by=cast.secretary, code="PH-02", opened_on=D(2022, 1, 10), bodies=[cast.secretary.body, other]
    )
    page = signed_in(cast.secretary)
    asked = {"step": "task", "operation": operation.pk, "due_on": "2022-03-01"}
    assert page.post("/so/chuyen-an/", asked | {"due_on": "2021-03-01"}).status_code == 422
    assert page.post("/so/chuyen-an/", asked).status_code == 302
    assert "CA-PH-02-01" in page.get("/so/chuyen-an/").content.decode()
    assert "CA-PH-02-01" in signed_in(cast.reviewer_b).get("/so/chuyen-an/").content.decode()
    assert "PH-02" not in signed_in(cast.reviewer_a).get("/so/chuyen-an/").content.decode()
