"""The short PIN by which a delegate votes on the shared computer of his site. It is worked out, never stored."""

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.conferences.models import Delegate, PinGuess, Site

DIGITS, MOST_WRONG = 4, 5


def pin_of(delegate: Delegate) -> str:
    """The four digits of this seat and issue; a new issue gives new ones."""
    mark = salted_hmac("phoihop.conferences.pin", f"{delegate.pk}:{delegate.pin_issue}", algorithm="sha256")
    return f"{int.from_bytes(mark.digest()[:8], 'big') % 10**DIGITS:0{DIGITS}}"


def check_pin(delegate: Delegate, pin: str) -> bool:
    return pin == pin_of(delegate)


def why_not_pin(delegate: Delegate, site: Site, pin: str, wrong: int) -> list[Reason]:
    """`wrong`: how often it was typed wrong before. Says nothing of whose the typed digits may be."""
    said = {"who": str(delegate), "site": delegate.site.name_vi, "here": site.name_vi}
    if delegate.site_id != site.pk:
        say = _("%(who)s dự ở %(site)s, không phải %(here)s. Chọn lại tên trong danh sách của điểm cầu này.")
        return [Reason(say % said, "delegate")]
    if wrong >= MOST_WRONG:
        say = _("Mã của %(who)s đã bị khóa vì nhập sai nhiều lần. Đề nghị thư ký hội nghị cấp mã mới.")
        return [Reason(say % said, "pin")]
    if not check_pin(delegate, pin):
        say = _(
            "Mã không đúng với %(who)s. Xem lại phiếu mã; mã của điểm cầu khác hoặc của người khác không dùng được."
        )
        return [Reason(say % said, "pin")]
    return []


def wrong_pins(delegate: Delegate) -> int:
    """How often the PIN was typed wrong since it was last right."""
    return PinGuess.objects.filter(delegate=delegate).values_list("wrong", flat=True).first() or 0
