"""Revisions of the minutes, who edits them now, and what one revision changed against another."""

import datetime
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from phoihop.base import clock
from phoihop.conferences.models import Conference, Minutes, MinutesEditor
from phoihop.orgs.models import Post

NEAR = datetime.timedelta(minutes=30)
"""Somebody who opened or saved the minutes within this time may still be at them."""


@dataclass(frozen=True)
class Change:
    """A paragraph of one part: "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True)
class AtWork:
    """Somebody who was at the minutes lately."""

    label: str
    at: datetime.datetime


def latest_minutes(conference: Conference) -> Minutes | None:
    return conference.minutes.order_by("-number").first()


def adopted_minutes(conference: Conference) -> Minutes | None:
    return conference.minutes.filter(adopted_at__isnull=False).first()


def at_work(conference: Conference, post: Post) -> list[AtWork]:
    """Other posts that opened the minutes lately, the last first. One statement."""
    since = clock.now() - NEAR
    rows = MinutesEditor.objects.filter(conference=conference, opened_at__gte=since).exclude(post=post)
    return [AtWork(one.label, one.opened_at) for one in rows.order_by("-opened_at")]


def minutes_changes(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> dict[str, list[Change]]:
    """Part → its paragraphs as they changed; parts that are the same are left out."""
    found = {}
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = list(before.get(name, ())), list(after.get(name, ()))
        if old == new:
            continue
        lines: list[Change] = []
        for line in difflib.ndiff(old, new):
            kind = {"  ": "same", "- ": "gone", "+ ": "new"}.get(line[:2])
            if kind:
                lines.append(Change(kind, line[2:]))
        found[name] = lines
    return found
