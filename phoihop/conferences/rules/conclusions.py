"""Why a sentence of the conclusion may not be given as work, waived, split or joined, and when it is settled."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.conferences.models import Conclusion, Conference
from phoihop.conferences.rules.parts import prepares
from phoihop.documents.gate import check_text
from phoihop.orgs.models import Post

LONGEST_WAIVER = 300


def is_settled(conclusion: Conclusion) -> bool:
    """Work that was not taken back, or waived by name. Needs the task loaded."""
    if conclusion.state == Conclusion.State.GIVEN:
        return conclusion.task is not None and conclusion.task.withdrawn_at is None
    return conclusion.state == Conclusion.State.WAIVED


def why_not_mark_conclusions(by: Post, conference: Conference) -> list[Reason]:
    """Who keeps the log of the conference, from its opening on."""
    if not prepares(by, conference):
        return [Reason(_("Chỉ thư ký của đơn vị triệu tập xử lý kết luận của hội nghị."))]
    if conference.state not in ("open", "closed"):
        return [Reason(_("Hội nghị chưa khai mạc hoặc đã hủy, chưa có kết luận nào để xử lý."))]
    return []


def why_not_settle(by: Post, conclusion: Conclusion) -> list[Reason]:
    """A sentence is settled once; work that was taken back may be given again."""
    reasons = why_not_mark_conclusions(by, conclusion.conference)
    if not reasons and is_settled(conclusion):
        say = _("Kết luận số %(n)s đã xử lý xong (%(state)s). Tải lại trang để xem.")
        reasons.append(Reason(say % {"n": conclusion.number, "state": conclusion.get_state_display()}))
    return reasons


def why_not_foreign_conclusion(conclusion: Conclusion, conference: Conference) -> list[Reason]:
    if conclusion.conference_id == conference.pk:
        return []
    return [Reason(_("Câu kết luận này thuộc hội nghị khác. Tải lại trang rồi chọn lại."))]


def why_not_none_chosen() -> list[Reason]:
    return [Reason(_("Chưa chọn câu kết luận nào. Đánh dấu ít nhất một câu."))]


def why_not_waive(by: Post, conclusion: Conclusion, reason: str) -> list[Reason]:
    """Somebody answers by name for that a sentence becomes no work."""
    reasons = why_not_settle(by, conclusion)
    if not reason.strip():
        reasons.append(Reason(_("Ghi lý do vì sao câu này không thành việc, ví dụ lời chào, lời cảm ơn."), "reason"))
    if len(reason) > LONGEST_WAIVER:
        say = _("Lý do dài quá %(most)s chữ. Rút gọn lại.")
        reasons.append(Reason(say % {"most": LONGEST_WAIVER}, "reason"))
    return reasons + check_text(reason, "reason", _("Lý do"))


def why_not_take_back_waiver(by: Post, conclusion: Conclusion) -> list[Reason]:
    """As long as the notice of conclusion has not gone out."""
    reasons = why_not_mark_conclusions(by, conclusion.conference) + _why_not_after_notice(conclusion.conference)
    if conclusion.state != Conclusion.State.WAIVED:
        reasons.append(Reason(_("Kết luận này không ở tình trạng “không thành việc”. Tải lại trang để xem.")))
    return reasons


def why_not_split(by: Post, conclusion: Conclusion, pieces: Sequence[str]) -> list[Reason]:
    """Into at least two, with the words of the log unchanged and in their order."""
    reasons = why_not_settle(by, conclusion) + _why_not_after_notice(conclusion.conference)
    if not reasons and conclusion.state != Conclusion.State.OPEN:
        reasons.append(Reason(_("Câu này đã từng giao thành việc, không tách được nữa.")))
    if len(pieces) < 2:
        reasons.append(Reason(_("Xuống dòng ở chỗ cần tách, mỗi dòng là một kết luận."), "pieces"))
    elif " ".join(" ".join(pieces).split()) != " ".join(conclusion.text_vi.split()):
        say = _("Chỉ tách, không sửa chữ: các dòng ghép lại phải đúng nguyên văn đã ghi trong nhật ký hội nghị.")
        reasons.append(Reason(say, "pieces"))
    return reasons


def why_not_merge(by: Post, conclusion: Conclusion, following: Conclusion | None) -> list[Reason]:
    """With the sentence that follows, both still open and read in one go."""
    reasons = why_not_mark_conclusions(by, conclusion.conference) + _why_not_after_notice(conclusion.conference)
    if following is None or following.seq != conclusion.seq:
        say = _("Sau câu này không còn câu nào của cùng một lần kết luận để gộp.")
        return [*reasons, Reason(say)]
    if {conclusion.state, following.state} != {Conclusion.State.OPEN}:
        reasons.append(Reason(_("Chỉ gộp hai câu chưa thành việc. Thôi ghi “không thành việc” trước nếu cần.")))
    return reasons


def _why_not_after_notice(conference: Conference) -> list[Reason]:
    if conference.notice_id is None:
        return []
    return [Reason(_("Thông báo kết luận đã ban hành, kết luận giữ nguyên như đã thông báo."))]
