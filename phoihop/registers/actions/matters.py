"""Matters, from opening to settlement, and what is put before the units above."""

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.flow import move
from phoihop.base.text import nfc
from phoihop.journal.actions import Happening, record, record_many
from phoihop.orgs.models import Body, Post, Unit
from phoihop.orgs.queries import tree
from phoihop.registers import formulas, lists, rules
from phoihop.registers.models import Matter, MatterRaise, MatterStep
from phoihop.registers.queries.dragging import dragging_on, with_steps

TRIES = 5
"""Two who open at once may reach for one number; the later one takes the next."""


@transaction.atomic
def open_matter(
    *,
    by: Post,
    unit: Unit,
    title: str,
    kind: str,
    responsible: Body,
    opened_on: datetime.date,
    due_on: datetime.date | None = None,
) -> Matter:
    """A unit's clerk or reviewer records a matter of its place; the program gives the code.

    `kind`: a code of the list of kinds on that day. Without `due_on` it is due when such matters usually are.
    """
    given = {"title": title, "kind": kind, "responsible": responsible, "opened_on": opened_on, "due_on": due_on}
    refuse(rules.why_not_open_matter_so(by, unit.pk, **given))  # type: ignore[arg-type]
    listed, now = lists.kind_of(kind, opened_on), clock.now()
    due = due_on or formulas.usual_due(opened_on, listed.pace)
    matter = _numbered(
        Matter(
            title=nfc(title),
            kind=kind,
            unit=unit,
            responsible=responsible,
            opened_on=opened_on,
            due_on=due,
            recorded_by=by,
            recorded_at=now,
        )
    )
    _step(matter, MatterStep.Kind.OPENED, by, opened_on, due_on=due)
    facts = {
        "code": matter.code,
        "title": matter.title,
        "matter_kind": listed.name_vi,
        "opened_on": opened_on,
        "due_on": due,
    }
    record("registers.open_matter", by=by, about=matter, facts=facts | {"body": responsible.name_vi})
    return matter


@transaction.atomic
def add_step(*, by: Post, matter: Matter, text: str, on: datetime.date | None = None) -> MatterStep:
    """The unit writes what was done; who examines for a unit above writes what is to be done (a direction)."""
    day = on or clock.today()
    refuse(rules.why_not_add_step_so(by, matter, text, day))
    directs = rules.above(by, matter.unit_id, tree())
    kind = MatterStep.Kind.DIRECTION if directs else MatterStep.Kind.WORK
    step = _step(matter, kind, by, day, text)
    facts = {"code": matter.code, "on": day, "step": step.text, "direction": directs}
    record("registers.add_step", by=by, about=matter, facts=facts)
    return step


@transaction.atomic
def change_due(*, by: Post, matter: Matter, due_on: datetime.date, reason: str) -> Matter:
    """The unit moves the day while it has not passed; afterwards only who examines above."""
    refuse(rules.why_not_change_due_so(by, matter, due_on, reason))
    rows = Matter.objects.filter(pk=matter.pk, state=Matter.State.OPEN, due_on=matter.due_on)
    if rows.update(due_on=due_on, changed_at=clock.now()) != 1:
        raise Refusal([Reason(_("Có người vừa đổi vụ việc này. Tải lại trang để xem tình trạng mới."))])
    before, matter.due_on = matter.due_on, due_on
    step = _step(matter, MatterStep.Kind.DUE, by, clock.today(), reason, due_on=due_on)
    facts = {"code": matter.code, "due_on": due_on, "before": before, "reason": step.text}
    record("registers.change_due", by=by, about=matter, facts=facts)
    return matter


@transaction.atomic
def resolve_matter(*, by: Post, matter: Matter, resolved_on: datetime.date, result: str) -> Matter:
    """The unit records that the matter is settled, when and how. What was put before units above ends with it."""
    refuse(rules.why_not_resolve_so(by, matter, resolved_on, result, _opened_last(matter)))
    now = clock.now()
    move(matter, "resolve", resolved_on=resolved_on, result=nfc(result), changed_at=now)
    _step(matter, MatterStep.Kind.RESOLVED, by, resolved_on, result)
    standing = MatterRaise.objects.filter(matter=matter, ended_at=None)
    told = sorted(standing.values_list("to_unit_id", flat=True))
    standing.update(ended_at=now)
    facts = {"code": matter.code, "on": resolved_on, "result": matter.result, "before_units": told}
    record("registers.resolve_matter", by=by, about=matter, facts=facts)
    return matter


@transaction.atomic
def reopen_matter(*, by: Post, matter: Matter, reason: str, due_on: datetime.date) -> Matter:
    """The unit, or who examines above it, takes a settled matter up again, with a reason and a new day."""
    refuse(rules.why_not_reopen_matter_so(by, matter, reason, due_on))
    move(matter, "reopen", resolved_on=None, result="", due_on=due_on, changed_at=clock.now())
    step = _step(matter, MatterStep.Kind.REOPENED, by, clock.today(), reason, due_on=due_on)
    facts = {"code": matter.code, "reason": step.text, "due_on": due_on}
    record("registers.reopen_matter", by=by, about=matter, facts=facts)
    return matter


@transaction.atomic
def raise_matter(*, by: Post, matter: Matter, reason: str) -> MatterRaise:
    """Who has the matter (its unit, or a unit before which it stands) puts it before the unit directly above."""
    refuse(rules.why_not_raise_so(by, matter, reason))
    to = rules.raised_to(by, tree())
    if to is None:
        raise LookupError("nothing stands above, which the rule has just said")
    made = MatterRaise.objects.create(
        matter=matter, to_unit_id=to, on=clock.today(), reason=nfc(reason), by=by, at=clock.now()
    )
    record("registers.raise_matter", by=by, about=matter, facts=_raised(matter, made, tree().name(to)))
    return made


@transaction.atomic
def raise_dragging(*, on: datetime.date | None = None) -> int:
    """By the program: put every matter that drags on the day before the next unit above; how many.

    Each goes once to each level: first to the unit directly above, and on when it has waited there as long as its kind
    allows and still drags. Safe to run twice.
    """
    day = on or clock.today()
    above = tree(day)
    open_ones = list(with_steps(Matter.objects.filter(state=Matter.State.OPEN, opened_on__lte=day)))
    dragging = [(m, why) for m in open_ones if (why := dragging_on(m, day))]
    latest: dict[int, MatterRaise] = {}
    before: set[tuple[int, int]] = set()
    standing = MatterRaise.objects.filter(matter__in=[m.pk for m, _why in dragging], ended_at=None)
    for one in standing.order_by("at", "pk"):
        latest[one.matter_id] = one
        before.add((one.matter_id, one.to_unit_id))
    kept = rules.heirs({m.unit_id for m, _why in dragging}, above)
    made = []
    for matter, why in dragging:
        last = latest.get(matter.pk)
        if last is not None and not formulas.rises(last.on, day, lists.kind_of(matter.kind, matter.opened_on).pace):
            continue
        to = rules.next_above(matter, last, above, kept)
        if to is not None and (matter.pk, to) not in before:
            made.append(MatterRaise(matter=matter, to_unit_id=to, on=day, why=" ".join(why), at=clock.now()))
    MatterRaise.objects.bulk_create(made)
    facts = [
        Happening("registers.raise_matter", m.matter, _raised(m.matter, m, above.name(m.to_unit_id))) for m in made
    ]
    record_many(facts, by=None)
    return len(made)


def _numbered(matter: Matter) -> Matter:
    """Kept under the next number of the year in which it was opened."""
    matter.year = matter.opened_on.year
    for left in reversed(range(TRIES)):
        last = Matter.objects.filter(year=matter.year).aggregate(Max("number"))["number__max"] or 0
        matter.number = last + 1
        matter.code = f"VV-{matter.year}-{matter.number:03d}"
        try:
            with transaction.atomic():
                matter.save(force_insert=True)
            return matter
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("the last try returns or raises")


def _opened_last(matter: Matter) -> datetime.date:
    kinds: Iterable[str] = (MatterStep.Kind.OPENED, MatterStep.Kind.REOPENED)
    since = MatterStep.objects.filter(matter=matter, kind__in=kinds).order_by("-at", "-pk").values_list("on", flat=True)
    return since[0]


def _step(
    matter: Matter,
    kind: MatterStep.Kind,
    by: Post,
    on: datetime.date,
    text: str = "",
    due_on: datetime.date | None = None,
) -> MatterStep:
    return MatterStep.objects.create(
        matter=matter, kind=kind, on=on, text=nfc(text), due_on=due_on, by=by, at=clock.now()
    )


def _raised(matter: Matter, made: MatterRaise, name: str) -> dict[str, object]:
    facts: dict[str, object] = {"code": matter.code, "to_unit": made.to_unit_id, "unit_name": name, "on": made.on}
    if made.why:
        facts["why"] = made.why
    return facts | ({"reason": made.reason} if made.reason else {})
