"""Why a test of a line may not be kept, and why it may not be said that all is ready."""

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.conferences.formulas import Measured
from phoihop.conferences.models import Conference, Site
from phoihop.conferences.rules.parts import Part
from phoihop.documents.gate import check_text

MOST_KBPS, MOST_MS, MOST_CLOCK_MS = 10_000_000, 600_000, 10 * 366 * 24 * 3600 * 1000
LONGEST_REASON = 300


def why_not_record_line_test(
    conference: Conference, part: Part, site: Site, line: Measured, browser: str
) -> list[Reason]:
    """The site's contact, until the conference is over; numbers that a line can have."""
    reasons = []
    if part.site is None or part.site.pk != site.pk:
        reasons.append(Reason(_("Chỉ đầu mối của điểm cầu kiểm tra đường truyền của điểm cầu đó.")))
    if conference.state in ("closed", "cancelled"):
        reasons.append(Reason(_("Hội nghị đã kết thúc hoặc đã hủy, không cần kiểm tra đường truyền nữa.")))
    rates = (line.down_kbps, line.up_kbps)
    if not all(0 <= rate <= MOST_KBPS for rate in rates) or not 0 <= line.delay_ms <= MOST_MS:
        reasons.append(Reason(_("Số đo gửi lên không hợp lệ. Tải lại trang rồi kiểm tra lại.")))
    elif abs(line.clock_ms) > MOST_CLOCK_MS:
        reasons.append(Reason(_("Đồng hồ máy lệch quá mười năm. Đặt lại ngày giờ của máy rồi kiểm tra lại.")))
    return reasons + check_text(browser, "browser", _("Tên trình duyệt"))


def why_not_say_ready(conference: Conference, part: Part, is_ready: bool, reason: str, faults: int) -> list[Reason]:
    """The chair or the secretary, before the conference; "no", and "yes" in spite of faults, need a reason."""
    reasons = []
    if not (part.is_secretary or part.may_chair):
        reasons.append(Reason(_("Chỉ chủ trì hoặc thư ký hội nghị quyết định đã sẵn sàng hay chưa.")))
    if conference.state not in ("preparing", "called"):
        reasons.append(Reason(_("Hội nghị đã khai mạc hoặc đã hủy.")))
    if not is_ready and not reason.strip():
        reasons.append(Reason(_("Ghi vì sao chưa sẵn sàng và cần làm gì."), "reason"))
    if is_ready and faults and not reason.strip():
        say = _("Còn %(n)s điểm cầu có lỗi hoặc chưa kiểm tra. Vẫn họp được thì ghi lý do.")
        reasons.append(Reason(say % {"n": faults}, "reason"))
    if len(reason) > LONGEST_REASON:
        reasons.append(Reason(_("Lý do dài quá %(most)s chữ.") % {"most": LONGEST_REASON}, "reason"))
    return reasons + check_text(reason, "reason", _("Lý do"))
