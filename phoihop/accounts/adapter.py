"""How django-allauth fits this office: accounts are given, never taken, and secrets are not kept in the clear."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from phoihop.accounts.middleware import keep_language
from phoihop.accounts.models import User


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
