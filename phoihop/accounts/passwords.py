"""Password policy beyond Django's own validators."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class FourKindsValidator:
    """A password mixes small and capital letters, digits and signs (TCVN 14423:2026); letters with marks count."""

    def validate(self, password: str, user: object = None) -> None:
        kinds = (str.islower, str.isupper, str.isdigit, _is_sign)
        if not all(any(kind(letter) for letter in password) for kind in kinds):
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        return _("Có chữ thường, chữ hoa, chữ số và ký hiệu.")


def _is_sign(letter: str) -> bool:
    return not letter.isalnum() and not letter.isspace()
