"""What validation promises, whatever is typed."""

import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from phoihop.duties.models import Period
from phoihop.orgs.queries import Tree
from phoihop.reporting.models import Form, FormLine, Indicator
from phoihop.reporting.rules import Cell, Layout, Line, Standing, Typed, hard, mark, missing, odd

PARTS = Indicator(pk=1, code="P"), Indicator(pk=2, code="W"), Indicator(pk=3, code="N")


def cell(indicator: Indicator, order: int, part: str = "", decimals: int = 0, limit: int | None = None) -> Cell:
    return Cell(indicator.code, indicator, order, part, True, limit, decimals)


def layout(limit: int | None = None, decimals: int = 2) -> Layout:
    share = (cell(PARTS[0], 1, "numerator"), cell(PARTS[1], 1, "denominator"))
    alone = (cell(PARTS[2], 2, "", decimals, limit),)
    lines = (Line(FormLine(order=1), None, share), Line(FormLine(order=2), None, alone))
    cells = (*share, *alone)
    return Layout(Form(), lines, (), cells, {one.code: one for one in cells})


def standing(past: list[Decimal], limit: int) -> Standing:
    """A unit (7) with counted amounts of N in as many earlier periods, latest first."""
    periods = tuple(Period(pk=n + 1) for n in range(len(past)))
    amounts = {7: {n + 1: {3: amount} for n, amount in enumerate(past)}}
    today = datetime.date(2022, 1, 13)
    return Standing(Form(), Period(), layout(limit), Tree(today, {}, {}), today, False, {}, periods, amounts)


amounts = st.none() | st.decimals(-1000, 10**16, places=3)
contents = st.fixed_dictionaries({}, optional={code: amounts.map(Typed) for code in ("P", "W", "N")})


@given(contents)
def test_what_passes_is_a_number_that_both_databases_hold_and_a_part_within_its_whole(cells):
    if hard(layout(), cells, {}):
        return
    for code, typed in cells.items():
        if typed.amount is not None:
            places = 2 if code == "N" else 0
            assert 0 <= typed.amount < 10**14
            assert typed.amount == round(typed.amount, places)
            assert Decimal(float(typed.amount)).quantize(Decimal(1).scaleb(-places)) == typed.amount
    part, whole = (cells.get(code, Typed()).amount for code in ("P", "W"))
    if part is not None and whole is not None:
        assert part <= whole


@given(contents)
def test_every_fault_points_at_a_cell_of_the_form_and_a_sound_sheet_has_none(cells):
    fields = {f"c-{code}" for code in ("P", "W", "N")}
    assert {reason.field for reason in hard(layout(), cells, {})} <= fields
    sound = {
        code: t for code, t in cells.items() if t.amount is not None and t.amount == round(t.amount) and t.amount >= 0
    }
    sound = {code: t for code, t in sound.items() if t.amount < 10**13}
    if {"P", "W"} <= set(sound) and sound["P"].amount > sound["W"].amount:
        del sound["P"]
    assert hard(layout(), sound, {}) == []


@given(contents, st.sets(st.sampled_from("PWN")))
def test_a_cell_is_missing_unless_it_has_a_number_or_a_reason(cells, explained):
    given_cells = {code: Typed(t.amount, "vì mất sổ" if code in explained else "") for code, t in cells.items()}
    empty = {reason.field for reason in missing(layout(), given_cells, {})}
    for code in "PWN":
        typed = given_cells.get(code, Typed())
        assert (f"c-{code}" in empty) == (typed.amount is None and not typed.remark)


whole = st.integers(0, 10**6).map(Decimal)


@given(whole, whole, st.integers(1, 300), st.booleans())
def test_a_change_is_odd_exactly_beyond_its_limit_and_a_remark_explains_it(before, now, limit, explained):
    stand = standing([before], limit)
    found = odd(stand, 7, {"N": Typed(now, "lý do" if explained else "")})
    expected = before > 0 and (now == 0 or abs(now - before) / before * 100 > limit)
    assert bool(found) == expected
    assert all(one.explained == explained for one in found)


@given(st.lists(whole, min_size=2, max_size=4), whole)
def test_more_than_three_times_the_greatest_of_the_past_is_odd(past, now):
    found = odd(standing(past, 10**9), 7, {"N": Typed(now)})
    zero_after_some = past[0] > 0 and now == 0
    assert bool(found) == (zero_after_some or (max(past) > 0 and now > 3 * max(past)))


@given(st.none() | st.decimals(0, 10**6, places=2), st.text(max_size=5), st.none() | st.decimals(0, 10**6, places=2))
def test_the_sign_of_a_cell_changes_with_its_content_and_only_then(amount, remark, other):
    assert mark(Typed(amount, remark)) == mark(Typed(amount and amount.quantize(Decimal("1.0000")), remark))
    assert (mark(Typed(amount, remark)) == mark(Typed(other, remark))) == (amount == other)
