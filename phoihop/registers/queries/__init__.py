"""Reads of the registers: the sets offered to reporting, dossiers, lists and what waits for a post."""

from phoihop.registers.queries.criteria import criteria_on
from phoihop.registers.queries.records import (
    ModelPage,
    ModelRow,
    OperationRow,
    Waiting,
    bodies_to_choose,
    model_page,
    model_rows,
    operation_rows,
    places_to_choose,
    tasks_of,
    waiting_for,
)
from phoihop.registers.queries.sets import SETS, Record, RecordSource, SetInfo, record_sources, records
from phoihop.registers.queries.standards import (
    Asked,
    Counts,
    Dossier,
    Row,
    chosen_results,
    counts,
    districts,
    dossier,
    standard_rows,
    types,
)
from phoihop.registers.queries.years import Year, chosen_year, years

__all__ = [
    "SETS",
    "Asked",
    "Counts",
    "Dossier",
    "ModelPage",
    "ModelRow",
    "OperationRow",
    "Record",
    "RecordSource",
    "Row",
    "SetInfo",
    "Waiting",
    "Year",
    "bodies_to_choose",
    "chosen_results",
    "chosen_year",
    "counts",
    "criteria_on",
    "districts",
    "dossier",
    "model_page",
    "model_rows",
    "operation_rows",
    "places_to_choose",
    "record_sources",
    "records",
    "standard_rows",
    "tasks_of",
    "types",
    "waiting_for",
    "years",
]
