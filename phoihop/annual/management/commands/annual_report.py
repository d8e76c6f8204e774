"""`phoihop annual_report YEAR --out FILE.docx|.pdf|.html`: the annual report, as a draft or issued."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from phoihop.annual.actions import issue_edition, open_edition
from phoihop.annual.management.asked import setting_of
from phoihop.annual.models import Edition
from phoihop.annual.papers import draft, rebuild, written
from phoihop.annual.queries import Setting
from phoihop.base.commands import SpokenCommand
from phoihop.base.errors import Reason, Refusal
from phoihop.documents import pdf, store
from phoihop.documents.html import to_page
from phoihop.documents.paper import Paper
from phoihop.orgs.models import Post
from phoihop.orgs.queries import posts_at

KINDS = {".docx", ".pdf", ".html"}


class Command(SpokenCommand):
    help = "The annual report of a year as .docx, .pdf or .html; --issue gives it its number and freezes it first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--issue", action="store_true", help="issue the draft as the leader of the issuing body")
        parser.add_argument("--regulation", default="", metavar="CODE")
        parser.add_argument("--missing-reason", default="", help="why it is issued although figures lack sources")

    def work(self, *, year: int, out: Path, issue: bool, regulation: str, missing_reason: str, **options: Any) -> None:
        if out.suffix not in KINDS:
            words = _("Chưa xuất được “%(suffix)s”. Ghi tên tệp kết thúc bằng .docx, .pdf hoặc .html.")
            raise Refusal([Reason(words % {"suffix": out.suffix or out.name})])
        if out.suffix == ".pdf" and (reasons := pdf.why_not()):
            raise Refusal(reasons)
        here = setting_of(year, regulation)
        edition = _edition(here)
        if issue:
            leader = _post(here, "annual.issue")
            edition = issue_edition(by=leader, edition=edition, missing_reason=missing_reason)
        try:
            out.write_bytes(_made(edition, _signer(here), out.suffix))
        except OSError as error:
            words = _("Không ghi được %(file)s: %(why)s. Chọn nơi khác.")
            raise Refusal([Reason(words % {"file": out, "why": error.strerror})]) from error
        number = edition.issued.symbol if edition.issued else _("bản thảo")
        self.stderr.write(_("Đã ghi %(file)s (%(number)s).") % {"file": out, "number": number})


def _edition(here: Setting) -> Edition:
    """The edition there is; without one it is begun with the standing outline, as the secretary would."""
    found = Edition.objects.select_related("regulation", "period", "issued__file").filter(
        regulation=here.regulation, period=here.period
    )
    return found.first() or open_edition(by=_post(here, "annual.write"), regulation=here.regulation, period=here.period)


def _made(edition: Edition, signer: Post | None, suffix: str) -> bytes:
    """An issued report comes from its file; a draft from today's records."""
    if edition.issued is not None:
        paper, data = _issued(edition, suffix)
    else:
        paper, book = draft(edition, signer)
        data = b"" if suffix == ".html" else written(paper, edition, book)
    if suffix == ".html":
        return to_page(paper).encode()
    return pdf.from_docx(data) if suffix == ".pdf" else data


def _issued(edition: Edition, suffix: str) -> tuple[Paper, bytes]:
    paper, data = rebuild(edition)
    if suffix != ".html" and edition.issued is not None:
        data = store.read(edition.issued.file)
    return paper, data


def _post(here: Setting, capability: str) -> Post:
    """The first post at the issuing body's unit that holds the capability: in whose name the command acts."""
    posts = posts_at([here.unit.unit_id], capability)
    own = [post for post in posts if post.body_id == here.body.pk] or posts
    if not own:
        words = _("%(unit)s hôm nay không có chức vụ nào làm được việc này. Gán chức vụ rồi chạy lại.")
        raise Refusal([Reason(words % {"unit": here.unit.name})])
    return own[0]


def _signer(here: Setting) -> Post | None:
    posts = posts_at([here.unit.unit_id], "annual.issue")
    return next((post for post in posts if post.body_id == here.body.pk), None)
