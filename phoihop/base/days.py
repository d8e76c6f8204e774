"""The local day of a moment as the database counts it."""

import datetime
from functools import lru_cache
from typing import Any

from django.db.models.functions import TruncDate
from django.utils import timezone


class LocalDay(TruncDate):
    """The day in the office's time zone on which a moment fell; like TruncDate, but fit for tens of thousands of rows.

    SQLite knows no time zones, and the framework lends it a function that is called back row by row. A zone whose
    clocks are never changed needs only a number of minutes, which SQLite adds by itself.
    """

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        minutes = minutes_ahead(timezone.get_current_timezone())
        if minutes is None:
            return self.as_sql(compiler, connection, **extra)
        sql, parameters = compiler.compile(self.lhs)
        return f"date({sql}, '{minutes:+d} minutes')", tuple(parameters)


@lru_cache(maxsize=8)
def minutes_ahead(zone: datetime.tzinfo) -> int | None:
    """How far the zone is ahead of world time from 2000 on; None when that is not the same on all days."""
    noons = (datetime.datetime(year, month, 1, 12, tzinfo=zone) for year in range(2000, 2060) for month in range(1, 13))
    offsets = {noon.utcoffset() for noon in noons}
    offset = offsets.pop()
    return None if offsets or offset is None else int(offset.total_seconds()) // 60
