"""The chain: what is hashed, and how any value becomes the plain JSON that every database gives back unchanged."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

START = "0" * 64
"""What stands as the previous hash before the first entry."""


def plain(value: Any) -> Any:
    """The value as JSON that survives any database: numbers with a fraction and moments become text.

    A float or Decimal is written as text because databases spell the same fraction differently. Raises TypeError for
    anything that has no plain form, so that nobody records an object by accident.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str | Promise | UUID | Decimal | float):
        return str(value).replace("\x00", "")
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(inner) for inner in value), key=str)
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} cannot be recorded; give its number and its name")


def canonical(fields: Mapping[str, Any]) -> bytes:
    """One spelling of the fields: sorted keys, no spaces, UTF-8."""
    return json.dumps(plain(fields), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def chained(previous_hash: str, fields: Mapping[str, Any]) -> str:
    """SHA-256, in hex, over the previous hash and the canonical fields."""
    return hashlib.sha256(previous_hash.encode() + b"\n" + canonical(fields)).hexdigest()
