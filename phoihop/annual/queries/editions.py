"""Editions and what they stand in: regulation, period, issuing body."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from phoihop.annual import rules
from phoihop.annual.models import AnnualFigure, Edition
from phoihop.base.errors import Reason, Refusal
from phoihop.duties.models import Period, Regulation, Side
from phoihop.orgs.models import Body, Post
from phoihop.orgs.queries import Place, Tree, tree


@dataclass(frozen=True)
class Setting:
    """What a year of a regulation is worked out in: period, the tree of its last day, whose report it is."""

    regulation: Regulation
    period: Period
    tree: Tree
    body: Body
    unit: Place


def issuing_body(regulation: Regulation) -> Body | None:
    """The body whose report it is: that of the first side that names one body."""
    side = (
        Side.objects.select_related("body").filter(regulation=regulation, body__isnull=False).order_by("order").first()
    )
    return side.body if side else None


def setting(regulation: Regulation, period: Period) -> Setting:
    """The setting of a regulation's year; Refusal when the regulation names no body or its unit was not there."""
    body = issuing_body(regulation)
    if body is None:
        raise Refusal([Reason(_("Quy chế chưa ghi cơ quan ở bên thứ nhất. Bổ sung tại trang quy chế."))])
    on_the_day = tree(period.ends_on)
    unit = on_the_day.get(body.unit_id)
    if unit is None:
        raise Refusal([Reason(_("Đơn vị của cơ quan ban hành không có trong ngày chốt số liệu của kỳ này."))])
    return Setting(regulation, period, on_the_day, body, unit)


def figure_codes(regulation: Regulation) -> list[str]:
    """Codes of the figures of the annual report, in its order."""
    rows = AnnualFigure.objects.filter(regulation=regulation).order_by("order")
    return list(rows.values_list("indicator__code", flat=True))


def headline_codes(regulation: Regulation | None = None) -> list[str]:
    """Codes of the figures that stand on the leader's page: of one regulation, or of all, in the report's order."""
    rows = AnnualFigure.objects.filter(headline=True).order_by("regulation__code", "order")
    if regulation is not None:
        rows = rows.filter(regulation=regulation)
    return list(dict.fromkeys(rows.values_list("indicator__code", flat=True)))


def last_year(period: Period) -> Period | None:
    """The year period before this one."""
    return Period.objects.filter(kind=period.kind, year=period.year - 1).first()


def next_year(period: Period) -> Period | None:
    """The year period after this one."""
    return Period.objects.filter(kind=period.kind, year=period.year + 1).first()


def editions_for(post: Post) -> QuerySet[Edition]:
    """The editions the post may see, newest first, with what a list shows. One statement."""
    return (
        rules.visible_to(post)
        .select_related("regulation", "period", "issued", "issued__file", "issued_by__body")
        .order_by("-period__year", "regulation__code")
    )


def regulation_for(year: int, code: str = "") -> Regulation:
    """The regulation whose report a command asks for: by code, else the one with figures whose term holds the year.

    Refusal when there is none, or when several fit and none was named.
    """
    fitting = Regulation.objects.filter(annual_figures__isnull=False).distinct().order_by("code")
    fitting = fitting.filter(code=code) if code else fitting.filter(term_from__year__lte=year, term_to__year__gte=year)
    found = list(fitting)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refusal([Reason(_("Không có quy chế nào có số liệu báo cáo năm cho năm %(year)s.") % {"year": year})])
    codes = ", ".join(one.code for one in found)
    raise Refusal([Reason(_("Có nhiều quy chế: %(codes)s. Chọn một bằng --regulation.") % {"codes": codes})])
