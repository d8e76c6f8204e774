"""The sets offered to reporting, recounted by hand from random records; and the arithmetic of shares."""

import datetime
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from phoihop.base import clock
from phoihop.orgs.models import Body, Unit, UnitVersion
from phoihop.registers import actions, formulas
from phoihop.registers.models import Model, Operation, Ruling, StandardResult
from phoihop.registers.queries import SETS, Record, record_sources, records
from tests.cast import SINCE
from tests.registers.conftest import Year


@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 100))
def test_a_share_reaches_its_least_value_exactly_when_the_part_is_what_is_needed(
    part: int, whole: int, least: int
) -> None:
    needed = formulas.needed(whole, least)
    assert 0 < needed <= whole
    assert formulas.reaches(part, whole, least) is (part >= needed)
    share = formulas.share(part, whole)
    assert share is not None
    assert formulas.reaches(part, whole, least) is (share >= least)


def test_no_share_of_nothing() -> None:
    assert formulas.share(0, 0) is None
    assert not formulas.reaches(0, 0, 70)


def many_communes(year: Year, n: int) -> list[Unit]:
    units = []
    for number in range(n):
        unit = Unit.objects.create()
        UnitVersion.objects.create(
            unit=unit, code=f"8{number:04}", level="commune", type="xa", name_vi=f"Xã Thử {number}",
            parent=year.cast.units["a" if number % 2 else "b"], valid_from=SINCE,
        )  # fmt: skip
        units.append(unit)
    return units


@pytest.mark.parametrize("seed", range(4))
def test_random_rulings_recounted(year: Year, seed: int) -> None:
    rnd = random.Random(seed)
    units = many_communes(year, 30)
    actions.open_results(period=year.standard)
    ever: dict[int, list[tuple[datetime.datetime, bool]]] = {}
    for unit in units:
        result = StandardResult.objects.get(unit=unit)
        moments = sorted(rnd.randint(1, 27) for _ in range(rnd.randint(0, 3)))
        for day in moments:
            at, passed = timezone.make_aware(datetime.datetime(2021, 12, day, 9)), rnd.random() < 0.7
            ruling = Ruling.objects.create(
                result=result, passed=passed, number="1/QĐ", decided_on=at.date(), reason="vì", at=at,
                by=year.recogniser_a,
            )  # fmt: skip
            ever.setdefault(unit.pk, []).append((at, passed))
            result.state, result.assessed_at, result.ruling = "decided", at, ruling
        result.save()

    def by_hand(until: datetime.datetime) -> dict[int, bool]:
        known = {unit: [passed for at, passed in told if at <= until] for unit, told in ever.items()}
        return {unit: told[-1] for unit, told in known.items() if told}

    asked = [unit.pk for unit in units if rnd.random() < 0.8]
    for until in (None, *(datetime.date(2021, 12, day) for day in (1, 9, 20))):
        end = timezone.make_aware(datetime.datetime.combine(until or datetime.date(2022, 1, 1), datetime.time.max))
        expected = {unit: passed for unit, passed in by_hand(end).items() if unit in asked}
        got = records("standard.passed", year.period, asked, until)
        assert {record.unit_id: record.in_set for record in got} == expected
        assert len(got) == len(expected)
        everyone = records("standard.assessed", year.period, asked, until)
        assert {record.unit_id for record in everyone if record.in_set} == set(expected)
        sources = record_sources("standard.passed", year.period, asked, until)
        assert {(s.unit_id, s.in_set, s.label) for s in sources} == {(r.unit_id, r.in_set, r.label) for r in got}
        assert all(source.result_word == ("đạt" if source.in_set else "chưa đạt") for source in sources)


def codes(found: list[Record]) -> set[str]:
    return {record.label for record in found}


@pytest.mark.parametrize("seed", range(3))
def test_random_models_are_kept_or_new_but_never_both(year: Year, seed: int) -> None:
    rnd = random.Random(seed)
    first, last = year.period.starts_on, year.period.ends_on
    kept, new = set(), set()
    for number in range(60):
        built = datetime.date(2019, 6, 1) + datetime.timedelta(days=rnd.randint(0, 1000))
        ended = built + datetime.timedelta(days=rnd.randint(0, 900)) if rnd.random() < 0.5 else None
        confirmed = rnd.random() < 0.8
        name = f"Mô hình {number}"
        Model.objects.create(
            code=f"M{number}", name_vi=name, unit=year.cast.units["a1"], field_vi="x", built_on=built, ended_on=ended,
            end_reason="hết" if ended else "", confirmed_at=clock.now() if confirmed else None,
        )  # fmt: skip
        if confirmed and built < first and (ended is None or ended > last):
            kept.add(name)
        if confirmed and first <= built <= last:
            new.add(name)
    units = year.branch("province")
    assert codes(records("models.kept", year.period, units)) == kept
    assert codes(records("models.new", year.period, units)) == new
    assert not kept & new
    assert records("models.kept", year.period, year.branch("b")) == []
    assert codes(records("models.kept", year.period, units, datetime.date(2021, 1, 1))) == set(), "confirmed later"


def test_an_operation_counts_with_two_levels_and_within_its_days(year: Year) -> None:
    secretary, cast = year.cast.secretary, year.cast
    province, other = Body.objects.filter(unit=cast.units["province"])[:2]
    district = Body.objects.filter(unit=cast.units["a"])[0]

    def opened(code: str, day: datetime.date, *bodies: Body) -> Operation:
        return actions.add_operation(by=secretary, code=code, opened_on=day, bodies=bodies)

    opened("hai-cap", datetime.date(2021, 6, 1), province, district)
    opened("mot-cap", datetime.date(2021, 6, 1), province, other)
    opened("sau-ky", datetime.date(2021, 12, 20), province, district)
    before = opened("truoc-ky", datetime.date(2020, 3, 1), province, district)
    assert codes(records("operations.joint", year.period, year.branch("province"))) == {"hai-cap", "truoc-ky"}
    actions.close_operation(by=secretary, operation=before, closed_on=datetime.date(2020, 11, 1))
    [only] = records("operations.joint", year.period, year.branch("province"))
    assert (only.label, only.unit_id, only.shared_with) == (
        "hai-cap", cast.units["province"].pk, (cast.units["a"].pk,)
    )  # fmt: skip
    [seen_below] = records("operations.joint", year.period, year.branch("a"))
    assert seen_below.unit_id == cast.units["a"].pk
    assert records("operations.joint", year.period, year.branch("b")) == []


def test_sources_carry_decision_approver_and_evidence_in_as_many_statements_for_any_number(year: Year) -> None:
    year.decided("a1", year.cast.clerk_a1)
    counted = []
    record_sources("standard.passed", year.period, year.branch("province"))
    for unit, clerk in (("a2", year.cast.clerk_a2), (None, None)):
        with CaptureQueriesContext(connection) as statements:
            found = record_sources("standard.passed", year.period, year.branch("province"))
        counted.append(len(statements))
        if unit and clerk:
            year.decided(unit, clerk, passed=False)
    assert counted[0] == counted[1] <= 4
    by_unit = {source.unit_id: source for source in found}
    passed, failed = by_unit[year.cast.units["a1"].pk], by_unit[year.cast.units["a2"].pk]
    assert (passed.in_set, failed.in_set) == (True, False)
    assert passed.decision_number == "2415/QĐ-UBND"
    assert passed.decided_on == datetime.date(2021, 12, 1)
    assert passed.decided_by.startswith("Chủ tịch, ")
    for name in SETS:
        with CaptureQueriesContext(connection) as statements:
            records(name, year.period, year.branch("province"))
        assert len(statements) == 1, name
