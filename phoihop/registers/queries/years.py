"""The years a register can be shown for, and the periods that stand for each."""

from dataclasses import dataclass

from phoihop.base import clock
from phoihop.duties.models import Period


@dataclass(frozen=True, slots=True)
class Year:
    """A year: its reporting period (models, operations) and its year of the standard; either may be missing."""

    number: int
    reporting: Period | None
    standard: Period | None


def years() -> list[Year]:
    """Every year for which a period is recorded, newest first. One statement."""
    kinds = {Period.Kind.YEAR, Period.Kind.STANDARD_YEAR}
    found: dict[int, dict[str, Period]] = {}
    for period in Period.objects.filter(kind__in=kinds).order_by("-year", "label"):
        found.setdefault(period.year, {})[period.kind] = period
    return [Year(n, of.get(Period.Kind.YEAR), of.get(Period.Kind.STANDARD_YEAR)) for n, of in found.items()]


def chosen_year(asked: str, among: list[Year]) -> Year | None:
    """The year asked for; otherwise the last whose standard year or reporting year has ended, else the newest."""
    for year in among:
        if str(year.number) == asked:
            return year
    today = clock.today()
    for year in among:
        if any(period is not None and period.ends_on < today for period in (year.reporting, year.standard)):
            return year
    return among[0] if among else None
