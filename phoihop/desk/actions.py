"""What a person does with his own calendar."""

from django.db import transaction

from phoihop.accounts import actions as accounts
from phoihop.journal.actions import record
from phoihop.orgs.models import Post


@transaction.atomic
def renew_feed(*, by: Post) -> None:
    """Give the account that acts an address for its calendar, or another one: the old one opens nothing any more."""
    assert by.acting_user_id is not None
    accounts.renew_feed_key(user_id=by.acting_user_id)
    record("desk.renew_feed", by=by)


@transaction.atomic
def drop_feed(*, by: Post) -> None:
    """The account's calendar is read by signing in only. Where there is no address nothing happens."""
    assert by.acting_user_id is not None
    if accounts.drop_feed_key(user_id=by.acting_user_id):
        record("desk.drop_feed", by=by)
