"""The posts that are told."""

import datetime
from collections.abc import Iterable

from phoihop.base import clock
from phoihop.orgs.queries import posts_at, tree
from phoihop.registers.rules import heirs


def directly_above(unit_id: int, capability: str, on: datetime.date) -> list[int]:
    """Those with the capability at the unit above as it stood on that day."""
    superior = tree(on).superior(unit_id)
    return [post.pk for post in posts_at([superior.unit_id], capability, clock.today())] if superior else []


def at_units(unit_ids: Iterable[int], capability: str) -> list[int]:
    """Those with the capability at these units today, or at what they went into."""
    kept = heirs(unit_ids, tree())
    return [post.pk for post in posts_at({u for into in kept.values() for u in into}, capability, clock.today())]


def anywhere_above(unit_id: int, capability: str) -> list[int]:
    """Those with the capability at the units above today, at any distance."""
    day = tree()
    above = {place.unit_id for kept in heirs([unit_id], day)[unit_id] for place in day.path(kept)} - {unit_id}
    return [post.pk for post in posts_at(above, capability, day.on)]
