"""Arithmetic of the registers: shares against a least value. Pure; every share is computed here and typed nowhere."""

from dataclasses import dataclass
from decimal import Decimal


def share(part: int, whole: int) -> Decimal | None:
    """Percent, unrounded; None when there is nothing to take a share of."""
    return Decimal(100 * part) / whole if whole else None


def reaches(part: int, whole: int, least_percent: int) -> bool:
    """Whether the share is at least the least percent, compared in whole numbers: 16 of 25 does not reach 70 %."""
    return whole > 0 and 100 * part >= least_percent * whole


def needed(whole: int, least_percent: int) -> int:
    """The smallest part that reaches the least percent: 18 of 25 for 70 %."""
    return -(-least_percent * whole // 100)


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of one criterion: yes or no for a question, part of whole for a share (its outcome is computed)."""

    met: bool | None = None
    part: int | None = None
    whole: int | None = None
    note: str = ""
