"""Who may lock a period, and let one unit through."""

import datetime

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import format_date
from phoihop.base.text import named
from phoihop.documents.gate import check_text
from phoihop.duties.models import Period
from phoihop.orgs import roles
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree
from phoihop.reporting.models import Form, Lock


def why_not_lock_period(by: Post, form: Form, period: Period) -> list[Reason]:
    """The secretary locks a form's period once it is over; the whole province at once."""
    reasons = _why_not_hold(by)
    if period.kind != form.every:
        reasons.append(Reason(_("Mẫu này không báo cáo theo kỳ đó. Chọn kỳ khác."), "period"))
    if period.ends_on >= clock.today():
        reasons.append(
            Reason(
                _("%(period)s chưa hết. Khoá được sau ngày %(day)s.")
                % {"period": named(period, "name"), "day": format_date(period.ends_on)},
                "period",
            )
        )
    if Lock.objects.filter(form=form, period=period).exists():
        reasons.append(Reason(_("Kỳ này của mẫu đã khoá."), "period"))
    return reasons


def why_not_except_from_lock(by: Post, lock: Lock, unit_id: int, until: datetime.date, reason: str) -> list[Reason]:
    """A unit may be let through until a day from today on, for a reason."""
    reasons = _why_not_hold(by)
    place = tree(lock.period.ends_on).get(unit_id)
    if place is None or place.level != lock.form.level:
        reasons.append(Reason(_("Đơn vị này không báo cáo mẫu đó trong kỳ. Chọn đơn vị khác."), "unit"))
    if until < clock.today():
        reasons.append(Reason(_("Hạn mở lại đã qua. Chọn từ hôm nay trở đi."), "until"))
    if not reason.strip():
        reasons.append(Reason(_("Mở lại thì phải ghi lý do. Nêu số nào cần sửa."), "reason"))
    return reasons + check_text(reason, "reason", _("Lý do"))


def _why_not_hold(by: Post) -> list[Reason]:
    if roles.can(by.role, "report.lock"):
        return []
    return [Reason(_("Chỉ thư ký quy chế được khoá hoặc mở kỳ. Đề nghị thư ký quy chế."))]
