"""How django-allauth fits this office: accounts are given, never taken, and secrets are not kept in the clear."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from phoihop.accounts.middleware import keep_language
from phoihop.accounts.models import User

_SAID = {
    "account/messages/logged_out.txt": _("Đã đăng xuất."),
    "account/messages/password_changed.txt": _("Đã đổi mật khẩu."),
    "mfa/messages/totp_activated.txt": _("Đã bật ứng dụng xác thực."),
    "mfa/messages/totp_deactivated.txt": _("Đã tắt ứng dụng xác thực."),
    "mfa/messages/recovery_codes_generated.txt": _("Đã tạo mã dự phòng mới."),
}
"""What is said after each of the library's actions; after those that are not named, nothing."""


class OfficeAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by himself; the office gives accounts."""
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        """The language kept with the account holds on this machine too."""
        response: HttpResponse = super().post_login(request, user, **how)
        if isinstance(user, User):
            keep_language(response, user.language)
        return response

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *more: Any, **named: Any
    ) -> None:
        said = _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said))

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A password that its holder chose ends the duty to change the one that was given."""
        if isinstance(user, User):
            user.must_change_password = False
        super().set_password(user, password)


class OfficeSecondFactor(DefaultMFAAdapter):
    """Seeds of authenticator apps and recovery codes lie in the database encrypted with the installation's secret."""

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _lock().decrypt(encrypted_text.encode()).decode()


def _lock() -> Fernet:
    key = hashlib.sha256(b"phoihop.second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
