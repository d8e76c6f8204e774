"""Reads of the annual report: editions, their outline and its faults, the units' texts that may be taken over."""

from phoihop.annual.queries.directions import loose_directions
from phoihop.annual.queries.editions import (
    Setting,
    editions_for,
    figure_codes,
    headline_codes,
    issuing_body,
    last_year,
    next_year,
    regulation_for,
    setting,
)
from phoihop.annual.queries.faults import Fault, Faults, faults
from phoihop.annual.queries.texts import UnitText, UnitTexts, texts_for

__all__ = [
    "Fault",
    "Faults",
    "Setting",
    "UnitText",
    "UnitTexts",
    "editions_for",
    "faults",
    "figure_codes",
    "headline_codes",
    "issuing_body",
    "last_year",
    "loose_directions",
    "next_year",
    "regulation_for",
    "setting",
    "texts_for",
]
