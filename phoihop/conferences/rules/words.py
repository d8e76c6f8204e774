"""Sentences of a conclusion, and labels of what is written in the room."""

import re

from django.utils.translation import gettext as _

from phoihop.conferences.models import Delegate

_ENDS = re.compile(r"(?<=[.!?;])\s+(?=\S)|\n+")
_SHORT = re.compile(r"\b(?:đ/c|Đ/c|TP|TX|TT|KT|TL|Tp|v\.v)[.]$|^(?:[IVX]+|\d+)[.]$")


def sentences(text: str) -> list[str]:
    """The sentences of a conclusion in order, each to become work or be waived.

    Cut after ".", ";" and line ends; neither an abbreviation nor a number that leads ("2. Giao …") ends one.
    """
    found: list[str] = []
    for piece in _ENDS.split(text):
        words = " ".join(piece.split())
        if not words:
            continue
        if found and _SHORT.search(found[-1]):
            found[-1] = f"{found[-1]} {words}"
        else:
            found.append(words)
    return found


def note_label(seat: Delegate | None, *, conclusion: bool = False) -> str:
    """What the words are called in a refusal."""
    if conclusion:
        return _("Kết luận")
    return _("Ý kiến của %(who)s") % {"who": seat} if seat else _("Ghi chép")
