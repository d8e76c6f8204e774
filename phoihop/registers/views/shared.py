"""What the pages of one record share."""

from collections.abc import Iterable

from phoihop.journal.models import Entry
from phoihop.journal.registry import name_of
from phoihop.journal.words import facts_of


def lines_of(history: Iterable[Entry]) -> list[tuple[Entry, str, str]]:
    """(entry, what was done, the facts worth reading) of each entry of a record's log."""
    return [
        (entry, name_of(entry.verb), " · ".join(f"{name}: {text}" for name, text in facts_of(entry)))
        for entry in history
    ]
