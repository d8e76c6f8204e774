"""The threads in which a room's stream touches the database, who a session is, and PostgreSQL's own news."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest

from phoihop.accounts.middleware import SEEN
from phoihop.base import clock
from phoihop.conferences import live as rooms
from phoihop.conferences import news
from phoihop.conferences.live import Joined
from phoihop.config import live
from phoihop.orgs.middleware import acting_post

_log = logging.getLogger(__name__)
_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="room")
_writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="room-hand")
LISTEN_SECONDS, AGAIN_SECONDS = 1.0, 2.0


async def read(ask: Callable[..., Any], *given: Any) -> Any:
    """In the one thread in which pushes are made. None, and a line in the log of the machine, when it failed."""
    return await asyncio.get_running_loop().run_in_executor(_reader, _fresh, ask, given)


async def write(act: Callable[..., Any], *given: Any) -> Any:
    """In the other thread, which may wait for a lock without holding up a push."""
    return await asyncio.get_running_loop().run_in_executor(_writer, _fresh, act, given)


def _fresh(ask: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    try:
        live.settle_connection()
        return ask(*given)
    except Exception:
        _log.exception("the room's stream could not reach the database")
        return None


def cookies(header: str) -> tuple[str, str]:
    """(key of the session, language) as the pages read them."""
    found = SimpleCookie(header)
    session, language = found.get(settings.SESSION_COOKIE_NAME), found.get(settings.LANGUAGE_COOKIE_NAME)
    asked = language.value if language else ""
    return session.value if session else "", asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def enter(session_key: str, conference_id: int, group: str, stays: bool) -> Joined | int:
    """Who is signed in, acting as which post, with which screen; or the status of the refusal.

    `stays`: an open screen of the room counts as being there, since the hall's screen sends nothing for hours.
    """
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request) if session_key else None
    if user is None or not user.is_authenticated or user.must_change_password:
        return 403
    request.user = user
    now = int(clock.machine_now().timestamp())
    idle = now - request.session.get(SEEN, now)
    if idle > settings.SESSION_IDLE_SECONDS:
        return 403
    post = acting_post(request)
    if post is None:
        return 403
    joined = rooms.join(post, conference_id, group)
    if stays and isinstance(joined, Joined) and idle > settings.SESSION_IDLE_SECONDS / 4:
        request.session[SEEN] = now
        request.session.save()
    return joined


def there(session_keys: Collection[str]) -> set[str]:
    """Those of the sessions that have not ended. One statement."""
    living = Session.objects.filter(session_key__in=session_keys, expire_date__gt=clock.machine_now())
    return set(living.values_list("session_key", flat=True))


class Ear:
    """A connection of its own to PostgreSQL, on which the keys of conferences arrive that another process changed.

    It listens while a screen is open. Without it (SQLite, a broken connection) the row of news is read instead.
    """

    def __init__(self, wake: Callable[[int], None], wanted: Callable[[], bool]) -> None:
        self.wake, self.wanted = wake, wanted
        self.thread = threading.Thread(target=self._listen, name="room-ear", daemon=True)
        self.thread.start()

    @classmethod
    def kept(cls, ear: "Ear | None", wake: Callable[[int], None], wanted: Callable[[], bool]) -> "Ear | None":
        """The ear there is if it still listens, else a new one; none where the database is not PostgreSQL."""
        if connection.vendor != "postgresql":
            return None
        return ear if ear is not None and ear.thread.is_alive() else cls(wake, wanted)

    def _listen(self) -> None:
        while self.wanted():
            try:
                with psycopg.connect(**_parameters(), autocommit=True) as own:
                    own.execute(f"LISTEN {news.CHANNEL}")
                    while self.wanted():
                        for told in own.notifies(timeout=LISTEN_SECONDS):
                            self.wake(int(told.payload))
            except psycopg.Error as fault:
                _log.warning("no news from PostgreSQL, trying again: %s", fault)
                time.sleep(AGAIN_SECONDS)


def _parameters() -> dict[str, Any]:
    given = connection.get_connection_params()
    return {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
