"""The countable sets of the rooms below, by name: of what is owed, and of the registers."""

from collections.abc import Collection

from phoihop.duties.models import Period
from phoihop.duties.queries import sets as duties
from phoihop.duties.queries.sets import Moment, Record, RecordSource, SetInfo
from phoihop.registers import queries as registers

__all__ = ["SETS", "Record", "RecordSource", "SetInfo", "record_sources", "records"]

SETS: dict[str, SetInfo] = {**duties.SETS, **registers.SETS}


def records(set_name: str, period: Period, unit_ids: Collection[int], as_of: Moment | None) -> list[Record]:
    """The records of a set at these units in the period; with `as_of` only what was recorded by that moment counts."""
    read = duties.records if set_name in duties.SETS else registers.records
    return read(set_name, period, unit_ids, as_of)


def record_sources(
    set_name: str, period: Period, unit_ids: Collection[int], as_of: Moment | None
) -> list[RecordSource]:
    """The same records with decision, approver and evidence."""
    read = duties.record_sources if set_name in duties.SETS else registers.record_sources
    return read(set_name, period, unit_ids, as_of)
