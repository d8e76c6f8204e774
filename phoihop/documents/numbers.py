"""Numbers of official papers without gaps: Party papers run through a committee's term, State papers through a year."""

import datetime
import json
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.db.models import F

from phoihop.documents.layouts import Layout
from phoihop.documents.models import Series
from phoihop.orgs.models import Body

_TERMS = Path(__file__).parent / "data" / "terms.json"


@lru_cache(maxsize=1)
def _terms() -> list[tuple[datetime.date, datetime.date]]:
    raw = json.loads(_TERMS.read_text(encoding="utf-8"))["terms"]
    terms = [(datetime.date.fromisoformat(one["from"]), datetime.date.fromisoformat(one["to"])) for one in raw]
    for before, after in pairwise(terms):
        if before[1] >= after[0]:
            raise ValueError(f"{_TERMS.name}: the terms from {before[0]} and from {after[0]} overlap")
    return terms


def span(layout: Layout, day: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of the run of numbers for a paper of that day; None when the term is not known."""
    if layout.kind == "state":
        return datetime.date(day.year, 1, 1), datetime.date(day.year, 12, 31)
    return next((term for term in _terms() if term[0] <= day <= term[1]), None)


def series_on(body: Body, type_symbol: str, day: datetime.date) -> Series | None:
    """The run already opened for that body, type and day."""
    runs = Series.objects.filter(body=body, type_symbol=type_symbol, starts_on__lte=day, ends_on__gte=day)
    return runs.order_by("-starts_on").first()


def allocate(body: Body, type_symbol: str, layout: Layout, day: datetime.date) -> tuple[Series, int]:
    """Take the next number, inside the transaction that issues the paper: if it fails, the number is free again.

    The count is moved by one conditional update, so two who issue at once get two numbers. LookupError without a run.
    """
    series = series_on(body, type_symbol, day)
    if series is None:
        dates = span(layout, day)
        if dates is None:
            raise LookupError(f"no term is known for {day}")
        series, _new = Series.objects.get_or_create(
            body=body, type_symbol=type_symbol, starts_on=dates[0], defaults={"ends_on": dates[1]}
        )
    Series.objects.filter(pk=series.pk).update(last=F("last") + 1)
    series.refresh_from_db(fields=["last"])
    return series, series.last
