"""Typed readers of environment variables; a bad value stops the program with a sentence, never with a guess."""

import os
from email.utils import parseaddr

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def words(name: str, default: str) -> list[str]:
    return text(name, default).split()


def flag(name: str, default: bool) -> bool:
    given = os.environ.get(name, "yes" if default else "no").lower()
    if given not in {"yes", "no", "1", "0", "true", "false"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {given!r}")
    return given in {"yes", "1", "true"}


def number(name: str, default: int) -> int:
    given = os.environ.get(name, str(default))
    if not given.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {given!r}")
    return int(given)


def choice(name: str, default: str, known: tuple[str, ...]) -> str:
    given = os.environ.get(name, default).lower()
    if given not in known:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(known)}, not {given!r}")
    return given


def sender(name: str, *, needed: bool) -> tuple[str, str]:
    """(who letters come from, "Name <address>", the domain of that address); an invented one where none is needed."""
    given = os.environ.get(name, "")
    if not given and not needed:
        return "phoihop@phoihop.invalid", "phoihop.invalid"
    domain = parseaddr(given)[1].partition("@")[2]
    if not domain:
        raise ImproperlyConfigured(
            f"{name} must be an address, phoihop@name.vn or Name <phoihop@name.vn>, not {given!r}"
        )
    return given, domain


def address(name: str, *schemes: str) -> str:
    """A full address under one of the schemes, without a slash at its end; empty when none is given."""
    given = os.environ.get(name, "")
    if given and not (given.startswith(tuple(f"{scheme}://" for scheme in schemes)) and given.split("://", 1)[1]):
        wanted = " or ".join(f"{one}://" for one in schemes)
        raise ImproperlyConfigured(f"{name} must begin with {wanted}, not {given!r}")
    return given.rstrip("/")


def video_server(url: str, api: str, secret: str, key: str) -> bool:
    """Whether a video server is set; it takes all four or none."""
    if any((url, api, secret, key)) and not all((url, api, secret, key)):
        raise ImproperlyConfigured(
            "A video server takes PHOIHOP_VIDEO_URL, _API, _SECRET and _ADMIN_KEY together: set all four or none"
        )
    return bool(url)


def relay(name: str) -> tuple[str, str]:
    """(address, secret) of a relay for pictures, "turn:host:3478 secret"; two empty words when none is given."""
    given = os.environ.get(name, "").split()
    if not given:
        return "", ""
    if len(given) != 2 or not given[0].startswith(("turn:", "turns:")):
        raise ImproperlyConfigured(f"{name} must be an address and a secret, turn:host:3478 secret")
    return given[0], given[1]
