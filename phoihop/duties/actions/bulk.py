"""Many shares at once: another due day, taken back, ended. One transaction, one run of the log."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.flow import move_all
from phoihop.base.text import nfc
from phoihop.duties import rules
from phoihop.duties.actions.work import labelled
from phoihop.duties.models import Assignment, Task
from phoihop.journal.actions import Happening, record_many
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree


@dataclass
class Bulk:
    """What is done to many shares; those to which it cannot be done stay as they are, with the reasons."""

    done: list[Assignment] = field(default_factory=list)
    skipped: list[tuple[Assignment, list[Reason]]] = field(default_factory=list)


def preview_move(*, by: Post, shares: Iterable[Assignment], until: datetime.date | None = None) -> Bulk:
    """What `move_due_days` would do; without a day, what it could. Writes nothing; needs regulations loaded."""
    return _sorted(shares, lambda share: rules.why_not_move_due(by, share, until=until))


def preview_withdrawal(*, by: Post, shares: Iterable[Assignment]) -> Bulk:
    """What `withdraw_shares` would do; writes nothing."""
    return _sorted(shares, lambda share: rules.why_not_withdraw_share(by, share))


def preview_drop(*, by: Post, shares: Iterable[Assignment]) -> Bulk:
    """What `drop_many` would do; writes nothing."""
    return _sorted(shares, lambda share: rules.why_not_drop_share(by, share))


@transaction.atomic
def move_due_days(*, by: Post, shares: Sequence[Assignment], until: datetime.date, reason: str) -> Bulk:
    """Another due day for open shares that the post's unit accepts, for a reason. Needs "task.assign".

    Where every share of a task is then due that day, the task is too. The day it was first given with is kept.
    """
    refuse(rules.why_not_move_dues(by, until=until, reason=reason))
    plan = _some(preview_move(by=by, shares=_fresh(shares), until=until))
    before = {share.pk: share.due_on for share in plan.done}
    rows = Assignment.objects.filter(pk__in=before, state__in=Assignment.OPEN)
    if rows.update(due_on=until) != len(before):
        raise Refusal([Reason(_("Có người vừa xử lý một trong các việc này trước. Tải lại trang để xem."))])
    others = Assignment.objects.exclude(state__in=["withdrawn", "passed_on"]).exclude(due_on=until)
    tasks = Task.objects.filter(pk__in={share.task_id for share in plan.done})
    tasks.exclude(pk__in=others.values("task_id")).update(due_on=until)
    for share in plan.done:
        share.due_on = until
    facts = {"until": until, "reason": nfc(reason)}
    _record(by, "task.due_moved", plan.done, lambda share: {"from": before[share.pk], **facts})
    return plan


@transaction.atomic
def withdraw_shares(*, by: Post, shares: Sequence[Assignment], reason: str) -> Bulk:
    """Take open shares of tasks that the post's unit gave back, for a reason; a task of which none is left goes too."""
    refuse(rules.why_not_withdraw_shares(by, reason=reason))
    plan = _some(preview_withdrawal(by=by, shares=_fresh(shares)))
    now, why = clock.now(), nfc(reason)
    move_all(plan.done, "withdraw", closed_at=now, close_text=why)
    left = Assignment.objects.exclude(state="withdrawn").values("task_id")
    emptied = Task.objects.filter(pk__in={share.task_id for share in plan.done}, withdrawn_at=None)
    emptied.exclude(pk__in=left).update(withdrawn_at=now, withdraw_reason=why)
    _record(by, "task.share_withdrawn", plan.done, lambda _share: {"reason": why})
    return plan


@transaction.atomic
def drop_many(*, by: Post, shares: Sequence[Assignment], kind: str, text: str) -> Bulk:
    """End shares for a reason other than done (Assignment.DropReason), in words. Who and when: as `drop` of one."""
    refuse(rules.why_not_drop_shares(by, kind=kind, text=text))
    plan = _some(preview_drop(by=by, shares=_fresh(shares)))
    why = nfc(text)
    move_all(plan.done, "drop", closed_at=clock.now(), drop_reason=kind, close_text=why)
    _record(by, "task.dropped", plan.done, lambda _share: {"kind": kind, "reason": why, "together": True})
    return plan


def _fresh(shares: Sequence[Assignment]) -> list[Assignment]:
    """As they stand now, held until the transaction ends."""
    rows = Assignment.objects.select_for_update(of=("self",)).filter(pk__in=[share.pk for share in shares])
    return list(rows.select_related("task__regulation").order_by("due_on", "task__code", "pk"))


def _sorted(shares: Iterable[Assignment], why_not: Callable[[Assignment], list[Reason]]) -> Bulk:
    plan = Bulk()
    for share in shares:
        reasons = why_not(share)
        if reasons:
            plan.skipped.append((share, reasons))
        else:
            plan.done.append(share)
    return plan


def _some(plan: Bulk) -> Bulk:
    if not plan.done:
        say = _("Không làm được với phần việc nào đã chọn: %(why)s")
        whys = dict.fromkeys(str(reason.text) for _share, reasons in plan.skipped for reason in reasons)
        refuse([Reason(say % {"why": " ".join(whys)})])
    return plan


def _record(by: Post, verb: str, shares: Iterable[Assignment], facts: Callable[[Assignment], dict[str, Any]]) -> None:
    day = tree()
    record_many([Happening(verb, labelled(share, day), facts(share)) for share in shares], by=by)
