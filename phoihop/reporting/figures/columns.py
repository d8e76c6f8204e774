"""The figures of one code for all asked units of one period, and how one step of a plan becomes such a column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from phoihop.reporting.figures.ground import Homes
from phoihop.reporting.figures.plan import Step
from phoihop.reporting.formulas import Amount, Key, rounded, share
from phoihop.reporting.models import IndicatorRule

Members = dict[Key, tuple[int, ...]]
"""member of a set -> the unit it counts at, or several that share it: it counts once at each and once above them."""


@dataclass(slots=True)
class Column:
    """All dictionaries are by asked unit. `exact` is what other figures are made of; `value` is rounded by the rule."""

    code: str
    indicator_id: int
    rule: IndicatorRule | None
    members: Members | None = None
    """The set, for a figure that is one; for a share its denominator's."""
    part: frozenset[Key] = frozenset()
    """For a share of sets: the members that are in the numerator."""
    exact: dict[int, Amount | None] = field(default_factory=dict)
    value: dict[int, Amount | None] = field(default_factory=dict)
    numerator: dict[int, Amount | None] = field(default_factory=dict)
    denominator: dict[int, Amount | None] = field(default_factory=dict)
    sources: dict[int, int] = field(default_factory=dict)
    missing: dict[int, int] = field(default_factory=dict)
    flaw: dict[int, str] = field(default_factory=dict)

    def fraction(self, unit_id: int) -> tuple[Amount | None, Amount | None]:
        return self.numerator.get(unit_id), self.denominator.get(unit_id)


def empty(step: Step) -> Column:
    """The column of a code without a rule on the day."""
    return Column(step.code, step.indicator_id, step.rule)


def of_members(step: Step, members: Members, homes: Homes, targets: Iterable[int], missing: dict[int, int]) -> Column:
    """A figure that is the size of a set."""
    counts: dict[int, Amount | None] = dict(_count(members, homes, targets))
    sources = {unit_id: int(n or 0) for unit_id, n in counts.items()}
    column = Column(step.code, step.indicator_id, step.rule, members, exact=counts, value=counts)
    column.sources, column.missing = sources, missing
    return column


def of_formula(step: Step, parts: Mapping[str, Column], homes: Homes, targets: Iterable[int]) -> Column:
    """A derived figure: a set where its parts are sets and the formula is true of sets, otherwise arithmetic."""
    formula, rule = step.formula, step.rule
    if formula is None or rule is None:
        raise ValueError(f"{step.code} has no formula")
    keys = {code: frozenset(c.members) if c.members is not None and is_set(c) else None for code, c in parts.items()}
    members = formula.members({code: keys[code] for code in formula.codes})
    missing = _together(parts.values(), targets, "missing")
    if members is not None:
        at = {key: units for c in parts.values() for key, units in (c.members or {}).items()}
        return of_members(step, {key: at[key] for key in members}, homes, targets, missing)
    column = empty(step)
    column.missing = missing
    column.sources = _together(parts.values(), targets, "sources", add=True)
    for unit_id in targets:
        exact = formula.value({code: parts[code].exact.get(unit_id) for code in formula.codes})
        column.exact[unit_id] = exact
        column.value[unit_id] = rounded(exact, rule.decimals)
    return column


def of_share(step: Step, above: Column, below: Column, homes: Homes, targets: Iterable[int]) -> Column:
    """Numerator within denominator. Of two sets only what both hold counts above the line, so no share passes 100 %;
    of two numbers a numerator greater than its denominator gives no share, but the flaw."""
    if step.rule is None:
        raise ValueError(f"{step.code} has no rule")
    column = empty(step)
    column.missing = _together((above, below), targets, "missing")
    if is_set(above) and is_set(below) and above.members is not None and below.members is not None:
        column.members = below.members
        column.part = frozenset(above.members) & frozenset(below.members)
        both = {key: below.members[key] for key in column.part}
        column.numerator = dict(_count(both, homes, targets))
        column.denominator = dict(below.exact)
        column.sources = dict(below.sources)
    else:
        column.numerator = dict(above.exact)
        column.denominator = dict(below.exact)
        column.sources = _together((above, below), targets, "sources", add=True)
    for unit_id in targets:
        try:
            exact = share(column.numerator.get(unit_id), column.denominator.get(unit_id))
        except ValueError:
            exact = None
            column.flaw[unit_id] = "part_over_whole"
        column.exact[unit_id] = exact
        column.value[unit_id] = rounded(exact, step.rule.decimals)
    return column


def is_set(column: Column) -> bool:
    """Whether the column is the size of a set (a share is not, though it has members)."""
    return column.members is not None and (column.rule is None or column.rule.kind != IndicatorRule.Kind.SHARE)


def _count(members: Members, homes: Homes, targets: Iterable[int]) -> dict[int, Amount]:
    counts: dict[int, int | Decimal] = dict.fromkeys(targets, 0)
    for units in members.values():
        if len(units) == 1:
            reached: Iterable[int] = homes.get(units[0], ())
        else:
            reached = {home for unit_id in units for home in homes.get(unit_id, ())}
        for home in reached:
            counts[home] += 1
    return counts


def _together(columns: Iterable[Column], targets: Iterable[int], name: str, add: bool = False) -> dict[int, int]:
    """Missing or sources of several columns: the most of them, or all of them."""
    found: list[dict[int, int]] = [getattr(column, name) for column in columns]
    gather = sum if add else max
    return {unit_id: gather([f.get(unit_id, 0) for f in found] or [0]) for unit_id in targets}
