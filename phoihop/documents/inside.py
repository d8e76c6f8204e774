"""The words inside a file, as many as can be reached: body, margins, notes, sheets, properties, enclosed files.

What cannot be looked into is said to be unreadable, so that the gate refuses it instead of letting it through.
"""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from phoihop.documents import kinds, read

MOST_PAGES = 2000
DEEPEST = 3
"""Enclosed files are looked into so many levels deep; deeper ones count as unreadable."""
_TEXT_BYTES = 64 * 1024 * 1024

_SKIPPED = re.compile(
    r"(^|/)(styles|theme\d*|fontTable|settings|webSettings|numbering|calcChain|stylesWithEffects)\.xml$"
)
_ENCLOSED = re.compile(r"(^|/)(embeddings|attachments)/")
_BLOCKS = {
    *("p", "si", "is", "v", "title", "subject", "keywords", "description", "category", "lpwstr", "lpstr"),
    *("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter", "text", "definedName"),
}
_SAYING = {"name", "descr", "title", "alt", "string", "prompt", "promptTitle", "error", "errorTitle"}
_SHEET_CODES = re.compile(r"&(?:\"[^\"]*\"|[LCRPNDTFAGBIUSEXYHO]|\d+|K[0-9A-F]{6})")


class Closed(Exception):
    """The file, or one inside it, cannot be looked into."""


class Named(str):
    """The name of an enclosed file: in names marks are often left out, so they are read as names are."""

    __slots__ = ()


def words(data: bytes, kind: str, depth: int = 0) -> Iterator[str]:
    """Pieces of what is written in the file, one paragraph or cell each. Closed when a part cannot be read.

    A picture says nothing, nor does a scanned page without a text layer: that needs a reader with eyes.
    """
    if kind in {"csv", "txt"}:
        yield from re.split(r"[;,\t]", kinds.decoded(data) or "")
    elif kind == "pdf":
        yield from _of_pdf(data, depth)
    elif kind in {"docx", "xlsx"}:
        yield from _of_office(data, depth)


def _of_office(data: bytes, depth: int) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if _ENCLOSED.search(name) and not name.endswith("/"):
                yield from _enclosed(package.read(name), name, depth)
            elif name.endswith((".xml", ".vml", ".rels")) and not _SKIPPED.search(name):
                yield from _of_part(package, name)


def _of_part(package: zipfile.ZipFile, name: str) -> Iterator[str]:
    try:
        root = read.part(package, name)
    except (etree.XMLSyntaxError, ParseError, read.Unreadable, KeyError) as error:
        raise Closed(name) from error
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        said = etree.QName(element).localname
        if said in _BLOCKS and _is_words(element, said):
            yield (
                _SHEET_CODES.sub(" ", "".join(element.itertext())) if "er" in said[-6:] else "".join(element.itertext())
            )
        for key, value in element.attrib.items():
            if etree.QName(key).localname in _SAYING:
                yield str(value)


def _is_words(element: etree._Element, said: str) -> bool:
    """A cell's value is words only where the cell says so; a number is none."""
    parent = element.getparent()
    return said != "v" or (parent is not None and parent.get("t") == "str")


def _enclosed(data: bytes, name: str, depth: int) -> Iterator[str]:
    yield Named(name.rsplit("/", 1)[-1])
    if data.startswith(kinds.OLE):
        # An object of an older office program keeps its words as they are, two bytes a letter.
        yield from (data[start:].decode("utf-16-le", "ignore") for start in (0, 1))
        return
    kind = kinds.of(data, name)
    if depth >= DEEPEST or not kind or kind == kinds.LOCKED:
        raise Closed(name)
    yield from words(data, kind, depth + 1)


def _of_pdf(data: bytes, depth: int) -> Iterator[str]:
    """Pages through poppler where it is installed, which reads more fonts; everything round them through pypdf."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if len(reader.pages) > MOST_PAGES:
            raise Closed("pages")
        yield from (str(value) for value in (reader.metadata or {}).values())
        for name, held in reader.attachments.items():
            for one in held:
                yield from _enclosed(one, name, depth)
        yield from (str(field.get("/V") or "") for field in (reader.get_fields() or {}).values())
        for page in reader.pages:
            for note in page.get("/Annots") or ():
                yield str(note.get_object().get("/Contents") or "")
        tool = shutil.which("pdftotext")
        pages = _by_poppler(tool, data) if tool else "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Closed("pdf") from error
    yield from pages.split("\n")


def _by_poppler(tool: str, data: bytes) -> str:
    command = [tool, "-q", "-enc", "UTF-8", "-", "-"]
    try:
        made = subprocess.run(command, input=data, capture_output=True, timeout=60)  # noqa: S603 - no word of the user in it
    except subprocess.TimeoutExpired as error:
        raise Closed("pages") from error
    return made.stdout[:_TEXT_BYTES].decode("utf-8", "replace")
