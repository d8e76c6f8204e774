"""Why a question may not be put, a ballot not be cast, a count not be closed."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.flow import may_move
from phoihop.base.text import nfc
from phoihop.conferences.formulas import Poll, Room
from phoihop.conferences.models import AgendaItem, Conference, Delegate, Vote
from phoihop.conferences.rules.parts import Part
from phoihop.conferences.rules.room import why_not_conduct, why_not_conduct_or_keep
from phoihop.documents.gate import check_text
from phoihop.orgs.models import Post

MOST_OPTIONS, LONGEST_QUESTION, LONGEST_OPTION = 10, 500, 80


def why_not_put_question(
    conference: Conference,
    part: Part,
    question: str,
    method: str,
    options: Sequence[str],
    item: AgendaItem | None = None,
) -> list[Reason]:
    """The chair or the secretary, before or during; two to ten different options."""
    reasons = []
    if not (part.is_secretary or part.may_chair):
        reasons.append(Reason(_("Chỉ chủ trì hoặc thư ký hội nghị soạn nội dung biểu quyết.")))
    if conference.state not in ("preparing", "called", "open"):
        reasons.append(Reason(_("Hội nghị đã kết thúc hoặc đã hủy.")))
    if not question.strip():
        reasons.append(Reason(_("Nội dung biểu quyết còn trống."), "question"))
    if len(question) > LONGEST_QUESTION:
        reasons.append(Reason(_("Nội dung biểu quyết dài quá %(most)s chữ.") % {"most": LONGEST_QUESTION}, "question"))
    if method not in Vote.Method.values:
        reasons.append(Reason(_("Chọn cách biểu quyết."), "method"))
    labels = given(options)
    if not 2 <= len(labels) <= MOST_OPTIONS or len(set(labels)) != len(labels):
        say = _("Cần từ 2 đến %(most)s phương án khác nhau, mỗi dòng một phương án.")
        reasons.append(Reason(say % {"most": MOST_OPTIONS}, "options"))
    if any(len(label) > LONGEST_OPTION for label in labels):
        reasons.append(Reason(_("Một phương án dài quá %(most)s chữ.") % {"most": LONGEST_OPTION}, "options"))
    if item is not None and item.conference_id != conference.pk:
        reasons.append(Reason(_("Nội dung này không thuộc chương trình của hội nghị."), "item"))
    reasons += check_text(question, "question", _("Nội dung biểu quyết"))
    return reasons + check_text("\n".join(labels), "options", _("Phương án"))


def given(options: Sequence[str]) -> list[str]:
    """The options as they are kept: empty lines left out."""
    return [nfc(option) for option in options if option.strip()]


def why_not_open_vote(by: Post, room: Room, vote: Vote) -> list[Reason]:
    """The one who chairs; one vote at a time, with a quorum."""
    reasons = why_not_conduct(by, room)
    if not may_move(vote, "open"):
        reasons.append(Reason(_("Cuộc biểu quyết này đã mở hoặc đã xong.")))
    if room.poll is not None:
        reasons.append(Reason(_("Đang có một cuộc biểu quyết khác. Đóng cuộc đó trước.")))
    if not room.has_quorum:
        say = _("Chưa đủ túc số: có mặt %(here)s, cần %(need)s trên %(all)s đại biểu có quyền biểu quyết.")
        reasons.append(Reason(say % {"here": len(room.voters), "need": room.need, "all": room.entitled}))
    return reasons


def why_not_cast(room: Room, part: Part, vote: Vote, seat: Delegate, choice: str) -> list[Reason]:
    """An entitled seat, once, while the vote is open; by its holder, or at its site's console after the PIN."""
    poll = room.polls.get(vote.pk)
    if poll is None or poll.closed_at is not None:
        return [Reason(_("Cuộc biểu quyết này chưa mở hoặc đã đóng. Phiếu không được ghi."))]
    if poll.by_paper:
        return [Reason(_("Cuộc này bỏ phiếu giấy. Bỏ phiếu vào hòm tại điểm cầu."))]
    own_site = part.site is not None and part.site.pk == seat.site_id
    own_seat = part.seat is not None and part.seat.pk == seat.pk
    reasons = []
    if not (own_site or own_seat):
        say = _("%(who)s dự ở %(site)s và chỉ bỏ phiếu ở đó hoặc trên máy của mình.")
        reasons.append(Reason(say % {"who": seat, "site": seat.site.name_vi}, "delegate"))
    if seat.pk not in poll.entitled:
        say = _("%(who)s không có tên trong danh sách được biểu quyết, chốt lúc mở biểu quyết.")
        reasons.append(Reason(say % {"who": seat}, "delegate"))
    if seat.pk in poll.voted:
        reasons.append(Reason(_("%(who)s đã bỏ phiếu. Mỗi người một phiếu.") % {"who": seat}, "delegate"))
    if choice not in poll.options:
        reasons.append(Reason(_("Chọn một phương án."), "choice"))
    return reasons


def why_not_close_vote(by: Post, room: Room, vote: Vote) -> list[Reason]:
    reasons = why_not_conduct(by, room)
    poll = _open(room, vote)
    if poll is None:
        reasons.append(Reason(_("Cuộc biểu quyết này chưa mở hoặc đã đóng.")))
    elif poll.by_paper:
        reasons.append(Reason(_("Cuộc bỏ phiếu giấy đóng khi kết quả kiểm phiếu được người thứ hai xác nhận.")))
    return reasons


def why_not_cancel_vote(by: Post, room: Room, vote: Vote, reason: str) -> list[Reason]:
    reasons = why_not_conduct(by, room)
    if _open(room, vote) is None:
        reasons.append(Reason(_("Cuộc biểu quyết này chưa mở hoặc đã đóng.")))
    if not reason.strip():
        reasons.append(Reason(_("Ghi lý do hủy biểu quyết."), "reason"))
    return reasons + check_text(reason, "reason", _("Lý do"))


def why_not_enter_paper(by: Post, room: Room, part: Part, vote: Vote, counts: Mapping[str, int]) -> list[Reason]:
    """The chair or the secretary enters what was counted: every option, in all no more than may vote."""
    reasons = why_not_conduct_or_keep(by, room, part)
    poll = _open(room, vote)
    if poll is None or not poll.by_paper:
        return [*reasons, Reason(_("Cuộc này không bỏ phiếu giấy, hoặc chưa mở, hoặc đã đóng."))]
    if set(counts) != set(poll.options) or any(count < 0 for count in counts.values()):
        reasons.append(Reason(_("Nhập số phiếu của từng phương án, từ 0 trở lên."), "counts"))
    elif sum(counts.values()) > len(poll.entitled):
        say = _("Tổng %(sum)s phiếu, nhiều hơn %(most)s người được biểu quyết. Kiểm lại.")
        reasons.append(Reason(say % {"sum": sum(counts.values()), "most": len(poll.entitled)}, "counts"))
    return reasons


def why_not_confirm_paper(by: Post, room: Room, part: Part, vote: Vote, counts: Mapping[str, int]) -> list[Reason]:
    """Another hand enters the same counts again."""
    reasons = why_not_enter_paper(by, room, part, vote, counts)
    poll = _open(room, vote)
    if reasons or poll is None:
        return reasons
    if poll.paper is None:
        reasons.append(Reason(_("Chưa có kết quả kiểm phiếu để xác nhận.")))
    elif poll.paper_hands & by.hands:
        reasons.append(Reason(_("Người xác nhận phải khác người đã nhập kết quả.")))
    elif dict(poll.paper) != dict(counts):
        say = _("Số phiếu nhập lần này không khớp lần trước. Kiểm phiếu lại rồi nhập lại từ đầu.")
        reasons.append(Reason(say, "counts"))
    return reasons


def _open(room: Room, vote: Vote) -> Poll | None:
    poll = room.polls.get(vote.pk)
    return poll if poll is not None and poll.closed_at is None else None
