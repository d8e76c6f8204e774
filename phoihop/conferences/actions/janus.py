"""Speaking to the video server (Janus): three requests over HTTP round whatever is asked. No database here.

Every call either does what it says or raises VideoAway with words; whoever calls decides what that means. Nothing of
a conference depends on it.
"""

import contextlib
import http.client
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.conferences.formulas.tokens import PLUGIN, door_token

SECONDS = 3
"""How long to wait for each answer."""
EXISTS, NO_SUCH_ROOM = 427, 426
Answer = dict[str, Any]


class VideoAway(Exception):
    """The video server cannot be reached, or does not do what it was asked."""


class Rooms:
    """Its rooms, as the program may rule them."""

    def __init__(self, session: str) -> None:
        self._session = session

    def ask(self, request: str, fine: tuple[int, ...] = (), **given: Any) -> Answer:
        """One request to the plugin; the codes in `fine` are no fault."""
        said = _send(self._session, janus="message", body={"request": request, **given})
        answer: Answer = said.get("plugindata", {}).get("data", {})
        if "error_code" in answer and answer["error_code"] not in fine:
            raise VideoAway(f"{request}: {answer['error_code']} {answer.get('error', '')}")
        return answer


@contextlib.contextmanager
def rooms() -> Iterator[Rooms]:
    """A session with the video server for the length of the block."""
    if not settings.HAS_VIDEO_SERVER:
        raise VideoAway(_("Chưa cài máy chủ hình."))
    session = f"/{_made(_send('', janus='create'))}"
    try:
        handle = _made(_send(session, janus="attach", plugin=PLUGIN))
        yield Rooms(f"{session}/{handle}")
    finally:
        with contextlib.suppress(VideoAway):
            _send(session, janus="destroy")


def _made(answer: Answer) -> int:
    """The number of the session or handle that was made."""
    try:
        return int(answer["data"]["id"])
    except (KeyError, TypeError, ValueError) as error:
        raise VideoAway("an answer without a number") from error


def _send(path: str, **said: Any) -> Answer:
    token = door_token(settings.VIDEO_SECRET, now=clock.machine_now().timestamp())
    body = json.dumps({**said, "transaction": secrets.token_hex(8), "token": token}).encode()
    ask = urllib.request.Request(  # noqa: S310 - the scheme is checked where the setting is read
        settings.VIDEO_API + path, data=body, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(ask, timeout=SECONDS) as answered:  # noqa: S310
            answer: Answer = json.loads(answered.read(1_000_000))
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise VideoAway(str(error)) from error
    if not isinstance(answer, dict) or answer.get("janus") not in ("success", "ack", "event"):
        raise VideoAway(f"not understood: {str(answer)[:200]}")
    return answer
