"""Clause × unit × period: given once, changed and withdrawn exactly where the text of the duty says so."""

import pytest

from phoihop.base.errors import Refusal
from phoihop.duties import actions, queries
from phoihop.duties.models import Acceptance, Assignment, Occurrence, Task
from phoihop.journal.models import Entry
from tests.duties.office import D, Office


def apply(office: Office, year: int = 2022) -> queries.Plan:
    found = queries.year_plan(office.regulation, year)
    return actions.apply_plan(by=office.cast.secretary, regulation=office.regulation, year=year, mark=found.mark)


def test_every_unit_owes_each_period_once(office: Office) -> None:
    done = apply(office)
    assert len(done.add) == 4 * 4 + 2  # four communes × four quarters, two districts × one year
    assert (Task.objects.count(), Assignment.objects.count(), Occurrence.objects.count()) == (5, 18, 18)
    again = apply(office)
    assert again.is_empty
    assert again.kept == 18
    assert Entry.objects.filter(verb="task.planned").count() == 1
    share = Assignment.objects.filter(task__origin_id=office.security.pk).first()
    assert share is not None
    assert share.task.title_vi == "Rà soát địa bàn"


def test_another_due_day_touches_exactly_the_open_ones(office: Office) -> None:
    cast = office.cast
    apply(office)
    task = Task.objects.get(code="RS/2022-Q1")
    office.hand_in(task, "a1", cast.clerk_a1)
    actions.accept(by=cast.reviewer_a, share=office.share(task, "a1"), key=Acceptance.Key.OTHER, effective=True)
    late = actions.ask_extension(
        by=cast.clerk_a2, share=office.share(task, "a2"), until=D(2022, 5, 31), reason="Mưa lũ."
    )
    actions.decide_extension(by=cast.reviewer_a, extension=late, granted=True)
    actions.set_terms(by=cast.secretary, duty=office.security, valid_from=D(2022, 1, 1), due_days=10)
    found = queries.year_plan(office.regulation, 2022)
    changed = sorted((share.task.code, share.unit_id) for share, _day in found.change)
    communes = [cast.units[name].pk for name in ("a1", "a2", "b1", "b2")]
    every = [(f"RS/2022-Q{quarter}", unit) for quarter in range(1, 5) for unit in communes]
    assert changed == sorted(set(every) - {("RS/2022-Q1", communes[0])})
    assert not found.add
    assert not found.withdraw
    apply(office)
    assert office.share(task, "a2").due_on == D(2022, 5, 31), "a granted day stays"
    assert office.share(task, "b1").due_on == D(2022, 3, 28)  # ten working days after 14/03/2022
    assert apply(office).is_empty


def test_what_binds_no_more_is_withdrawn_and_can_come_back(office: Office) -> None:
    apply(office)
    actions.set_terms(by=office.cast.secretary, duty=office.security, valid_from=D(2022, 4, 1), unit_types=["xa"])
    found = queries.year_plan(office.regulation, 2022)
    town = office.cast.units["a2"].pk
    assert sorted((s.task.code, s.unit_id) for s, _why in found.withdraw) == [
        (f"RS/2022-Q{quarter}", town) for quarter in (2, 3, 4)
    ]
    apply(office)
    assert Assignment.objects.filter(state="withdrawn").count() == 3
    actions.set_terms(by=office.cast.secretary, duty=office.security, valid_from=D(2022, 7, 1))
    done = apply(office)
    assert [share.task.code for share, _day in done.restore] == ["RS/2022-Q3", "RS/2022-Q4"]
    assert apply(office).is_empty


def test_a_plan_is_applied_as_it_was_shown(office: Office) -> None:
    shown = queries.year_plan(office.regulation, 2022).mark
    actions.end_duty(by=office.cast.secretary, duty=office.joint, last_day=D(2022, 1, 13))
    with pytest.raises(Refusal, match="Kế hoạch đã đổi"):
        actions.apply_plan(by=office.cast.secretary, regulation=office.regulation, year=2022, mark=shown)
    assert not Task.objects.exists()
    with pytest.raises(Refusal, match="không có quyền"):
        actions.apply_plan(by=office.cast.clerk_a1, regulation=office.regulation, year=2022, mark=shown)
