"""Accepting many results at once: one transaction, one run of the log, each share named with what becomes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.base.flow import move_all
from phoihop.duties import rules
from phoihop.duties.actions.work import labelled
from phoihop.duties.models import Acceptance, Assignment, Occurrence
from phoihop.journal.actions import Happening, record_many
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree

Turn = tuple[Assignment, str]
"""A share and the key that is turned on it."""


@dataclass
class Together:
    """What accepting many at once does. `skipped` are those on which the post may turn no key, with the reasons."""

    done: list[Turn] = field(default_factory=list)
    """With this key nothing is missing: the share is done."""
    half: list[Turn] = field(default_factory=list)
    """The key turns, another one is still missing."""
    skipped: list[tuple[Assignment, list[Reason]]] = field(default_factory=list)

    @property
    def turns(self) -> list[Turn]:
        return [*self.done, *self.half]


def preview_acceptance(*, by: Post, shares: Iterable[Assignment]) -> Together:
    """What `accept_many` would do with these shares; writes nothing. Needs tasks and keys loaded."""
    plan = Together()
    for share in shares:
        key = rules.key_to_turn(by, share)
        if key is None:
            plan.skipped.append((share, rules.why_not_accept(by, share, Acceptance.Key.OTHER)))
        elif set(rules.keys_of(share)) - set(rules.turned(share)) == {key}:
            plan.done.append((share, key))
        else:
            plan.half.append((share, key))
    return plan


@transaction.atomic
def accept_many(*, by: Post, shares: Sequence[Assignment], effective: bool | None = None) -> Together:
    """Turn, on each of these results, the one key that the post may turn now. Who and when: as accepting one.

    `effective` is said of every result on which the post turns the key of the side that accepts. Those on which it may
    turn none are left as they are and named in what comes back. The statements do not grow with the shares, but for
    the one that asks who is told of each.
    """
    rows = Assignment.objects.select_for_update(of=("self",)).filter(pk__in=[share.pk for share in shares])
    loaded = rows.select_related("task").prefetch_related("acceptances").order_by("pk")
    plan = preview_acceptance(by=by, shares=loaded)
    if not plan.turns:
        say = _("Không phần việc nào đã chọn nhận được bây giờ. Mở từng việc để xem vì sao.")
        refuse([Reason(say)])
    now = clock.now()
    Acceptance.objects.bulk_create(
        Acceptance(
            assignment=share,
            round=share.round,
            key=key,
            accepted=True,
            effective=effective if key == Acceptance.Key.OTHER else None,
            by=by,
            account_id=by.acting_user_id,
            at=now,
        )
        for share, key in plan.turns
    )
    for judged, those in _by_judgement(plan.done, effective).items():
        move_all(those, "close", closed_at=now, effective=judged)
        for share in those:
            share.closed_at, share.effective = now, judged
    _fulfil([share for share, _key in plan.done])
    day, happenings = tree(), []
    for share, key in plan.turns:
        facts: dict[str, Any] = {"key": key, "round": share.round, "together": True}
        if share.closed_at:
            facts["effective"] = share.effective
        verb = "task.accepted" if share.closed_at else "task.key_turned"
        happenings.append(Happening(verb, labelled(share, day), facts))
    record_many(happenings, by=by)
    return plan


def _by_judgement(done: list[Turn], effective: bool | None) -> dict[bool | None, list[Assignment]]:
    """What the accepting side says of each result: now, or with the key it turned before."""
    found: dict[bool | None, list[Assignment]] = {}
    for share, key in done:
        said = rules.turned(share).get(Acceptance.Key.OTHER)
        judged = effective if key == Acceptance.Key.OTHER else said.effective if said else None
        found.setdefault(judged, []).append(share)
    return found


def _fulfil(done: list[Assignment]) -> None:
    """Occurrences of which no share is open any more are fulfilled, by the one handed in last. Three statements."""
    last: dict[int, Assignment] = {}
    for share in sorted(done, key=lambda one: (one.submitted_at is not None, one.submitted_at, one.pk)):
        if share.occurrence_id is not None:
            last[share.occurrence_id] = share
    waiting = Assignment.objects.filter(occurrence__in=last, state__in=Assignment.OPEN)
    still_open = set(waiting.values_list("occurrence_id", flat=True))
    rows = Occurrence.objects.filter(pk__in=set(last) - still_open, fulfilled_at=None)
    fulfilled = []
    for occurrence in rows:
        occurrence.fulfilled_at = last[occurrence.pk].submitted_at
        occurrence.proof = last[occurrence.pk]
        fulfilled.append(occurrence)
    Occurrence.objects.bulk_update(fulfilled, ["fulfilled_at", "proof_type", "proof_id"], batch_size=500)
