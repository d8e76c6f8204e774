"""What the commands of this room share: the conference they are asked about, and writing a paper to a file."""

from pathlib import Path

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason, Refusal
from phoihop.conferences.models import Conference
from phoihop.documents import pdf
from phoihop.documents.html import to_page
from phoihop.documents.paper import Paper
from phoihop.documents.word import write

KINDS = {".docx", ".pdf", ".html"}


def conference_of(code: str) -> Conference:
    """The conference with that code; Refusal that names those there are."""
    found = Conference.objects.select_related("chair__body", "secretary__body", "unit", "period").filter(code=code)
    conference = found.first()
    if conference is None:
        known = ", ".join(Conference.objects.order_by("code").values_list("code", flat=True)[:20])
        say = _("Không có hội nghị nào mang mã %(code)s. Đang có: %(known)s.")
        raise Refusal([Reason(say % {"code": code, "known": known or _("chưa có hội nghị nào")})])
    return conference


def refuse_kind(out: Path) -> None:
    """Before anything is made: an ending that is known, and an office where a .pdf is asked for."""
    if out.suffix not in KINDS:
        words = _("Chưa xuất được “%(suffix)s”. Ghi tên tệp kết thúc bằng .docx, .pdf hoặc .html.")
        raise Refusal([Reason(words % {"suffix": out.suffix or out.name})])
    if out.suffix == ".pdf" and (reasons := pdf.why_not()):
        raise Refusal(reasons)


def put(out: Path, paper: Paper, docx: bytes | None = None) -> None:
    """Write the paper; `docx` is the file as it was issued, where it was."""
    if out.suffix == ".html":
        data = to_page(paper).encode()
    else:
        data = docx if docx is not None else write(paper)
        data = pdf.from_docx(data) if out.suffix == ".pdf" else data
    try:
        out.write_bytes(data)
    except OSError as error:
        words = _("Không ghi được %(file)s: %(why)s. Chọn nơi khác.")
        raise Refusal([Reason(words % {"file": out, "why": error.strerror})]) from error
