"""What must hold of an account before it is given."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from phoihop.accounts.models import User
from phoihop.base.errors import Reason


def why_not_add_user(user: User) -> list[Reason]:
    """A name is used once, whatever its capitals, and can be typed everywhere."""
    if User.objects.filter(username__iexact=user.username).exists():
        return [Reason(_("Tên “{name}” đã có người dùng. Chọn tên khác.").format(name=user.username), "username")]
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as wrong:
        return [Reason(said, field) for field, sentences in wrong.message_dict.items() for said in sentences]
    return []
