"""A page of a stored file as a small picture, for reading together over a weak line.

poppler draws the page, we keep four greys of it: a page of text is some 50 KB, seconds at 64 kbit/s, and stays sharp.
Pictures are kept under the SHA-256 of their file. They can all be drawn again, so the oldest go when there are many.
"""

import contextlib
import io
import os
import re
import shutil
import struct
import subprocess
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

from phoihop.base.errors import Refusal
from phoihop.documents import pdf, store
from phoihop.documents.models import File

LONG_SIDE = 1300
"""Pixels of the longer side: a page of A4 is 919 wide, whatever the file says of itself."""
_SECONDS = 30
_LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']")
_drawing = threading.Lock()
"""One at a time a process: thirty sites turn the same page at the same moment."""


def may_draw(kind: str) -> bool:
    """Whether pages of such a file can be drawn on this machine."""
    return kind in _drawable()


@cache
def _drawable() -> frozenset[str]:
    """Looked up once a process: screens ask at every turn of a page."""
    if shutil.which("pdftoppm") is None or shutil.which("pdfinfo") is None:
        return frozenset()
    return frozenset({"pdf"} if pdf.office() is None else {"pdf", "docx"})


def pages_of(data: bytes, kind: str, sha256: str) -> int:
    """How many pages the file has; 0 when nobody here can tell. A .docx is turned into a PDF, which is kept."""
    if not may_draw(kind):
        return 0
    with _drawing:
        paper = _as_pdf(data, kind, sha256)
    if paper is None:
        return 0
    with tempfile.NamedTemporaryFile(suffix=".pdf") as source:
        source.write(paper)
        source.flush()
        said = _said(["pdfinfo", source.name]).decode("utf-8", "replace")
    found = re.search(r"^Pages:\s+(\d+)", said, re.MULTILINE)
    return int(found.group(1)) if found else 0


def picture(file: File, page: int) -> bytes | None:
    """The page (from 1) as PNG in four greys; None where it cannot be drawn: another kind, no such page, no program.

    Writes nothing but the picture itself into the folder of pictures.
    """
    if page < 1 or not may_draw(file.kind):
        return None
    place = _place(file.sha256, f"{page}.png")
    if not place.exists():
        with _drawing:
            if not place.exists():
                _draw(file, page, place)
    return place.read_bytes() if place.exists() else None


def words(file: File, page: int) -> str:
    """The words on the page, for who hears it or has a line for no picture; "" where they cannot be read."""
    if page < 1 or not may_draw(file.kind) or shutil.which("pdftotext") is None:
        return ""
    place = _place(file.sha256, f"{page}.txt")
    if not place.exists():
        with _drawing, _paper_of(file) as source:
            if source:
                said = _said(["pdftotext", "-q", "-enc", "UTF-8", "-f", str(page), "-l", str(page), source, "-"])
                _keep(place, said)
    return place.read_text("utf-8", "replace").replace("\f", "").strip() if place.exists() else ""


@contextlib.contextmanager
def _paper_of(file: File) -> Iterator[str]:
    """A PDF of the file for poppler, "" when there is none."""
    paper = _as_pdf(store.read(file), file.kind, file.sha256)
    if paper is None:
        yield ""
        return
    with tempfile.NamedTemporaryFile(suffix=".pdf") as source:
        source.write(paper)
        source.flush()
        yield source.name


def _draw(file: File, page: int, place: Path) -> None:
    with _paper_of(file) as source:
        size = ["-scale-to", str(LONG_SIDE)]
        which = ["-f", str(page), "-l", str(page)]
        drawn = _said(["pdftoppm", "-q", "-gray", *size, *which, source]) if source else b""
    if drawn.startswith(b"P5"):
        _keep(place, in_four_greys(drawn))


def _as_pdf(data: bytes, kind: str, sha256: str) -> bytes | None:
    if kind == "pdf":
        return data
    place = _place(sha256, "paper.pdf")
    if not place.exists():
        if _reaches_out(data):
            return None
        try:
            _keep(place, pdf.from_docx(data))
        except Refusal:
            return None
    return place.read_bytes()


def _reaches_out(data: bytes) -> bool:
    """Whether a .docx would make LibreOffice fetch something from elsewhere (a linked picture, template, object)."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith(".rels")]
        links = [tag for name in names for tag in _LINK.findall(package.read(name)) if _OUTSIDE.search(tag)]
    return any(b"/hyperlink" not in tag for tag in links)


def in_four_greys(drawn: bytes) -> bytes:
    """A portable greymap (P5, as poppler writes it) as PNG with two bits a pixel."""
    _kind, size, _most, _rest = drawn.split(b"\n", 3)
    width, height = (int(part) for part in size.split())
    pixels = drawn[len(drawn) - width * height :]
    shares = [bytes(((value * 3 + 127) // 255) << shift for value in range(256)) for shift in (6, 4, 2, 0)]
    spare = b"\xff" * (-width % 4)
    rows = bytearray()
    for top in range(0, width * height, width):
        row = pixels[top : top + width] + spare
        packed = sum(int.from_bytes(row[n::4].translate(share), "big") for n, share in enumerate(shares))
        rows += b"\0" + packed.to_bytes(len(row) // 4, "big")
    head = struct.pack(">IIBBBBB", width, height, 2, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _said(command: list[str]) -> bytes:
    """What a program of poppler answers; nothing when it fails or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS)  # noqa: S603 - our own words
    except (subprocess.TimeoutExpired, OSError):
        return b""
    return done.stdout if done.returncode == 0 else b""


def _place(sha256: str, name: str) -> Path:
    return Path(settings.PAGES_ROOT) / sha256[:2] / f"{sha256[2:]}-{name}"


def _keep(place: Path, data: bytes) -> None:
    """Whole or not at all; then room is made if there is too much."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=place.parent, prefix=".")
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    os.replace(beside, place)
    _make_room(Path(settings.PAGES_ROOT), spare=place)


def _make_room(root: Path, spare: Path) -> None:
    kept = [(one.stat().st_mtime, one.stat().st_size, one) for one in root.glob("*/*") if one != spare]
    total = sum(size for _when, size, _one in kept)
    if total <= settings.PAGES_LIMIT:
        return
    for _when, size, one in sorted(kept):
        with contextlib.suppress(FileNotFoundError):
            one.unlink()
        total -= size
        if total <= settings.PAGES_LIMIT * 3 // 4:
            return
