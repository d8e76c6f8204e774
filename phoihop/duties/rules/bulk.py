"""Many shares at once: another due day, taking them back, ending them; who may, and why not each of them."""

import datetime

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import format_date
from phoihop.documents.gate import check_text
from phoihop.duties.models import Assignment, Task
from phoihop.duties.rules.tasks import not_at, past_term
from phoihop.duties.rules.work import not_in
from phoihop.orgs.models import Post


def why_not_move_due(by: Post | None, share: Assignment, *, until: datetime.date | None = None) -> list[Reason]:
    """Whoever accepts the share and gives work sets its day, while it is open; within the regulation's term.

    Without `until` only who and when is judged. Needs the task with its regulation loaded.
    """
    reasons = not_at(by, share.to_unit_id, "task.assign", _("Chỉ đơn vị nhận kết quả mới đổi được hạn.")) or _open(
        share
    )
    if reasons or until is None:
        return reasons
    if until == share.due_on:
        reasons.append(Reason(_("Hạn đã là ngày %(day)s.") % {"day": format_date(until)}))
    if until < share.task.starts_on:
        say = _("Hạn mới đứng trước ngày bắt đầu %(day)s của việc.")
        reasons.append(Reason(say % {"day": format_date(share.task.starts_on)}))
    return reasons + past_term(share.task.regulation, until, "")


def why_not_move_dues(by: Post | None, *, until: datetime.date | None, reason: str) -> list[Reason]:
    """What has to be said before any day is moved."""
    reasons = []
    if until is None:
        reasons.append(Reason(_("Chọn hạn mới."), "until"))
    elif until < clock.today():
        reasons.append(
            Reason(_("Hạn mới %(day)s đã qua. Chọn ngày từ hôm nay.") % {"day": format_date(until)}, "until")
        )
    return reasons + _wrong_reason(reason)


def why_not_withdraw_share(by: Post | None, share: Assignment) -> list[Reason]:
    """Whoever gave the task takes open shares of it back. A duty's come and go with the plan, not by hand."""
    reasons = not_at(by, share.task.unit_id, "task.assign", _("Chỉ đơn vị giao việc mới rút được.")) or _open(share)
    if share.task.kind == Task.Kind.DUTY:
        say = _("Việc theo nghĩa vụ của quy chế do kế hoạch năm giao và rút: sửa thời hạn, loại đơn vị của nghĩa vụ.")
        reasons.append(Reason(say))
    return reasons


def why_not_withdraw_shares(by: Post | None, *, reason: str) -> list[Reason]:
    """What has to be said before any share is taken back."""
    return _wrong_reason(reason)


def why_not_drop_share(by: Post | None, share: Assignment) -> list[Reason]:
    """Whether the post may end this share without its being done; the kind and the words apart."""
    return not_at(by, share.to_unit_id, "task.accept", _("Bên nhận kết quả mới kết thúc được việc này.")) or not_in(
        share, "drop"
    )


def why_not_drop_shares(by: Post | None, *, kind: str, text: str) -> list[Reason]:
    """What has to be said before any share is ended."""
    reasons = []
    if kind not in Assignment.DropReason.values:
        reasons.append(Reason(_("Chọn vì sao kết thúc."), "kind"))
    return reasons + _wrong_reason(text)


def _open(share: Assignment) -> list[Reason]:
    if share.is_open:
        return []
    return [Reason(_("Việc này đã khép lại: %(state)s.") % {"state": share.get_state_display()})]


def _wrong_reason(reason: str) -> list[Reason]:
    reasons = [] if reason.strip() else [Reason(_("Ghi lý do, để các đơn vị biết."), "reason")]
    if len(reason) > LONGEST:
        say = _("Lý do dài %(n)s chữ, tối đa %(most)s. Rút gọn lại.") % {"n": len(reason), "most": LONGEST}
        reasons.append(Reason(say, "reason"))
    return reasons + check_text(reason, "reason", _("Lý do"))


LONGEST = 300
"""Letters of a reason that is told to many."""
