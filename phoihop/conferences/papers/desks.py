"""What single parts of the chair's, the secretary's and the hall screen need beyond the common Screen."""

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from django.urls import reverse

from phoihop.conferences import queries
from phoihop.conferences.formulas import Poll
from phoihop.conferences.queries import Screen, Sentence
from phoihop.documents import pictures

MINUTES_LINES = 100
"""So many of the newest sentences of the minutes are on the secretary's screen."""
MOST_ON_THE_WALL = 3
"""So many names of who chose otherwise than most fit on the hall's screen."""
IN_MINUTES = frozenset(
    {
        "room.opened",
        "room.closed",
        "chair.taken",
        "floor.given",
        "vote.closed",
        "vote.cancelled",
        "note.written",
        "conclusion.read",
    }
)
"""Verbs whose sentences make the course of the minutes as it grows."""
More = Callable[[Screen], Mapping[str, Any]]


def nothing(shown: Screen) -> dict[str, Any]:
    return {}


def _minutes(shown: Screen) -> dict[str, Any]:
    """[(item in words, its sentences)] in the order of what happened; an item taken up again comes again."""
    names = shown.names
    lines = queries.course(shown.conference, names=names, verbs=IN_MINUTES, newest=MINUTES_LINES)
    by_item: Callable[[Sentence], int | None] = lambda one: one.item  # noqa: E731 - groupby wants a key
    return {"written": [(names.item(item), list(some)) for item, some in groupby(lines, by_item)]}


def _heard(shown: Screen) -> dict[str, Any]:
    return {"heard": shown.heard}


def _conclusions(shown: Screen) -> dict[str, Any]:
    return {"give": reverse("conferences:conclusions", args=[shown.conference.pk])}


def _wall(shown: Screen) -> dict[str, Any]:
    """A vote holds the wall while it is open and, with its result, until the conference goes on to something else."""
    poll = shown.room.polls.get(shown.poll.pk) if shown.poll else None
    votes_now = poll is not None and _holds(shown, poll)
    sheet = "" if votes_now or not shown.room.is_open else _sheet(shown)
    return {"votes_now": votes_now, "few": _few(shown), "sheet": sheet}


def _sheet(shown: Screen) -> str:
    """The address of the picture of the page that is shown; "" where there is none to be drawn."""
    page = shown.page
    file = page.paper.file if page and page.paper.pages else None
    if page is None or file is None or not pictures.may_draw(file.kind):
        return ""
    return reverse("conferences:page_picture", args=[shown.conference.pk, page.paper.pk, page.page])


def _holds(shown: Screen, poll: Poll) -> bool:
    room = shown.room
    went_on = [one for one in (room.item_since, room.floor.since if room.floor else None) if one is not None]
    return poll.closed_at is None or (room.is_open and all(moment < poll.closed_at for moment in went_on))


def _few(shown: Screen) -> list[tuple[str, list[str]]]:
    """[(option, who chose it)] of a closed named vote for all but the greatest part, where they are few."""
    poll = shown.poll
    if poll is None or poll.is_open or not poll.choices:
        return []
    most = max(poll.options, key=lambda one: one.count or 0)
    others = [one.label for one in poll.options if one is not most and one.count]
    found = [(label, [who for who, choice in poll.choices if choice == label]) for label in others]
    return found if sum(len(who) for _label, who in found) <= MOST_ON_THE_WALL else []


MORE: dict[tuple[str, str], More] = {
    ("minutes", "secretary"): _minutes,
    ("heard", "secretary"): _heard,
    ("heard", "chair"): _heard,
    ("conclusions", "secretary"): _conclusions,
    ("conclusions", "chair"): _conclusions,
    ("wall", "hall"): _wall,
}
"""(part, group) → what its template finds besides."""
