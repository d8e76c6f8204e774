"""Rows of the lists of units, and the arithmetic of their validity. No database.

A *version row* says what one code meant from one day to another (inclusive); a *change row* says what became of it.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from phoihop.base.text import exact

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One line of a list of units. `place` names file and line for people; `unit_id` is set for what is on record."""

    code: str
    parent_code: str
    level: str
    type: str
    name: str
    valid_from: datetime.date
    valid_to: datetime.date
    place: str = ""
    unit_id: int | None = None
    version_id: int | None = None

    @property
    def key(self) -> tuple[str, datetime.date]:
        return self.code, self.valid_from

    @property
    def bare_name(self) -> str:
        """The name without its type word, in one spelling with marks: "Huyện Mộc Châu" → "mộc châu"."""
        return bare_name(self.name, self.type)

    def valid_on(self, day: datetime.date) -> bool:
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One pair of a list of changes: the unit of the day before, and the unit it went into on `effective_on`."""

    old_code: str
    new_code: str
    kind: str
    effective_on: datetime.date
    old_name: str = ""
    new_name: str = ""
    basis: str = ""
    place: str = ""


TYPE_WORDS = {
    "tinh": "tỉnh",
    "thanh_pho": "thành phố",
    "thi_xa": "thị xã",
    "huyen": "huyện",
    "quan": "quận",
    "xa": "xã",
    "phuong": "phường",
    "thi_tran": "thị trấn",
    "dac_khu": "đặc khu",
}
"""The word with which official names of a type begin."""


def bare_name(name: str, type: str) -> str:
    return exact(name).removeprefix(TYPE_WORDS.get(type, "")).strip()


def by_code(rows: Iterable[VersionRow]) -> dict[str, list[VersionRow]]:
    """The rows of each code, the earliest first."""
    found: dict[str, list[VersionRow]] = {}
    for row in rows:
        found.setdefault(row.code, []).append(row)
    for versions in found.values():
        versions.sort(key=lambda row: (row.valid_from, row.valid_to))
    return found


def on_day(versions: Sequence[VersionRow], day: datetime.date) -> VersionRow | None:
    """The row of one code that holds on a day."""
    return next((row for row in versions if row.valid_on(day)), None)


def overlaps(versions: Sequence[VersionRow]) -> Iterator[tuple[VersionRow, VersionRow]]:
    """Neighbours of one code, sorted by their first day, that hold on the same day."""
    for earlier, later in pairwise(versions):
        if later.valid_from <= earlier.valid_to:
            yield earlier, later


def covering(row: VersionRow, parents: Sequence[VersionRow]) -> list[VersionRow] | None:
    """The parent's rows that together hold on every day of `row`, or None where a day is left without one.

    Days before the parent's very first row do not count: registers give a first day to units that were raised from an
    older one which they no longer list, and not to what stood under it.
    """
    found = [p for p in parents if p.valid_from <= row.valid_to and p.valid_to >= row.valid_from]
    if not found or found[-1].valid_to < row.valid_to:
        return None
    if found[0].valid_from > row.valid_from and found[0] is not parents[0]:
        return None
    if any(later.valid_from > earlier.valid_to + DAY for earlier, later in pairwise(found)):
        return None
    return found


def in_cycle(row: VersionRow, codes: dict[str, list[VersionRow]]) -> bool:
    """Whether on some day the way up from this row comes back to it."""
    waiting = [(row, row.valid_from, row.valid_to, frozenset({row.code}))]
    while waiting:
        at, first, last, seen = waiting.pop()
        for parent in codes.get(at.parent_code, ()):
            start, end = max(first, parent.valid_from), min(last, parent.valid_to)
            if start > end:
                continue
            if parent.code == row.code:
                return True
            if parent.code not in seen:
                waiting.append((parent, start, end, seen | {parent.code}))
    return False


def lives(
    codes: dict[str, list[VersionRow]], changes: Iterable[ChangeRow]
) -> dict[tuple[str, datetime.date], tuple[str, datetime.date]]:
    """Which rows are one unit: the key of each row → the key of the first row of the same unit.

    Two neighbouring rows of a code are one unit when a change row says "unchanged" or "renamed" for that code on that
    day, or when no change row mentions the code that day, no day lies between them and the name without its type word
    is the same. Everything else that takes over a code is a new unit.
    """
    said: dict[tuple[str, datetime.date], set[bool]] = {}
    for change in changes:
        goes_on = change.old_code == change.new_code and change.kind in {"unchanged", "renamed"}
        said.setdefault((change.old_code, change.effective_on), set()).add(goes_on)
        if change.new_code != change.old_code:
            said.setdefault((change.new_code, change.effective_on), set()).add(False)
    first: dict[tuple[str, datetime.date], tuple[str, datetime.date]] = {}
    for versions in codes.values():
        before: VersionRow | None = None
        for row in versions:
            if before is not None and _same_unit(before, row, said):
                first[row.key] = first[before.key]
            else:
                first[row.key] = row.key
            before = row
    return first


def _same_unit(before: VersionRow, row: VersionRow, said: dict[tuple[str, datetime.date], set[bool]]) -> bool:
    if row.valid_from != before.valid_to + DAY:
        return False
    words = said.get(row.key)
    if words is not None:
        return True in words
    return before.bare_name == row.bare_name
