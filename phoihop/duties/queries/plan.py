"""What a regulation's duties ask of whom in a year, beside what was given already: what to add, change and withdraw."""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from phoihop.duties.calendar import add_working_days
from phoihop.duties.models import Assignment, Duty, DutyTerms, Period, Regulation
from phoihop.duties.queries.regulations import due_on
from phoihop.orgs.queries import Place, Tree, tree

Key = tuple[int, int, int, int]
"""(duty, period, unit that does it, unit that accepts it)"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One duty, owed by one unit to another in one period, due on a day."""

    duty: Duty
    period: Period
    unit_id: int
    to_unit_id: int
    due_on: datetime.date

    @property
    def key(self) -> Key:
        return (self.duty.pk, self.period.pk, self.unit_id, self.to_unit_id)


@dataclass(frozen=True)
class Plan:
    """What giving the year's duties would do. Applied twice, the second time has nothing in it."""

    regulation: Regulation
    year: int
    add: list[Wanted] = field(default_factory=list)
    restore: list[tuple[Assignment, datetime.date]] = field(default_factory=list)
    change: list[tuple[Assignment, datetime.date]] = field(default_factory=list)
    withdraw: list[tuple[Assignment, str]] = field(default_factory=list)
    kept: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.add or self.restore or self.change or self.withdraw)

    def about(self, duty: Duty) -> "Plan":
        """The part of the plan that one duty asks for."""
        return replace(
            self,
            add=[one for one in self.add if one.duty.pk == duty.pk],
            restore=[row for row in self.restore if row[0].task.origin_id == duty.pk],
            change=[row for row in self.change if row[0].task.origin_id == duty.pk],
            withdraw=[row for row in self.withdraw if row[0].task.origin_id == duty.pk],
        )

    @property
    def touched(self) -> set[int]:
        """Every unit that the plan names."""
        rows: list[Wanted | Assignment] = [
            *self.add,
            *(row[0] for row in (*self.restore, *self.change, *self.withdraw)),
        ]
        return {unit_id for row in rows for unit_id in (row.unit_id, row.to_unit_id)}

    @property
    def mark(self) -> str:
        """Says exactly what is in the plan: what is applied must be what was shown."""
        said: list[object] = [sorted((*one.key, one.due_on) for one in self.add)]
        said += [sorted((share.pk, day) for share, day in rows) for rows in (self.restore, self.change)]
        said.append(sorted((share.pk, why) for share, why in self.withdraw))
        return hashlib.sha256(repr(said).encode()).hexdigest()[:24]


def year_plan(regulation: Regulation, year: int, *, suppose: DutyTerms | None = None) -> Plan:
    """The year's plan for every duty that is no report (reports open by themselves). A constant number of statements.

    Only open shares are changed or withdrawn; what is closed stays as it is, and shares handed on to a new unit too.
    `suppose`: terms that are not on record; the plan is what it would be if they were.
    """
    days = _Days()
    wanted = {one.key: one for one in _wanted(regulation, year, suppose, days)}
    found = Plan(regulation, year)
    known, kept = set(), 0
    for share in _given(regulation, year):
        key = (share.task.origin_id or 0, share.task.period_id, share.unit_id, share.to_unit_id)
        known.add(key)
        one = wanted.get(key)
        if share.state == Assignment.State.WITHDRAWN:
            if one is not None:
                found.restore.append((share, one.due_on))
        elif not share.is_open:
            kept += 1
        elif one is None:
            found.withdraw.append((share, _why(share, days)))
        elif one.due_on != share.first_due_on:
            found.change.append((share, one.due_on))
        else:
            kept += 1
    found.add.extend(one for key, one in wanted.items() if key not in known)
    return Plan(regulation, year, found.add, found.restore, found.change, found.withdraw, kept)


def _given(regulation: Regulation, year: int) -> list[Assignment]:
    rows = Assignment.objects.filter(
        task__kind="duty", task__regulation=regulation, task__period__year=year, follows=None
    )
    return list(rows.select_related("task__period").order_by("task__code", "unit_id", "to_unit_id"))


class _Days(dict[datetime.date, Tree]):
    """The trees of the days a plan is about, each asked for once."""

    def __missing__(self, day: datetime.date) -> Tree:
        self[day] = tree(day)
        return self[day]


def _wanted(regulation: Regulation, year: int, suppose: DutyTerms | None, days: _Days) -> Iterator[Wanted]:
    duties = Duty.objects.filter(article__regulation=regulation).exclude(kind=Duty.Kind.REPORT).order_by("code")
    periods = list(Period.objects.filter(year=year).prefetch_related("dues").order_by("starts_on", "label"))
    for duty in duties.prefetch_related("terms"):
        supposed = suppose if suppose is not None and suppose.duty_id == duty.pk else None
        for period in periods:
            if period.kind == duty.every and _binds(duty, period, regulation):
                terms = supposed if _holds(supposed, period.ends_on) else terms_on(duty, period.ends_on)
                due = due_of(duty, period, terms)
                day = days[period.ends_on]
                for place in day:
                    if place.level == duty.debtor_level and (
                        not terms or not terms.unit_types or place.type in terms.unit_types
                    ):
                        for to_unit_id in _creditors(day, place, duty.creditor_level):
                            yield Wanted(duty, period, place.unit_id, to_unit_id, due)


def _binds(duty: Duty, period: Period, regulation: Regulation) -> bool:
    """Whether duty and regulation are in force at the period's cut-off."""
    return (
        duty.valid_from <= period.ends_on <= duty.valid_to
        and regulation.term_from <= period.ends_on <= regulation.term_to
    )


def terms_on(duty: Duty, on: datetime.date) -> DutyTerms | None:
    """The duty's terms on a day; None where only the period decides. Needs the terms loaded."""
    return next((terms for terms in duty.terms.all() if _holds(terms, on)), None)


def _holds(terms: DutyTerms | None, on: datetime.date) -> bool:
    return terms is not None and terms.valid_from <= on <= terms.valid_to


def due_of(duty: Duty, period: Period, terms: DutyTerms | None) -> datetime.date:
    """The day on which the duty of a period is due: so many working days after the cut-off, else the period's own."""
    if terms is not None and terms.due_days is not None:
        return add_working_days(period.ends_on, terms.due_days)
    return due_on(period, duty.debtor_level)


def _creditors(day: Tree, place: Place, level: str) -> list[int]:
    """Whom the unit owes it to: the unit above at that level, or every unit of that level below it."""
    above = [p.unit_id for p in day.path(place.unit_id) if p.level == level]
    return above or [p.unit_id for p in day.subtree(place.unit_id) if p.level == level]


def _why(share: Assignment, days: _Days) -> str:
    if days[share.task.period.ends_on].get(share.unit_id) is None:
        return _("Đơn vị không còn ở ngày chốt của kỳ.")
    return _("Nghĩa vụ không còn áp dụng cho đơn vị trong kỳ này.")
