"""What is found whatever the keyboard, and that showing it changes nothing but the marks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from phoihop.base.finding import wanted
from phoihop.base.text import nfc

WORDS = st.lists(
    st.sampled_from(
        ["Đảng", "uỷ", "ủy", "Chiềng", "Ân", "An", "<b>", "95,59", "%", "&", "2301/QĐ-UBND", "hoà", "khuya"]
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize(
    "typed", ["đảng ủy", "dang uy", "ĐẢNG UỶ", "Dang  uy ", unicodedata.normalize("NFD", "đảng uỷ")]
)
def test_every_keyboard_finds_the_same(typed: str) -> None:
    assert wanted(typed).rank("Quyết định của Đảng uỷ Công an tỉnh") is not None
    assert wanted(typed).rank("Quyết định của Đảng đoàn") is None


def test_marks_that_were_typed_decide_the_order_and_not_whether_it_is_found() -> None:
    with_marks, without = wanted("chiềng ân"), wanted("chieng an")
    an, circumflex = with_marks.rank("Chiềng An"), with_marks.rank("Chiềng Ân")
    assert an is not None
    assert circumflex is not None
    assert circumflex < an
    assert without.rank("Chiềng An") == without.rank("Chiềng Ân")
    assert with_marks.rank("Chiềng Ngần, bản an toàn") is None
    assert without.rank("Chiềng Ngần, bản an toàn") is not None


def test_words_are_found_from_their_beginning() -> None:
    assert wanted("an").rank("toàn dân") is None
    assert wanted("23").rank("1234/QĐ") is None
    assert wanted("qđ-ubnd").rank("2301/QĐ-UBND") is not None


@given(WORDS, st.integers(0, 11), st.integers(1, 4))
def test_showing_only_adds_marks(words: list[str], start: int, length: int) -> None:
    text = " ".join(words)
    looked_for = wanted(" ".join(words[start % len(words) :][:length]))
    assert looked_for.rank(text) is not None
    shown = looked_for.shown(text)
    assert isinstance(shown, Markup)
    assert "<b>" not in shown
    assert Markup(shown.replace("<mark>", "").replace("</mark>", "")).unescape() == nfc(text)
    assert looked_for.too_short or "<mark>" in shown


@given(WORDS, st.integers(20, 60))
def test_a_snippet_is_a_piece_of_the_text_with_the_match_in_it(words: list[str], about: int) -> None:
    text = " ".join([*["đầu"] * 40, *words, "Sông Mã", *["cuối"] * 40])
    snippet = wanted("song ma").snippet(text, about)
    assert "<mark>Sông Mã</mark>" in snippet
    plain = Markup(snippet.replace("<mark>", "").replace("</mark>", "")).unescape()
    assert plain.removeprefix("… ").removesuffix(" …") in text
