"""What the commands of this room share: the year, the regulation and the unit they are asked about."""

from django.utils.translation import gettext as _

from phoihop.annual.queries import Setting, regulation_for, setting
from phoihop.base.errors import Reason, Refusal
from phoihop.duties.models import Period
from phoihop.orgs.queries import Place


def setting_of(year: int, regulation: str = "") -> Setting:
    """The setting of a year; Refusal in words when there is no such year, no such regulation, or no data at all."""
    period = Period.objects.filter(kind=Period.Kind.YEAR, year=year).first()
    if period is None:
        known = ", ".join(
            str(one) for one in Period.objects.filter(kind=Period.Kind.YEAR).values_list("year", flat=True)
        )
        words = _("Chưa có kỳ năm %(year)s. Các năm đang có: %(known)s.")
        raise Refusal([Reason(words % {"year": year, "known": known or _("chưa có năm nào")})])
    return setting(regulation_for(year, regulation), period)


def unit_of(here: Setting, code: str) -> Place:
    """The unit with that code on the last day of the period; the reporting unit without a code."""
    if not code:
        return here.unit
    place = here.tree.by_code(code)
    if place is None:
        day = f"{here.tree.on:%d/%m/%Y}"
        words = _("Ngày %(day)s không có đơn vị nào mang mã %(code)s. Xem mã bằng lệnh phoihop units --on.")
        raise Refusal([Reason(words % {"day": day, "code": code})])
    return place
