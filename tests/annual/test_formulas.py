"""Tokens and the search for free-typed numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.annual.formulas import ledger, lint, tokens
from phoihop.annual.formulas.tokens import Token

codes = st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True)
some_token = st.builds(
    Token,
    code=codes,
    over=st.one_of(st.just(""), codes),
    period=st.sampled_from(["", "2020", "2021-Q4", "2021-ANTT"]),
    unit=st.sampled_from(["", "116", "03646"]),
)
words = st.text("aăâđêôơư ,.;\n", max_size=30)


@given(st.lists(st.one_of(words, some_token), max_size=8))
def test_parsing_and_writing_are_inverse(pieces: list[str | Token]) -> None:
    text = tokens.unparse(pieces)
    assert tokens.unparse(tokens.parse(text)) == text
    assert tokens.tokens(text) == [p for p in pieces if isinstance(p, Token)]
    assert all(tokens.read(str(token)) == token for token in tokens.tokens(text))
    assert tokens.broken(text) == []


@given(words, some_token, words)
def test_rendering_replaces_exactly_the_token(before: str, token: Token, after: str) -> None:
    assert tokens.render(before + token.written + after, lambda t: f"<{t}>") == f"{before}<{token}>{after}"


@pytest.mark.parametrize("text", ["[[S02", "[[S02/]]", "[[S02@]]", "[[195]]", "S02]]", "[[S02#xã]]", "[[S02 S01]]"])
def test_what_is_no_token_is_named(text: str) -> None:
    assert tokens.tokens(text) == []
    assert tokens.broken(text)


HARMLESS = [
    "Toàn tỉnh có [[S02/S01]] đơn vị, đạt [[D02]]",
    "Hội nghị ngày 14/01/2022",
    "Hội nghị ngày 14 tháng 01 năm 2022 tại Sơn La",
    "sáng 14/01, chiều ngày 15-01-2022",
    "từ ngày 15/12/2020 đến 14/12/2021",
    "từ ngày 15/12 đến 14/01",
    "tháng 12/2021, tháng 12 năm 2021, các tháng 10, 11 và 12",
    "quý 4/2021, quý IV",
    "trong 6 tháng đầu năm 2021",
    "năm 2021, các năm 2020 và 2021, giai đoạn 2020–2025, nhiệm kỳ 2020-2025",
    "phương hướng năm 2022",
    "hai năm (2020–2021)",
    "theo Điều 5, khoản 2 và 3, điểm 1.2, Chương 2, Phụ lục 1",
    "Quyết định số 306-QĐ/TU ngày 16/11/2021",
    "Thông tư 23/2012/TT-BCA, Quyết định số 2415/QĐ-UBND, Luật 29/2018/QH14, Báo cáo số 12-BC/ĐUCA",
    "Hướng dẫn 22/HD-BCA-V05 của V05",
    "1. Kết quả thực hiện",
    "1.2. Mô hình\n2) Chuyên án",
    "gồm: (1) lãnh đạo; (2) phối hợp; (3) kiểm tra",
    "bắt đầu lúc 14 giờ 30 phút, kết thúc 16h45",
    "không có số nào",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_names_and_dates_are_no_free_numbers(text: str) -> None:
    assert lint.loose(text) == []


FREE = [
    ("Có 195 xã đạt", ["195"]),
    ("Có 195/204 xã đạt 95,59 %", ["195/204", "95,59 %"]),
    ("đạt 95.59%", ["95.59%"]),
    ("Năm 2021 có 1.234,5 triệu đồng", ["1.234,5"]),
    ("có 9/12 huyện", ["9/12"]),
    ("14/01", ["14/01"]),
    ("ngày 31/02/2021 có 5 vụ", ["5"]),
    ("kỳ 31/02/2021x", ["31/02/2021"]),
    ("trong 2 năm", ["2"]),
    ("trong năm 195 vụ", ["195"]),
    ("Điều 5 quy định 3 nội dung", ["3"]),
    ("còn lại (9)", ["9"]),
    ("(1) một; (3) ba", ["3"]),
    ("tăng 20% so với năm 2020", ["20%"]),
    ("đạt １９５ xã", ["１９５"]),
    ("diện tích 12 m²", ["12", "²"]),
    ("từ 50 đến 73 mô hình", ["50", "73"]),
    ("sau khi [[S02]] đạt, còn 9", ["9"]),
    ("khoản 12.500 đồng", ["12.500"]),
    ("tháng 12 có 15 vụ, quý 3 có 7 vụ", ["15", "7"]),
    ("năm 2021: 2.021 vụ", ["2.021"]),
    ("có 2021 vụ", ["2021"]),
    ("điểm 5%", ["5%"]),
    ("53 mô hình duy trì, 20 mô hình mới và 2 chuyên án", ["53", "20", "2"]),
]


@pytest.mark.parametrize(("text", "expected"), FREE)
def test_free_numbers_are_found(text: str, expected: list[str]) -> None:
    found = lint.loose(text)
    assert [one.number for one in found] == expected
    assert all(text[one.start : one.end] == one.number for one in found)


@given(
    st.integers(0, 10**7),
    st.sampled_from(
        ["có {} đơn vị đạt", "đạt {} %", "{} mô hình", "tổng số: {}.", "Ngày 14/01/2022 có {} vụ", "[[S02]] và {}"]
    ),
)
def test_a_counted_number_is_always_found(number: int, frame: str) -> None:
    found = lint.loose(frame.format(number))
    assert "".join(found[0].number.rstrip(" %").split()) == str(number)
    assert len(found) == 1


@given(st.lists(some_token, max_size=5))
def test_tokens_are_never_free_numbers(some: list[Token]) -> None:
    assert lint.loose(" và ".join(token.written for token in some)) == []


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_one_number_has_one_canonical_form(value: Decimal) -> None:
    assert ledger.amount(value) == ledger.amount(value.quantize(Decimal("0.000001")))
    assert Decimal(ledger.amount(value) or "") == value
