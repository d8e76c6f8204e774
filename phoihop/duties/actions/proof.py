"""Work that a register proves: what is recorded there is not asked for a second time here."""

import datetime

from django.db import models, transaction
from django.db.models import F

from phoihop.duties.actions.regulations import fulfil, unfulfil
from phoihop.duties.models import Assignment, Duty, Period
from phoihop.orgs.models import Post


@transaction.atomic
def prove(*, by: Post, what: str, unit_id: int, period: Period, proof: models.Model, at: datetime.datetime) -> int:
    """The unit's record of a period (Duty.Record) proves every duty that asks for it: its open share is done.

    Part of another verb (handing in a dossier, deciding on it), which is the one that is recorded and that asked who
    may. Returns how many duties it proved; 0 where no regulation asks for it.
    """
    duties = _asking(what, period)
    for duty in duties:
        occurrence = fulfil(duty=duty, unit_id=unit_id, period=period, proof=proof, at=at)
        occurrence.assignments.filter(state__in=Assignment.OPEN).update(
            state=Assignment.State.DONE,
            round=F("round") + 1,
            submitted_at=at,
            submitted_by=by,
            closed_at=at,
            effective=True,
        )
    return len(duties)


@transaction.atomic
def unprove(*, what: str, unit_id: int, period: Period) -> None:
    """The record was sent back: what it proved is owed again. Part of another verb too."""
    for duty in _asking(what, period):
        unfulfil(duty=duty, unit_id=unit_id, period=period)
        done = Assignment.objects.filter(
            occurrence__duty=duty, occurrence__period=period, unit_id=unit_id, state=Assignment.State.DONE
        )
        done.update(state=Assignment.State.RETURNED, closed_at=None, effective=None)


def _asking(what: str, period: Period) -> list[Duty]:
    last = period.ends_on
    duties = Duty.objects.filter(record_of=what, every=period.kind, valid_from__lte=last, valid_to__gte=last)
    return list(duties)
