"""Why the notice of conclusion does not go out yet."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.base.errors import Reason
from phoihop.conferences.models import Conference
from phoihop.conferences.rules.parts import prepares
from phoihop.orgs.models import Post


def why_not_issue_notice(by: Post, conference: Conference, *, total: int, loose: int, adopted: bool) -> list[Reason]:
    """The secretary, once: when every sentence is work or waived and the minutes are adopted.

    `total`, `loose`: how many conclusions there are, and how many are neither.
    """
    if not prepares(by, conference):
        return [Reason(_("Chỉ thư ký của đơn vị triệu tập ban hành thông báo kết luận."))]
    if conference.state != Conference.State.CLOSED:
        return [Reason(_("Hội nghị chưa bế mạc. Thông báo kết luận ban hành sau khi bế mạc."))]
    if conference.notice_id is not None:
        return [Reason(_("Thông báo kết luận đã ban hành. Tải lại trang để xem."))]
    reasons = []
    if not total:
        reasons.append(Reason(_("Hội nghị không có kết luận nào để thông báo.")))
    if loose:
        say = ngettext(
            "Còn %(n)s câu kết luận chưa thành việc và chưa có lý do. Giao việc hoặc ghi lý do trước.",
            "Còn %(n)s câu kết luận chưa thành việc và chưa có lý do. Giao việc hoặc ghi lý do trước.",
            loose,
        )
        reasons.append(Reason(say % {"n": loose}))
    if not adopted:
        reasons.append(Reason(_("Biên bản chưa được thông qua. Đề nghị chủ trì thông qua trước.")))
    return reasons
