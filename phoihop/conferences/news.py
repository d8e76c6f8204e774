"""Telling open screens that the log of a conference grew: its number, never content.

Three ways, each safe beside the others: within this process at once after the commit (`wakers`), to other processes by
PostgreSQL's own NOTIFY, and by a row of news that whoever missed both reads within half a second.
"""

from collections.abc import Callable

from django.db import connection, transaction

from phoihop.base import news

TOPIC = "conference"
CHANNEL = "phoihop_conference"
"""The channel of PostgreSQL on which the key of a conference is sent."""
wakers: list[Callable[[int], None]] = []
"""Called with the key of the conference after the commit, in the thread that wrote: must return at once."""


def topic(conference_id: int) -> str:
    """What the open screens of one conference follow."""
    return f"{TOPIC}:{conference_id}"


def told(conference_id: int) -> None:
    """Within the verb's transaction: after the commit every stream looks at the log from where it stood."""
    news.tell(topic(conference_id))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(conference_id)])
    transaction.on_commit(lambda: _wake(conference_id), robust=True)


def _wake(conference_id: int) -> None:
    for waker in wakers:
        waker(conference_id)
