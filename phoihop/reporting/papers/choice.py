"""What can be chosen above a table of figures: the period and the group of figures; each is read once a page."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.text import named
from phoihop.duties.models import Period
from phoihop.reporting.figures.sets import SETS
from phoihop.reporting.models import Form, FormLine, Indicator, IndicatorRule

RESULTS = "ket-qua"
"""The group of figures that no form asks for: counted, shares, derived."""
WORK = "nhiem-vu"
"""Of these the group on what was owed: work given, matters, key areas."""
_OF_WORK = [name for name in SETS if name.partition(".")[0] in {"tasks", "directives", "matters", "areas"}]


@dataclass(frozen=True)
class Heading:
    """One figure as the head of a column or row."""

    code: str
    name: str
    measure: str
    group: str = ""


@dataclass(frozen=True)
class Group:
    """A choice of figures. `form` is None for the results."""

    key: str
    title: str
    form: Form | None


def periods() -> list[Period]:
    """Periods that have opened and in which units report, latest first, wholes before their parts. One statement."""
    rows = Period.objects.filter(opens_on__lte=clock.today()).exclude(kind=Period.Kind.STANDARD_YEAR)
    return sorted(rows, key=lambda p: (-p.year, -(p.ends_on - p.starts_on).days // 60, p.starts_on))


def chosen_period(label: str, among: Sequence[Period], today: datetime.date) -> Period | None:
    """The one asked for; without one the last year that has ended, or the latest there is. None: none of that label."""
    if label:
        return next((p for p in among if p.label == label), None)
    ended = [p for p in among if p.kind == Period.Kind.YEAR and p.ends_on <= today]
    return next(iter(ended or among), None)


def groups() -> list[Group]:
    """The results first, then every form. One statement."""
    results = Group(RESULTS, _("Kết quả (đếm từ sổ, tỷ lệ, số tính)"), None)
    work = Group(WORK, _("Nhiệm vụ, vụ việc, địa bàn (đếm từ sổ, tỷ lệ)"), None)
    return [results, work, *(Group(f.code, named(f, "title"), f) for f in Form.objects.order_by("code"))]


def headings(group: Group, on: datetime.date) -> list[Heading]:
    """The figures of a group in their order. One statement."""
    name, measure = ("name_en", "measure_en") if get_language() == "en" else ("name_vi", "measure_vi")
    wanted = [name, "name_vi", measure, "measure_vi"]
    if group.form is not None:
        title = "group_en" if get_language() == "en" else "group_vi"
        lines = FormLine.objects.filter(form=group.form).order_by("order")
        columns = ["indicator__code", *(f"indicator__{w}" for w in wanted), title]
        rows = lines.values_list(*columns)
        return [Heading(code, a or b, m or n, part) for code, a, b, m, n, part in rows]
    counted = IndicatorRule.objects.filter(valid_from__lte=on, valid_to__gte=on).exclude(
        kind=IndicatorRule.Kind.ENTERED
    )
    of_work = Q(set_name__in=_OF_WORK) | Q(numerator__rules__set_name__in=_OF_WORK)
    counted = counted.filter(of_work) if group.key == WORK else counted.exclude(of_work)
    indicators = Indicator.objects.filter(pk__in=counted.values("indicator")).order_by("order", "code")
    return [Heading(code, a or b, m or n) for code, a, b, m, n in indicators.values_list("code", *wanted)]
