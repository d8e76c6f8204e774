"""The countable sets that the registers offer to reporting: which records, and which of them belong."""

import datetime
from collections.abc import Callable, Collection
from functools import partial

from phoihop.base.clock import moment_of_record
from phoihop.duties.models import Period
from phoihop.registers.queries.sets.areas import area_sources, areas
from phoihop.registers.queries.sets.matters import matter_sources, matters
from phoihop.registers.queries.sets.movement import model_sources, models, models_in, operation_sources, operations
from phoihop.registers.queries.sets.shapes import SETS, Moment, Record, RecordSource, SetInfo
from phoihop.registers.queries.sets.standards import standard_sources, standards

__all__ = ["SETS", "Record", "RecordSource", "SetInfo", "models_in", "record_sources", "records"]

_Reader = Callable[[Period, Collection[int], datetime.datetime | None], list[Record]]
_Finder = Callable[[Period, Collection[int], datetime.datetime | None], list[RecordSource]]


def records(set_name: str, period: Period, unit_ids: Collection[int], as_of: Moment | None = None) -> list[Record]:
    """The records of a set at these units in the period, in one statement.

    Sets of units hold every unit with a decision that counts, those outside the set with `in_set` False; a unit whose
    decision is still out has no record, so that it shows as missing. The standard and the key areas go by the year: a
    period that is no year has no records of them. With `as_of` only what was recorded by that moment counts.
    """
    return _READERS[set_name](period, unit_ids, moment_of_record(as_of))


def record_sources(
    set_name: str, period: Period, unit_ids: Collection[int], as_of: Moment | None = None
) -> list[RecordSource]:
    """The same records with decision, approver and evidence, in a constant number of statements."""
    return _SOURCES[set_name](period, unit_ids, moment_of_record(as_of))


_READERS: dict[str, _Reader] = {
    "standard.passed": partial(standards, "standard.passed"),
    "standard.assessed": partial(standards, "standard.assessed"),
    "models.kept": partial(models, "models.kept"),
    "models.new": partial(models, "models.new"),
    "operations.joint": operations,
    "matters.due": partial(matters, "matters.due"),
    "matters.resolved_in_time": partial(matters, "matters.resolved_in_time"),
    "matters.open_late": partial(matters, "matters.open_late"),
    "areas.chosen": partial(areas, "areas.chosen"),
    "areas.converted": partial(areas, "areas.converted"),
}
_SOURCES: dict[str, _Finder] = {
    "standard.passed": partial(standard_sources, "standard.passed"),
    "standard.assessed": partial(standard_sources, "standard.assessed"),
    "models.kept": partial(model_sources, "models.kept"),
    "models.new": partial(model_sources, "models.new"),
    "operations.joint": operation_sources,
    "matters.due": partial(matter_sources, "matters.due"),
    "matters.resolved_in_time": partial(matter_sources, "matters.resolved_in_time"),
    "matters.open_late": partial(matter_sources, "matters.open_late"),
    "areas.chosen": partial(area_sources, "areas.chosen"),
    "areas.converted": partial(area_sources, "areas.converted"),
}
