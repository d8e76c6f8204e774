"""Figures counted from sets: of what is owed, of the registers, or of the tree itself ("units")."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason, Refusal
from phoihop.duties.models import Period
from phoihop.reporting.figures import sets
from phoihop.reporting.figures.columns import Column, Members, of_members
from phoihop.reporting.figures.ground import Ground
from phoihop.reporting.figures.plan import Step

UNITS = "units"
"""The set of all units of the tree, under the rule's population."""


def columns(steps: Iterable[Step], ground: Ground) -> dict[str, Column]:
    """One reading of each register set, however many figures count it."""
    steps = list(steps)
    names = dict.fromkeys(step.rule.set_name for step in steps if step.rule and step.rule.set_name != UNITS)
    read = {name: _records(name, ground.period, ground.unit_ids, ground.as_of) for name in names}
    return {step.code: _column(step, ground, read) for step in steps}


def of_units(set_name: str) -> bool:
    """Whether the members of a set are units, rather than records at units."""
    return set_name == UNITS or sets.SETS[set_name].of == "units"


def _records(name: str, period: Period, unit_ids: list[int], as_of: datetime.datetime | None) -> list[sets.Record]:
    if name not in sets.SETS:
        raise Refusal([Reason(_("Không có tập “%(name)s”. Sửa quy tắc của chỉ tiêu.") % {"name": name})])
    return sets.records(name, period, unit_ids, as_of)


def _column(step: Step, ground: Ground, read: dict[str, list[sets.Record]]) -> Column:
    rule = step.rule
    if rule is None:
        raise ValueError(f"{step.code} has no rule")
    population = {u for u in ground.homes if ground.counts(rule, ground.tree.places[u])}
    missing: dict[int, int] = dict.fromkeys(ground.targets, 0)
    if rule.set_name == UNITS:
        members: Members = {("unit", u): (u,) for u in population}
        return of_members(step, members, ground.homes, ground.targets, missing)
    records = read[rule.set_name]
    if of_units(rule.set_name):
        members = {("unit", r.unit_id): (r.unit_id,) for r in records if r.in_set and r.unit_id in population}
        for unit_id in population - {r.unit_id for r in records}:
            for home in ground.homes[unit_id]:
                missing[home] += 1
    else:
        at = {(r.kind, r.pk): (r.unit_id, *r.shared_with) for r in records if r.in_set}
        members = {key: here for key, units in at.items() if (here := tuple(u for u in units if u in population))}
    return of_members(step, members, ground.homes, ground.targets, missing)
