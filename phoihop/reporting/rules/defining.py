"""Who sets up what is reported, and what must hold of indicators, their rules and forms first."""

import datetime

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.duties.rules import why_not_write
from phoihop.orgs.models import Post
from phoihop.reporting.models import Form, Indicator, IndicatorRule


def why_not_add_indicator(by: Post | None, code: str) -> list[Reason]:
    """Needs "regulation.write"; a code is used once."""
    reasons = why_not_write(by)
    if Indicator.objects.filter(code=code).exists():
        reasons.append(Reason(_("Đã có chỉ tiêu mang mã %(code)s. Chọn mã khác.") % {"code": code}, "code"))
    return reasons


def why_not_add_rule(by: Post | None, last: IndicatorRule | None, valid_from: datetime.date) -> list[Reason]:
    """Needs "regulation.write"; `last` is the indicator's latest rule, and a new one starts after it did."""
    reasons = why_not_write(by)
    if last is not None and valid_from <= last.valid_from:
        reasons.append(Reason(_("Quy tắc mới phải bắt đầu sau quy tắc trước."), "valid_from"))
    return reasons


def why_not_add_form(by: Post | None, code: str) -> list[Reason]:
    """Needs "regulation.write"; a code is used once."""
    reasons = why_not_write(by)
    if Form.objects.filter(code=code).exists():
        reasons.append(Reason(_("Đã có mẫu mang mã %(code)s. Chọn mã khác.") % {"code": code}, "code"))
    return reasons
