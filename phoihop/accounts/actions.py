"""What gives and changes an account. `journal` stands above this room, so the commands and pages above record."""

import secrets
import string

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from phoihop.accounts import rules
from phoihop.accounts.models import FeedKey, User
from phoihop.base import clock
from phoihop.base.errors import refuse

_SIGNS = "!#%+-=?@"
_ALPHABETS = (string.ascii_lowercase, string.ascii_uppercase, string.digits, _SIGNS)
_UNCLEAR = set("0O1lI")


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """The holder's own preference: kept with the account so that it holds on the next machine. Not journaled."""
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language


@transaction.atomic
def add_user(*, username: str) -> tuple[User, str]:
    """Give an account; returns it with its one-time password, which is kept nowhere else.

    Its holder has to choose an own password at the first sign-in. Refuses a name that is empty, taken or has signs
    that cannot be typed everywhere.
    """
    user = User(username=username.strip(), must_change_password=True)
    refuse(rules.why_not_add_user(user))
    password = one_time_password()
    user.set_password(password)
    user.save()
    return user, password


@transaction.atomic
def give_new_password(*, user: User) -> str:
    """A new one-time password for who has forgotten his; open sessions of the account end, its second factor stays."""
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return password


@transaction.atomic
def renew_feed_key(*, user_id: int) -> None:
    """A new key for the address of the account's calendar; the old address, if there was one, is dead."""
    FeedKey.objects.update_or_create(
        user_id=user_id, defaults={"key": secrets.token_urlsafe(24), "made_at": clock.machine_now()}
    )


@transaction.atomic
def drop_feed_key(*, user_id: int) -> bool:
    """No address of the account's calendar any more; returns whether there was one."""
    return bool(FeedKey.objects.filter(user_id=user_id).delete()[0])


def one_time_password(length: int = 18) -> str:
    """Random, of four kinds, without letters and digits that look alike."""
    readable = ["".join(sorted(set(kind) - _UNCLEAR)) for kind in _ALPHABETS]
    letters = [secrets.choice(kind) for kind in readable]
    letters += [secrets.choice("".join(readable)) for _more in range(length - len(letters))]
    secrets.SystemRandom().shuffle(letters)
    password = "".join(letters)
    try:
        validate_password(password)
    except ValidationError:  # a common or numeric word by chance: draw again
        return one_time_password(length)
    return password
