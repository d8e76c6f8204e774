"""Why a conference may not be called, called off or answered so."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import format_date
from phoihop.conferences.models import Conference, Delegate
from phoihop.conferences.rules.parts import Part
from phoihop.conferences.rules.prepare import BEFORE, MESH_SITES, why_not_prepare
from phoihop.documents.gate import check_text
from phoihop.orgs.models import Post

LONGEST_REASON = 300


@dataclass(frozen=True)
class Prepared:
    """How far it is prepared: sites, whether the host's is among them, sites without delegates, items, their minutes,
    and the minutes there are."""

    sites: int
    has_host: bool
    empty_sites: tuple[str, ...]
    items: int
    minutes: int
    minutes_there_are: int


def why_not_call(by: Post, conference: Conference, prepared: Prepared, due: datetime.date, reason: str) -> list[Reason]:
    """The secretary, once it is prepared, by `due`; later only with a reason, which is recorded."""
    if conference.state == Conference.State.CALLED:
        return [Reason(_("Hội nghị đã mời rồi. Đại biểu thêm sau được báo riêng."))]
    reasons = why_not_prepare(by, conference) or why_not_ready(conference, prepared)
    today = clock.today()
    if not reasons and today > due and not reason.strip():
        say = _("Giấy mời phải gửi chậm nhất ngày %(due)s, hôm nay là %(today)s. Ghi lý do mời gấp, hoặc lùi ngày họp.")
        reasons.append(Reason(say % {"due": format_date(due), "today": format_date(today)}, "reason"))
    return reasons + _text(reason)


def why_not_ready(conference: Conference, prepared: Prepared) -> list[Reason]:
    """What is missing before anybody can be invited."""
    reasons = []
    if conference.starts_at <= clock.now():
        reasons.append(Reason(_("Giờ họp đã qua. Đổi thời gian trước khi mời.")))
    if not prepared.has_host:
        reasons.append(Reason(_("Chưa có điểm cầu chính. Thêm điểm cầu của đơn vị triệu tập.")))
    if prepared.empty_sites:
        say = _("Điểm cầu chưa có đại biểu: %(sites)s. Thêm đại biểu hoặc bỏ điểm cầu.")
        reasons.append(Reason(say % {"sites": "; ".join(prepared.empty_sites)}))
    if not prepared.items:
        reasons.append(Reason(_("Chương trình còn trống. Thêm nội dung trước khi mời.")))
    if prepared.minutes > prepared.minutes_there_are:
        say = _("Chương trình cần %(need)s phút, giờ họp chỉ có %(have)s phút. Bớt nội dung hoặc kéo dài giờ họp.")
        reasons.append(Reason(say % {"need": prepared.minutes, "have": prepared.minutes_there_are}))
    if conference.video == Conference.Video.MESH and prepared.sites > MESH_SITES:
        say = _("Hình giữa các máy chỉ dùng cho tối đa %(most)s điểm cầu. Chọn cách khác ở phần thông tin hội nghị.")
        reasons.append(Reason(say % {"most": MESH_SITES}))
    return reasons


def why_not_cancel(by: Post, conference: Conference, reason: str) -> list[Reason]:
    """The secretary, until it is opened, saying why."""
    reasons = why_not_prepare(by, conference)
    if not reason.strip():
        reasons.append(Reason(_("Ghi lý do hủy; lý do được báo cho mọi người đã mời."), "reason"))
    return reasons + _text(reason)


def _text(reason: str) -> list[Reason]:
    if len(reason) > LONGEST_REASON:
        say = _("Lý do dài quá %(most)s chữ. Viết gọn lại.") % {"most": LONGEST_REASON}
        return [Reason(say, "reason")]
    return check_text(reason, "reason", _("Lý do"))


def why_not_reply(
    part: Part,
    seat: Delegate,
    answer: str,
    *,
    substitute: Post | None,
    reason: str,
    taken: Delegate | None,
    own: bool,
) -> list[Reason]:
    """Who was invited (`own`), his site's contact or the secretary, from the invitation to the opening.

    `taken` is the seat in which the substitute sits already, by himself or for another.
    """
    conference = seat.conference
    reasons = []
    if not (own or part.is_secretary or (part.site is not None and part.site.pk == seat.site_id)):
        say = _("Chỉ người được mời, đầu mối của điểm cầu hoặc thư ký hội nghị trả lời được.")
        reasons.append(Reason(say))
    if conference.state != Conference.State.CALLED:
        reasons.append(Reason(_not_now(conference)))
    if answer == Delegate.Reply.DELEGATED:
        reasons += why_not_substitute(seat, substitute, taken)
    elif answer == Delegate.Reply.ABSENT and not reason.strip():
        reasons.append(Reason(_("Ghi lý do vắng."), "reason"))
    elif answer not in (Delegate.Reply.COMES, Delegate.Reply.ABSENT):
        reasons.append(Reason(_("Chọn một trong ba: dự, cử người thay, vắng có lý do."), "answer"))
    return reasons + _text(reason)


def _not_now(conference: Conference) -> str:
    if conference.state == Conference.State.PREPARING:
        return _("Hội nghị chưa mời nên chưa trả lời được.")
    if conference.state == Conference.State.OPEN:
        return _("Hội nghị đã khai mạc: có mặt, vắng ghi ở điểm danh.")
    return _("Hội nghị %(state)s, không trả lời được nữa.") % {"state": conference.get_state_display()}


def why_not_substitute(seat: Delegate, substitute: Post | None, taken: Delegate | None) -> list[Reason]:
    """A named post of the same body that may see conferences and sits nowhere in this one yet."""
    if substitute is None:
        return [Reason(_("Chọn chức vụ dự thay."), "substitute")]
    if substitute.pk == seat.post_id:
        return [Reason(_("Người thay phải là chức vụ khác."), "substitute")]
    if substitute.body_id != seat.post.body_id:
        say = _("%(who)s không thuộc %(body)s. Người dự thay phải cùng cơ quan với người được mời.")
        return [Reason(say % {"who": substitute, "body": seat.post.body}, "substitute")]
    if not substitute.can("conference.read"):
        say = _("%(who)s không có quyền xem hội nghị nên không dự thay được. Chọn người khác.") % {"who": substitute}
        return [Reason(say, "substitute")]
    if taken is not None and taken.pk != seat.pk:
        say = _("%(who)s đã có chỗ ở %(site)s. Một người chỉ dự ở một chỗ: chọn người khác.")
        return [Reason(say % {"who": substitute, "site": taken.site.name_vi}, "substitute")]
    return []


def why_not_chase(by: Post, conference: Conference, waiting: int) -> list[Reason]:
    """The secretary, while somebody who was invited has not answered."""
    reasons = why_not_prepare(by, conference)
    if conference.state != Conference.State.CALLED:
        reasons.append(Reason(_("Chỉ nhắc trả lời sau khi đã mời và trước khi khai mạc.")))
    elif not waiting:
        reasons.append(Reason(_("Mọi đại biểu đã trả lời, không còn ai để nhắc.")))
    return reasons


def why_not_issue_pin(part: Part, conference: Conference) -> list[Reason]:
    """The secretary alone, until the conference ends."""
    if not part.is_secretary:
        return [Reason(_("Chỉ thư ký hội nghị xem và cấp mã biểu quyết."))]
    if conference.state not in (*BEFORE, "open"):
        say = _("Hội nghị %(state)s, không cấp mã nữa.") % {"state": conference.get_state_display()}
        return [Reason(say)]
    return []
