"""A small form of communes and two quarters, on the standing cast."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest

from phoihop.duties.models import Period
from phoihop.reporting import actions
from phoihop.reporting.models import Form, FormLine, FormText, Indicator, IndicatorRule, Report
from phoihop.reporting.rules import Typed
from tests.cast import Cast


@dataclass(frozen=True)
class Desk:
    """The cast, the form they report on and its two quarters; their reports are open."""

    cast: Cast
    form: Form
    before: Period
    now: Period

    def report(self, unit: str, period: Period | None = None) -> Report:
        return Report.objects.get(unit=self.cast.units[unit], form=self.form, period=period or self.now)


def indicator(code: str, kind: str = "entered", decimals: int = 0, **more: object) -> Indicator:
    made = Indicator.objects.create(code=code, name_vi=f"Chỉ tiêu {code}", measure_vi="cái")
    IndicatorRule.objects.create(indicator=made, kind=kind, decimals=decimals, **more)
    return made


def prepare(cast: Cast) -> Desk:
    """Form NC: line 1 models kept (odd beyond 50 %), line 2 hamlets passed out of all, line 3 hours (not required, one
    decimal); a required text. Quarters 2021-Q3 and 2021-Q4, due ten and three days after their ends."""
    form = Form.objects.create(code="NC", title_vi="Báo cáo quý", level="commune", every="quarter")
    kept, hours = indicator("X01"), indicator("X04", decimals=1)
    passed, hamlets = indicator("X02"), indicator("X03")
    share = indicator("X05", kind="share", numerator=passed, denominator=hamlets)
    FormLine.objects.create(form=form, order=1, indicator=kept, odd_change_percent=50)
    FormLine.objects.create(form=form, order=2, indicator=share)
    FormLine.objects.create(form=form, order=3, indicator=hours, required=False)
    FormText.objects.create(form=form, order=1, code="results", title_vi="Kết quả nổi bật", required=True)
    FormText.objects.create(form=form, order=2, code="trouble", title_vi="Khó khăn")
    day = datetime.date
    before = Period.objects.create(
        label="2021-Q3",
        kind="quarter",
        year=2021,
        name_vi="Quý III/2021",
        starts_on=day(2021, 6, 15),
        ends_on=day(2021, 9, 14),
        opens_on=day(2021, 9, 1),
    )
    now = Period.objects.create(
        label="2021-Q4",
        kind="quarter",
        year=2021,
        name_vi="Quý IV/2021",
        starts_on=day(2021, 9, 15),
        ends_on=day(2021, 12, 14),
        opens_on=day(2021, 12, 1),
    )
    before.dues.create(level="commune", due_on=day(2021, 9, 24))
    now.dues.create(level="commune", due_on=day(2021, 12, 17))
    actions.open_reports()
    return Desk(cast, form, before, now)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return prepare(cast)


def typed(kept: int = 3, passed: int = 18, hamlets: int = 25, **remarks: str) -> dict[str, Typed]:
    """A sound set of cells; remarks by indicator: typed(X01="vì …")."""
    amounts = {"X01": kept, "X02": passed, "X03": hamlets}
    return {code: Typed(Decimal(amount), remarks.get(code, "")) for code, amount in amounts.items()}


WORDS = {"results": "Nhân dân ba bản tự quản tốt."}
