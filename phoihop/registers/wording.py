"""Words of the registers that more than one page and notice use."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def drag_words(why: Iterable[str]) -> str:
    """Why a matter drags: "quá hạn; lâu không có bước mới"."""
    words = {
        "past_due": _("quá hạn"),
        "quiet": _("lâu không có bước mới"),
        "long": _("kéo dài quá mức thường"),
    }
    return "; ".join(words[one] for one in why if one in words)
