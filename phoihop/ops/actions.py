"""Run what is due. The worker's only verb."""

import contextlib
import datetime
import logging

from django.db import transaction
from django.db.models import Q

from phoihop.base import clock
from phoihop.ops import chores
from phoihop.ops.models import Chore

LEASE = datetime.timedelta(minutes=30)
"""After this long a chore whose worker died may be claimed by another."""

_log = logging.getLogger(__name__)


def run_due() -> list[str]:
    """Run every chore whose time has come and that nobody else holds; return the names of those run.

    A chore that fails says so in its row and is tried again at its next time; the others go on.
    """
    register()
    return [job.name for job in chores.JOBS if _claim(job) and _run(job)]


def register() -> None:
    """Give every chore its row; a new one is due at once."""
    missing = {job.name for job in chores.JOBS} - set(Chore.objects.values_list("name", flat=True))
    now = clock.machine_now()
    Chore.objects.bulk_create([Chore(name=name, next_run=now) for name in sorted(missing)], ignore_conflicts=True)


def _claim(job: chores.Job) -> bool:
    """Take the chore by one conditional update: right for two workers even where rows cannot be locked."""
    now = clock.machine_now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Chore.objects.filter(free, name=job.name, next_run__lte=now).update(claimed_until=now + LEASE) == 1


def _run(job: chores.Job) -> bool:
    started = clock.machine_now()
    try:
        with contextlib.nullcontext() if job.alone else transaction.atomic():
            said, outcome = job.run(), Chore.Outcome.DONE
    except Exception as fault:
        _log.exception("chore %s failed", job.name)
        said, outcome = f"{type(fault).__name__}: {fault}", Chore.Outcome.FAILED
    Chore.objects.filter(name=job.name).update(
        claimed_until=None, last_run=started, next_run=started + job.every, outcome=outcome, said=said[:500]
    )
    return True
