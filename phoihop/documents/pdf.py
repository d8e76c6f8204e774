"""A .docx as PDF/A-2 with tags, through LibreOffice; each job has a profile of its own, or parallel jobs lose files."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason, Refusal

_OPTIONS = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"}}'
)
TIME_OUT = 120
"""Seconds after which a conversion is given up."""


def office() -> str | None:
    """The path of LibreOffice on this machine, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def why_not() -> list[Reason]:
    """Why no PDF can be made here."""
    if office() is not None:
        return []
    return [
        Reason(
            _(
                "Máy này chưa có LibreOffice, nên chưa xuất được .pdf. Tải bản .docx, "
                "hoặc nhờ người vận hành cài gói libreoffice-writer-nogui."
            )
        )
    ]


def from_docx(data: bytes) -> bytes:
    """The PDF of a .docx. Refusal without LibreOffice, after a time-out, or when no file came out."""
    program = office()
    if program is None:
        raise Refusal(why_not())
    with tempfile.TemporaryDirectory(prefix="phoihop-pdf-") as folder:
        source, made = Path(folder, "paper.docx"), Path(folder, "out", "paper.pdf")
        source.write_bytes(data)
        command = [
            *(program, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"),
            *("--convert-to", _OPTIONS, "--outdir", str(made.parent), str(source)),
        ]
        _run(command)
        if not made.exists():
            raise Refusal(
                [Reason(_("LibreOffice chưa xuất được .pdf từ văn bản này. Tải bản .docx và báo người vận hành."))]
            )
        return made.read_bytes()


def _run(command: list[str]) -> None:
    """Run to the end or stop the whole family: LibreOffice starts children that outlive their parent.

    The return code says 0 even when nothing could be written, so only the file counts.
    """
    quiet = subprocess.DEVNULL
    family = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603 - our own words
    try:
        family.wait(TIME_OUT)
    except subprocess.TimeoutExpired as late:
        os.killpg(family.pid, signal.SIGKILL)
        family.wait()
        words = _("Xuất .pdf quá lâu nên đã dừng. Thử lại sau ít phút, hoặc tải bản .docx.")
        raise Refusal([Reason(words)]) from late
