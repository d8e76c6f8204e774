"""The only source of "today" and "now", so that a demonstration or a test can stand on any day."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from phoihop.base.models import Instance

_standing: ContextVar[datetime.datetime | None] = ContextVar("standing", default=None)


@lru_cache(maxsize=1)
def instance() -> Instance:
    """The installation's own row, read once in a process; a database not yet made counts as an ordinary one."""
    try:
        return Instance.objects.filter(pk=1).first() or Instance(pk=1)
    except (OperationalError, ProgrammingError):
        return Instance(pk=1)


def now() -> datetime.datetime:
    """This instant, aware, or the instant at which the program is made to stand.

    A demonstration keeps the real time of day on the day it stands on, so that later things stay later.
    """
    standing = _standing.get()
    if standing is not None:
        return standing
    real = timezone.now()
    day = instance().stands_on
    if day is None:
        return real
    return timezone.make_aware(datetime.datetime.combine(day, timezone.localtime(real).time()))


def machine_now() -> datetime.datetime:
    """The machine's own time, for leases, schedules and trimming: a demonstration that stands still still ages."""
    return timezone.now()


def today() -> datetime.date:
    return timezone.localtime(now()).date()


def moment_of_record(as_of: datetime.date | datetime.datetime | None) -> datetime.datetime | None:
    """What had been written by then counts: a day stands for its end, an instant for itself, None for now."""
    if as_of is None or isinstance(as_of, datetime.datetime):
        return as_of
    return timezone.make_aware(datetime.datetime.combine(as_of, datetime.time.max))


@contextmanager
def standing_at(moment: datetime.datetime | datetime.date) -> Iterator[None]:
    """Within the block, now() is `moment`; a date stands for 09:00 of that day."""
    if not isinstance(moment, datetime.datetime):
        moment = datetime.datetime.combine(moment, datetime.time(9))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
