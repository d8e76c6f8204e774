"""The words of a paper and of a file, in one order, so that they can be compared line by line."""

import io
import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree

from phoihop.documents.paper import Block, Content, FigureRun, Heading, Paper, Paragraph, Table, runs
from phoihop.documents.read import part
from phoihop.documents.sheet import plain

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPOKEN = {"t", "instrText", "delText", "delInstrText", "textpath"}


def lines(paper: Paper) -> list[str]:
    """Every line, paragraph and cell of the paper, as `documents.read` finds them in its file."""
    return plain(paper)


def figure_keys(paper: Paper) -> list[str]:
    """The keys of the figure runs in the order of the file."""
    blocks: list[Block] = [*paper.body, *(block for annex in paper.annexes for block in annex.blocks)]
    return [run.key for content in _contents(blocks) for run in runs(content) if isinstance(run, FigureRun)]


def elsewhere(data: bytes) -> list[str]:
    """Words in the file that are in none of its blocks: page heads and feet, notes, comments, fields, removed text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = sorted(name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml"))
        return [words for name in names if _may_speak(name) for words in _spoken(part(package, name), name)]


def _may_speak(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    silent = ("styles", "settings", "fontTable", "webSettings", "theme", "numbering")
    return not last.startswith(silent)


def _spoken(root: etree._Element, name: str) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        in_a_block = name == "word/document.xml" and element.tag == f"{_W}t"
        local = etree.QName(element).localname
        if local in _SPOKEN and not in_a_block:
            words = element.text or element.get("string") or ""
            if words.strip():
                yield f"{local}: {words}"


def _contents(blocks: Sequence[Block]) -> Iterator[Content]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.content
        elif isinstance(block, Table):
            yield block.caption
            for row in (block.header, *block.rows):
                yield from row
