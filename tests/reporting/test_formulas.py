"""Arithmetic of figures, as properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.reporting.formulas import BadFormula, Cycle, across, order, parse, rounded, share

AMOUNTS = st.lists(st.decimals(0, 10**9, places=4), min_size=1, max_size=30)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_share_passes_one_hundred(numerator: int, denominator: int) -> None:
    if numerator > denominator > 0:
        with pytest.raises(ValueError, match="not a part"):
            share(numerator, denominator)
    else:
        percent = share(numerator, denominator)
        assert (percent is None) == (denominator == 0)
        assert percent is None or 0 <= percent <= 100


@given(AMOUNTS, st.integers(1, 6))
def test_districts_add_up_to_the_same_as_their_communes(amounts: list[Decimal], districts: int) -> None:
    by_district = [amounts[i::districts] for i in range(districts)]
    assert across("sum", [d for part in by_district if (d := across("sum", part)) is not None]) == sum(amounts)


@given(AMOUNTS, st.randoms())
def test_the_order_of_units_does_not_matter(amounts: list[Decimal], random: object) -> None:
    mixed = list(amounts)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    for rule in ("sum", "max", "min", "mean"):
        assert across(rule, mixed) == across(rule, amounts)
    assert min(amounts) <= (across("mean", amounts) or 0) + Decimal("0.0001")


def test_nothing_is_not_zero() -> None:
    assert across("sum", []) is None
    assert share(None, 4) is None
    assert share(0, 4) == 0
    assert across("latest", [3, 1, 2]) == 2


@pytest.mark.parametrize(
    ("numerator", "denominator", "written"),
    [(195, 204, "95.59"), (180, 188, "95.74"), (15, 16, "93.75"), (20, 73, "27.40"), (1, 8, "12.50"), (1, 32, "3.13")],
)
def test_shares_are_rounded_half_up(numerator: int, denominator: int, written: str) -> None:
    assert str(rounded(share(numerator, denominator), 2)) == written


@given(st.integers(-99, 99), st.integers(-99, 99), st.integers(1, 99))
def test_formulas_bind_as_in_school(a: int, b: int, c: int) -> None:
    of = {"A": Decimal(a), "B1": Decimal(b), "C.x": Decimal(c)}
    assert parse("A - B1 * (2 + C.x) / C.x").value(of) == Decimal(a) - Decimal(b) * (2 + c) / c
    assert parse("A - B1 - C.x").value(of) == a - b - c
    assert parse("-A + 1.5").value(of) == Decimal("1.5") - a
    assert parse("A / (C.x - C.x)").value(of) is None
    assert parse("A + B1").value({"A": None, "B1": 1}) is None


@pytest.mark.parametrize("text", ["", "S01 -", "(S01", "S01 S02", "S01 & S02", "__import__('os')", "1,5", "S01 + )"])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(BadFormula):
        parse(text)


@given(st.frozensets(st.integers(0, 20)), st.frozensets(st.integers(0, 20)))
def test_sets_stay_sets_only_where_the_formula_is_true_of_them(left: frozenset[int], right: frozenset[int]) -> None:
    a, b = frozenset(("unit", n) for n in left), frozenset(("unit", n) for n in right)
    less, more = parse("A - B").members({"A": a, "B": b}), parse("A + B").members({"A": a, "B": b})
    assert (less is not None) == (b <= a)
    assert (more is not None) == (not a & b)
    for found, count in ((less, len(a) - len(b)), (more, len(a) + len(b))):
        assert found is None or len(found) == count
    assert parse("A * 2").members({"A": a}) is None
    assert parse("A - B").members({"A": a, "B": None}) is None


def test_figures_made_out_of_themselves_are_found() -> None:
    assert order({"D": ["B", "C"], "B": ["A"], "C": ["A"], "A": []}) == ["A", "B", "C", "D"]
    with pytest.raises(Cycle) as caught:
        order({"X": ["A"], "A": ["B"], "B": ["C"], "C": ["A"]})
    assert caught.value.trail == ("A", "B", "C", "A")
