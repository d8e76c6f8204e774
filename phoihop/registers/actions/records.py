"""Models and joint operations."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.text import nfc
from phoihop.duties.actions import assign
from phoihop.duties.models import Task
from phoihop.duties.rules import NewTask
from phoihop.journal.actions import record
from phoihop.orgs.models import Body, Post, Unit
from phoihop.registers import rules
from phoihop.registers.models import Model, ModelSite, Operation, OperationBody
from phoihop.registers.queries import tasks_of


@transaction.atomic
def add_model(
    *, by: Post, unit: Unit, code: str, name_vi: str, field_vi: str, built_on: datetime.date, name_en: str = ""
) -> Model:
    """The leading unit's clerk records a model. It counts from the moment the level above confirms it."""
    refuse(rules.why_not_add_model_so(by, unit.pk, code=code, name_vi=name_vi, field_vi=field_vi, built_on=built_on))
    model = Model.objects.create(
        unit=unit,
        code=nfc(code),
        name_vi=nfc(name_vi),
        name_en=nfc(name_en),
        field_vi=nfc(field_vi),
        built_on=built_on,
        recorded_by=by,
    )
    record("registers.add_model", by=by, about=model, facts={"code": model.code, "built_on": built_on, "unit": unit.pk})
    return model


@transaction.atomic
def confirm_model(*, by: Post, model: Model) -> Model:
    """The level directly above confirms that the model is there; from then on it counts."""
    refuse(rules.why_not_confirm_model(by, model))
    now = clock.now()
    rows = Model.objects.filter(pk=model.pk, confirmed_at=None)
    if rows.update(confirmed_at=now, confirmed_by=by, changed_at=now) != 1:
        raise Refusal([Reason(_("Mô hình đã được người khác xác nhận."))])
    model.confirmed_at, model.confirmed_by = now, by
    record("registers.confirm_model", by=by, about=model, facts={"code": model.code, "unit": model.unit_id})
    return model


@transaction.atomic
def end_model(*, by: Post, model: Model, ended_on: datetime.date, reason: str) -> Model:
    """The leading unit's clerk ends a model, with the reason; it counts up to the last period that ends before."""
    refuse(rules.why_not_end_model_so(by, model, ended_on, reason))
    now = clock.now()
    changes = {"ended_on": ended_on, "end_reason": nfc(reason), "ended_at": now}
    if Model.objects.filter(pk=model.pk, ended_on=None).update(**changes, changed_at=now) != 1:
        raise Refusal([Reason(_("Mô hình đã được người khác ghi kết thúc."))])
    model.ended_on, model.end_reason, model.ended_at = ended_on, nfc(reason), now
    record(
        "registers.end_model", by=by, about=model, facts={"code": model.code, "ended_on": ended_on, "reason": reason}
    )
    return model


@transaction.atomic
def add_site(*, by: Post, model: Model, unit: Unit, groups: int = 1, since: datetime.date | None = None) -> ModelSite:
    """The leading unit's clerk records where the model is applied, with the number of groups there."""
    start = since or clock.today()
    refuse(rules.why_not_add_site_so(by, model, unit.pk, groups, start))
    site = ModelSite.objects.create(model=model, unit=unit, groups=groups, valid_from=start)
    facts = {"code": model.code, "unit": unit.pk, "groups": groups, "since": start}
    record("registers.add_site", by=by, about=model, facts=facts)
    return site


@transaction.atomic
def add_operation(*, by: Post, code: str, opened_on: datetime.date, bodies: Iterable[Body]) -> Operation:
    """Who may write operations records a code, its bodies and the day it was opened. Nothing else is held."""
    taking_part = list(bodies)
    refuse(rules.why_not_add_operation_so(by, code=code, opened_on=opened_on, bodies=taking_part))
    operation = Operation.objects.create(code=nfc(code), opened_on=opened_on, recorded_by=by, recorded_at=clock.now())
    OperationBody.objects.bulk_create(OperationBody(operation=operation, body=body) for body in taking_part)
    facts = {"code": operation.code, "opened_on": opened_on, "bodies": [body.pk for body in taking_part]}
    record("registers.add_operation", by=by, about=operation, facts=facts)
    return operation


@transaction.atomic
def task_operation(*, by: Post, operation: Operation, due_on: datetime.date) -> Task:
    """Give both sides of a running operation a task that names its code and day, and nothing of its content.

    Needs "operation.write" and "task.assign". Every unit with a body in the operation leads its own share.
    """
    refuse(rules.why_not_task_operation_so(by, operation, due_on))
    period = rules.period_of(due_on)
    if period is None:
        raise LookupError("no reporting year, which the rule has just said")
    given = tasks_of([operation]).get(operation.pk, [])
    units = operation.bodies.order_by("pk").values_list("body__unit_id", flat=True)
    new = NewTask(
        code=f"CA-{operation.code}-{len(given) + 1:02}",
        title_vi=f"Nhiệm vụ phối hợp theo chuyên án {operation.code}",
        title_en=f"Joint task under operation {operation.code}",
        kind=Task.Kind.OPERATION,
        period=period,
        due_on=due_on,
        origin=operation,
        needs_evidence=False,
    )
    return assign(by=by, task=new, leads=list(dict.fromkeys(units)))


@transaction.atomic
def close_operation(*, by: Post, operation: Operation, closed_on: datetime.date) -> Operation:
    """Who may write operations records the day it was closed."""
    refuse(rules.why_not_close_operation_so(by, operation, closed_on))
    now = clock.now()
    rows = Operation.objects.filter(pk=operation.pk, closed_on=None)
    if rows.update(closed_on=closed_on, closed_at=now, changed_at=now) != 1:
        raise Refusal([Reason(_("Chuyên án đã được người khác ghi kết thúc."))])
    operation.closed_on, operation.closed_at = closed_on, now
    facts = {"code": operation.code, "closed_on": closed_on}
    record("registers.close_operation", by=by, about=operation, facts=facts)
    return operation
