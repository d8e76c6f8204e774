"""Whether a report may be accepted, returned, withdrawn, or opened again for a correction."""

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.flow import may_move
from phoihop.documents.gate import check_text
from phoihop.orgs import roles
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Tree
from phoihop.reporting.models import Report
from phoihop.reporting.rules.standing import Standing, may_write, standing, why_not_write, why_shut


def may_accept(by: Post, unit_id: int, on: Tree) -> bool:
    """A post above the unit in the tree of the period's last day; never one at the unit itself."""
    own = by.body.unit_id
    return roles.can(by.role, "report.accept") and unit_id != own and on.is_within(unit_id, own)


def why_not_accept_report(by: Post, report: Report, stand: Standing | None = None) -> list[Reason]:
    """Only a submitted report, of a unit below, sent by somebody else, of a period not locked."""
    stand = stand or standing(report.form, report.period, [report.unit_id])
    return _why_not_decide(by, report, stand)


def why_not_return_report(by: Post, report: Report, remark: str, stand: Standing | None = None) -> list[Reason]:
    """As accepting; and a remark is due."""
    stand = stand or standing(report.form, report.period, [report.unit_id])
    reasons = _why_not_decide(by, report, stand)
    if not remark.strip():
        reasons.append(Reason(_("Trả lại thì phải ghi lý do. Nêu ô nào cần sửa và sửa thế nào."), "remark"))
    return reasons + check_text(remark, "remark")


def why_not_withdraw_report(by: Post, report: Report, stand: Standing | None = None) -> list[Reason]:
    """The sender's side may take back what nobody has decided yet."""
    stand = stand or standing(report.form, report.period, [report.unit_id])
    reasons = why_not_write(by, stand, report.unit_id)
    if not may_move(report, "withdraw"):
        reasons.append(Reason(_("Chỉ rút được báo cáo đang chờ duyệt. Nếu đã được nhận thì đề nghị đính chính.")))
    return reasons


def why_not_reopen_report(by: Post, report: Report, reason: str, stand: Standing | None = None) -> list[Reason]:
    """A correction of an accepted report: by its unit or by who accepts it, with a reason."""
    stand = stand or standing(report.form, report.period, [report.unit_id])
    reasons: list[Reason] = []
    if not (may_write(by, report.unit_id, stand.tree) or may_accept(by, report.unit_id, stand.tree)):
        reasons.append(Reason(_("Chức vụ đang dùng không được đính chính báo cáo này. Đề nghị đơn vị lập báo cáo.")))
    if not may_move(report, "reopen"):
        reasons.append(Reason(_("Chỉ đính chính báo cáo đã được nhận. Báo cáo chưa nhận thì sửa thẳng.")))
    reasons += why_shut(stand, report.unit_id)
    if not reason.strip():
        reasons.append(Reason(_("Đính chính thì phải ghi lý do. Nêu số nào sai và căn cứ."), "reason"))
    return reasons + check_text(reason, "reason")


def _why_not_decide(by: Post, report: Report, stand: Standing) -> list[Reason]:
    reasons = []
    if not may_accept(by, report.unit_id, stand.tree):
        reasons.append(Reason(_("Chỉ cấp trên của đơn vị mới nhận hoặc trả lại báo cáo. Đổi sang chức vụ ở cấp trên.")))
    if not may_move(report, "accept"):
        reasons.append(Reason(_("Báo cáo không ở tình trạng chờ duyệt. Tải lại trang để xem tình trạng mới.")))
    if report.submitted_by_id == by.pk:
        reasons.append(Reason(_("Chức vụ này đã gửi báo cáo thay đơn vị nên không tự nhận. Nhờ chức vụ khác duyệt.")))
    reasons += why_shut(stand, report.unit_id)
    return reasons
