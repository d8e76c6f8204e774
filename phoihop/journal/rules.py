"""Who may read the log."""

from typing import Protocol

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason


class Reader(Protocol):
    """What the journal asks of a post that wants to read; `orgs.Post` answers."""

    def can(self, capability: str) -> bool: ...


def why_not_read(reader: Reader | None) -> list[Reason]:
    if reader is not None and reader.can("journal.read"):
        return []
    return [Reason(_("Chỉ thư ký quy chế và lãnh đạo được xem nhật ký. Cần tra cứu thì nhờ một trong hai vị trí này."))]
