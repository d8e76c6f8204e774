"""Telling open pages that something changed: a topic and a number, never content.

A row written inside the verb's own transaction carries the news to whichever process holds the open pages: it is there
exactly when the change is there, on both databases, and a page that was away asks for what it missed by number.
"""

import datetime

from django.db.models import Max

from phoihop.base import clock
from phoihop.base.models import News

KEPT = datetime.timedelta(days=1)


def tell(topic: str) -> None:
    """Tell every open page that follows `topic` (the name of a room, "reporting") to ask again after this commit."""
    News.objects.create(topic=topic, at=clock.machine_now())


def since(number: int, limit: int = 5000) -> list[tuple[int, str]]:
    """(number, topic) of everything told after `number`, oldest first; at most the latest `limit`."""
    rows = News.objects.filter(pk__gt=number).order_by("-pk").values_list("pk", "topic")[:limit]
    return list(reversed(rows))


def missed(number: int, topics: set[str]) -> dict[str, int]:
    """The newest number after `number` under each of the topics that has one."""
    rows = News.objects.filter(pk__gt=number, topic__in=topics).order_by().values_list("topic")
    return dict(rows.annotate(Max("pk")))


def latest() -> int:
    """The number of the newest news, 0 when there is none."""
    return News.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def trim() -> int:
    """Forget news that no page can still be waiting for; returns how many. The newest stays, so that numbers go on."""
    old = News.objects.filter(at__lt=clock.machine_now() - KEPT).exclude(pk=latest())
    return old.delete()[0]
