"""Figures entered in reports: sums made by the database over the counted revisions, grouped no more than needed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from phoihop.duties.models import Period
from phoihop.reporting.figures.columns import Column, empty
from phoihop.reporting.figures.ground import Ground
from phoihop.reporting.figures.plan import Step
from phoihop.reporting.formulas import Amount, across, exact, rounded
from phoihop.reporting.models import IndicatorRule

Row = tuple[Any, ...]
FEW = 10
"""So many figures are looked up one by one in each report; of more it is quicker to read all that the report says."""


@dataclass(frozen=True)
class Reading:
    """How a figure is read."""

    step: Step
    rule: IndicatorRule
    periods: tuple[Period, ...]
    """The periods whose reports count: the asked one itself if it is reported in, otherwise those inside it."""
    kind: str
    """The kind of period in which its reports are expected; "" when it stands in no form."""
    levels: frozenset[str]
    """The levels that report it in such periods."""
    nested: bool
    """Reported in periods of several kinds: a value of the longer period then stands for those inside it."""


def columns(steps: Iterable[Step], ground: Ground) -> dict[str, Column]:
    """At most six statements, whatever the number of codes, units and values."""
    steps = list(steps)
    if not steps or not ground.homes:
        return {step.code: empty(step) for step in steps}
    ways = readings(steps, ground)
    found = {r.step.code: empty(r.step) for r in ways}
    by_group: dict[tuple[str, tuple[Period, ...]], list[Reading]] = defaultdict(list)
    for reading in ways:
        if reading.periods:
            by_group[_way(reading, ground), reading.periods].append(reading)
    for (way, periods), group in by_group.items():
        _WAYS[way](group, periods, ground, found)
    _expect(ways, ground, found)
    return found


def readings(steps: Iterable[Step], ground: Ground) -> list[Reading]:
    """How entered figures are read."""
    found = []
    for step in steps:
        if step.rule is None:
            raise ValueError(f"{step.code} has no rule")
        kinds = {every: levels for every, levels in step.asked.items() if ground.periods_of(every)}
        kind = min(kinds, key=lambda every: len(ground.periods_of(every)), default="")
        nested = len(kinds) != 1
        periods = (*ground.inside, ground.period) if nested else tuple(ground.periods_of(kind))
        found.append(Reading(step, step.rule, periods, kind, kinds.get(kind, frozenset()), nested))
    return found


def _way(reading: Reading, ground: Ground) -> str:
    rule = reading.rule
    if reading.nested:
        return "nested"
    several = len(reading.periods) > 1
    if several and rule.across_periods == IndicatorRule.Periods.LATEST:
        return "latest"
    plain = rule.across_places == "sum" and (rule.across_periods == "sum" or not several)
    whole = len(ground.targets) == 1 and not rule.population and not rule.population_level
    return "total" if plain and whole else "by_unit"


def _total(group: list[Reading], periods: tuple[Period, ...], ground: Ground, found: dict[str, Column]) -> None:
    """One asked unit and nothing but sums: the database needs no group of units."""
    target = ground.targets[0]
    codes = {r.step.indicator_id: r.step.code for r in group}
    select = "SELECT v.indicator_id, SUM(v.amount), COUNT(v.amount)"
    for indicator_id, total, n in _rows(select, "GROUP BY v.indicator_id", codes, periods, ground):
        if n:
            _put(found[codes[indicator_id]], target, exact(total), n)


def _by_unit(group: list[Reading], periods: tuple[Period, ...], ground: Ground, found: dict[str, Column]) -> None:
    by_id = {r.step.indicator_id: r for r in group}
    most = "MAX(v.amount)" if any(r.rule.across_periods == IndicatorRule.Periods.MOST for r in group) else "NULL"
    select = f"SELECT v.indicator_id, r.unit_id, SUM(v.amount), COUNT(v.amount), {most}"
    rows = _rows(select, "GROUP BY v.indicator_id, r.unit_id", by_id, periods, ground)
    _places(
        by_id, ground, found, ((i, u, _over_periods(by_id[i].rule, total, n, most), n) for i, u, total, n, most in rows)
    )


def _over_periods(rule: IndicatorRule, total: Any, n: int, most: Any) -> Amount | None:
    if not n:
        return None
    if rule.across_periods == "mean":
        return Decimal(exact(total)) / n
    return exact(most if rule.across_periods == "max" else total)


def _latest(group: list[Reading], periods: tuple[Period, ...], ground: Ground, found: dict[str, Column]) -> None:
    """The last period that has a counted value: one column a period, the newest that is filled wins."""
    by_id = {r.step.indicator_id: r for r in group}
    newest = ", ".join(f"SUM(CASE WHEN r.period_id = {p.pk:d} THEN v.amount END)" for p in reversed(periods))
    select = f"SELECT v.indicator_id, r.unit_id, COALESCE({newest}), COUNT(v.amount)"
    rows = _rows(select, "GROUP BY v.indicator_id, r.unit_id", by_id, periods, ground)
    _places(by_id, ground, found, ((i, u, exact(last), 1) for i, u, last, n in rows if n))


def _nested(group: list[Reading], periods: tuple[Period, ...], ground: Ground, found: dict[str, Column]) -> None:
    """Value by value: a longer period's own value stands for the shorter periods inside it."""
    by_id = {r.step.indicator_id: r for r in group}
    select = "SELECT v.indicator_id, r.unit_id, r.period_id, SUM(v.amount), COUNT(v.amount)"
    cells: dict[tuple[int, int], dict[int, tuple[Amount, int]]] = defaultdict(dict)
    for i, u, period_id, total, n in _rows(
        select, "GROUP BY v.indicator_id, r.unit_id, r.period_id", by_id, periods, ground
    ):
        if n:
            cells[i, u][period_id] = exact(total), n
    within: dict[int | None, list[int]] = defaultdict(list)
    for period in ground.inside:
        within[period.part_of_id].append(period.pk)
    rows = []
    for (i, u), by_period in cells.items():
        amount, n = _folded(ground.period.pk, by_period, within, by_id[i].rule.across_periods)
        rows.append((i, u, amount, n))
    _places(by_id, ground, found, rows)


def _folded(
    period_id: int, cells: dict[int, tuple[Amount, int]], within: dict[int | None, list[int]], rule: str
) -> tuple[Amount | None, int]:
    if period_id in cells:
        return cells[period_id]
    parts = [(a, n) for a, n in (_folded(part, cells, within, rule) for part in within[period_id]) if a is not None]
    if rule == IndicatorRule.Periods.LATEST:
        parts = parts[-1:]
    return across(rule, [a for a, _n in parts]), sum(n for _a, n in parts)


_WAYS = {"total": _total, "by_unit": _by_unit, "latest": _latest, "nested": _nested}


def _places(
    by_id: dict[int, Reading],
    ground: Ground,
    found: dict[str, Column],
    rows: Iterable[tuple[int, int, Amount | None, int]],
) -> None:
    """Bring the units' amounts together at the asked units."""
    several: dict[tuple[int, int], list[Amount]] = defaultdict(list)
    counted = {i: population(reading.rule, ground) for i, reading in by_id.items()}
    columns = {i: found[reading.step.code] for i, reading in by_id.items()}
    sums = {i: reading.rule.across_places == "sum" for i, reading in by_id.items()}
    homes = ground.homes
    for i, unit_id, amount, n in rows:
        if amount is None or unit_id not in counted[i]:
            continue
        column = columns[i]
        for home in homes[unit_id]:
            if sums[i]:
                column.exact[home] = (column.exact.get(home) or 0) + amount
            else:
                several[i, home].append(amount)
            column.sources[home] = column.sources.get(home, 0) + n
    for (i, home), amounts in several.items():
        columns[i].exact[home] = across(by_id[i].rule.across_places, amounts)
    for i, column in columns.items():
        rule = by_id[i].rule
        if rule.across_places == "mean" or rule.across_periods == "mean":
            column.value = {u: rounded(a, rule.decimals) for u, a in column.exact.items()}
        else:
            column.value = column.exact


def population(rule: IndicatorRule, ground: Ground) -> Iterable[int]:
    if not rule.population and not rule.population_level:
        return ground.homes
    return {u for u in ground.homes if ground.counts(rule, ground.tree.places[u])}


def _put(column: Column, unit_id: int, amount: Amount, n: int) -> None:
    column.exact[unit_id] = column.value[unit_id] = amount
    column.sources[unit_id] = n


def _expect(ways: list[Reading], ground: Ground, found: dict[str, Column]) -> None:
    """Expected values of periods that have ended, less the counted ones. Figures of the same forms expect the same."""
    known: dict[tuple[object, ...], dict[int, int]] = {}
    for reading in ways:
        rule = reading.rule
        alike = (reading.kind, reading.levels, tuple(rule.population), rule.population_level, rule.across_periods)
        if alike not in known:
            known[alike] = _expected(reading, ground)
        column = found[reading.step.code]
        column.missing = {u: max(0, n - column.sources.get(u, 0)) for u, n in known[alike].items()}


def _expected(reading: Reading, ground: Ground) -> dict[int, int]:
    each = expected_values(reading, ground)
    expected: dict[int, int] = dict.fromkeys(ground.targets, 0)
    for unit_id in population(reading.rule, ground):
        if ground.tree.places[unit_id].level in reading.levels:
            for home in ground.homes[unit_id]:
                expected[home] += each
    return expected


def expected_values(reading: Reading, ground: Ground) -> int:
    """How many values one unit owes: one for each period that has ended, or one in all where the last one counts."""
    ended = sum(p.ends_on <= ground.ended_by for p in ground.periods_of(reading.kind))
    return min(ended, 1) if reading.rule.across_periods == IndicatorRule.Periods.LATEST else ended


def _rows(
    select: str, group: str, indicator_ids: Iterable[int], periods: Iterable[Period], ground: Ground
) -> Iterator[Row]:
    """Run one statement over the values of the counted revisions of the ground's units in these periods.

    CROSS JOIN holds SQLite to reports first, values by the covering index second; PostgreSQL takes it for a plain join.
    """
    indicators, period_ids = list(indicator_ids), [p.pk for p in periods]
    units = ground.unit_ids
    source, before = counted_reports(period_ids, ground)
    sql = (
        f"{select} FROM {source} r CROSS JOIN reporting_value v"
        f" WHERE v.revision_id = r.counted_revision_id AND r.period_id IN ({marks(period_ids)})"
        f" AND r.unit_id IN ({marks(units)}) AND {is_any_of(indicators)} {group}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*before, *period_ids, *units, *indicators])
        yield from cursor.fetchall()


def counted_reports(period_ids: list[int], ground: Ground) -> tuple[str, list[str | int]]:
    """A table of reports with the revision that counts: now by the report's pointer, in the past by the decisions."""
    if ground.as_of is None:
        return "reporting_report", []
    sql = (
        "(SELECT id, unit_id, period_id, revision_id AS counted_revision_id FROM ("  # noqa: S608 - placeholders only
        " SELECT rr.id, rr.unit_id, rr.period_id, d.revision_id,"
        " ROW_NUMBER() OVER (PARTITION BY rr.id ORDER BY d.at DESC, d.id DESC) AS nth"
        " FROM reporting_decision d JOIN reporting_revision n ON n.id = d.revision_id"
        " JOIN reporting_report rr ON rr.id = n.report_id"
        f" WHERE d.kind = 'accept' AND d.at <= %s AND rr.period_id IN ({marks(period_ids)})) ranked WHERE nth = 1)"
    )
    return sql, [str(connection.ops.adapt_datetimefield_value(ground.as_of)), *period_ids]


def is_any_of(indicators: list[Any]) -> str:
    """The condition on a value's indicator. SQLite keeps its index out of a column with a plus before it."""
    return f"{'+' if len(indicators) > FEW else ''}v.indicator_id IN ({marks(indicators)})"


def marks(values: list[Any]) -> str:
    return ", ".join(["%s"] * len(values))
