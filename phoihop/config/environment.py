"""Typed readers of environment variables; a bad value stops the program with a sentence, never with a guess."""

import os

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
