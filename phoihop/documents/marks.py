"""Find in text what this program must not hold: numbers of citizens, telephone numbers, secrecy markings.

A false alarm stops honest work, so every pattern asks for the shape that only the forbidden thing has: a citizen
number begins with a province's code, a telephone number with an operator's, a marking stands in capitals or alone.
"""

import re
import unicodedata
from collections.abc import Iterator

from phoihop.base.text import fold

_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u3000\t]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_SINGLE_LETTERS = re.compile(r"(?<!\w)\w(?:[ ._*-]{1,3}\w){1,}(?!\w)")

_BEFORE = r"(?<![\w.,/-])"
_AFTER = r"(?![\w/])(?![.,-]\d)"
_PROVINCE = r"0(?:0[1-9]|[1-8]\d|9[0-6])"
_CITIZEN = re.compile(
    rf"{_BEFORE}(?:{_PROVINCE}[0-3]\d{{8}}"
    rf"|{_PROVINCE}[ .-]\d{{3}}[ .-]\d{{6}}|{_PROVINCE}[0-3]\d{{2}}[ .-]\d{{6}}"
    rf"|{_PROVINCE}\d[ .-]\d{{4}}[ .-]\d{{4}}|{_PROVINCE}(?:[ .-]\d{{3}}){{3}}){_AFTER}"
)
_PAPERS = r"cmnd|cmtnd|cccd|can cuoc|chung minh|dinh danh|ho chieu|giay to tuy than"
_IN_CONTEXT = re.compile(rf"(?:{_PAPERS})[^\n\d]{{0,40}}?((?<!\d)(?:\d[ .-]?){{8,11}}\d(?!\d)|\b[a-z]\d{{7,8}}\b)")
_TAX = re.compile(r"(?:mst|ma so thue|ma so doanh nghiep|so tai khoan|stk|ma dinh danh co quan)[^\n\d]{0,20}$")
_TELEPHONE = re.compile(
    rf"{_BEFORE}(?:"
    r"0[35789]\d{8}|0[35789]\d{2}[ .-]\d{3}[ .-]\d{3}|0[35789]\d[ .-]\d{3}[ .-]\d{4}|0[35789]\d{2}[ .-]\d{6}"
    r"|0[35789]\d{2}(?:[ .-]\d{2}){3}|0[35789]\d[ .-]\d{4}[ .-]\d{3}"
    r"|(?:\+|00)84[ .-]?\(?0?\)?[ .-]?[2-9]\d{1,2}[ .-]?\d{2,4}[ .-]?\d{2,4}(?:[ .-]?\d{2,3})?"
    r"|84[35789]\d{8}"
    r"|\(?02\d{1,2}\)?[ .-]\d[ .-]?\d{3}[ .-]?\d{3,4}|02\d{9}"
    rf"){_AFTER}"
)

_COMPOUND_BEFORE = {"BÍ", "CƠ", "BẢO", "THÂN", "BẢN", "XÃ", "MƯỜNG", "CHIỀNG", "NÀ", "PHIÊNG"}
_COMPOUND_AFTER = {
    "ĐỘ",
    "MÃ",
    "KHẨU",
    "ONG",
    "VỤ",
    "THIẾT",
    "DANH",
    "HIỆU",
    "LỆNH",
    "NGHỊ",
    "PHỤC",
    "ĐÀM",
    "MÍA",
    "THƯ",
}
_TOP = re.compile(r"(?<!\w)(?:TUYỆT|TỐI)\s+MẬT(?!\w)")
_PLAIN = re.compile(r"(?:(?<!\w)(\w+)[ ]+)?(?<!\w)MẬT(?!\w)(?:[ ]+(\w+))?")
_ALONE = re.compile(r"(?im)^\W*(?:(?:tuyệt|tối)\s+)?mật\W*$")
_LEVEL = re.compile(r"(?i)(?:độ|mức)\s+mật\s*[:=–-]\s*[\"“(\[]*\s*(?:(?:tuyệt|tối)\s+)?mật(?!\w)")
_BRACKETS = re.compile(r"(?i)[(\[{“\"]\s*(?:(?:tuyệt|tối)\s+)?mật\s*[)\]}”\"]")

_NAME_SPLIT = re.compile(r"[^\w]+|_+")
_NAME_BEFORE = {
    "bi",
    "co",
    "bao",
    "than",
    "vang",
    "ra",
    "be",
    "tien",
    "mac",
    "moi",
    "nhieu",
    "cac",
    "doi",
    "guong",
    "dia",
}
_NAME_AFTER = {
    *(
        "do",
        "ma",
        "khau",
        "ong",
        "vu",
        "thiet",
        "danh",
        "hieu",
        "lenh",
        "nghi",
        "tran",
        "bang",
        "hang",
        "phang",
        "duong",
    ),
    *("dat", "nuoc", "cat", "tien", "tot", "bien"),
}


def normal(text: str) -> str:
    """Text as the patterns read it: composed, no invisible letters, one kind of space, spaced-out words closed up."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).replace("Ð", "Đ")
    return _SINGLE_LETTERS.sub(_close_up, _SPACES.sub(" ", text))


def _close_up(found: re.Match[str]) -> str:
    letters = found.group()
    if any(sign.isdigit() for sign in letters):
        return letters
    # Two or more gaps part two words that were both spaced out: "T Ố I   M Ậ T".
    words = re.split(r"[ ]{2,}", letters)
    closed = " ".join(re.sub(r"[ ._*-]", "", word) for word in words)
    for first in ("TUYỆT", "TỐI", "Tuyệt", "Tối"):
        if closed.upper() == f"{first.upper()}MẬT":
            return f"{closed[: len(first)]} {closed[len(first) :]}"
    return closed


def citizen_numbers(text: str) -> Iterator[str]:
    """Numbers of citizen cards, of old identity cards and of passports, the last two only where the text says so."""
    text = normal(text)
    for found in _CITIZEN.finditer(text):
        groups = re.split(r"[ .-]", found.group())
        if len(groups) == 4 and " " in found.group() and groups == sorted(groups):
            continue  # a rising list of three-digit codes of districts
        if not _TAX.search(_folded_before(text, found.start())):
            yield found.group()
    flat = "\n".join(fold(line) for line in text.split("\n"))
    for found in _IN_CONTEXT.finditer(flat):
        if len(re.sub(r"\D", "", found.group(1))) in {7, 8, 9, 12}:
            yield found.group(1).strip()


def telephone_numbers(text: str) -> Iterator[str]:
    """Vietnamese telephone numbers, with and without the country's code; not tax or account numbers named as such."""
    text = normal(text)
    for found in _TELEPHONE.finditer(text):
        if not _TAX.search(_folded_before(text, found.start())):
            yield found.group()


def markings(text: str) -> Iterator[str]:
    """Markings of state secrets: TUYỆT MẬT, TỐI MẬT, MẬT in capitals, alone on a line, in brackets or as a level."""
    text = normal(text)
    for pattern in (_TOP, _ALONE, _LEVEL, _BRACKETS):
        for found in pattern.finditer(text):
            yield found.group().strip()
    for found in _PLAIN.finditer(text):
        before, after = found.group(1) or "", found.group(2) or ""
        if before in _COMPOUND_BEFORE or after in _COMPOUND_AFTER or before in {"TUYỆT", "TỐI"}:
            continue
        yield "MẬT"


def markings_in_name(name: str) -> Iterator[str]:
    """Markings in the name of a file, where marks are often left out and words are joined by _ or -."""
    stem = normal(unicodedata.normalize("NFC", name).rsplit(".", 1)[0])
    words = [word for word in _NAME_SPLIT.split(stem) if word]
    plain = [fold(word) for word in words]
    shouting = stem == stem.upper()
    for index, word in enumerate(plain):
        if word != "mat":
            continue
        before = plain[index - 1] if index else ""
        after = plain[index + 1] if index + 1 < len(plain) else ""
        marked = unicodedata.normalize("NFC", words[index]).casefold() == "mật"
        bare = words[index] == "MAT" and (not shouting or not before or not after)
        if before in {"tuyet", "toi"} and (marked or words[index].upper() == "MAT" or words[index] == "mat"):
            yield f"{words[index - 1]} {words[index]}"
        elif (marked or bare) and before not in _NAME_BEFORE and after not in _NAME_AFTER:
            yield words[index]


def _folded_before(text: str, start: int) -> str:
    return fold(text[max(0, start - 40) : start])
