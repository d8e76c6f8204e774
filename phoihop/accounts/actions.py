"""What changes an account."""

from django.db import transaction

from phoihop.accounts.models import User


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """The holder's own preference: kept with the account so that it holds on the next machine. Not journaled."""
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language
