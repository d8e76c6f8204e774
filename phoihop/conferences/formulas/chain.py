"""The chain of a conference's log: what each entry's hash covers."""

import datetime
from collections.abc import Mapping
from typing import Any

from phoihop.journal.formulas import chained


def link(previous_hash: str, fields: Mapping[str, Any], at: datetime.datetime) -> str:
    """SHA-256 over the hash before and everything the entry says; `at` in UTC, whichever zone it was read in."""
    return chained(previous_hash, {**fields, "at": at.astimezone(datetime.UTC).isoformat(timespec="microseconds")})
