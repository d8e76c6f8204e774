"""Who may have a unit reminded by hand, and of what."""

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.duties.models import Assignment
from phoihop.duties.rules.tasks import sees
from phoihop.orgs.models import Post
from phoihop.orgs.rules import why_not_manage


def why_not_chase(by: Post | None) -> list[Reason]:
    """Who accepts results may have units reminded."""
    return why_not_manage(by, "task.accept")


def why_not_chase_share(by: Post | None, share: Assignment, *, told_today: bool) -> list[Reason]:
    """Only while it is the unit's turn, of a unit below or one whose result the post's unit accepts, once a day."""
    reasons = why_not_chase(by)
    if by is not None and not reasons and not sees(by, share):
        reasons.append(Reason(_("Đơn vị này không thuộc nhánh của chức vụ đang dùng.")))
    elif by is not None and share.unit_id == by.body.unit_id:
        reasons.append(Reason(_("Việc của chính đơn vị mình thì làm, không nhắc.")))
    if share.state == Assignment.State.SUBMITTED:
        reasons.append(Reason(_("Đơn vị đã nộp kết quả; việc đang chờ nhận.")))
    elif not share.is_open:
        reasons.append(Reason(_("Việc này đã khép lại: %(state)s.") % {"state": share.get_state_display()}))
    elif told_today:
        reasons.append(Reason(_("Hôm nay đã nhắc việc này. Mỗi việc nhắc một lần trong ngày.")))
    return reasons
