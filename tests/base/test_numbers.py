"""Numbers as they are written and as they are typed."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from phoihop.base.numbers import (
    NotANumber,
    due_in_words,
    format_change,
    format_date,
    format_input,
    format_number,
    format_percent,
    parse_date,
    parse_key,
    parse_number,
    round_half_up,
)

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False)


@given(NUMBERS)
def test_what_is_written_is_read_back(value: Decimal) -> None:
    assert parse_number(format_number(value)) == value
    assert parse_number(format_input(value)) == value
    assert parse_number(format_number(value).replace(".", " ")) == value


@given(st.integers(min_value=0, max_value=2**59))
def test_a_key_is_read_back(key: int) -> None:
    assert parse_key(str(key)) == key


@given(st.text(st.characters(exclude_characters="0123456789")))
def test_what_is_no_key_is_none_and_fails_nowhere(text: str) -> None:
    assert parse_key(text) is None
    assert parse_key("1" * 19) is None  # more than a column of either database holds


@given(st.dates())
def test_a_day_is_read_as_browsers_and_as_people_write_it(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day:02}/{day.month:02}/{day.year:04}") == day


@pytest.mark.parametrize("text", [None, "", "14-01-2022", "2022-02-30", "31/02/2022", "hôm qua", "²/1/2022"])
def test_what_is_no_day_is_none(text: str | None) -> None:
    assert parse_date(text) is None


@given(NUMBERS)
def test_a_cell_means_the_same_on_an_english_page_or_is_refused(value: Decimal) -> None:
    for shown in (format_input(value), format_number(value)):
        with translation.override("en"):
            try:
                assert parse_number(shown) == value
            except NotANumber:
                assert shown.lstrip("-−")[-4:-3] in ".,"


@given(NUMBERS)
def test_an_english_number_is_never_taken_for_another(value: Decimal) -> None:
    with translation.override("en"):
        shown = format_number(value)
        try:
            assert parse_number(shown) == value
        except NotANumber:
            assert "," in shown or "." in shown


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1234", "1234"),
        ("1.234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("0,5", "0.5"),
        (" -3 ", "-3"),
        ("−3", "-3"),
        ("12\u00a0345", "12345"),
    ],
)
def test_forms_that_people_type(typed: str, value: str) -> None:
    assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1,234.5", "Viết 1.234,5: dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần lẻ."),
        ("1,234,567", "Viết 1.234.567"),
        ("1.5", "Viết 1,5"),
        ("72 %", "không viết dấu %"),
        ("", "còn trống"),
        ("1.23,4", "không phải là số"),
        ("12 34", "không phải là số"),
        ("mười", "không phải là số"),
        ("=A1+B1", "không phải là số"),
        ("NaN", "không phải là số"),
        ("1e5", "không phải là số"),
        ("١٢", "không phải là số"),
    ],
)
def test_what_would_be_guessing_is_refused_with_the_remedy(typed: str, says: str) -> None:
    with pytest.raises(NotANumber, match=says.replace(".", r"\.")):
        parse_number(typed)


@given(NUMBERS, st.integers(min_value=0, max_value=4))
def test_rounding_moves_by_at_most_half_and_halves_go_out(value: Decimal, places: int) -> None:
    step = Decimal(1).scaleb(-places)
    rounded = round_half_up(value, places)
    assert abs(rounded - value) <= step / 2
    if abs(rounded - value) == step / 2:
        assert abs(rounded) > abs(value)
    assert rounded % step == 0


def test_shares_as_the_press_writes_them() -> None:
    assert format_percent(Decimal(195) * 100 / 204) == "95,59\u00a0%"
    assert format_percent(Decimal(180) * 100 / 188) == "95,74\u00a0%"
    assert format_percent(None) == "–"
    with translation.override("en"):
        assert format_percent(Decimal(195) * 100 / 204) == "95.59%"
        assert format_number(1234567.5) == "1,234,567.5"


def test_signs_and_days() -> None:
    assert [format_change(value) for value in (3, -2, 0, None)] == ["+3", "−2", "0", "–"]
    assert format_date(datetime.date(2022, 1, 3)) == "03/01/2022"


@pytest.mark.parametrize(
    ("due", "left", "says"),
    [
        (datetime.date(2022, 1, 17), 2, "còn 2 ngày làm việc"),
        (datetime.date(2022, 1, 13), 0, "hôm nay"),
        (datetime.date(2022, 1, 10), -3, "quá hạn 3 ngày làm việc"),
        (datetime.date(2022, 1, 15), 0, "hạn thứ Bảy, 15/01"),
    ],
)
def test_when_it_is_due_in_words(due: datetime.date, left: int, says: str) -> None:
    assert due_in_words(due, datetime.date(2022, 1, 13), left) == says
