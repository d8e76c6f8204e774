"""Sign-in, sign-out, failed attempts and changes of what one signs in with, heard from the borrowed parts that do them:
the only signals in the house."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from phoihop.journal.actions import record


@receiver(user_logged_in, dispatch_uid="journal-in")
def _signed_in(user: AbstractBaseUser, **kwargs: Any) -> None:
    record("accounts.sign_in", by=None, actor_id=user.pk, label=user.get_username())


@receiver(user_logged_out, dispatch_uid="journal-out")
def _signed_out(user: AbstractBaseUser | None, **kwargs: Any) -> None:
    if user is not None:
        record("accounts.sign_out", by=None, actor_id=user.pk, label=user.get_username())


@receiver(user_login_failed, dispatch_uid="journal-failed")
def _failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    """A name nobody has is not written down: it may be a password typed in the wrong box."""
    name = str(credentials.get("username", ""))
    user = get_user_model()._default_manager.filter(username=name).first()
    label = user.get_username() if user else "?"
    record("accounts.sign_in_failed", by=None, actor_id=user.pk if user else None, label=label)


@receiver(password_changed, dispatch_uid="journal-password")
def _changed_password(user: AbstractBaseUser, **kwargs: Any) -> None:
    record("accounts.change_password", by=None, actor_id=user.pk, label=user.get_username())


@receiver(authenticator_added, dispatch_uid="journal-factor-added")
def _added_factor(user: AbstractBaseUser, authenticator: Any, **kwargs: Any) -> None:
    facts = {"kind": authenticator.type}
    record("accounts.add_second_factor", by=None, actor_id=user.pk, label=user.get_username(), facts=facts)


@receiver(authenticator_removed, dispatch_uid="journal-factor-removed")
def _removed_factor(user: AbstractBaseUser, authenticator: Any, **kwargs: Any) -> None:
    facts = {"kind": authenticator.type}
    record("accounts.remove_second_factor", by=None, actor_id=user.pk, label=user.get_username(), facts=facts)
