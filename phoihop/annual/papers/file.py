"""The report as the bytes of a Word file, with its ledger."""

import datetime
from dataclasses import replace

from phoihop.annual.figures import Book, frozen, live, needed
from phoihop.annual.formulas.ledger import digest
from phoihop.annual.models import Edition
from phoihop.annual.papers.content import Head, content, head_of
from phoihop.annual.papers.ledger import ledger
from phoihop.annual.papers.words import elsewhere, figure_keys, lines
from phoihop.documents.paper import Paper
from phoihop.documents.word import write
from phoihop.orgs.models import Post


def written(paper: Paper, edition: Edition, book: Book, issued: str = "") -> bytes:
    """The .docx of a paper, its ledger inside. The same paper and ledger give the same bytes."""
    blocks = [digest(line) for line in lines(paper)]
    held = ledger(edition, book, figure_keys(paper), blocks, elsewhere(write(_bare(paper))), issued)
    return write(paper, held)


def _bare(paper: Paper) -> Paper:
    """The paper without body and tables: its page heads and feet are the same, and it is written in no time."""
    return replace(paper, body=(), annexes=tuple(replace(annex, blocks=()) for annex in paper.annexes))


def draft(edition: Edition, signer: Post | None = None) -> tuple[Paper, Book]:
    """The paper of a draft with today's figures, and those figures."""
    book = live(edition, needed(edition))
    return content(edition, book, head_of(edition, signer)), book


def issued_paper(edition: Edition, book: Book, head: Head, number: int, dated: datetime.date) -> Paper:
    """The paper as it is issued: with its number and date."""
    return content(edition, book, head, number=number, dated=dated)


def rebuild(edition: Edition) -> tuple[Paper, bytes]:
    """An issued paper made again from what was kept: figures, words, head. Its body is that of the issued file."""
    issued = edition.issued
    if issued is None:
        raise ValueError(f"edition {edition.pk} is not issued")
    book = frozen(edition)
    paper = issued_paper(edition, book, head_of(edition), issued.number, issued.issued_on)
    return paper, written(paper, edition, book, issued.symbol)
