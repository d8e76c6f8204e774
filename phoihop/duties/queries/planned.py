"""How a year's plan reads: what is added, changed, given back and withdrawn, by duty and period, with the units."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.text import collation_key
from phoihop.duties.models import Duty, DutyTerms, Period, Regulation, Task
from phoihop.duties.queries.plan import Plan, year_plan
from phoihop.duties.queries.regulations import current_year, years
from phoihop.orgs.models import UnitVersion
from phoihop.orgs.queries import count_by_type, last_names, tree

KINDS = ("add", "change", "restore", "withdraw")


@dataclass(frozen=True)
class Step:
    """The same done to every share of one duty in one period: `n` shares, of these units."""

    what: Duty | Task
    period: Period
    n: int
    due_on: datetime.date
    before: datetime.date | None
    """The day it was due until now, for a change."""
    why: str
    """Why it is withdrawn."""
    units: tuple[tuple[str, tuple[str, ...]], ...]
    """(the unit that accepts, the units that do it), by name in the tree of the period's cut-off."""
    kinds: tuple[tuple[str, int], ...]
    """(type of unit, how many)"""
    as_before: bool = False
    """The units are those of the step just above it, which is of the same duty."""

    @property
    def n_units(self) -> int:
        return sum(n for _kind, n in self.kinds)


Steps = list[tuple[Duty | Task, list[Step]]]
"""A duty (or the task that stands for it) with its steps, the earliest period first."""


def sections(plan: Plan) -> dict[str, Steps]:
    """What the plan would do, by KINDS; a kind with nothing in it is left out."""
    rows: dict[str, list[_Row]] = {
        "add": [_Row(one.duty, one.period, one.unit_id, one.to_unit_id, one.due_on) for one in plan.add],
        "change": [_Row(s.task, s.task.period, s.unit_id, s.to_unit_id, day, s.first_due_on) for s, day in plan.change],
        "restore": [_Row(s.task, s.task.period, s.unit_id, s.to_unit_id, day) for s, day in plan.restore],
        "withdraw": [
            _Row(s.task, s.task.period, s.unit_id, s.to_unit_id, s.due_on, why=why) for s, why in plan.withdraw
        ],
    }
    every = [row for kind in KINDS for row in rows[kind]]
    days = {day: tree(day) for day in {row.period.ends_on for row in every}}
    gone = {
        unit_id
        for row in every
        for unit_id in (row.unit_id, row.to_unit_id)
        if not days[row.period.ends_on].get(unit_id)
    }
    names = last_names(gone) if gone else {}
    return {kind: _steps(rows[kind], names) for kind in KINDS if rows[kind]}


def next_opening(regulation: Regulation, on: datetime.date) -> Period | None:
    """The next period after a day for which a duty of the regulation would be given; None where none is on record."""
    kinds = Duty.objects.filter(article__regulation=regulation, valid_to__gt=on).exclude(kind=Duty.Kind.REPORT)
    periods = Period.objects.filter(kind__in=kinds.values("every"), opens_on__gt=on, ends_on__lte=regulation.term_to)
    return periods.order_by("opens_on", "ends_on").first()


def chosen_regulation(among: list[Regulation], pk: int | None) -> Regulation | None:
    """The regulation asked for, else the one in force today, else the last."""
    today = clock.today()
    in_force = [one for one in among if one.term_from <= today <= one.term_to]
    return next((one for one in among if one.pk == pk), None) or next(iter(in_force or among), None)


def foreseen(duty: Duty, *, suppose: DutyTerms | None = None) -> list[Plan]:
    """What the plans of this year and later would do about one duty; years in which they would do nothing are left out.

    `suppose`: terms that are not on record yet; then the years whose plan they would make another one. A constant
    number of statements a year.
    """
    first = current_year(clock.today()) if suppose is None else suppose.valid_from.year
    found = []
    for year in sorted(year for year in years() if year >= first):
        part = year_plan(duty.article.regulation, year, suppose=suppose).about(duty)
        now = part if suppose is None else year_plan(duty.article.regulation, year).about(duty)
        if part.mark != now.mark or (suppose is None and not part.is_empty):
            found.append(part)
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    what: Duty | Task
    period: Period
    unit_id: int
    to_unit_id: int
    due_on: datetime.date
    before: datetime.date | None = None
    why: str = ""

    @property
    def title(self) -> tuple[str, int]:
        """The duty's code, which is the beginning of its tasks' code, and its key."""
        if isinstance(self.what, Task):
            return self.what.code.partition("/")[0], self.what.origin_id or 0
        return self.what.code, self.what.pk

    @property
    def group(self) -> tuple[datetime.date, str, datetime.date, datetime.date, str]:
        return self.period.ends_on, self.period.label, self.due_on, self.before or datetime.date.min, self.why


def _steps(rows: list[_Row], gone: Mapping[int, str]) -> Steps:
    found: Steps = []
    for _title, of_duty in groupby(sorted(rows, key=lambda row: (row.title, row.group)), key=lambda row: row.title):
        steps: list[Step] = []
        for _group, members in groupby(of_duty, key=lambda row: row.group):
            steps.append(_step(list(members), gone, steps[-1] if steps else None))
        found.append((steps[0].what, steps))
    return found


def _step(rows: list[_Row], gone: Mapping[int, str], above: Step | None) -> Step:
    first = rows[0]
    day = tree(first.period.ends_on)
    unit_ids = {row.unit_id for row in rows}
    places = [place for unit_id in unit_ids if (place := day.get(unit_id))]
    kinds = [(str(UnitVersion.Type(kind).label), n) for _level, kind, n in count_by_type(places)]
    if len(places) < len(unit_ids):
        kinds.append((_("đã thôi"), len(unit_ids) - len(places)))
    units = tuple(_by_receiver(rows, lambda unit_id: day.name(unit_id) or gone.get(unit_id, "")))
    return Step(
        what=first.what,
        period=first.period,
        n=len(rows),
        due_on=first.due_on,
        before=first.before,
        why=first.why,
        units=units,
        kinds=tuple(kinds),
        as_before=above is not None and above.units == units,
    )


def _by_receiver(rows: list[_Row], name: Callable[[int], str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    by_receiver: dict[int, list[str]] = {}
    for row in rows:
        by_receiver.setdefault(row.to_unit_id, []).append(name(row.unit_id))
    for receiver in sorted(by_receiver, key=lambda unit_id: collation_key(name(unit_id))):
        yield name(receiver), tuple(sorted(by_receiver[receiver], key=collation_key))
