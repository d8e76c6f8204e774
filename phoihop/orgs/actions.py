"""What changes units, bodies and posts. Every verb refuses, writes, records."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.accounts.models import User
from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.text import nfc
from phoihop.journal.actions import record
from phoihop.orgs import queries, rules
from phoihop.orgs.formulas import DAY, ChangeRow, VersionRow, covering
from phoihop.orgs.models import (
    BEGINNING,
    OPEN_END,
    Body,
    Delegation,
    Holding,
    Person,
    Post,
    Succession,
    Unit,
    UnitVersion,
)
from phoihop.orgs.queries import LoadPlan

_BATCH = 500


@transaction.atomic
def load_units(*, by: Post | None, versions: Sequence[VersionRow], changes: Sequence[ChangeRow] = ()) -> LoadPlan:
    """Put versions of units and the successions between them on record: all of them, or none with every reason.

    Needs "units.load". Versions on record are never changed but for their last day. Loading the same again changes
    nothing and records nothing.
    """
    refuse(rules.why_not_manage(by, "units.load"))
    plan = queries.load_plan(versions, changes)
    refuse(plan.reasons)
    if plan.changes_nothing:
        return plan
    units = _write_versions(plan)
    _write_successions(plan)
    facts = {
        "units": units,
        "versions": len(plan.new),
        "ended": len(plan.ended),
        "successions": len(plan.links),
    }
    record("orgs.load_units", by=by, facts=facts)
    return plan


def _write_versions(plan: LoadPlan) -> int:
    """Units first, then versions, since a version names its superior by the unit. Returns how many units are new."""
    stamp = clock.now()
    for version_id, last in plan.ended:
        UnitVersion.objects.filter(pk=version_id).update(valid_to=last, recorded_at=stamp)
    fresh = sorted({key for key in plan.unit_of.values() if not isinstance(key, int)})
    made = dict(zip(fresh, Unit.objects.bulk_create([Unit() for _key in fresh], batch_size=_BATCH), strict=True))
    ids: dict[Any, int] = {key: unit.pk for key, unit in made.items()}
    of_row = {
        row.key: row.unit_id if row.unit_id is not None else _number(plan, ids, row)
        for versions in plan.codes.values()
        for row in versions
    }
    UnitVersion.objects.bulk_create(
        [
            UnitVersion(
                unit_id=of_row[row.key],
                code=row.code,
                level=row.level,
                type=row.type,
                name_vi=row.name,
                parent_id=_parent(plan, of_row, row),
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in sorted(plan.new, key=lambda row: row.key)
        ],
        batch_size=_BATCH,
    )
    return len(fresh)


def _number(plan: LoadPlan, ids: dict[Any, int], row: VersionRow) -> int:
    unit = plan.unit_of[row.key]
    return unit if isinstance(unit, int) else ids[unit]


def _parent(plan: LoadPlan, of_row: dict[tuple[str, datetime.date], int], row: VersionRow) -> int | None:
    above = covering(row, plan.codes.get(row.parent_code, ()))
    return of_row[above[0].key] if above else None


def _write_successions(plan: LoadPlan) -> None:
    named = {key for before, after, _change in plan.links for key in (before, after)}
    ids = {
        (code, first): pk
        for pk, code, first in UnitVersion.objects.values_list("id", "code", "valid_from")
        if (code, first) in named
    }
    Succession.objects.bulk_create(
        [
            Succession(
                before_id=ids[before],
                after_id=ids[after],
                kind=change.kind,
                effective_on=change.effective_on,
                basis=change.basis,
            )
            for before, after, change in plan.links
        ],
        batch_size=_BATCH,
    )


@transaction.atomic
def add_body(
    *,
    by: Post | None,
    unit_id: int,
    kind: str,
    name_vi: str,
    name_en: str = "",
    symbol: str = "",
    valid_from: datetime.date = BEGINNING,
    valid_to: datetime.date = OPEN_END,
) -> Body:
    """A committee or office at a unit. Needs "account.manage"."""
    refuse(rules.why_not_add_body(by, valid_from=valid_from, valid_to=valid_to))
    body = Body.objects.create(
        unit_id=unit_id,
        kind=Body.Kind(kind),
        name_vi=nfc(name_vi),
        name_en=name_en,
        symbol=nfc(symbol),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    record("orgs.add_body", by=by, about=body, facts={"unit": unit_id, "kind": body.kind, "symbol": body.symbol})
    return body


@transaction.atomic
def add_post(
    *,
    by: Post | None,
    body: Body,
    title_vi: str,
    role: str,
    title_en: str = "",
    precedence: int = 100,
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
) -> Post:
    """A post in a body with the rights of a role, as long as the body unless told otherwise. Needs "account.manage"."""
    first, last = valid_from or body.valid_from, valid_to or body.valid_to
    refuse(rules.why_not_add_post(by, body=body, role=role, valid_from=first, valid_to=last))
    post = Post.objects.create(
        body=body,
        title_vi=nfc(title_vi),
        title_en=title_en,
        role=role,
        precedence=precedence,
        valid_from=first,
        valid_to=last,
    )
    record("orgs.add_post", by=by, about=post, facts={"role": role, "body": body.name_vi})
    return post


@transaction.atomic
def hold_post(*, by: Post | None, post: Post, person: Person, since: datetime.date | None = None) -> Holding:
    """Give a post to a person from a day (today when not given); whoever held it before held it until the day before.

    Needs "account.manage". Refused for a day before the present holder's first, or outside the post's own time.
    """
    day = since or clock.today()
    last = post.holdings.order_by("-valid_from").first()
    refuse(rules.why_not_hold_post(by, post=post, since=day, last=last))
    if last is not None and last.valid_to >= day:
        last.valid_to = day - DAY
        last.save(update_fields=["valid_to"])
    holding = Holding.objects.create(person=person, post=post, valid_from=day, valid_to=post.valid_to)
    record("orgs.hold_post", by=by, about=post, facts={"person": person.pk, "from": day})
    return holding


@transaction.atomic
def leave_post(*, by: Post | None, holding: Holding, last_day: datetime.date) -> Holding:
    """The holder's last day in the post. Needs "account.manage"."""
    refuse(rules.why_not_leave_post(by, holding=holding, last_day=last_day))
    holding.valid_to = last_day
    holding.save(update_fields=["valid_to"])
    record("orgs.leave_post", by=by, about=holding.post, facts={"person": holding.person_id, "until": last_day})
    return holding


@transaction.atomic
def add_person(*, by: Post | None, user: User | None, name: str = "", rank: str = "", contact: str = "") -> Person:
    """An official, with the account he signs in with, if he has one. Needs "account.manage"."""
    refuse(rules.why_not_manage(by, "account.manage"))
    person = Person.objects.create(user=user, name=nfc(name), rank=nfc(rank), contact=contact)
    record("orgs.add_person", by=by, facts={"person": person.pk, "user": user.pk if user else None})
    return person


@transaction.atomic
def change_contact(*, by: Post | None, person: Person, contact: str) -> Person:
    """Where letters reach an official, or "" for nowhere. His own word, or "account.manage"; an address, or refused."""
    contact = contact.strip()
    refuse(rules.why_not_change_contact(by, person=person, contact=contact))
    if contact != person.contact:
        person.contact = contact
        person.save(update_fields=["contact"])
        record("orgs.change_contact", by=by, facts={"person": person.pk})
    return person


@transaction.atomic
def delegate_post(
    *, by: Post | None, post: Post, stand_in: Post, valid_from: datetime.date, valid_to: datetime.date, why: str
) -> Delegation:
    """Let a post's work be done from another one, from a day to a day, while its holder is away; he may still act.

    The holder says so himself; "post.delegate" says it for a branch. Refused: days past or reversed, a stand-in far
    away, without a holder or away too, a post that stands in for another on these days, and passing on what was lent.
    """
    # Held to the end where rows can be: two that name each other at the same moment are not both written.
    list(Post.objects.select_for_update().filter(pk__in=(post.pk, stand_in.pk)).order_by("pk"))
    found = queries.circumstances(by, post, stand_in, valid_from, valid_to)
    refuse(
        rules.why_not_delegate(
            by,
            post=post,
            stand_in=stand_in,
            valid_from=valid_from,
            valid_to=valid_to,
            today=clock.today(),
            found=found,
        )
    )
    delegation = Delegation.objects.create(
        post=post,
        stand_in=stand_in,
        valid_from=valid_from,
        valid_to=valid_to,
        why=Delegation.Why(why),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    facts = {"stand_in": stand_in.journal_label, "from": valid_from, "to": valid_to}
    record("orgs.delegate_post", by=by, about=delegation, facts=facts)
    return delegation


@transaction.atomic
def end_delegation(*, by: Post | None, delegation: Delegation) -> Delegation:
    """The holder is back, or will not go: from today on nobody stands in. What was done in his place stays done.

    The absent post, its stand-in acting as it, or "post.delegate" for a branch. Refused once it is over.
    """
    today = clock.today()
    over = queries.is_over(by, delegation.post, today)
    refuse(rules.why_not_end_delegation(by, delegation=delegation, over=over, today=today))
    going_on = Delegation.objects.filter(pk=delegation.pk, ended_on=None)
    if going_on.update(ended_on=today, ended_at=clock.now(), ended_by=by) != 1:
        raise Refusal([Reason(_("Có người vừa kết thúc việc thay này. Tải lại trang để xem tình trạng mới."))])
    delegation.refresh_from_db(fields=["ended_on", "ended_at", "ended_by"])
    facts = {"stand_in": delegation.stand_in.journal_label, "from": delegation.valid_from, "to": delegation.valid_to}
    record("orgs.end_delegation", by=by, about=delegation, facts=facts)
    return delegation
