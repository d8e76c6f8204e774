"""Read a .docx back, also one edited in Word: its figures, the words of its blocks, the ledger it carries."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from phoihop.documents.paper import clean
from phoihop.documents.word import LEDGER_SPACE

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST_PART = 64 * 1024 * 1024


class Unreadable(ValueError):
    """The file is not a .docx that can be read; the message says why, for the log, not for the page."""


@dataclass(frozen=True)
class ReadFigure:
    """One figure as it stands in the file."""

    key: str
    text: str


@dataclass(frozen=True)
class Reading:
    """What a .docx says: figures in order (a key may come more than once), non-empty blocks in order, the ledger."""

    figures: list[ReadFigure]
    blocks: list[str]
    ledger: dict[str, Any] | None

    @property
    def digest(self) -> str:
        return digest(self.blocks)


def digest(blocks: Iterable[str]) -> str:
    """SHA-256 of the words of a paper, block by block; the same for `read(...).blocks` and `sheet.plain(paper)`."""
    sha = hashlib.sha256()
    for block in blocks:
        words = clean(block).encode()
        sha.update(len(words).to_bytes(8, "big") + words)
    return sha.hexdigest()


def read(data: bytes) -> Reading:
    """Read the bytes of a .docx; Unreadable when they are not one, or too large once unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = part(package, "word/document.xml").find(f"{_W}body")
            ledger = _ledger(package)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(str(error)) from error
    if body is None:
        raise Unreadable("word/document.xml has no body")
    figures = []
    for control in body.iter(f"{_W}sdt"):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        content = control.find(f"{_W}sdtContent")
        if tag is not None and content is not None:
            figures.append(ReadFigure(tag.get(f"{_W}val", ""), words_of(content)))
    blocks = [words_of(paragraph) for paragraph in body.iter(f"{_W}p")]
    return Reading(figures, [block for block in blocks if block.strip()], ledger)


def part(package: zipfile.ZipFile, name: str) -> etree._Element:
    """One XML part of an open package, with neither entities nor network; KeyError when it is missing."""
    if package.getinfo(name).file_size > _LARGEST_PART:
        raise Unreadable(f"{name} is too large")
    return etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def words_of(element: etree._Element) -> str:
    """The words inside an element as they are read, deleted text of tracked changes left out."""
    found = []
    for piece in element.iter(f"{_W}t", f"{_W}br", f"{_W}cr", f"{_W}tab"):
        if piece.tag == f"{_W}t":
            found.append(piece.text or "")
        elif piece.tag == f"{_W}tab":
            found.append("\t" if piece.getparent().tag == f"{_W}r" else "")
        elif piece.get(f"{_W}type") != "page":
            found.append("\n")
    return clean("".join(found))


def _ledger(package: zipfile.ZipFile) -> dict[str, Any] | None:
    for name in package.namelist():
        if not name.startswith("customXml/item") or "Props" in name or not name.endswith(".xml"):
            continue
        root = part(package, name)
        if root.tag == f"{{{LEDGER_SPACE}}}ledger":
            try:
                held = json.loads(root.text or "")
            except json.JSONDecodeError as error:
                raise Unreadable(f"{name}: {error}") from error
            if isinstance(held, dict):
                return held
    return None
