"""The three questions: figures of one unit, a table of units and figures, one figure over periods."""

import datetime
from collections.abc import Iterable, Sequence

from phoihop.base.clock import moment_of_record
from phoihop.duties.models import Period
from phoihop.reporting.figures import columns as make
from phoihop.reporting.figures import counted, entered
from phoihop.reporting.figures.columns import Column
from phoihop.reporting.figures.ground import Ground, ground, inside
from phoihop.reporting.figures.plan import Book, book
from phoihop.reporting.figures.shapes import Figure, Series, Table
from phoihop.reporting.models import IndicatorRule

Day = datetime.date | datetime.datetime | None


def figures(
    codes: Iterable[str], period: Period, unit_id: int, as_of: Day = None, on: datetime.date | None = None
) -> dict[str, Figure]:
    """The figures of one unit for one period, by code, in the order asked for.

    `as_of`: as the records stood at the end of that day, or at that instant (None: now). `on`: count under the unit's
    branch of another day's tree; who is counted stays with the period's last day. The number of statements does not
    depend on codes, units or values. Refuses unknown codes and figures made out of themselves.
    """
    return table(codes, period, [unit_id], as_of, on).row(unit_id)


def table(
    codes: Iterable[str], period: Period, unit_ids: Iterable[int], as_of: Day = None, on: datetime.date | None = None
) -> Table:
    """Figures of several units, each over its branch; the same statements for 3 and for 300 units."""
    return tables(codes, [period], unit_ids, as_of, on)[0]


def tables(
    codes: Iterable[str],
    periods: Sequence[Period],
    unit_ids: Iterable[int],
    as_of: Day = None,
    on: datetime.date | None = None,
) -> list[Table]:
    """A table a period; rules and periods are read once, the values once a period."""
    codes, unit_ids = tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(unit_ids))
    if not periods:
        return []
    known = book(min(p.ends_on for p in periods), max(p.ends_on for p in periods))
    parts = inside(periods)
    found = []
    for period in periods:
        stands = ground(period, unit_ids, parts[period.pk], moment_of_record(as_of), on)
        found.append(Table(period, stands.grouping.on, unit_ids, codes, work_out(codes, known, stands)))
    return found


def series(
    code: str, periods: Sequence[Period], unit_id: int, as_of: Day = None, on: datetime.date | None = None
) -> Series:
    """One figure over several periods; `changed` marks those that come about by another rule than the one before."""
    return Series(tuple(t.figure(unit_id, code) for t in tables([code], periods, [unit_id], as_of, on)))


def work_out(codes: Iterable[str], known: Book, stands: Ground) -> dict[str, Column]:
    """The columns of the codes and of everything they are made of."""
    steps = known.plan(codes, stands.period.ends_on)
    kinds = IndicatorRule.Kind
    done = entered.columns([s for s in steps if s.kind == kinds.ENTERED], stands)
    done |= counted.columns([s for s in steps if s.kind == kinds.COUNTED], stands)
    for step in steps:
        if step.kind == kinds.SHARE:
            above, below = (done[code] for code in step.needs)
            done[step.code] = make.of_share(step, above, below, stands.homes, stands.targets)
        elif step.kind == kinds.DERIVED:
            parts = {code: done[code] for code in step.needs}
            done[step.code] = make.of_formula(step, parts, stands.homes, stands.targets)
        elif step.rule is None:
            done[step.code] = make.empty(step)
    return done
