"""Vietnamese text: one spelling for comparing, no marks for finding, alphabetical order for listing."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Grave, hook, tilde, acute, dot below: the order of the tones in Vietnamese dictionaries, after no tone."""
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_LETTERS)}
_OPEN_OA_OE = re.compile(rf"(?i)(o)([ae])([{_TONES}])(?![a-zđ\u0302\u0306\u031b])")
_OPEN_UY = re.compile(rf"(?i)(?<!q)(u)(y)([{_TONES}])(?![a-zđ\u0302\u0306\u031b])")
_PIECES = re.compile(r"[0-9]+|[^\W\d_]+")

Piece = tuple[int, int, tuple[int, ...], int]
"""(0, number, (), 0) or (1, 0, letters by rank, tone): comparable with one another."""


def nfc(text: str) -> str:
    """Composed letters, look-alike Eth as Đ, no NUL, no spaces at the ends: the form in which text is kept."""
    text = text.replace("\x00", "").replace("\u00d0", "Đ").replace("\u00f0", "đ")
    return unicodedata.normalize("NFC", text).strip()


def exact(text: str) -> str:
    """One spelling with marks, lower case: "Uỷ ban" and "ỦY BAN" become "ủy ban"."""
    parts = unicodedata.normalize("NFD", text.replace("\u00d0", "Đ").replace("\u00f0", "đ"))
    parts = _OPEN_OA_OE.sub(r"\1\3\2", parts)
    parts = _OPEN_UY.sub(r"\1\3\2", parts)
    return unicodedata.normalize("NFC", parts).casefold()


def fold(text: str) -> str:
    """No marks, no đ, lower case: "Đảng uỷ" becomes "dang uy"."""
    parts = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d").replace("ð", "d")
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@lru_cache(maxsize=8192)
def collation_key(text: str) -> tuple[Piece, ...]:
    """Sort key in the Vietnamese alphabet, syllable by syllable: letters first, then tone; digits by their value.

    a ă â b c d đ e ê …; no tone, huyền, hỏi, ngã, sắc, nặng; "Bản 2" before "Bản 10".
    """
    return tuple(_piece(piece) for piece in _PIECES.findall(exact(text)))


def by_given_name(full_name: str) -> str:
    """The name turned so that people sort by given name, which stands last: "Nguyễn Văn An" becomes "An Nguyễn Văn"."""
    *others, given = full_name.split() or [""]
    return " ".join([given, *others])


def named(thing: Any, name: str) -> str:
    """What people wrote in `<name>_vi` and `<name>_en`: the English if that is the page's language and it is there."""
    english = get_language() == "en" and getattr(thing, f"{name}_en")
    return english or getattr(thing, f"{name}_vi") or ""


def _piece(piece: str) -> Piece:
    if piece[0] in "0123456789":
        return (0, int(piece), (), 0)
    tone, letters = 0, []
    for letter in piece:
        plain = "".join(part for part in unicodedata.normalize("NFD", letter) if part not in _TONES)
        marks = [part for part in unicodedata.normalize("NFD", letter) if part in _TONES]
        tone = _TONES.index(marks[0]) + 1 if marks else tone
        plain = unicodedata.normalize("NFC", plain)
        letters.append(_RANK.get(plain, len(_LETTERS) + ord(plain[0])))
    return (1, 0, tuple(letters), tone)
