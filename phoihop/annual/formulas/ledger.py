"""Fingerprints of what a paper stands on, in one canonical form."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any


def canonical(thing: Any) -> bytes:
    """One way to write facts: sorted keys, no spaces, UTF-8; decimals as plain digits without needless zeros."""
    return json.dumps(
        thing, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_written, allow_nan=False
    ).encode()


def digest(thing: Any) -> str:
    """SHA-256 of the canonical form."""
    return hashlib.sha256(canonical(thing)).hexdigest()


def amount(value: Decimal | None) -> str | None:
    """ "195", "95.59", "0.5": the same words for 195, 195.0 and 195.0000."""
    if value is None:
        return None
    written = f"{value:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in {"-0", ""} else written


def figure_digest(
    key: str,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    rules: Iterable[int],
    tree_on: str,
    sources: Iterable[str],
) -> str:
    """The fingerprint of a figure: what it is, its rules, the day of its tree, and every source it stands on."""
    return digest([key, amount(value), amount(numerator), amount(denominator), sorted(rules), tree_on, sorted(sources)])


def _written(thing: Any) -> str:
    if isinstance(thing, Decimal):
        return amount(thing) or "0"
    raise TypeError(f"{type(thing).__name__} has no canonical form")
