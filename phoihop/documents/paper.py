"""The content of an official paper, free of any file format.

A room builds a `Paper`; `word.write` makes the .docx, `html.to_html` the page on screen, `plain` the words that stand
in both. All three go through `sheet`, so that screen and paper agree.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from phoihop.documents.formulas import date_words, number_words
from phoihop.documents.layouts import Layout

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_KEY = 64
"""Word keeps no longer tag on a content control."""


def clean(text: str) -> str:
    """The text as it is printed: composed letters, no control characters, one kind of line end."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


@dataclass(frozen=True)
class Text:
    """Plain words; a line feed in them is a line break."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class FigureRun:
    """A quoted figure: `text` as printed ("195/204"), `key` (at most 64 characters) under which it is found again in
    the file. One key may stand in several places of a paper."""

    text: str
    key: str
    bold: bool = False
    italic: bool = False

    def __post_init__(self) -> None:
        if not 0 < len(self.key) <= LONGEST_KEY:
            raise ValueError(f"the key of a figure has 1 to {LONGEST_KEY} characters: {self.key!r}")


Run = Text | FigureRun
Runs = tuple[Run, ...]
Content = str | Run | Iterable[str | Run]
"""What a block accepts: words, one run, or several."""


def runs(content: Content) -> Runs:
    """Any accepted content as a tuple of runs."""
    if isinstance(content, str):
        return (Text(content),) if content else ()
    if isinstance(content, Text | FigureRun):
        return (content,)
    return tuple(Text(part) if isinstance(part, str) else part for part in content)


def text_of(content: Content) -> str:
    """The words of a block as they are printed."""
    if isinstance(content, str):
        return clean(content)
    return "".join(clean(run.text) for run in runs(content))


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3, its number included in the words. `key` names the block on screen."""

    level: Literal[1, 2, 3]
    content: Content
    key: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body. `key` names the block on screen (its sources open from there)."""

    content: Content
    key: str = ""
    align: Literal["left", "center", "right", "justify"] = "justify"
    indent: bool = True


@dataclass(frozen=True)
class Table:
    """A ruled table; its header row repeats on every page. `widths` are relative; `align` is one letter a
    column (l, c, r); `strong` are the indexes of rows set in bold, such as a sum."""

    header: Sequence[Content]
    rows: Sequence[Sequence[Content]]
    widths: Sequence[float] = ()
    align: str = ""
    caption: Content = ""
    strong: frozenset[int] = frozenset()
    key: str = ""

    def __post_init__(self) -> None:
        columns = len(self.header)
        if self.widths and len(self.widths) != columns:
            raise ValueError(f"{columns} columns need as many widths, not {len(self.widths)}")
        if self.align and (len(self.align) != columns or set(self.align) - set("lcr")):
            raise ValueError(f"{columns} columns need as many letters of l, c, r, not {self.align!r}")
        for number, row in enumerate(self.rows):
            if len(row) != columns:
                raise ValueError(f"row {number} has {len(row)} cells, not {columns}")


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Table | PageBreak


@dataclass(frozen=True)
class Signer:
    """Who signs: authority ("T/M BAN THƯỜNG VỤ", or empty), post and name (empty where only the post is kept)."""

    authority: str
    post: str
    name: str = ""


@dataclass(frozen=True)
class Annex:
    """An annex after the signature, its pages numbered from 1. `label` is "1", "2" …, or empty for a single one."""

    title: str
    blocks: Sequence[Block]
    label: str = ""
    landscape: bool = False


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Everything that stands on an official paper. A draft has neither number nor date, and may carry a mark."""

    layout: Layout
    superior: str
    issuer: str
    issuer_symbol: str
    type_name: str
    subject: str
    place: str
    body: Sequence[Block]
    type_symbol: str = ""
    number: int | None = None
    dated: datetime.date | None = None
    to: Sequence[str] = ()
    recipients: Sequence[str] = ()
    signer: Signer | None = None
    annexes: Sequence[Annex] = ()
    mark: str = ""
    line_points: float | None = field(default=None)
    """Line spacing of the body in points, where an office departs from its layout."""

    @property
    def number_line(self) -> str:
        return number_words(self.layout, self.number, self.type_symbol, self.issuer_symbol)

    @property
    def date_line(self) -> str:
        return date_words(self.dated, self.place)
