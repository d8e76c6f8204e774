"""`phoihop figures YEAR`: every figure of the annual report, derived from the records at this moment."""

import csv
import datetime
import json
from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from phoihop.annual.management.asked import setting_of, unit_of
from phoihop.annual.queries import Setting, figure_codes
from phoihop.base.commands import SpokenCommand, day
from phoihop.base.text import named
from phoihop.orgs.queries import Place
from phoihop.reporting.figures import Figure, figures
from phoihop.reporting.models import Indicator


class Command(SpokenCommand):
    help = "Every figure of the annual report of a year: value, numerator, denominator, number of sources."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--unit", default="", metavar="CODE", help="code of a unit; the reporting unit by default")
        parser.add_argument("--as-of", type=day, default=None, metavar="DATE", help="as the records stood that day")
        parser.add_argument("--regulation", default="", metavar="CODE")
        parser.add_argument("--format", choices=("table", "json", "csv"), default="table")

    def work(
        self,
        *,
        year: int,
        unit: str,
        as_of: datetime.date | None,
        regulation: str,
        format: str,
        **options: Any,
    ) -> None:
        here = setting_of(year, regulation)
        place = unit_of(here, unit)
        found = figures(figure_codes(here.regulation), here.period, place.unit_id, as_of)
        indicators = {one.code: one for one in Indicator.objects.filter(code__in=found)}
        rows = [_row(figure, indicators[code], here, place) for code, figure in found.items()]
        if format == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        elif format == "csv":
            writer = csv.DictWriter(self.stdout, fieldnames=list(rows[0]) if rows else ["id"], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        else:
            for code, figure in found.items():
                words = [figure.text, figure.fraction_text, named(indicators[code], "name")]
                self.stdout.write(f"{code:<6}{words[0]:>12}  {words[1]:>9}  {words[2]}")


def _row(figure: Figure, indicator: Indicator, here: Setting, place: Place) -> dict[str, Any]:
    return {
        "id": figure.code,
        "name_vi": indicator.name_vi,
        "name_en": indicator.name_en,
        "value": number(figure.value),
        "numerator": number(figure.numerator),
        "denominator": number(figure.denominator),
        "sources": figure.sources,
        "missing": figure.missing,
        "measure": indicator.measure_vi,
        "unit": place.code,
        "unit_name": place.name,
        "period": here.period.label,
        "tree_on": figure.tree_on.isoformat(),
    }


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: 195, 95.59."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
