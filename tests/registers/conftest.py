"""The year 2021 of the standard in the cast's province, with a recogniser in district A."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from phoihop.accounts.models import User
from phoihop.base import clock
from phoihop.duties.models import Period
from phoihop.orgs.models import Body, Holding, Person, Post
from phoihop.registers import actions
from phoihop.registers.formulas import Given
from phoihop.registers.models import StandardResult
from tests.cast import DAY, SINCE, Cast, bring_on

ALL_MET = {n: Given(met=True) for n in (1, 2, 3, 4)} | {5: Given(part=20, whole=25)}


@dataclass(frozen=True)
class Year:
    cast: Cast
    standard: Period
    period: Period
    recogniser_a: Post

    def result(self, unit: str) -> StandardResult:
        rows = StandardResult.objects.select_related("period", "criteria_set", "ruling")
        return rows.get(unit=self.cast.units[unit], period=self.standard)

    def branch(self, unit: str) -> list[int]:
        below = {"province": ("a", "b", "a1", "a2", "b1", "b2"), "a": ("a1", "a2"), "b": ("b1", "b2")}.get(unit, ())
        return [self.cast.units[name].pk for name in (unit, *below)]

    def assessed(self, unit: str, clerk: Post, given: dict[int, Given] | None = None) -> StandardResult:
        result = actions.answer_criteria(by=clerk, result=self.result(unit), given=given or ALL_MET)
        return actions.assess_result(by=clerk, result=result)

    def decided(self, unit: str, clerk: Post, *, passed: bool = True) -> StandardResult:
        self.assessed(unit, clerk)
        actions.propose_results(by=self.cast.reviewer_a, results=[self.result(unit)])
        result = self.result(unit)
        actions.rule_on_results(
            by=self.recogniser_a,
            results=[result],
            number="2415/QĐ-UBND",
            decided_on=datetime.date(2021, 12, 1),
            outcomes={result.pk: passed},
            reasons={} if passed else {result.pk: "Phức tạp về ma túy"},
        )
        return self.result(unit)


@pytest.fixture
def year(db: None) -> Iterator[Year]:
    with clock.standing_at(DAY):
        yield build(bring_on())


def build(cast: Cast) -> Year:
    """Periods, criteria and empty results of 2021."""
    at_a = Body.objects.get(unit=cast.units["a"], kind=Body.Kind.PEOPLES_COMMITTEE)
    recogniser = Post.objects.create(body=at_a, title_vi="Chủ tịch", role="recogniser", valid_from=SINCE)
    user = User.objects.create_user(username="recogniser_a", password="Nha-San-2022-Tay")
    Holding.objects.create(person=Person.objects.create(user=user), post=recogniser, valid_from=SINCE)
    recogniser.acting_user_id = user.pk
    standard = Period.objects.create(
        label="2021-ANTT",
        kind=Period.Kind.STANDARD_YEAR,
        year=2021,
        name_vi="Năm xét tiêu chuẩn 2021",
        starts_on=datetime.date(2020, 11, 16),
        ends_on=datetime.date(2021, 11, 15),
        opens_on=datetime.date(2021, 11, 1),
    )
    period = Period.objects.create(
        label="2021",
        kind=Period.Kind.YEAR,
        year=2021,
        name_vi="Năm 2021",
        starts_on=datetime.date(2020, 12, 15),
        ends_on=datetime.date(2021, 12, 14),
        opens_on=datetime.date(2021, 12, 1),
    )
    actions.load_criteria()
    actions.open_results(period=standard)
    return Year(cast, standard, period, recogniser)
