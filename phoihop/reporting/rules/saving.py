"""Whether a draft may be changed, and whether a file may be put on it or taken off."""

import datetime

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.documents.gate import check_text
from phoihop.orgs.models import Post
from phoihop.reporting.models import Attachment, Indicator, Report
from phoihop.reporting.rules.standing import Standing, why_not_write


def why_not_save(by: Post | None, stand: Standing, report: Report) -> list[Reason]:
    """As writing at all; and what has been sent or accepted is not changed under the reviewer's eyes."""
    reasons = why_not_write(by, stand, report.unit_id)
    if report.state == Report.State.SUBMITTED:
        reasons.append(Reason(_("Báo cáo đang chờ duyệt. Rút lại rồi sửa.")))
    elif report.state == Report.State.ACCEPTED:
        reasons.append(Reason(_("Báo cáo đã được nhận. Mở đính chính rồi sửa.")))
    return reasons


def why_not_attach(
    by: Post,
    stand: Standing,
    report: Report,
    *,
    title: str,
    indicator: Indicator | None,
    fact_on: datetime.date | None,
) -> list[Reason]:
    """As saving; a file has a name that may be kept, belongs to a cell of the form, and is not of tomorrow."""
    reasons = why_not_save(by, stand, report)
    if not title.strip():
        reasons.append(Reason(_("Tệp cần có tên gọi. Ghi tên văn bản, ví dụ “Biên bản họp 12/12”."), "title"))
    if indicator is not None and indicator.code not in stand.layout.by_code:
        reasons.append(Reason(_("Mẫu này không có chỉ tiêu đó. Tải lại trang.")))
    if fact_on is not None and fact_on > clock.today():
        reasons.append(Reason(_("Ngày trên giấy ở sau hôm nay. Xem lại ngày."), "fact_on"))
    return reasons + check_text(title, "title", _("Tên văn bản"))


def why_not_detach(by: Post, stand: Standing, report: Report, attachment: Attachment) -> list[Reason]:
    """As saving; what has been sent keeps its files. Needs the attachment's revision."""
    reasons = why_not_save(by, stand, report)
    if attachment.revision.sealed_at is not None:
        reasons.append(Reason(_("Tệp thuộc bản đã gửi nên giữ nguyên. Gỡ nó ở bản nháp.")))
    return reasons
