"""Is the machine well?"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from phoihop.base import clock
from phoihop.journal import queries as journal
from phoihop.journal.queries import MailCounts
from phoihop.ops.models import Chore

OVERDUE = datetime.timedelta(minutes=10)


@dataclass(frozen=True)
class Health:
    """`entries`: length of the log. `late` and `failed`: names of chores that should have run, or ended badly. `mail`:
    letters that wait or were given up, which is no fault of the machine."""

    entries: int
    late: list[str]
    failed: list[str]
    mail: MailCounts

    @property
    def well(self) -> bool:
        return not self.late and not self.failed


def health() -> Health:
    """Read in three statements; a database that cannot be read raises."""
    now = clock.machine_now()
    rows = list(Chore.objects.all())
    late = [chore.name for chore in rows if chore.next_run < now - OVERDUE]
    failed = [chore.name for chore in rows if chore.outcome == Chore.Outcome.FAILED]
    return Health(journal.head()[0], late, failed, journal.mail_counts())


def last_words(names: Iterable[str]) -> list[tuple[str, str]]:
    """(chore, what it said the last time it ran), in the order of the names given."""
    said = dict(Chore.objects.values_list("name", "said"))
    return [(name, said.get(name, "")) for name in names]
