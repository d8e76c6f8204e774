"""Stored files: each kept under its own SHA-256, written whole or not at all, checked again when it is opened."""

import hashlib
import os
import tempfile
import unicodedata
from pathlib import Path

from django.conf import settings

from phoihop.base import clock
from phoihop.documents import kinds
from phoihop.documents.models import File
from phoihop.orgs.models import Post


class Damaged(Exception):
    """The stored bytes are gone or no longer match their SHA-256; the message names the file, for the operator."""


def path_of(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:]


def put(data: bytes, name: str, by: Post | None) -> File:
    """Keep bytes and return their row; bytes already there are not written twice. The gate has let them through.

    Call it inside the verb's transaction. A transaction that fails leaves at most bytes without a row.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    _write(path_of(sha256), data)
    return File.objects.create(
        sha256=sha256,
        name=_shortened(unicodedata.normalize("NFC", name)),
        size=len(data),
        kind=kinds.of(data, name),
        uploaded_by=by,
        uploaded_at=clock.now(),
    )


def read(file: File) -> bytes:
    """The bytes of a stored file; Damaged when they are missing or changed."""
    try:
        data = path_of(file.sha256).read_bytes()
    except FileNotFoundError as missing:
        raise Damaged(f"file {file.pk} ({file.name}): {file.sha256} is missing") from missing
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise Damaged(f"file {file.pk} ({file.name}): the bytes no longer match {file.sha256}")
    return data


def _write(path: Path, data: bytes) -> None:
    """Write beside, force to disk, then rename: a reader never sees half a file, a power cut leaves none."""
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(beside, 0o440)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _shortened(name: str) -> str:
    longest = 200
    stem, dot, end = name.replace("/", "_").replace("\\", "_").rpartition(".")
    if not dot:
        return end[:longest]
    return f"{stem[: longest - len(end) - 1]}.{end}"
