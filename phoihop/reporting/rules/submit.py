"""Whether a report may be sent: every reason at once, each with its place and its remedy."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.flow import may_move
from phoihop.orgs.models import Post
from phoihop.reporting.models import Report, Revision, Text, Value
from phoihop.reporting.rules.content import Typed, hard, missing, odd
from phoihop.reporting.rules.standing import Standing, standing, why_not_write


@dataclass
class Draft:
    """What a report's draft holds now."""

    revision: Revision | None
    cells: dict[str, Typed] = field(default_factory=dict)
    """By the indicator's code."""
    texts: dict[str, str] = field(default_factory=dict)
    """By the block's code."""


def draft_of(report: Report) -> Draft:
    """The draft of a report as stored; empty when there is none. Three statements."""
    return content_of(Revision.objects.filter(report=report, sealed_at__isnull=True).first())


def content_of(revision: Revision | None) -> Draft:
    """The numbers and words of a revision. Two statements."""
    return contents_of([revision])[revision.pk] if revision else Draft(None)


def contents_of(revisions: Iterable[Revision]) -> dict[int, Draft]:
    """Number of a revision -> its content. Two statements for any number of revisions."""
    found = {revision.pk: Draft(revision) for revision in revisions}
    values = Value.objects.filter(revision__in=found).values_list("revision_id", "indicator__code", "amount", "remark")
    for revision_id, code, amount, remark in values:
        found[revision_id].cells[code] = Typed(amount, remark)
    for revision_id, code, body in Text.objects.filter(revision__in=found).values_list(
        "revision_id", "block__code", "body"
    ):
        found[revision_id].texts[code] = body
    return found


def open_drafts(report_ids: Iterable[int]) -> list[Revision]:
    """The drafts of these reports, where there are any."""
    return list(Revision.objects.filter(report__in=list(report_ids), sealed_at__isnull=True))


def why_not_submit(by: Post | None, stand: Standing, report: Report, draft: Draft) -> list[Reason]:
    """Why this content cannot be sent now; pure of statements, so that it judges one report or two hundred."""
    reasons = why_not_write(by, stand, report.unit_id)
    if by is None:
        reasons.append(Reason(_("Báo cáo phải do một chức vụ gửi. Đăng nhập rồi gửi.")))
    if not may_move(report, "submit"):
        reasons.append(
            Reason(_("Báo cáo này đã gửi rồi. Muốn sửa thì rút lại, hoặc đề nghị đính chính nếu đã được nhận."))
        )
    if draft.revision is None and report.state == Report.State.RETURNED:
        reasons.append(Reason(_("Chưa sửa gì so với bản bị trả lại. Sửa số hoặc ghi chú theo ý kiến, rồi gửi lại.")))
        return reasons
    reasons += missing(stand.layout, draft.cells, draft.texts)
    reasons += hard(stand.layout, draft.cells, draft.texts)
    for oddity in odd(stand, report.unit_id, draft.cells):
        if not oddity.explained:
            text = _("Cần giải thích: %(what)s Ghi lý do vào ô ghi chú, hoặc sửa số.") % {"what": oddity.text}
            reasons.append(Reason(text, oddity.cell.remark_field))
    return reasons


def why_not_submit_report(by: Post | None, report: Report) -> list[Reason]:
    """Why the report, as saved, cannot be sent by this post today."""
    return why_not_submit(by, standing(report.form, report.period, [report.unit_id]), report, draft_of(report))
