"""Reads for moving pictures: signals that wait for a site, recordings with the items of the agenda."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from phoihop.base import clock
from phoihop.conferences.formulas import Room
from phoihop.conferences.formulas.recording import chapters
from phoihop.conferences.models import AgendaItem, Conference, Signal, Site
from phoihop.conferences.queries.room import happened

FRESH = datetime.timedelta(hours=1)
MOST_SIGNALS = 200


def newest_signal(site: Site) -> int:
    """The number after which a page that starts now asks for signals; 0 when there are none."""
    return Signal.objects.filter(receiver=site).order_by("-pk").values_list("pk", flat=True).first() or 0


def signals_for(site: Site, after: int) -> list[dict[str, Any]]:
    """[{"id", "from", "body"}], oldest first: what was sent to the site since."""
    since = clock.machine_now() - FRESH
    rows = Signal.objects.filter(receiver=site, pk__gt=after, at__gte=since).order_by("pk")
    found = rows.values_list("pk", "sender_id", "body")[:MOST_SIGNALS]
    return [{"id": pk, "from": sender, "body": body} for pk, sender, body in found]


@dataclass(frozen=True)
class Shown:
    """Which sites the pictures are of. Keys of sites; `muted` those whose sound the chair turned off."""

    host: int | None
    speaker: int | None
    muted: tuple[int, ...]


def shown_now(sites: list[Site], room: Room) -> Shown:
    host = next((site.pk for site in sites if site.is_host), None)
    return Shown(host, room.floor.site if room.floor else None, tuple(sorted(room.muted)))


@dataclass(frozen=True)
class Recorded:
    """A file the video server wrote: name, bytes, when it was last written to."""

    name: str
    size: int
    at: datetime.datetime


def recordings(room: str) -> list[Recorded]:
    """What lies in the room's folder, by name; nothing where the folder is not on this machine."""
    folder = settings.VIDEO_RECORDINGS / room
    if not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.iterdir()):
        if path.is_file():
            told = path.stat()
            at = datetime.datetime.fromtimestamp(told.st_mtime, timezone.get_current_timezone())
            found.append(Recorded(path.name, told.st_size, at))
    return found


def recording_marks(conference: Conference) -> list[dict[str, Any]]:
    """[{"part", "began_at", "item", "title", "seconds"}]: where in each stretch of recording which item begins."""
    titles = {item.pk: item for item in AgendaItem.objects.filter(conference=conference)}
    return [
        {
            "part": chapter.part,
            "began_at": timezone.localtime(chapter.began_at),
            "item": titles[chapter.item].order if chapter.item in titles else None,
            "title": titles[chapter.item].title_vi if chapter.item in titles else "",
            "seconds": round(chapter.seconds, 1),
        }
        for chapter in chapters(happened(conference.pk))
    ]
