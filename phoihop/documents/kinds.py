"""What kind of file some bytes are, by their content."""

import io
import re
import zipfile

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
"""kind -> media type under which it is sent"""

LOCKED = "locked"
"""What `of` answers for an office file or a PDF under a password, which nobody can look into."""

_UNPACKED_LIMIT = 200 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAME = {"jpeg": "jpg", "text": "txt"}


def ending(name: str) -> str:
    """The kind that a file's name promises."""
    end = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return _SAME.get(end, end)


def of(data: bytes, name: str) -> str:
    """The kind that the content is: a key of MEDIA, LOCKED, or "" for anything else (also a damaged or macro file)."""
    if data.startswith(b"%PDF-"):
        return LOCKED if re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", data) else "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(OLE):
        return LOCKED if _ENCRYPTED in data else ""
    if data.startswith(b"PK"):
        return _office(data)
    if ending(name) in {"csv", "txt"} and decoded(data) is not None:
        return ending(name)
    return ""


def _office(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            size = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, EOFError):
        return ""
    if size > _UNPACKED_LIMIT or any(name.endswith("vbaProject.bin") for name in names):
        return ""
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else ""


def decoded(data: bytes) -> str | None:
    """Bytes of a text file as words: UTF-8, or UTF-16 with its mark; None when they are no text."""
    code = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        words = data.decode(code)
    except UnicodeDecodeError:
        return None
    return None if re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", words) else words
