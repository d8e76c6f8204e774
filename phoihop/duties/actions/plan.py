"""Giving a regulation's duties as work: terms of a duty, and a year's plan applied."""

import datetime
from collections.abc import Collection, Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.duties import queries, rules
from phoihop.duties.calendar import DAY
from phoihop.duties.models import Assignment, Duty, DutyTerms, Occurrence, Period, Regulation, Task
from phoihop.duties.queries import Plan, Wanted
from phoihop.journal.actions import record
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree


@transaction.atomic
def set_terms(
    *,
    by: Post | None,
    duty: Duty,
    valid_from: datetime.date,
    due_days: int | None = None,
    unit_types: Collection[str] = (),
) -> DutyTerms:
    """From a day on the duty falls due so many working days after the cut-off, for these types of units (all if none).

    Needs "regulation.write". Work already given changes when the plan is applied, never by itself.
    """
    refuse(rules.why_not_set_terms(by, duty, valid_from=valid_from, due_days=due_days))
    duty.terms.filter(valid_to__gte=valid_from).update(valid_to=valid_from - DAY)
    terms = DutyTerms.objects.create(duty=duty, due_days=due_days, unit_types=sorted(unit_types), valid_from=valid_from)
    record("duties.set_terms", by=by, about=duty, facts={"from": valid_from, "due_days": due_days})
    return terms


@transaction.atomic
def apply_plan(*, by: Post | None, regulation: Regulation, year: int, mark: str) -> Plan:
    """Give, change and withdraw what the plan shows; `mark` is that of the plan the post has seen.

    Needs "task.assign", and all its units in the post's branch. Refused when the plan is another by now. Returns the
    plan applied.
    """
    found = queries.year_plan(regulation, year)
    refuse(rules.why_not_apply_plan(by, shown=mark, now=found.mark, touched=found.touched))
    _add(by, found.add, regulation)
    _move_days(found.change)
    now = clock.now()
    for share, due_on in found.restore:
        _restored(share, due_on)
    for share, _why in found.withdraw:
        share.state, share.closed_at, share.close_text = Assignment.State.WITHDRAWN, now, _why
    Assignment.objects.bulk_update(
        [share for share, _why in found.withdraw], ["state", "closed_at", "close_text"], batch_size=500
    )
    Assignment.objects.bulk_update(
        [share for share, _day in found.restore],
        ["state", "closed_at", "close_text", "first_due_on", "due_on"],
        batch_size=500,
    )
    if not found.is_empty:
        facts = {
            "year": year,
            "added": len(found.add),
            "changed": len(found.change),
            "restored": len(found.restore),
            "withdrawn": len(found.withdraw),
            "units": sorted({one.unit_id for one in found.add} | {share.unit_id for share, _day in found.change}),
        }
        record("task.planned", by=by, about=regulation, facts=facts)
    return found


def _restored(share: Assignment, due_on: datetime.date) -> None:
    share.state, share.closed_at, share.close_text = Assignment.State.ASSIGNED, None, ""
    share.first_due_on = share.due_on = due_on


def _move_days(rows: Iterable[tuple[Assignment, datetime.date]]) -> None:
    """A granted later day stays when it is later still than the new one."""
    shares, tasks = [], {}
    for share, due_on in rows:
        extended = share.due_on > share.first_due_on
        share.due_on = max(share.due_on, due_on) if extended else due_on
        share.first_due_on = due_on
        share.task.due_on = due_on
        shares.append(share)
        tasks[share.task_id] = share.task
    Assignment.objects.bulk_update(shares, ["due_on", "first_due_on"], batch_size=500)
    Task.objects.bulk_update(tasks.values(), ["due_on"], batch_size=500)


def _add(by: Post | None, wanted: list[Wanted], regulation: Regulation) -> None:
    """One task for each duty and period, one occurrence for each unit in it, one share for each pair of units."""
    if not wanted:
        return
    tasks = _tasks(by, wanted, regulation)
    occurrences = _occurrences(wanted)
    today = clock.today()
    Assignment.objects.bulk_create(
        (
            Assignment(
                task=tasks[one.duty.pk, one.period.pk],
                unit_id=one.unit_id,
                to_unit_id=one.to_unit_id,
                occurrence_id=occurrences[one.duty.pk, one.period.pk, one.unit_id],
                assigned_on=today,
                first_due_on=one.due_on,
                due_on=one.due_on,
            )
            for one in wanted
        ),
        batch_size=500,
    )


def _tasks(by: Post | None, wanted: list[Wanted], regulation: Regulation) -> dict[tuple[int, int], Task]:
    kind = ContentType.objects.get_for_model(Duty)
    rows = Task.objects.filter(kind=Task.Kind.DUTY, regulation=regulation, origin_type=kind)
    there = {(task.origin_id or 0, task.period_id): task for task in rows}
    first = {(one.duty.pk, one.period.pk): one for one in wanted}
    now = clock.now()
    fresh = [
        Task(
            code=f"{one.duty.code}/{one.period.label}",
            kind=Task.Kind.DUTY,
            title_vi=one.duty.title_vi,
            title_en=one.duty.title_en,
            product_vi=one.duty.proof_vi,
            product_en=one.duty.proof_en,
            regulation=regulation,
            period=one.period,
            unit_id=by.body.unit_id if by else _giver(one),
            starts_on=one.period.starts_on,
            due_on=one.due_on,
            both_accept=one.duty.both_accept,
            origin_type=kind,
            origin_id=one.duty.pk,
            created_by=by,
            created_at=now,
        )
        for key, one in first.items()
        if key not in there
    ]
    for task in Task.objects.bulk_create(fresh):
        there[task.origin_id or 0, task.period_id] = task
    return there


def _giver(one: Wanted) -> int:
    """Given by the program itself, a duty comes from the top of the tree it is owed in."""
    return tree(one.period.ends_on).path(one.unit_id)[0].unit_id


def _occurrences(wanted: list[Wanted]) -> dict[tuple[int, int, int], int]:
    by_key = {(one.duty.pk, one.period.pk, one.unit_id): one for one in wanted}
    Occurrence.objects.bulk_create(
        (
            Occurrence(duty=one.duty, period=one.period, unit_id=one.unit_id, due_on=one.due_on)
            for one in by_key.values()
        ),
        batch_size=500,
        ignore_conflicts=True,
    )
    periods: set[Period] = {one.period for one in wanted}
    rows = Occurrence.objects.filter(period__in=periods, duty__in={one.duty for one in wanted})
    return {
        (duty, period, unit): pk for pk, duty, period, unit in rows.values_list("pk", "duty_id", "period_id", "unit_id")
    }
