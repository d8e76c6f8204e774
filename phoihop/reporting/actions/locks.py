"""Closing a period for changes, and letting one unit through until a day."""

import datetime

from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.text import nfc
from phoihop.duties.models import Period
from phoihop.journal.actions import record
from phoihop.orgs.models import Post
from phoihop.reporting import rules
from phoihop.reporting.models import Form, Lock, LockException


@transaction.atomic
def lock_period(*, by: Post, form: Form, period: Period) -> Lock:
    """Close a form's period: nothing of it is sent, accepted, returned or corrected any more.

    Who: `report.lock`. When: after the period's last day, once.
    """
    refuse(rules.why_not_lock_period(by, form, period))
    lock = Lock.objects.create(form=form, period=period, locked_at=clock.now(), by=by)
    record("period.locked", by=by, about=period, facts={"form": form.code})
    return lock


@transaction.atomic
def except_from_lock(*, by: Post, lock: Lock, unit_id: int, until: datetime.date, reason: str) -> LockException:
    """Let one unit change its report of a locked period until a day (inclusive). Again for the same unit: a new day.

    Who: `report.lock`. The reason is compulsory.
    """
    refuse(rules.why_not_except_from_lock(by, lock, unit_id, until, reason))
    exception, _made = LockException.objects.update_or_create(
        lock=lock, unit_id=unit_id, defaults={"until": until, "reason": nfc(reason), "by": by}
    )
    facts = {"form": lock.form.code, "unit": unit_id, "until": until, "reason": nfc(reason)}
    record("period.excepted", by=by, about=lock.period, facts=facts)
    return exception
