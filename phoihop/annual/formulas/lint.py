"""The search for numbers that somebody typed into narrative although they could have been derived.

A number is free when it is neither a token nor one of the forms that name something instead of counting it: a date, a
year after "năm", a place in a law (Điều 5, khoản 2), the number of a document (306-QĐ/TU), the number of a heading or
of an item in a list, a clock time, a code of capital letters and digits (QH14). In doubt a number is free: writing
"ngày 14/01" instead of "14/01" costs less than a figure without a source.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from phoihop.annual.formulas.tokens import words_only

_DIGIT = r"[\d²³¹⁰-⁹₀-₉¼-¾⅐-⅞①-⓿]"
_NUMBER = re.compile(rf"{_DIGIT}+(?:[.,/:–-]{_DIGIT}+|[ \u00a0\u202f](?:\d{{3}})(?!\d))*(?:[ \u00a0]?[%‰])?")

_DMY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
_DM = r"\d{1,2}\s?[/.-]\s?\d{1,2}(?![\d/.,-]*\d)"
_MY = r"\d{1,2}\s?[/.-]\s?(?:19|20)\d\d"
_YEAR = r"(?:19|20)\d\d"
_YEARS = rf"{_YEAR}(?:\s*(?:[–/-]|,|;|và|đến|tới|sang)\s*(?:năm\s+)?{_YEAR})*"
_DAY_MONTH_WORDS = rf"\d{{1,2}}\s+tháng\s+\d{{1,2}}(?:\s*(?:[/.-]\s*{_YEAR}|,?\s+năm\s+{_YEAR}))?"
_NUMERAL = r"\d{1,3}(?:\.\d{1,2})*"
_PLACES = rf"{_NUMERAL}(?:\s*(?:,|;|và|đến|–|-)\s*{_NUMERAL}(?![\d%]|\s*(?:%|/)))*"
_LAW = (
    r"điều|khoản|điểm|chương|mục|tiểu mục|phần|phụ lục|biểu|biểu số|bảng|mẫu|mẫu số|hình|trang|đề cương số|"
    r"phụ biểu|phụ lục số"
)
_DAY_WORD = (
    r"(?:từ\s+|đến\s+|trước\s+|sau\s+|hết\s+|tới\s+)?ngày|sáng|chiều|tối|hôm|chủ nhật,?|"
    r"thứ\s+(?:hai|ba|tư|năm|sáu|bảy),?"
)

_HARMLESS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # ngày 14 tháng 01 năm 2022; ngày 14, 15 tháng 01; ngày 14/01; ngày 14; từ ngày 15/12 đến 14/01
        rf"\b(?:{_DAY_WORD})\s+{_DAY_MONTH_WORDS}",
        rf"\b(?:{_DAY_WORD})\s+(?:\d{{1,2}}\s*(?:,|và|–|-)\s*)+{_DAY_MONTH_WORDS}",
        rf"\b(?:{_DAY_WORD})\s+(?:{_DMY}|{_DM}|{_MY})(?:\s*(?:đến|tới|–|-|và)\s*(?:{_DMY}|{_DM}))?",
        r"\bngày\s+(?:mùng\s+)?\d{1,2}(?![\d.,/]*\d|\s*%)",
        rf"\b{_DAY_MONTH_WORDS}",
        # tháng 12 năm 2021, tháng 12/2021, các tháng 10, 11 và 12; quý 4/2021
        rf"\b(?:tháng|quý)\s+(?:\d{{1,2}}\s*(?:,|và|–|-|đến)\s*)*\d{{1,2}}(?:\s*[/.-]\s*{_YEAR}|,?\s+năm\s+{_YEAR})?"
        r"(?![\d.,/]*\d|\s*%)",
        # 6 tháng đầu năm 2021, 9 tháng năm 2021: the name of a period
        rf"\b(?:3|6|9|12)\s+tháng\s+(?:đầu|cuối)\s+năm(?:\s+{_YEAR})?",
        rf"\b(?:6|9)\s+tháng\s+năm\s+{_YEAR}",
        # năm 2021, các năm 2020 và 2021, giai đoạn 2020–2025; any range of two years
        rf"\b(?:năm|năm học|giai đoạn|nhiệm kỳ|kỳ|niên khóa|thời kỳ|sau|từ|đến|trước)\s+{_YEARS}(?![\d.,/]*\d|\s*%)",
        rf"(?<![\d.,/-]){_YEAR}\s*[–-]\s*{_YEAR}(?![\d.,/]*\d|\s*%)",
        # 14 giờ 30, 14h30, 08:00
        r"\b\d{1,2}\s*(?:giờ|h)\s*\d{2}(?:\s*phút)?\b",
        # Điều 5, khoản 2 và 3, điểm 1.2, Phụ lục 1
        rf"\b(?:{_LAW})\s+{_PLACES}(?![\d%]|\s*%|[/,.]\d)",
        # 306-QĐ/TU, 23/2012/TT-BCA, 2415/QĐ-UBND, số 12-BC/ĐUCA, 29/2018/QH14
        r"(?-i:\b\d{1,5}(?:/(?:19|20)\d\d)?[-/](?:[A-ZĐƯ][A-ZĐƯa-zđư]{0,8}\d{0,3})(?:[-/.][A-ZĐƯ][\wĐƯđư]{0,12})*)",
        # QH14, TT23, V05: capitals run into digits
        r"(?-i:\b[A-ZĐ]{1,5}\d{1,3}\b)(?![.,/]\d|\s*%)",
    )
]
_DATE = re.compile(r"(?<![\d/.,-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/]|[.,-]\d|\s*%)")
_HEADING = re.compile(r"(?m)^[ \t]*(?:[-+•]\s*)?\d{1,2}(?:\.\d{1,2}){0,3}[.)](?=\s)")
_ITEM = re.compile(r"\((\d{1,2})\)")


@dataclass(frozen=True, slots=True)
class Loose:
    """A free number: as it is written, and where (`start` up to `end`) in the text."""

    number: str
    start: int
    end: int


def loose(text: str) -> list[Loose]:
    """The free numbers of a text, in order; what tokens stand for is none of them."""
    found = []
    for offset, words in words_only(text):
        allowed = _allowed(words, at_start=offset == 0)
        for match in _NUMBER.finditer(words):
            found += [Loose(words[a:b], offset + a, offset + b) for a, b in _left_over(match, allowed, words)]
    return found


def _left_over(match: re.Match[str], allowed: list[tuple[int, int]], words: str) -> Iterator[tuple[int, int]]:
    """The parts of a number that no harmless form covers: of "năm 2021-195" only "195"."""
    start, end = match.span()
    for a, b in allowed:
        if b <= start or a >= end:
            continue
        if a > start:
            yield from _trimmed(words, start, a)
        start = max(start, b)
    if start < end:
        yield from _trimmed(words, start, end)


def _trimmed(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and not re.match(_DIGIT, words[start]):
        start += 1
    if start < end:
        yield start, end


def _allowed(words: str, *, at_start: bool) -> list[tuple[int, int]]:
    spans = [match.span() for pattern in _HARMLESS for match in pattern.finditer(words)]
    spans += [match.span() for match in _DATE.finditer(words) if _is_date(match)]
    spans += [match.span() for match in _HEADING.finditer(words) if at_start or match.start() > 0]
    spans += _items(words)
    return _merged(spans)


def _is_date(match: re.Match[str]) -> bool:
    try:
        day = datetime.date(int(match[4]), int(match[3]), int(match[1]))
    except ValueError:
        return False
    return 1900 <= day.year <= 2100


def _items(words: str) -> Iterator[tuple[int, int]]:
    """(1), (2), (3): numbers of a list only as long as they count up from one."""
    expected = 1
    for match in _ITEM.finditer(words):
        if int(match[1]) == expected:
            yield match.span()
            expected += 1


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
