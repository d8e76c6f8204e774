"""Forty indicators over the province and five years: the whole page beside the bare sums as hand-written SQL."""

from collections.abc import Callable
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import province
from bench.measure import Row, alternately, median, p95
from phoihop.base import clock
from phoihop.duties.models import Period
from phoihop.orgs.queries import tree
from phoihop.reporting import figures

PAGE = "/bao-cao/tong-hop/?ky={}&bieu=K-THANG&mo={}"
MOST_STATEMENTS = 30
LIMIT = 0.3
BY_HAND = """
SELECT r.unit_id, v.indicator_id, SUM(v.amount)
FROM reporting_report r
JOIN reporting_value v ON v.revision_id = r.counted_revision_id
WHERE r.period_id IN (SELECT id FROM duties_period WHERE year {} AND kind = 'month')
GROUP BY r.unit_id, v.indicator_id
"""


def by_hand(years: str = "= 2021") -> list[tuple[int, int, Decimal]]:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND.format(years))
        return cursor.fetchall()


def rows() -> list[Row]:
    with clock.standing_at(province.DAY):
        _same_sums()
        client = province.browser()
        everything, districts = PAGE.format(2021, "tat-ca"), PAGE.format(2021, "")
        month = PAGE.format("2021-12", "tat-ca")
        few, many = _statements(client, districts), _statements(client, everything)
        short = _statements(client, month)
        five = "/bao-cao/tong-hop/qua-cac-ky?ky=2021&bieu=K-THANG"
        hand, hand5 = (lambda: by_hand()), (lambda: by_hand("BETWEEN 2017 AND 2021"))
        said = f"{many} statements; {few} for 13 units; {short} for one month"
        broken = many > MOST_STATEMENTS or few != many
        return [
            _row("page: 40 figures × 217 units, 2021", client, everything, hand, said, broken),
            _row("page: 40 figures × 13 units, 2021", client, districts, hand, f"{few} statements"),
            _row("page: 40 figures × five years", client, five, hand5, f"{_statements(client, five)} statements"),
        ]


def _row(what: str, client: Client, address: str, hand: Callable[[], object], note: str, broken: bool = False) -> Row:
    ours, theirs = alternately(lambda: client.get(address), hand, 20)
    return Row(f"{what}, p95", p95(ours), "the same sums by hand-written SQL", median(theirs), LIMIT, note, broken)


def _statements(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as statements:
        client.get(address)
    return len(statements)


def _same_sums() -> None:
    """What is compared has to be the same: the province's figures are the sums by hand over all its units."""
    year = Period.objects.get(label="2021")
    root = next(place for place in tree(year.ends_on).roots() if place.level == "province")
    derived = figures.figures(province.CODES, year, root.unit_id)
    totals: dict[int, Decimal] = {}
    for _unit, indicator, amount in by_hand():
        totals[indicator] = totals.get(indicator, Decimal(0)) + Decimal(amount)
    for figure in derived.values():
        assert figure.value == totals[figure.indicator_id], figure
