"""Password policy beyond Django's own validators."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS = (r"[a-zà-ỹđ]", r"[A-ZÀ-ỸĐ]", r"\d", r"[^\w\s]")


class FourKindsValidator:
    """Without a second factor a password mixes small and capital letters, digits and signs (TCVN 14423:2026)."""

    def validate(self, password: str, user: object = None) -> None:
        if not all(re.search(kind, password) for kind in KINDS):
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        return _("Mật khẩu phải có chữ thường, chữ hoa, chữ số và ký hiệu.")
