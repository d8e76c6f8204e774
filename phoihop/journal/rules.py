"""Who may read the log, and what can be a letter."""

from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from phoihop.base.errors import Reason


class Reader(Protocol):
    """What the journal asks of a post that wants to read; `orgs.Post` answers."""

    def can(self, capability: str) -> bool: ...


def why_not_read(reader: Reader | None) -> list[Reason]:
    if reader is not None and reader.can("journal.read"):
        return []
    return [Reason(_("Chỉ thư ký quy chế và lãnh đạo được xem nhật ký. Cần tra cứu thì nhờ một trong hai vị trí này."))]


def is_address(text: str) -> bool:
    """Whether the text is one e-mail address and nothing else."""
    try:
        validate_email(text.strip())
    except ValidationError:
        return False
    return True


def why_not_queue(to: str, subject: str, key: str) -> list[Reason]:
    """A letter needs an address, a subject, and a key of no more than 200 signs that keeps it single."""
    reasons = []
    if not is_address(to):
        say = _("“%(text)s” không phải là địa chỉ thư điện tử. Ghi lại địa chỉ, ví dụ vanthu@tinh.gov.vn.")
        reasons.append(Reason(say % {"text": to}, "to"))
    if not subject.strip():
        reasons.append(Reason(_("Thư chưa có tiêu đề. Ghi một dòng nói thư về việc gì."), "subject"))
    if not 0 < len(key) <= 200:
        reasons.append(Reason(_("Khoá của thư phải có từ 1 đến 200 chữ."), "key"))
    return reasons
