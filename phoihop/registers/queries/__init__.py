"""Reads of the registers: the sets offered to reporting, dossiers, lists and what waits for a post."""

from phoihop.registers.queries.criteria import criteria_on
from phoihop.registers.queries.sets import SETS, Record, RecordSource, SetInfo, record_sources, records

__all__ = ["SETS", "Record", "RecordSource", "SetInfo", "criteria_on", "record_sources", "records"]
