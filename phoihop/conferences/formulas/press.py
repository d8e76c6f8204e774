"""What may not stand in free words for the press: numbers nobody released, names of persons, code names.

Without a database: whatever is known of codes, persons and released facts is given.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from phoihop.base.text import fold
from phoihop.documents.marks import normal

_NUMBER = re.compile(r"\d+(?:[.,/\-]\d+)*")
_YEAR_BEFORE = re.compile(r"(?:năm|giai đoạn)\s*$")
_UNITS = {
    **{"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7},
    **{"bẩy": 7, "tám": 8, "chín": 9, "không": 0, "linh": 0, "lẻ": 0},
}
_SCALES = {"trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10_000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_TENS = {"mười": 10, "mươi": 10, "chục": 10}
_CODE = re.compile(
    r"(?:chuyên án|bí số|mật danh|mã hiệu|tên mã)\s*(?:mang\s+)?(?:số|mã|bí số|mật danh)?\s*[:“\"']?\s*"
    r"(?P<code>(?=[\w/-]*[\dA-ZĐ])[A-ZĐ0-9][\w/-]*)"
)


@dataclass(frozen=True)
class Lists:
    """The dated data of the gate (data/press.json), folded where it is compared without marks."""

    honorifics: tuple[str, ...]
    surnames: frozenset[str]
    titles: frozenset[str]
    places: tuple[str, ...]


def lists_of(raw: Mapping[str, Collection[str]]) -> Lists:
    return Lists(
        tuple(raw["honorifics"]),
        frozenset(fold(one) for one in raw["surnames"]),
        frozenset(fold(one) for one in raw["titles"]),
        tuple(raw["places"]),
    )


def numbers_in(text: str) -> set[str]:
    """The numbers of a released fact: as written, without thousands, and both parts of a fraction. Dates stay whole."""
    found: set[str] = set()
    for one in _NUMBER.finditer(normal(text)):
        found |= _spellings(one.group())
    return found


def years_in(texts: Iterable[str]) -> set[str]:
    """Every year that stands in released facts, alone or at the end of a date."""
    return {year for text in texts for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)}


def _spellings(token: str) -> set[str]:
    parts = token.split("/")
    if len(parts) == 2 and len(parts[1]) != 4:
        return {token, *(_plain(part) for part in parts)}
    return {token, _plain(token)}


def _plain(token: str) -> str:
    """ "1.234" and "1234" are one number."""
    return re.sub(r"\.(?=\d{3}(?:\D|$))", "", token)


def loose_numbers(text: str, released: Collection[str]) -> list[str]:
    """Numbers of the text, in digits or in words, that stand in none of the released facts."""
    allowed: set[str] = set()
    for fact in released:
        allowed |= numbers_in(fact)
    years, words = years_in(released), normal(text)
    found = []
    for one in _NUMBER.finditer(words):
        token = one.group()
        is_year = token in years and _YEAR_BEFORE.search(words[: one.start()].casefold())
        if not (token in allowed or _plain(token) in allowed or is_year):
            found.append(token)
    return found + [said for said, value in spelled(words) if str(value) not in allowed]


def spelled(text: str) -> Iterator[tuple[str, int]]:
    """Numbers of ten and more that are written in words: ("hai mươi ba", 23). A single small word is no figure."""
    words = re.findall(r"\w+|[^\w\s]", text.casefold())
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and (words[end] in _UNITS or words[end] in _SCALES or words[end] in _TENS):
            end += 1
        run = words[start:end]
        is_month = start > 0 and words[start - 1] == "tháng"
        counts = "mười" in run or (len(run) > 1 and any(word in _SCALES or word in _TENS for word in run))
        if counts and not is_month:
            yield " ".join(run), _value(run)
        start = max(end, start + 1)


def _value(run: list[str]) -> int:
    total = part = last = 0
    for word in run:
        if word in _UNITS:
            last = _UNITS[word]
            part += last
        elif word in _TENS:
            part = part - last + (last or 1) * 10 if word != "mười" else part + 10
            last = 0
        elif word == "trăm":
            part = part - last + (last or 1) * 100
            last = 0
        else:
            total += (part or 1) * _SCALES[word]
            part = last = 0
    return total + part


def code_names(text: str, known: Collection[str]) -> list[str]:
    """Codes of operations that are on record, and whatever follows words that announce a code."""
    words = normal(text)
    flat = _squeezed(words)
    found = [code for code in known if len(_squeezed(code)) >= 3 and _stands_in(_squeezed(code), flat, words, code)]
    return list(dict.fromkeys([*found, *(one["code"] for one in _CODE.finditer(words))]))


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def _stands_in(code: str, flat: str, words: str, written: str) -> bool:
    """As a word of its own; codes with a digit also when hyphens or spaces were moved."""
    if re.search(rf"(?<!\w){re.escape(fold(written))}(?!\w)", fold(words)):
        return True
    return any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code) and code in flat


def persons(text: str, lists: Lists, known: Collection[str], released: Collection[str]) -> list[str]:
    """Names of persons that no released fact holds: after an honorific, after a surname, or on record."""
    words = normal(text)
    for place in lists.places:
        words = words.replace(place, place.casefold())
    allowed = [fold(one) for one in released]
    found = [*_after_honorifics(words, lists), *_after_surnames(words, lists)]
    flat = f" {' '.join(re.findall(r'[a-z0-9]+', fold(words)))} "
    found += [name for name in known if len(name.split()) > 1 and f" {fold(name)} " in flat]
    return [name for name in dict.fromkeys(found) if not any(fold(name) in one for one in allowed)]


def _after_honorifics(words: str, lists: Lists) -> Iterator[str]:
    honorific = "|".join(sorted(map(re.escape, lists.honorifics), key=len, reverse=True))
    for one in re.finditer(rf"(?<!\w)(?:{honorific})[ ,:]+(?P<rest>\w[^.;:,()\n]*)", words, re.IGNORECASE):
        rest = one["rest"].split()
        name = _capitalised(rest)
        first = fold(rest[0])
        if len(name) == 1 and first in lists.titles:
            continue
        if name and not (first in lists.titles and len(rest) > 1 and not rest[1][:1].isupper()):
            yield " ".join(name)
        elif not name and first in lists.surnames and len(rest) > 1 and fold(rest[1]) in _MIDDLE:
            yield " ".join(rest[:3])


_MIDDLE = frozenset({"van", "thi", "huu", "duc", "minh", "ngoc", "xuan", "quang", "thanh", "a"})


def _capitalised(words: list[str]) -> list[str]:
    found = []
    for word in words:
        if not word[:1].isupper():
            break
        found.append(word)
    return found


def _after_surnames(words: str, lists: Lists) -> Iterator[str]:
    """A surname with at least two further capitalised words."""
    tokens = re.findall(r"\w+|[^\w\s]", words)
    for index, token in enumerate(tokens):
        if not token[:1].isupper() or fold(token) not in lists.surnames:
            continue
        name = _capitalised(tokens[index : index + 5])
        if len(name) >= 3:
            yield " ".join(name)
