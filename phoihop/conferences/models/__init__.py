"""Conferences: what is settled before, the log of what happens, and what follows."""

from phoihop.conferences.models.after import Conclusion, Minutes, MinutesEditor, ReleasedFact
from phoihop.conferences.models.conferences import (
    AgendaItem,
    Comment,
    Conference,
    Delegate,
    LineTest,
    Paper,
    Reading,
    Site,
    Speech,
)
from phoihop.conferences.models.log import Ballot, Link, LogEntry, PinGuess, Signal, Vote
from phoihop.conferences.models.ready import Readiness

__all__ = [
    "AgendaItem",
    "Ballot",
    "Comment",
    "Conclusion",
    "Conference",
    "Delegate",
    "LineTest",
    "Link",
    "LogEntry",
    "Minutes",
    "MinutesEditor",
    "Paper",
    "PinGuess",
    "Readiness",
    "Reading",
    "ReleasedFact",
    "Signal",
    "Site",
    "Speech",
    "Vote",
]
