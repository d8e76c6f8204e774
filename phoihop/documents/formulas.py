"""Small arithmetic of official paper: the number, the date in words, the width of a line of type."""

import datetime
import unicodedata

from phoihop.documents.layouts import Layout

# Advance widths of Times in thousandths of its size; a letter with a mark is as wide as the letter without it.
_REGULAR = {
    250: " ,.", 278: "ijlt/", 333: "Ifr-", 389: "Js", 444: "acez", 500: "bdghknopquvxy0123456789đ", 542: "ư",
    529: "ơ", 556: "FPS", 611: "ELTZ", 667: "BCR", 722: "ADGHKNOQUVXYwĐƠ", 776: "Ư", 778: "m", 889: "M", 944: "W",
}  # fmt: skip
_BOLD = {
    250: " ,.", 278: "il/", 333: "fjt-", 389: "Is", 444: "cerz", 500: "Jagovxy0123456789", 554: "ơ", 556: "Sbdhknpquđ",
    600: "ư", 611: "FP", 667: "BELTZ", 722: "ACDNRUVXYwĐ", 778: "GHKOQƠ", 796: "Ư", 833: "m", 944: "M", 1000: "W",
}  # fmt: skip
_WIDTHS = {
    bold: {letter: width for width, letters in table.items() for letter in letters}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}
_HORN = "\u031b"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line in Times of that size, in points."""
    widths = _WIDTHS[bold]
    total = 0
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", parts[0] + _HORN) if _HORN in parts else parts[0]
        total += widths.get(base, 500)
    return total * size / 1000


def two_digits(number: int, below: int) -> str:
    return f"{number:02d}" if number < below else str(number)


def date_words(day: datetime.date | None, place: str) -> str:
    """ "Sơn La, ngày 05 tháng 01 năm 2022": a zero before days under 10 and before months 1 and 2 only.

    Without a date the day and the month stay open, as in a draft.
    """
    if day is None:
        return f"{place}, ngày … tháng … năm …"
    return f"{place}, ngày {two_digits(day.day, 10)} tháng {two_digits(day.month, 3)} năm {day.year}"


def number_words(layout: Layout, number: int | None, type_symbol: str, symbol: str) -> str:
    """The line of number and symbol, "Số 12-BC/ĐUCA" or "Số: 12/BC-CAT"; an open number for a draft."""
    digits = "…" if number is None else f"{number:0{layout.number_digits}d}"
    pattern = layout.number_pattern if type_symbol else layout.number_untyped
    return pattern.format(number=digits, type=type_symbol, symbol=symbol)
