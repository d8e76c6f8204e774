"""Stored files, number series, issued papers, and the letters that bodies send one another."""

from phoihop.documents.models.letters import Addressee, Enclosure, Letter, LetterReading, PaperStub
from phoihop.documents.models.papers import File, Issued, Series

__all__ = ["Addressee", "Enclosure", "File", "Issued", "Letter", "LetterReading", "PaperStub", "Series"]
