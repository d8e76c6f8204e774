"""What a countable set is, and the shape of its records: the same for every room that offers sets to reporting."""

import datetime
from dataclasses import dataclass, field

Moment = datetime.date | datetime.datetime
"""A moment of record: what had been written by then counts. A date stands for its end."""

Proof = tuple[str, str, int, datetime.date]
"""(title, SHA-256, key of the file, day of the fact)"""


@dataclass(frozen=True, slots=True)
class SetInfo:
    """What a set is called, and whether it is a set of units or of records."""

    name_vi: str
    name_en: str
    of: str
    """ "units" or "records" """


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a set. `unit_id` is the unit it counts at (an operation: the uppermost of those asked for)."""

    unit_id: int
    kind: str
    """ "standard", "model", "operation", "matter", "area" or "share" """
    pk: int
    label: str
    """Name of the unit or model; code of the operation or task; code and text of the matter."""
    in_set: bool
    shared_with: tuple[int, ...] = ()
    """Further units that take part; an operation counts once at each of their branches, once above."""


@dataclass(frozen=True, slots=True)
class RecordSource:
    """A record with the decision behind it and the evidence under it."""

    unit_id: int
    kind: str
    pk: int
    label: str
    in_set: bool
    result_word: str
    decision_number: str
    decided_on: datetime.date | None
    decided_by: str
    decided_at: datetime.datetime | None
    url: str
    evidence: tuple[Proof, ...] = ()
    shared_with: tuple[int, ...] = field(default=())
