"""Who sees which paper of a conference, when papers are due, and why one may not be added, moved, commented on."""

import datetime
from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.numbers import format_moment
from phoihop.conferences.models import AgendaItem, Comment, Conference, Delegate, Paper
from phoihop.conferences.offsets import due_day
from phoihop.conferences.rules.parts import Part, prepares, visible_conferences
from phoihop.documents.gate import check_text
from phoihop.duties.calendar import working_days_between
from phoihop.orgs.models import Post

LONGEST_TITLE, LONGEST_COMMENT = 300, 2000


def visible_papers(post: Post) -> "QuerySet[Paper]":
    """Papers for the people of a conference: its seats, contacts, chair and deputies, and the unit that calls it.

    A paper taken off is kept, and seen by who prepares the conference.
    """
    seats = Delegate.objects.filter(Q(post=post) | Q(substitute=post)).values("conference_id")
    part = (
        Q(conference__in=seats)
        | Q(conference__sites__contact=post)
        | Q(conference__chair=post)
        | Q(conference__deputies=post)
        | Q(conference__unit_id=post.body.unit_id)
    )
    rows = Paper.objects.filter(Q(conference__in=visible_conferences(post)) & part)
    if post.can("conference.write"):
        rows = rows.filter(Q(taken_off_at__isnull=True) | Q(conference__unit_id=post.body.unit_id))
    else:
        rows = rows.filter(taken_off_at__isnull=True)
    return Paper.objects.filter(pk__in=rows.values("pk"))


def is_of(post: Post, conference: Conference, part: Part) -> bool:
    """Whether the post belongs to the people of a conference it sees, to whom its papers are shown."""
    invited = conference.delegates.filter(Q(post=post) | Q(substitute=post))
    return not part.is_none or post.body.unit_id == conference.unit_id or invited.exists()


def papers_due_on(conference: Conference) -> datetime.date:
    """The last day on which a paper is in time."""
    return due_day("papers", conference)


def days_late(paper: Paper, due: datetime.date) -> int:
    """Working days between the due day and the day the paper was added; 0 in time."""
    return max(0, working_days_between(due, timezone.localtime(paper.added_at).date()))


def may_comment_now(paper: Paper, now: datetime.datetime) -> bool:
    """Whether the paper's window for comments is open."""
    return paper.comments_until is not None and now <= paper.comments_until and paper.taken_off_at is None


def why_not_prepare_papers(by: Post, conference: Conference) -> list[Reason]:
    """Who prepares the conference, until it is closed."""
    if not prepares(by, conference):
        return [Reason(_("Chỉ thư ký của cơ quan triệu tập hội nghị thêm, sắp xếp và rút tài liệu."))]
    if conference.state in ("closed", "cancelled"):
        return [Reason(_("Hội nghị đã kết thúc hoặc đã hủy, tài liệu giữ nguyên."))]
    return []


def why_not_add_paper(
    by: Post,
    conference: Conference,
    title: str,
    item: AgendaItem | None,
    until: datetime.datetime | None,
) -> list[Reason]:
    """A paper has a title, an item of this conference if any, and a window that ends no later than the conference."""
    reasons = why_not_prepare_papers(by, conference)
    if not title.strip():
        reasons.append(Reason(_("Tên tài liệu còn trống."), "title"))
    if len(title) > LONGEST_TITLE:
        say = _("Tên tài liệu dài quá %(most)s chữ. Rút gọn lại.")
        reasons.append(Reason(say % {"most": LONGEST_TITLE}, "title"))
    if item is not None and item.conference_id != conference.pk:
        reasons.append(Reason(_("Mục này không có trong chương trình của hội nghị. Chọn lại."), "item"))
    return reasons + _why_not_until(conference, until) + check_text(title, "title", _("Tên tài liệu"))


def _why_not_until(conference: Conference, until: datetime.datetime | None) -> list[Reason]:
    if until is not None and until > conference.ends_at:
        say = _("Hạn góp ý phải trước khi hội nghị kết thúc, %(end)s.")
        return [Reason(say % {"end": format_moment(conference.ends_at)}, "comments_until")]
    return []


def why_not_change_paper(by: Post, paper: Paper) -> list[Reason]:
    reasons = why_not_prepare_papers(by, paper.conference)
    if paper.taken_off_at is not None:
        reasons.append(Reason(_("Tài liệu này đã rút.")))
    return reasons


def why_not_set_window(by: Post, paper: Paper, until: datetime.datetime | None) -> list[Reason]:
    return why_not_change_paper(by, paper) + _why_not_until(paper.conference, until)


def why_not_read(paper: Paper, part: Part) -> list[Reason]:
    """A reading is that of a seat's holder, or of who fills the seat."""
    if part.seat is None:
        return [Reason(_("Chỉ đại biểu có tên trong hội nghị ghi là đã đọc."))]
    return [Reason(_("Tài liệu này đã rút."))] if paper.taken_off_at is not None else []


def why_not_comment(paper: Paper, part: Part, text: str, page: int, now: datetime.datetime) -> list[Reason]:
    """A seat's holder, while the window is open; words through the gate, on a page the paper has."""
    reasons = []
    if part.seat is None:
        reasons.append(Reason(_("Chỉ đại biểu có tên trong hội nghị góp ý vào tài liệu.")))
    if paper.comments_until is None:
        reasons.append(Reason(_("Tài liệu này không lấy góp ý.")))
    elif not may_comment_now(paper, now):
        say = _("Hạn góp ý đã hết lúc %(until)s. Chép lại phần đã gõ và nêu ý kiến tại hội nghị, hoặc gửi thư ký.")
        reasons.append(Reason(say % {"until": format_moment(paper.comments_until)}, "text"))
    if paper.pages and not 0 <= page <= paper.pages:
        reasons.append(Reason(_("Tài liệu có %(pages)s trang.") % {"pages": paper.pages}, "page"))
    return reasons + _why_not_words(text, "text", _("Góp ý"))


def why_not_answer(by: Post, comment: Comment, text: str) -> list[Reason]:
    """Who prepares the conference, once."""
    reasons = []
    if not prepares(by, comment.paper.conference):
        reasons.append(Reason(_("Chỉ thư ký của cơ quan triệu tập hội nghị trả lời góp ý.")))
    if comment.answered_at is not None:
        reasons.append(Reason(_("Góp ý này đã được trả lời."), "answer"))
    return reasons + _why_not_words(text, "answer", _("Trả lời"))


def _why_not_words(text: str, field: str, label: str) -> list[Reason]:
    if not text.strip():
        return [Reason(_("%(what)s còn trống.") % {"what": label}, field)]
    if len(text) > LONGEST_COMMENT:
        say = _("%(what)s dài quá %(most)s chữ. Chia thành nhiều lần ghi.")
        return [Reason(say % {"what": label, "most": LONGEST_COMMENT}, field)]
    return check_text(text, field, label)


def why_not_order(by: Post, conference: Conference, order: Sequence[int], kept: set[int]) -> list[Reason]:
    """All papers that are not taken off, each once."""
    reasons = why_not_prepare_papers(by, conference)
    if set(order) != kept or len(order) != len(kept):
        reasons.append(Reason(_("Danh sách tài liệu vừa thay đổi. Tải lại trang rồi sắp xếp lại.")))
    return reasons
