"""Is the machine well?"""

import datetime
from dataclasses import dataclass

from phoihop.base import clock
from phoihop.journal import queries as journal
from phoihop.ops.models import Chore

OVERDUE = datetime.timedelta(minutes=10)


@dataclass(frozen=True)
class Health:
    """`entries`: length of the log. `late` and `failed`: names of chores that should have run, or ended badly."""

    entries: int
    late: list[str]
    failed: list[str]

    @property
    def well(self) -> bool:
        return not self.late and not self.failed


def health() -> Health:
    """Read in two statements; a database that cannot be read raises."""
    now = clock.machine_now()
    rows = list(Chore.objects.all())
    late = [chore.name for chore in rows if chore.next_run < now - OVERDUE]
    failed = [chore.name for chore in rows if chore.outcome == Chore.Outcome.FAILED]
    return Health(journal.head()[0], late, failed)
