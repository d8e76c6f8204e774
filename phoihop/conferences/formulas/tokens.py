"""Tokens for the video server and its relay: signed, short-lived, kept nowhere."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

PLUGIN = "janus.plugin.videoroom"
SECONDS = 600
"""How long a token lasts. Pages fetch a new one after half of it."""


def signed(realm: str, claims: Iterable[str], secret: str, *, now: float, seconds: int = SECONDS) -> str:
    """What Janus checks, "expiry,realm,claim…:signature": HMAC-SHA1 with its token_auth_secret. `now`: Unix time."""
    said = ",".join([str(int(now) + seconds), realm, *claims])
    return f"{said}:{_sign(said, secret)}"


def door_token(secret: str, *, now: float) -> str:
    """Lets a browser speak to the video server at all, and to its rooms alone."""
    return signed("janus", [PLUGIN], secret, now=now)


def room_token(room: str, secret: str, *, now: float) -> str:
    """Lets it into one room, no other."""
    return signed(PLUGIN, [f"room={room}"], secret, now=now)


def relay_pass(name: str, secret: str, *, now: float, seconds: int = SECONDS) -> tuple[str, str]:
    """(user, password) for the relay, as coturn's use-auth-secret checks them."""
    user = f"{int(now) + seconds}:{name}"
    return user, _sign(user, secret)


def _sign(said: str, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), said.encode(), hashlib.sha1).digest()).decode()
