"""The leader's page: the year's figures beside last year's, the province at a glance, and three lists."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from phoihop.annual.queries import headline_codes
from phoihop.base.charts import Tile, spark_line, tile_map
from phoihop.base.numbers import format_change
from phoihop.base.text import collation_key
from phoihop.duties.models import Period
from phoihop.orgs.queries import Place, Tree, tree
from phoihop.orgs.queries.sketch import tiles
from phoihop.reporting.figures import Figure, Table, figures, series, table
from phoihop.reporting.models import Indicator

WORSE_SHOWN = 8


@dataclass(frozen=True)
class Headline:
    """A figure of the year beside last year's."""

    code: str
    name: str
    text: str
    fraction: str
    before: str
    change: str
    tone: str
    spark: Markup
    url: str


@dataclass(frozen=True)
class Worse:
    """A figure of a unit that is worse than last year."""

    unit_name: str
    unit_url: str
    name: str
    text: str
    before: str
    url: str


def sources_url(code: str, period: Period, unit_code: str) -> str:
    return f"{reverse('reporting:sources', args=[code, period.label])}?unit={unit_code}"


def headlines(codes: Sequence[str], periods: Sequence[Period], place: Place) -> list[Headline]:
    """One card a figure; `periods` from the oldest to the one shown."""
    names = {i.code: i for i in Indicator.objects.filter(code__in=codes)}
    return [
        _headline(code, names[code], list(line.figures), place) for code, line in _lines(codes, periods, place).items()
    ]


def _lines(codes: Sequence[str], periods: Sequence[Period], place: Place) -> dict[str, "_Line"]:
    by_period = [figures(codes, period, place.unit_id) for period in periods]
    return {code: _Line(tuple(found[code] for found in by_period)) for code in codes}


@dataclass(frozen=True)
class _Line:
    figures: tuple[Figure, ...]
