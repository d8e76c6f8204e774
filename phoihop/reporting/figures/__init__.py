"""Figures: derived at every request, nothing stored; a set before it is a number wherever its parts are sets."""

from phoihop.reporting.figures.ask import figures, series, table, tables
from phoihop.reporting.figures.behind import sources, sources_of
from phoihop.reporting.figures.shapes import Figure, Series, Source, Sources, Table

__all__ = [
    "Figure",
    "Series",
    "Source",
    "Sources",
    "Table",
    "figures",
    "series",
    "sources",
    "sources_of",
    "table",
    "tables",
]
