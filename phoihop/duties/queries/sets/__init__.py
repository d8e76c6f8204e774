"""The countable sets of what is owed: shares given, done, on time and effective; of all tasks, or of directives alone.

Each set lies within the one before it ("effective" within "done"), so a share made of two of them never passes 100 %.
"""

from collections.abc import Collection

from phoihop.base.clock import moment_of_record
from phoihop.duties.models import Period
from phoihop.duties.queries.sets.shapes import Moment, Proof, Record, RecordSource, SetInfo
from phoihop.duties.queries.sets.work import share_sources, shares_in

__all__ = ["SETS", "Moment", "Proof", "Record", "RecordSource", "SetInfo", "record_sources", "records"]

SETS: dict[str, SetInfo] = {
    "tasks.given": SetInfo("Phần việc được giao", "Shares of work given", "records"),
    "tasks.done": SetInfo("Phần việc đã xong (đầy đủ)", "Shares of work done", "records"),
    "tasks.on_time": SetInfo("Phần việc xong đúng hạn (kịp thời)", "Shares of work done on time", "records"),
    "tasks.effective": SetInfo("Phần việc xong có hiệu quả", "Shares of work done effectively", "records"),
    "directives.given": SetInfo("Phần việc theo chỉ đạo của cấp trên", "Shares of directives from above", "records"),
    "directives.done": SetInfo(
        "Phần việc theo chỉ đạo của cấp trên đã xong (đầy đủ)", "Shares of directives from above done", "records"
    ),
    "directives.on_time": SetInfo(
        "Phần việc theo chỉ đạo của cấp trên xong đúng hạn (kịp thời)",
        "Shares of directives from above done on time",
        "records",
    ),
    "directives.effective": SetInfo(
        "Phần việc theo chỉ đạo của cấp trên xong có hiệu quả",
        "Shares of directives from above done effectively",
        "records",
    ),
}


def records(set_name: str, period: Period, unit_ids: Collection[int], as_of: Moment | None = None) -> list[Record]:
    """The shares of a set at these units in a year or one of its parts, in a constant number of statements.

    With `as_of` only what was recorded by that moment counts.
    """
    of, which = set_name.split(".")
    rows = shares_in(of, period, unit_ids, moment_of_record(as_of))
    return [Record(row.unit_id, "share", row.pk, row.code, True) for row in rows if row.is_in(which)]


def record_sources(
    set_name: str, period: Period, unit_ids: Collection[int], as_of: Moment | None = None
) -> list[RecordSource]:
    """The same shares with where they stand, who accepted them and what proves them."""
    of, which = set_name.split(".")
    moment = moment_of_record(as_of)
    rows = [row for row in shares_in(of, period, unit_ids, moment) if row.is_in(which)]
    return share_sources(rows, moment)
