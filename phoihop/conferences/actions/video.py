"""Moving pictures beside the data: the video server's room, and what browsers tell one another.

What is told to the video server is told after the commit, by a thread of its own, and what goes wrong there is only
noted: the conference lives in its log, and the death of the pictures stops nothing.
"""

import datetime
import hmac
import json
import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.conferences import queries
from phoihop.conferences.actions.janus import EXISTS, NO_SUCH_ROOM, Rooms, VideoAway, rooms
from phoihop.conferences.models import Conference, Signal, Site
from phoihop.conferences.rules import why_not_signal
from phoihop.orgs.models import Post

PICTURE_BITS = 600_000
"""What one site may send, its three layers and sound together."""
KEPT = datetime.timedelta(hours=1)
SOUND_LINE = "0"
"""The line of a site's stream that carries its sound: our script sends it first."""

_log = logging.getLogger(__name__)


class Teller:
    """Does one thing after another, in order, beside whoever asked; its thread lives only while something waits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Callable[[], None]] = deque()
        self._thread: threading.Thread | None = None

    def add(self, job: Callable[[], None]) -> None:
        with self._lock:
            self._waiting.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="video", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                job = self._waiting.popleft()
            job()

    def wait(self, seconds: float) -> None:
        """Until nothing waits, or so long."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)


teller = Teller()


def room_name(conference_id: int) -> str:
    return f"hn-{conference_id}"


def _secret(room: str) -> str:
    """The room's own key: whoever has it may mute and record. Never leaves the program."""
    return hmac.new(settings.VIDEO_SECRET.encode(), f"room {room}".encode(), "sha256").hexdigest()


def prepare_room(conference: Conference) -> str:
    """See that the conference has its room at the video server; gives the room's name. Raises VideoAway.

    Done whenever a page asks for its ticket, so that a video server which died and came back has its rooms again, and
    records where the log says so.
    """
    room = room_name(conference.pk)
    with rooms() as server:
        server.ask(
            "create",
            fine=(EXISTS,),
            room=room,
            admin_key=settings.VIDEO_ADMIN_KEY,
            secret=_secret(room),
            is_private=True,
            signed_tokens=True,
            publishers=max(2, 2 * conference.sites.count()),
            bitrate=PICTURE_BITS,
            bitrate_cap=True,
            fir_freq=10,
            audiocodec="opus",
            videocodec="vp8",
            notify_joining=False,
            record=queries.room_of(conference.pk).recording,
            lock_record=True,
            rec_dir=str(settings.VIDEO_RECORDINGS / room),
        )
    return room


def take_place(conference: Conference, site: Site) -> None:
    """A site shows one picture: whatever window of it sends one already is sent out. Raises VideoAway."""
    room = room_name(conference.pk)
    with rooms() as server:
        for one in _sent_by(server, room, site.pk):
            server.ask("kick", room=room, secret=_secret(room), id=one)


def _sent_by(server: Rooms, room: str, site_id: int) -> list[str]:
    people = server.ask("listparticipants", fine=(NO_SUCH_ROOM,), room=room).get("participants", [])
    return [one["id"] for one in people if one.get("display") == str(site_id) and one.get("publisher")]


def mute_picture(conference_id: int, site_id: int, muted: bool) -> None:
    """Have the video server pass a site's sound on no more, or again. Raises VideoAway."""
    room = room_name(conference_id)
    with rooms() as server:
        for one in _sent_by(server, room, site_id):
            server.ask("moderate", room=room, secret=_secret(room), id=one, mid=SOUND_LINE, mute=muted)


def record_picture(conference_id: int, on: bool) -> None:
    """Have the video server write down what everybody in the room sends, or stop. Raises VideoAway."""
    room = room_name(conference_id)
    with rooms() as server:
        server.ask("enable_recording", room=room, secret=_secret(room), record=on)


def end_picture(conference_id: int) -> None:
    """Send everybody out and close the recording. Raises VideoAway."""
    room = room_name(conference_id)
    with rooms() as server:
        server.ask("enable_recording", fine=(NO_SUCH_ROOM,), room=room, secret=_secret(room), record=False)
        server.ask("destroy", fine=(NO_SUCH_ROOM,), room=room, secret=_secret(room))


def tell_video(conference: Conference, tell: Callable[..., None], *given: Any) -> None:
    """After the commit, beside the answer to the reader; where the conference's pictures go through no server, not."""
    if conference.video == Conference.Video.SERVER and settings.HAS_VIDEO_SERVER:
        transaction.on_commit(lambda: teller.add(lambda: _try(tell, conference.pk, *given)), robust=True)


def _try(tell: Callable[..., None], *given: Any) -> None:
    try:
        tell(*given)
    except VideoAway as away:
        _log.warning("the video server did not take %s: %s", tell.__name__, away)
    except Exception:
        _log.exception("telling the video server failed")


def send_signal(*, by: Post, conference: Conference, to: int, body: Any) -> Signal:
    """What one site's browser has to tell another's so that their pictures meet. A site's contact, to a site of the
    same conference whose pictures go between the machines. What is an hour old goes."""
    own = conference.sites.filter(contact=by).first()
    receiver = conference.sites.filter(pk=to).first()
    size = len(json.dumps(body)) if isinstance(body, dict) else -1
    refuse(why_not_signal(conference, own, receiver, size))
    if own is None or receiver is None:
        raise AssertionError("refused above")
    conference.signals.filter(at__lt=clock.machine_now() - KEPT).delete()
    return Signal.objects.create(
        conference=conference, sender=own, receiver=receiver, body=body, at=clock.machine_now()
    )
