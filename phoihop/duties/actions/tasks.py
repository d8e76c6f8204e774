"""Giving work: papers it comes from, tasks by hand, withdrawing them, and handing open shares on to a unit's heir."""

import datetime
from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.text import nfc
from phoihop.documents.actions import keep_upload
from phoihop.documents.gate import Upload
from phoihop.documents.models import File
from phoihop.duties import rules
from phoihop.duties.models import Assignment, Directive, Period, Programme, Regulation, Task
from phoihop.duties.rules import NewTask
from phoihop.journal.actions import Happening, record, record_many
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree, whereabouts


@transaction.atomic
def add_programme(
    *,
    by: Post | None,
    regulation: Regulation,
    period: Period,
    title_vi: str,
    number: str,
    issued_on: datetime.date,
    title_en: str = "",
    file: File | Upload | None = None,
) -> Programme:
    """The year's work programme of a regulation; one a year. Needs "task.assign".

    An upload passes the gate, and is kept only when nothing else stands against it.
    """
    refuse(rules.why_not_add_programme(by, regulation, period, title=title_vi, number=number, issued_on=issued_on))
    programme = Programme.objects.create(
        regulation=regulation,
        period=period,
        title_vi=nfc(title_vi),
        title_en=nfc(title_en),
        number=nfc(number),
        issued_on=issued_on,
        file=_stored(by, file),
        recorded_by=by,
        recorded_at=clock.now(),
    )
    record("task.programme", by=by, about=programme, facts={"number": programme.number, "issued_on": issued_on})
    return programme


@transaction.atomic
def add_directive(
    *,
    by: Post,
    number: str,
    issuer: str,
    issued_on: datetime.date,
    received_on: datetime.date,
    title_vi: str,
    title_en: str = "",
    file: File | Upload | None = None,
) -> Directive:
    """A paper from above, received by the post's own unit. Needs "task.assign". An upload passes the gate."""
    refuse(
        rules.why_not_add_directive(
            by, title=title_vi, number=number, issuer=issuer, issued_on=issued_on, received_on=received_on
        )
    )
    directive = Directive.objects.create(
        number=nfc(number),
        issuer=nfc(issuer),
        issued_on=issued_on,
        received_on=received_on,
        title_vi=nfc(title_vi),
        title_en=nfc(title_en),
        unit_id=by.body.unit_id,
        file=_stored(by, file),
        recorded_by=by,
        recorded_at=clock.now(),
    )
    record("task.directive", by=by, about=directive, facts={"number": directive.number, "issued_on": issued_on})
    return directive


def _stored(by: Post | None, file: File | Upload | None) -> File | None:
    return file if file is None or isinstance(file, File) else keep_upload(by=by, upload=file)


@transaction.atomic
def assign(*, by: Post, task: NewTask, leads: Collection[int], supports: Collection[int] = ()) -> Task:
    """Give a task to the units that lead (each answers for its own share) and those that support. Needs "task.assign".

    `leads`, `supports`: keys of units. The giver's unit accepts the results.
    """
    refuse(rules.why_not_assign_so(by, task, leads=leads, supports=supports))
    made = new_task(by, task)
    made.save()
    Assignment.objects.bulk_create(new_shares(made, leads, supports))
    facts = {"code": made.code, "due_on": made.due_on, "units": list(dict.fromkeys([*leads, *supports]))}
    record("task.assigned", by=by, about=made, facts=facts)
    return made


def new_task(by: Post, task: NewTask) -> Task:
    """The task as it is kept, not saved yet."""
    return Task(
        code=nfc(task.code),
        kind=Task.Kind(task.kind),
        title_vi=nfc(task.title_vi),
        title_en=nfc(task.title_en),
        product_vi=nfc(task.product_vi),
        product_en=nfc(task.product_en),
        regulation=task.regulation,
        period=task.period,
        unit_id=by.body.unit_id,
        starts_on=task.first_day,
        due_on=task.due_on,
        is_priority=task.is_priority,
        both_accept=task.both_accept,
        is_checked=task.is_checked,
        needs_evidence=task.needs_evidence,
        origin_type=ContentType.objects.get_for_model(task.origin) if task.origin is not None else None,
        origin_id=task.origin.pk if task.origin is not None else None,
        created_by=by,
        created_at=clock.now(),
    )


def new_shares(task: Task, leads: Collection[int], supports: Collection[int]) -> list[Assignment]:
    """A share for each unit, to be accepted by the unit that gives the task; not saved yet."""
    today = clock.today()
    return [
        Assignment(
            task=task,
            unit_id=unit_id,
            to_unit_id=task.unit_id,
            role=role,
            assigned_on=today,
            first_due_on=task.due_on,
            due_on=task.due_on,
        )
        for role, units in ((Assignment.Role.LEAD, leads), (Assignment.Role.SUPPORT, supports))
        for unit_id in dict.fromkeys(units)
    ]


@transaction.atomic
def withdraw_task(*, by: Post | None, task: Task, reason: str) -> int:
    """Take a task back as a whole; its open shares are withdrawn, closed ones stay. Returns how many were open."""
    refuse(rules.why_not_withdraw_task(by, task, reason))
    now = clock.now()
    units = list(task.assignments.filter(state__in=Assignment.OPEN).values_list("unit_id", flat=True))
    open_shares = task.assignments.filter(state__in=Assignment.OPEN)
    open_shares.update(state=Assignment.State.WITHDRAWN, closed_at=now, close_text=nfc(reason))
    task.withdrawn_at, task.withdraw_reason = now, nfc(reason)[:300]
    task.save(update_fields=["withdrawn_at", "withdraw_reason"])
    record("task.withdrawn", by=by, about=task, facts={"reason": task.withdraw_reason, "units": units})
    return len(units)


@transaction.atomic
def follow_units(*, by: Post | None = None, on: datetime.date) -> int:
    """Open shares of units that have ended by that day pass to what they became; returns how many were handed on.

    The old share is kept and closed as handed on, the new one follows it with the same role, day and what was written.
    Of several heirs the first by code takes it. Also the side that accepts moves to its heir. Safe to run twice.
    """
    day = tree(on)
    rows = Assignment.objects.filter(state__in=Assignment.OPEN).exclude(unit__in=day.places, to_unit__in=day.places)
    ended = list(rows.select_related("task"))
    heirs = whereabouts({unit for s in ended for unit in (s.unit_id, s.to_unit_id)}, on)
    now, happenings = clock.now(), []
    for share in ended:
        unit = heirs[share.unit_id][:1]
        to_unit = heirs[share.to_unit_id][:1]
        to_unit_id = to_unit[0].unit_id if to_unit else _above(day, unit[0].unit_id if unit else 0)
        if not unit or to_unit_id is None:
            continue  # nothing became of the unit: the share stays open where it is, and shows as such
        heir = _followed(share, unit[0].unit_id, to_unit_id, on)
        Assignment.objects.filter(pk=share.pk).update(state=Assignment.State.PASSED_ON, closed_at=now)
        share.journal_subject = f"{share.task.title_vi} · {unit[0].name_vi}"
        happenings.append(Happening("task.passed_on", share, {"units": [heir.unit_id], "heir": heir.pk}))
    if happenings:
        record_many(happenings, by=by)
    return len(happenings)


def _above(day: Any, unit_id: int) -> int | None:
    """A level that was abolished has no heir: the work answers to the unit now directly above."""
    superior = day.superior(unit_id)
    return superior.unit_id if superior else None


def _followed(share: Assignment, unit_id: int, to_unit_id: int, on: datetime.date) -> Assignment:
    heir = Assignment.objects.create(
        task=share.task,
        unit_id=unit_id,
        to_unit_id=to_unit_id,
        role=share.role,
        state=share.state,
        assigned_on=on,
        first_due_on=share.first_due_on,
        due_on=share.due_on,
        round=share.round,
        submitted_at=share.submitted_at,
        submitted_by=share.submitted_by,
        submitted_text=share.submitted_text,
        occurrence=share.occurrence,
        follows=share,
    )
    return heir
