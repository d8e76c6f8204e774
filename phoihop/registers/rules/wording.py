"""Free text passes the gate before it is kept: no private person's numbers, no secret markings."""

from phoihop.base.errors import Reason
from phoihop.documents import gate


def unclean(text: str, field: str, label: str = "") -> list[Reason]:
    """Why this text may not be kept; `label` is how the user knows the field."""
    return gate.check_text(text, field, label) if text else []
