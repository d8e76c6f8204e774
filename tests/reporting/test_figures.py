"""Figures against a recount by hand of the records that the test itself made."""

import datetime
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.orgs.models import Succession, UnitVersion
from phoihop.reporting.figures import figures, series, sources, sources_of, table
from phoihop.reporting.models import Indicator, IndicatorRule
from tests.reporting.world import AT, World, build, total, unit

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 1, 13)
LATER = AT + datetime.timedelta(days=10)


def filled(
    communes: int, seed: int = 1
) -> tuple[World, dict[str, Indicator], dict[tuple[int, int, str], Decimal | None]]:
    """Two entered figures by quarter from every commune, one report in seven not accepted, one cell in nine empty."""
    world = build(communes, seed)
    made = {
        "A": world.indicator("A", "entered"),
        "B": world.indicator("B", "entered", across_periods="latest"),
        "M": world.indicator("M", "entered", across_periods="mean", across_places="mean", decimals=2),
        "X": world.indicator("X", "entered", across_periods="max", across_places="max"),
    }
    form = world.form("quarter", *made.values())
    cells: dict[tuple[int, int, str], Decimal | None] = {}
    for commune in world.communes:
        for q, quarter in enumerate(world.quarters):
            values = {}
            for code in made:
                amount = None if world.random.random() < 0.11 else Decimal(world.random.randint(0, 9999)) / 4
                values[code] = amount
            counted = world.random.random() > 0.14
            world.report(commune, form, quarter, {made[c]: a for c, a in values.items()}, counted=counted)
            for code, amount in values.items():
                cells[commune, q, code] = amount if counted else None
    return world, made, cells


def test_entered_figures_equal_a_recount_by_hand() -> None:
    world, _made, cells = filled(14)
    units = [world.province, *world.districts, *world.communes]
    with clock.standing_at(DAY):
        found = table(["A", "B", "M", "X"], world.year, units)
    for asked in units:
        communes = world.communes if asked == world.province else world.districts.get(asked, [asked])
        by_unit = {c: {code: [cells[c, q, code] for q in range(4)] for code in "ABMX"} for c in communes}
        there = {c: {k: [a for a in v if a is not None] for k, v in row.items()} for c, row in by_unit.items()}
        assert found.figure(asked, "A").value == total(a for c in communes for a in by_unit[c]["A"])
        assert found.figure(asked, "B").value == total(v["B"][-1] for v in there.values() if v["B"])
        means = [sum(v["M"]) / len(v["M"]) for v in there.values() if v["M"]]
        mean = (sum(means, Decimal(0)) / len(means)).quantize(Decimal("0.01"), ROUND_HALF_UP) if means else None
        assert found.figure(asked, "M").value == mean
        assert found.figure(asked, "X").value == max((a for v in there.values() for a in v["X"]), default=None)
        a = found.figure(asked, "A")
        assert a.sources == sum(len(v["A"]) for v in there.values())
        assert a.missing == 4 * len(communes) - a.sources
    whole = figures(["A"], world.year, world.province)["A"]
    assert whole.value == sum((found.figure(d, "A").value or 0) for d in world.districts)
    behind = sources("A", world.year, world.province)
    assert sum(s.amount or 0 for s in behind.sources) == whole.value
    assert len(behind.sources) == whole.sources
    latest = sources("B", world.year, world.province)
    assert sum(s.amount or 0 for s in latest.sources) == latest.figure.value


def test_a_figure_of_the_year_itself_stands_for_its_quarters() -> None:
    world = build(3)
    a = world.indicator("A", "entered")
    quarterly, yearly = world.form("quarter", a), world.form("year", a)
    first, second, third = world.communes
    for quarter in world.quarters:
        world.report(first, quarterly, quarter, {a: 10})
        world.report(second, quarterly, quarter, {a: 1})
    world.report(first, yearly, world.year, {a: 37})
    world.report(third, yearly, world.year, {a: 100}, counted=False)
    figure = figures(["A"], world.year, world.province)["A"]
    assert figure.value == 37 + 4
    behind = sources("A", world.year, world.province)
    assert sorted(s.amount for s in behind.sources) == [1, 1, 1, 1, 37]
    assert behind.missing_unit_ids == (third,)
    assert figures(["A"], world.quarters[0], world.province)["A"].value == 11


STANDARD = {
    "S01": {"kind": "counted", "set_name": "units", "population_level": "commune"},
    "S02": {"kind": "counted", "set_name": "standard.passed", "population_level": "commune"},
    "S03": {"kind": "counted", "set_name": "units", "population": ["xa"]},
    "S04": {"kind": "counted", "set_name": "standard.passed", "population": ["xa"]},
    "D01": {"kind": "derived", "formula": "S01 - S02"},
    "D05": {"kind": "derived", "formula": "S01 - S03"},
    "D06": {"kind": "derived", "formula": "S02 - S04"},
    "D07": {"kind": "derived", "formula": "D05 - D06"},
}


@pytest.fixture
def standard() -> Callable[[int], tuple[World, dict[int, bool]]]:
    def make(communes: int) -> tuple[World, dict[int, bool]]:
        world = build(communes, communes)
        ids = {code: world.indicator(code, **rule) for code, rule in STANDARD.items()}  # type: ignore[arg-type]
        world.indicator("D02", "share", numerator=ids["S02"], denominator=ids["S01"], decimals=2)
        world.indicator("D08", "share", numerator=ids["D06"], denominator=ids["D05"], decimals=2)
        passed = {c: world.random.random() < 0.8 for c in world.communes if world.random.random() < 0.9}
        world.rule_on(passed)
        return world, passed

    return make


CODES = [*STANDARD, "D02", "D08"]


def test_a_share_is_a_set_within_a_set(standard: Callable[[int], tuple[World, dict[int, bool]]]) -> None:
    world, passed = standard(40)
    found = table(CODES, world.year, [world.province, *world.districts])
    for asked in (world.province, *world.districts):
        here = world.communes if asked == world.province else world.districts[asked]
        yes = {c for c in here if passed.get(c)}
        rural = {c for c in here if world.types[c] == "xa"}
        by_hand = {
            "S01": len(here),
            "S02": len(yes),
            "S03": len(rural),
            "S04": len(yes & rural),
            "D01": len(here) - len(yes),
            "D05": len(set(here) - rural),
            "D06": len(yes - rural),
            "D07": len(set(here) - rural - yes),
        }
        assert {code: found.figure(asked, code).value for code in by_hand} == by_hand
        assert found.figure(asked, "S02").missing == len([c for c in here if c not in passed])
        rate = found.figure(asked, "D02")
        assert (rate.numerator, rate.denominator) == (len(yes), len(here))
        assert rate.value == (Decimal(100) * len(yes) / len(here)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    behind = sources("D02", world.year, world.province)
    assert {s.unit_id: s.in_numerator for s in behind.sources} == {c: bool(passed.get(c)) for c in world.communes}
    assert {p.code for p in behind.parts.values()} == {"S01", "S02"}
    failed = sources("D01", world.year, world.province)
    assert {s.unit_id for s in failed.sources} == {c for c in world.communes if not passed.get(c)}
    assert all(s.decision_number == "2415/QĐ-UBND" for s in failed.sources if s.unit_id in passed)
    urban = sources("D08", world.year, world.province)
    assert {s.unit_id for s in urban.sources} == {c for c in world.communes if world.types[c] != "xa"}


def test_one_new_ruling_shows_at_once_and_the_past_stays(
    standard: Callable[[int], tuple[World, dict[int, bool]]],
) -> None:
    world, passed = standard(12)
    before = figures(CODES, world.year, world.province)
    digest = sources("D02", world.year, world.province).digest
    changed = next(c for c, yes in passed.items() if yes)
    world.rule_on({changed: False})
    now = figures(CODES, world.year, world.province)
    assert now["S02"].value == (before["S02"].value or 0) - 1
    assert now["D01"].value == (before["D01"].value or 0) + 1
    assert sources("D02", world.year, world.province).digest != digest
    then = figures(CODES, world.year, world.province, as_of=AT)
    assert {c: f.value for c, f in then.items()} == {c: f.value for c, f in before.items()}
    assert sources("D02", world.year, world.province, as_of=AT).digest == digest


def test_the_past_of_a_report_is_read_from_its_decisions() -> None:
    world = build(2)
    a = world.indicator("A", "entered")
    form = world.form("year", a)
    first, second = world.communes
    world.report(first, form, world.year, {a: 5})
    world.report(first, form, world.year, {a: 8}, at=LATER)
    world.report(second, form, world.year, {a: 100}, at=LATER)
    assert figures(["A"], world.year, world.province)["A"].value == 108
    assert figures(["A"], world.year, world.province, as_of=AT.date())["A"].value == 5
    assert figures(["A"], world.year, world.province, as_of=AT - datetime.timedelta(days=1))["A"].value is None
    then = sources("A", world.year, world.province, as_of=AT)
    assert [(s.unit_id, s.amount, s.revision_number) for s in then.sources] == [(first, 5, 1)]


def test_a_numerator_over_its_denominator_gives_no_share() -> None:
    world = build(2)
    part, whole = world.indicator("P", "entered"), world.indicator("W", "entered")
    world.indicator("R", "share", numerator=part, denominator=whole, decimals=2)
    form = world.form("year", part, whole)
    first, second = world.communes
    world.report(first, form, world.year, {part: 18, whole: 25})
    world.report(second, form, world.year, {part: 9, whole: 1})
    found = table(["R"], world.year, [first, second, world.province])
    assert found.figure(first, "R").text == "72,00\u00a0%"
    assert found.figure(first, "R").fraction_text == "18/25"
    assert found.figure(second, "R").value is None
    assert found.figure(second, "R").flaw == "part_over_whole"
    assert found.figure(world.province, "R").flaw == "part_over_whole"


def test_a_line_that_shows_a_share_asks_for_its_two_numbers() -> None:
    world = build(3)
    part = world.indicator("P", "entered", across_periods="latest")
    whole = world.indicator("W", "entered", across_periods="latest")
    form = world.form("quarter", world.indicator("R", "share", numerator=part, denominator=whole, decimals=2))
    first, second, third = world.communes
    for n, quarter in enumerate(world.quarters):
        world.report(first, form, quarter, {part: n, whole: 10})
    world.report(second, form, world.quarters[0], {part: 5, whole: 10})
    found = sources("R", world.year, world.province)
    assert (found.figure.numerator, found.figure.denominator) == (3 + 5, 20)
    assert (found.figure.sources, found.figure.missing) == (4, 1)
    assert [(s.unit_id, s.code, s.amount) for s in found.sources if s.code == "P"] == [
        (first, "P", 3),
        (second, "P", 5),
    ]
    assert len(found.sources) == found.figure.sources
    assert found.missing_unit_ids == (third,)


def test_the_rule_in_force_on_the_last_day_counts_and_a_change_is_marked() -> None:
    world = build(4)
    everyone = world.indicator("N", "counted", set_name="units", population_level="commune")
    first = everyone.rules.get()
    first.valid_to = datetime.date(2021, 6, 30)
    first.save()
    IndicatorRule.objects.create(
        indicator=everyone, kind="counted", set_name="units", population=["xa"], valid_from=datetime.date(2021, 7, 1)
    )
    run = series("N", world.quarters, world.province)
    rural = sum(kind == "xa" for kind in world.types.values())
    assert [f.value for f in run.figures] == [4, 4, rural, rural]
    assert run.changed == (False, False, True, False)


def test_figures_made_out_of_themselves_are_refused_by_name() -> None:
    world = build(2)
    world.indicator("A", "derived", formula="B + 1")
    world.indicator("B", "derived", formula="A - 1")
    world.indicator("C", "derived", formula="C +")
    with pytest.raises(Refusal, match=r"B → A → B|A → B → A"):
        figures(["A"], world.year, world.province)
    with pytest.raises(Refusal, match="không đọc được"):
        figures(["C"], world.year, world.province)
    with pytest.raises(Refusal, match="Không có chỉ tiêu nào mang mã Z"):
        figures(["Z"], world.year, world.province)


def test_units_count_in_the_tree_of_the_period_and_can_be_seen_under_a_later_one() -> None:
    world = build(6)
    a = world.indicator("A", "entered")
    form = world.form("year", a)
    for n, commune in enumerate(world.communes):
        world.report(commune, form, world.year, {a: 10**n})
    reform = datetime.date(2025, 7, 1)
    UnitVersion.objects.exclude(unit_id=world.province).update(valid_to=reform - datetime.timedelta(days=1))
    first, second, split, *rest = world.communes
    merged = unit("commune", "xa", "91001", world.province, valid_from=reform)
    other = unit("commune", "xa", "91002", world.province, valid_from=reform)
    for old, new in [(first, merged), (second, merged), (split, merged), (split, other), *((c, other) for c in rest)]:
        Succession.objects.create(
            before=UnitVersion.objects.get(unit_id=old), after=UnitVersion.objects.get(unit_id=new),
            kind="merged_into", effective_on=reform,
        )  # fmt: skip
    asked = [world.province, merged, other, first]
    assert [table(["A"], world.year, asked).figure(u, "A").value for u in asked] == [111111, None, None, 1]
    later = table(["A"], world.year, asked, on=datetime.date(2025, 8, 1))
    assert [later.figure(u, "A").value for u in asked] == [111111, 11, 111000, None]


@pytest.mark.parametrize("as_of", [None, DAY])
def test_the_number_of_statements_depends_on_nothing(
    standard: Callable[[int], tuple[World, dict[int, bool]]], as_of: datetime.date | None
) -> None:
    used = []
    for communes in (3, 30):
        with transaction.atomic():
            world, _passed = standard(communes)
            a, b = world.indicator("A", "entered"), world.indicator("B", "entered", across_periods="latest")
            world.indicator("AB", "share", numerator=a, denominator=b)
            form = world.form("quarter", a, b)
            for commune in world.communes:
                for quarter in world.quarters:
                    world.report(commune, form, quarter, {a: 1, b: 5})
            figures(["A"], world.year, world.province, as_of)
            everybody = [world.province, *world.districts, *world.communes]
            used.append(
                (
                    _statements(lambda w=world: figures([*CODES, "A", "B", "AB"], w.year, w.province, as_of)),
                    _statements(lambda w=world, u=everybody: table([*CODES, "A", "B", "AB"], w.year, u, as_of)),
                    _statements(lambda w=world: sources("D02", w.year, w.province, as_of)),
                    _statements(lambda w=world: sources("AB", w.year, w.province, as_of)),
                )
            )
            transaction.set_rollback(True)
    assert used[0] == used[1]
    assert max(used[1]) <= 12


def test_several_figures_asked_at_once_stand_on_what_each_stands_on(
    standard: Callable[[int], tuple[World, dict[int, bool]]],
) -> None:
    world, _passed = standard(9)
    entered = [world.indicator(f"E{n:02}", "entered") for n in range(14)]
    world.indicator("E1/E0", "share", numerator=entered[0], denominator=entered[1])
    world.indicator("MIX", "derived", formula="E00 + E01 + S01")
    form = world.form("quarter", *entered)
    for nth, commune in enumerate(world.communes):
        for quarter in world.quarters:
            world.report(commune, form, quarter, {one: nth + n for n, one in enumerate(entered)})
    codes = ["D02", "S02", "E1/E0", "MIX", *(one.code for one in entered)]
    together = sources_of(codes, world.year, world.province)
    assert list(together) == codes
    assert together == {code: sources(code, world.year, world.province) for code in codes}
    for n, one in enumerate(entered):
        found = together[one.code]
        assert found.figure.value == sum(4 * (nth + n) for nth in range(9))
        assert [s.amount for s in found.sources].count(8 + n) == 4
    assert {s.kind for s in together["MIX"].sources} == {"report", "unit"}
    few = _statements(lambda: sources_of(["D02", "E00"], world.year, world.province))
    assert _statements(lambda: sources_of(codes, world.year, world.province)) == few


def _statements(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as caught:
        ask()
    return len(caught)
