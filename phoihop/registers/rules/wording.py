"""Free text passes the gate before it is kept: no private person's numbers, no secret markings, no names."""

import re

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.documents import gate

_PERSON = re.compile(r"(?<!\w)(?:ông|bà|anh|chị|cụ|cháu|Ông|Anh|Chị)\s+(?:[A-ZĐÀ-ỸƯƠĂÂÊÔ]\w*\s+[A-ZĐÀ-ỸƯƠĂÂÊÔ]\w*)")
"""A word for a person before two capitalised words: "ông Lò Văn", never the place names "Bà Rịa", "Anh Sơn"."""


def unclean(text: str, field: str, label: str = "") -> list[Reason]:
    """Why this text may not be kept; `label` is how the user knows the field."""
    return gate.check_text(text, field, label) if text else []


def not_neutral(text: str, field: str, label: str = "") -> list[Reason]:
    """The gate, and the most common way in which a person's name slips in. Who reads it must still look."""
    found = unclean(text, field, label)
    if _PERSON.search(text):
        where = label or _("Phần chữ này")
        sentence = _("%(where)s có vẻ ghi tên một người. Ghi theo địa điểm, cơ quan hoặc chức vụ, bỏ tên người.")
        found.append(Reason(sentence % {"where": where}, field))
    return found
