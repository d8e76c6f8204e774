"""Reads of accounts: whose calendar an address opens."""

from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare

from phoihop.accounts.models import FeedKey, User
from phoihop.base.numbers import parse_key

_SALT = "phoihop.calendar"


def feed_token(user_id: int) -> str:
    """What stands in the address of the account's calendar, always the same for the same key; "" when it has none."""
    key = FeedKey.objects.filter(user_id=user_id).values_list("key", flat=True).first()
    return Signer(sep=".", salt=_SALT).sign(f"{user_id}.{key}") if key else ""


def user_of_feed(token: str) -> User | None:
    """The account whose calendar the token opens; None for one made up, renewed or switched off, or a closed account.

    One statement, none for what was not signed here.
    """
    try:
        number, _dot, given = Signer(sep=".", salt=_SALT).unsign(token).partition(".")
    except BadSignature:
        return None
    user_id = parse_key(number)
    if user_id is None:
        return None
    found = FeedKey.objects.select_related("user").filter(user_id=user_id, user__is_active=True).first()
    return found.user if found and constant_time_compare(found.key, given) else None
