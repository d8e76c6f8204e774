"""The figures an annual report quotes: worked out from the records of today, or as an issued paper froze them."""

from phoihop.annual.figures.book import Book, Member, Quote, needed
from phoihop.annual.figures.change import Cause, Change, compare
from phoihop.annual.figures.cited import said
from phoihop.annual.figures.frozen import freeze, frozen
from phoihop.annual.figures.live import UnknownToken, live

__all__ = [
    "Book",
    "Cause",
    "Change",
    "Member",
    "Quote",
    "UnknownToken",
    "compare",
    "freeze",
    "frozen",
    "live",
    "needed",
    "said",
]
