"""Numbers, shares and dates as they are written here, and numbers as they are typed.

On the page: 1.234,5 and 95,59 % in Vietnamese, 1,234.5 and 95.59% in English. In a cell that people fill in the
Vietnamese form holds in both languages (`format_input`, `parse_number`), so that a figure cannot change its meaning
with the language of the page.
"""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from phoihop.base.errors import Reason, Refusal

Number = Decimal | int | float
NO_BREAK = "\u00a0"
MINUS = "\u2212"
NOTHING = "–"
"""Shown where there is no number, which is not the same as zero."""

_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")
_WRITTEN = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(?:,[0-9]+)?", re.ASCII)
_ENGLISH = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", re.ASCII)
_DOT_DECIMAL = re.compile(r"[+-]?[0-9]+\.[0-9]+", re.ASCII)
_LONGEST_KEY = 18
"""Digits: every number of so many fits the widest column of both databases."""
_EITHER = re.compile(r"[+-]?[0-9]{1,3}[.,][0-9]{3}", re.ASCII)


class NotANumber(Refusal, ValueError):
    """What was typed cannot be read as one number without guessing."""


def round_half_up(value: Number, places: int = 0) -> Decimal:
    """Half away from zero, as clerks round: 0,125 with two places is 0,13."""
    return _decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def format_number(value: Number | None, decimals: int | None = None) -> str:
    """ "1.234,5" in Vietnamese, "1,234.5" in English, "–" for None.

    Without `decimals` every digit that counts is shown; with it the value is rounded half up to that many.
    """
    if value is None:
        return NOTHING
    english = get_language() == "en"
    if isinstance(value, int) and not decimals and value >= 0:  # most cells of a large table
        return str(value) if value < 1000 else f"{value:,}" if english else f"{value:,}".replace(",", ".")
    thousands, point = (",", ".") if english else (".", ",")
    return _written(value, decimals, thousands, point)


def format_input(value: Number | None) -> str:
    """The form for the value of an input: no thousands, decimal comma, plain hyphen, "" for None; both languages."""
    return "" if value is None else _written(value, None, "", ",").replace(MINUS, "-")


def format_percent(percent: Number | None, decimals: int = 2) -> str:
    """ "95,59 %" (no-break space; "95.59%" in English). `percent` is out of a hundred: 95.588… for 195/204."""
    if percent is None:
        return NOTHING
    return format_number(percent, decimals) + ("%" if get_language() == "en" else f"{NO_BREAK}%")


def format_change(value: Number | None, decimals: int | None = None) -> str:
    """A difference, with its sign: "+3", "−1,5", "0"."""
    shown = format_number(value, decimals)
    return f"+{shown}" if value is not None and value > 0 else shown


def parse_number(text: str) -> Decimal:
    """The number a person typed: "1234", "1.234,5", "1 234,5", "0,5", "-3".

    Raises NotANumber, with a sentence that shows how to write it, for anything that would have to be guessed.
    """
    typed = _SPACES.sub(" ", text.strip()).replace(MINUS, "-")
    if get_language() == "en" and _EITHER.fullmatch(typed):
        whole = typed.replace(",", "").replace(".", "")
        raise _refusal(
            _("“{typed}” có thể hiểu hai cách. Viết {whole}, hoặc thêm một chữ số 0 sau phần lẻ."), typed, whole
        )
    if _WRITTEN.fullmatch(typed):
        return Decimal(typed.replace(".", "").replace(" ", "").replace(",", "."))
    if _ENGLISH.fullmatch(typed):
        better = typed.replace(",", " ").replace(".", ",").replace(" ", ".")
        raise _refusal(_("Viết {better}: dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần lẻ."), typed, better)
    if _DOT_DECIMAL.fullmatch(typed):
        raise _refusal(_("Viết {better}: phần lẻ ngăn bằng dấu phẩy."), typed, typed.replace(".", ","))
    if typed.endswith("%"):
        raise _refusal(_("Viết số, không viết dấu %: tỷ lệ do chương trình tính."), typed)
    if not typed:
        raise _refusal(_("Ô còn trống. Nhập số."), typed)
    raise _refusal(_("“{typed}” không phải là số. Nhập số, ví dụ 1.234,5."), typed)


def parse_key(text: str | None) -> int | None:
    """A whole number in an address or a form that the page itself wrote (a key, a year, a version).

    None for anything else: what a database cannot hold or a person made up finds nothing, and never fails.
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _LONGEST_KEY else None


def parse_date(text: str | None) -> datetime.date | None:
    """A day as browsers send it or as people here write it: 2021-12-31, 31/12/2021; None for anything else."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(text or "", pattern).date()
        except ValueError:
            continue
    return None


def format_date(day: datetime.date | None) -> str:
    """ "13/01/2022", in both languages."""
    return f"{day:%d/%m/%Y}" if day else NOTHING


def format_moment(moment: datetime.datetime | None) -> str:
    """ "13/01/2022 14:02", local time."""
    if moment is None:
        return NOTHING
    return f"{timezone.localtime(moment) if timezone.is_aware(moment) else moment:%d/%m/%Y %H:%M}"


def date_in_words(day: datetime.date) -> str:
    """ "thứ Năm, 13/01/2022"."""
    return f"{_weekdays()[day.weekday()]}, {format_date(day)}"


def short_date_in_words(day: datetime.date) -> str:
    """ "thứ Năm, 13/01": for a day that is near."""
    return f"{_weekdays()[day.weekday()]}, {day:%d/%m}"


def due_in_words(due: datetime.date, today: datetime.date, working_days_left: int) -> str:
    """ "còn 2 ngày làm việc", "hôm nay", "quá hạn 3 ngày làm việc".

    `working_days_left` counts the working days after today up to `due`; for a day past, those after it (either sign).
    """
    if due == today:
        return _("hôm nay")
    days = abs(working_days_left)
    if due < today:
        return (
            ngettext("quá hạn %(n)s ngày làm việc", "quá hạn %(n)s ngày làm việc", days) % {"n": days}
            if days
            else _("quá hạn")
        )
    if not days:
        return _("hạn {day}").format(day=short_date_in_words(due))
    return ngettext("còn %(n)s ngày làm việc", "còn %(n)s ngày làm việc", days) % {"n": days}


def _weekdays() -> tuple[str, ...]:
    return (
        _("thứ Hai"),
        _("thứ Ba"),
        _("thứ Tư"),
        _("thứ Năm"),
        _("thứ Sáu"),
        _("thứ Bảy"),
        _("Chủ nhật"),
    )


def _decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _written(value: Number, decimals: int | None, thousands: str, point: str) -> str:
    exactly = _decimal(value)
    if decimals is not None:
        exactly = round_half_up(exactly, decimals)
    digits = f"{abs(exactly):f}"
    whole, _dot, rest = digits.partition(".")
    if decimals is None:
        rest = rest.rstrip("0")
    sign = MINUS if exactly < 0 else ""
    return sign + f"{int(whole):,}".replace(",", thousands) + (point + rest if rest else "")


def _refusal(sentence: str, typed: str, better: str = "") -> NotANumber:
    return NotANumber([Reason(sentence.format(typed=typed, better=better, whole=better))])
