"""How a matter stands today, as a word and a tone."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.duties.calendar import working_days_between
from phoihop.registers.formulas import Drag
from phoihop.registers.wording import drag_words

SOON = 5
"""Working days before the due day from which a matter is soon due."""


@dataclass(frozen=True, slots=True)
class Standing:
    why: tuple[Drag, ...]
    """Why it drags; empty when it does not."""
    resolved: bool
    in_time: bool
    """Settled by the day it was due."""
    soon: bool

    @property
    def drags(self) -> bool:
        return bool(self.why)

    @property
    def late(self) -> bool:
        return Drag.PAST_DUE in self.why

    @property
    def word(self) -> str:
        if self.resolved:
            return _("đã giải quyết") if self.in_time else _("đã giải quyết, sau hạn")
        if self.why:
            return _("quá hạn") if self.late else _("kéo dài")
        return _("sắp đến hạn") if self.soon else _("đang giải quyết")

    @property
    def reasons(self) -> str:
        """Why it drags, besides being past due, which the word says."""
        return drag_words(one for one in self.why if one != Drag.PAST_DUE)

    @property
    def tone(self) -> str:
        if self.resolved:
            return "accepted"
        return "late" if self.why else "soon" if self.soon else "pending"


def standing_of(
    due_on: datetime.date, resolved_on: datetime.date | None, why: Sequence[Drag], today: datetime.date
) -> Standing:
    if resolved_on is not None:
        return Standing((), resolved=True, in_time=resolved_on <= due_on, soon=False)
    soon = due_on >= today and working_days_between(today, due_on) <= SOON
    return Standing(tuple(why), resolved=False, in_time=False, soon=soon and not why)
