"""Spelling, search and order of Vietnamese text."""

import unicodedata
from types import SimpleNamespace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from phoihop.base.text import by_given_name, collation_key, exact, fold, named, nfc

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàằầèềìòồờùừỳảẩẻểỉỏổởủửỷãẫẽễĩõỗỡũữỹáấéếíóốớúứýạậẹệịọộợụựỵ ĐỦY"
)


@pytest.mark.parametrize(
    ("written", "one_spelling", "no_marks"),
    [
        ("Đảng ủy", "đảng ủy", "dang uy"),
        ("ĐẢNG UỶ", "đảng ủy", "dang uy"),
        ("hoà bình", "hòa bình", "hoa binh"),
        ("sức khoẻ", "sức khỏe", "suc khoe"),
        ("thuý", "thúy", "thuy"),
        ("quý", "quý", "quy"),
        ("khuỷu", "khuỷu", "khuyu"),
        ("khoảng", "khoảng", "khoang"),
        ("Ðắk Lắk", "đắk lắk", "dak lak"),
        ("Kỹ", "kỹ", "ky"),
    ],
)
def test_spellings_of_one_word_meet(written: str, one_spelling: str, no_marks: str) -> None:
    for form in ("NFC", "NFD"):
        assert exact(unicodedata.normalize(form, written)) == one_spelling
        assert fold(unicodedata.normalize(form, written)) == no_marks


@given(VIETNAMESE)
def test_folding_settles_and_forgets_marks(text: str) -> None:
    assert exact(exact(text)) == exact(text)
    assert fold(fold(text)) == fold(text)
    assert fold(exact(text)) == fold(text)
    assert fold(text).isascii()
    assert nfc(unicodedata.normalize("NFD", text)) == nfc(text)


def test_alphabet_then_tones() -> None:
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(set(letters), key=collation_key) == letters
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(set(tones), key=collation_key) == tones


def test_order_goes_syllable_by_syllable_and_reads_numbers() -> None:
    in_order = [
        "An",
        "Ân Thi",
        "Bản 2",
        "Bản 10",
        "Chiềng An",
        "Chiềng Ân",
        "Chiềng Đen",
        "Da",
        "Đà Nẵng",
        "Hoà An",
        "Hòa Bình",
    ]
    assert sorted(set(in_order), key=collation_key) == in_order


@given(VIETNAMESE, VIETNAMESE)
def test_order_does_not_depend_on_the_encoding(one: str, other: str) -> None:
    apart = [unicodedata.normalize("NFD", text) for text in (one, other)]
    assert (collation_key(one) < collation_key(other)) == (collation_key(apart[0]) < collation_key(apart[1]))


def test_a_name_without_english_is_shown_in_vietnamese() -> None:
    both = SimpleNamespace(name_vi="Mô hình", name_en="Model")
    one = SimpleNamespace(name_vi="Mô hình", name_en="")
    assert named(both, "name") == "Mô hình"
    with translation.override("en"):
        assert (named(both, "name"), named(one, "name")) == ("Model", "Mô hình")


def test_people_sort_by_given_name_in_the_vietnamese_alphabet() -> None:
    people = ["Trần Thị Đào", "Lò Văn Ân", "Nguyễn Văn An", "Cầm Thị Dung", "Hoàng Ân", "Lường Văn Ấn"]
    turned = sorted(people, key=lambda name: collation_key(by_given_name(name)))
    assert turned == ["Nguyễn Văn An", "Hoàng Ân", "Lò Văn Ân", "Lường Văn Ấn", "Cầm Thị Dung", "Trần Thị Đào"]
    assert by_given_name("") == ""
