"""How a share ends: keys turned by one side or both, returned, closed for another reason, or left in disagreement."""

from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.flow import move
from phoihop.base.text import nfc
from phoihop.duties import rules
from phoihop.duties.actions.work import labelled
from phoihop.duties.models import Acceptance, Assignment
from phoihop.journal.actions import record
from phoihop.orgs.models import Post


@transaction.atomic
def accept(*, by: Post, share: Assignment, key: str, effective: bool | None = None) -> Assignment:
    """Turn one key on the result; with the last one the share is done and its duty fulfilled.

    `key` as in Acceptance.Key. Whoever accepts for the other side says whether the result is effective. Nobody accepts
    what he submitted himself.
    """
    refuse(rules.why_not_accept(by, share, key))
    _turn(by, share, key, accepted=True, effective=effective)
    left = set(rules.keys_of(share)) - {one.key for one in share.acceptances.filter(round=share.round)}
    if left:
        record("task.key_turned", by=by, about=labelled(share), facts={"key": key, "round": share.round})
        return share
    judged = share.acceptances.filter(round=share.round, key=Acceptance.Key.OTHER).values_list("effective", flat=True)
    move(share, "close", closed_at=clock.now(), effective=judged.first())
    _fulfil(share)
    facts = {"key": key, "round": share.round, "effective": share.effective}
    record("task.accepted", by=by, about=labelled(share), facts=facts)
    return share


@transaction.atomic
def return_share(*, by: Post, share: Assignment, key: str, reason: str) -> Assignment:
    """Refuse the result with a key, for a reason; the unit mends it and hands it in again."""
    refuse(rules.why_not_return(by, share, key, reason=reason))
    _turn(by, share, key, accepted=False, reason=reason)
    move(share, "return")
    record("task.returned", by=by, about=labelled(share), facts={"key": key, "remark": nfc(reason)})
    return share


@transaction.atomic
def drop(*, by: Post, share: Assignment, kind: str, text: str) -> Assignment:
    """Close the share for a reason other than done (Assignment.DropReason), in words. The side that accepts."""
    refuse(rules.why_not_drop(by, share, kind=kind, text=text))
    move(share, "drop", closed_at=clock.now(), drop_reason=kind, close_text=nfc(text))
    record("task.dropped", by=by, about=labelled(share), facts={"kind": kind, "reason": share.close_text})
    return share


@transaction.atomic
def disagree(*, by: Post, share: Assignment, text: str) -> Assignment:
    """Record that the two sides do not agree on a joint duty: that is its result, printed as such."""
    refuse(rules.why_not_disagree(by, share, text=text))
    move(share, "disagree", closed_at=clock.now(), close_text=nfc(text))
    record("task.disagreed", by=by, about=labelled(share), facts={"reason": share.close_text})
    return share


def _turn(
    by: Post, share: Assignment, key: str, *, accepted: bool, effective: bool | None = None, reason: str = ""
) -> None:
    Acceptance.objects.create(
        assignment=share,
        round=share.round,
        key=key,
        accepted=accepted,
        effective=effective,
        reason=nfc(reason),
        by=by,
        account_id=by.acting_user_id,
        at=clock.now(),
    )


def _fulfil(share: Assignment) -> None:
    """The duty's occurrence is fulfilled when no share of it is open any more, by the last one done."""
    occurrence = share.occurrence
    if occurrence is None or occurrence.fulfilled_at is not None:
        return
    if not occurrence.assignments.filter(state__in=Assignment.OPEN).exists():
        occurrence.fulfilled_at = share.submitted_at
        occurrence.proof = share
        occurrence.save(update_fields=["fulfilled_at", "proof_type", "proof_id"])
