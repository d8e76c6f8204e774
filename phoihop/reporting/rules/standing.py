"""What a form and a period say to the units that report on them: the tree, the locks, the figures before."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import format_date
from phoihop.base.text import named
from phoihop.duties.models import Period
from phoihop.orgs import roles
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Tree, tree
from phoihop.reporting.models import Form, Lock, Report, Value
from phoihop.reporting.rules.layout import Layout, layout

LOOK_BACK = 4
"""How many earlier periods a number is held against."""

Amounts = dict[int, Decimal]
"""indicator -> counted amount"""


@dataclass(frozen=True)
class Standing:
    """Everything that has to be known to judge reports of one form and period; loaded once for any number of units."""

    form: Form
    period: Period
    layout: Layout
    tree: Tree = field(repr=False)
    """The tree on the period's last day: who exists, who stands above whom."""
    today: datetime.date
    locked: bool
    excepted: dict[int, datetime.date]
    """unit -> last day on which it may change its report although the period is locked"""
    earlier: tuple[Period, ...]
    """Up to LOOK_BACK periods of the same kind before this one, latest first."""
    amounts: dict[int, dict[int, Amounts]] = field(repr=False)
    """unit -> earlier period -> counted amounts"""

    def previous(self, unit_id: int) -> Amounts:
        """What the unit's counted report of the period just before says."""
        return self.amounts.get(unit_id, {}).get(self.earlier[0].pk, {}) if self.earlier else {}

    def past(self, unit_id: int, indicator_id: int) -> list[Decimal]:
        """The counted amounts of the earlier periods, latest first, those that exist."""
        by_period = self.amounts.get(unit_id, {})
        found = [by_period.get(period.pk, {}).get(indicator_id) for period in self.earlier]
        return [amount for amount in found if amount is not None]

    def is_shut(self, unit_id: int) -> bool:
        """Whether the period is locked for the unit today."""
        return self.locked and self.excepted.get(unit_id, datetime.date.min) < self.today


def standing(form: Form, period: Period, unit_ids: Collection[int]) -> Standing:
    """Seven or eight small statements whatever the number of units."""
    locked, excepted = False, {}
    for unit_id, until in Lock.objects.filter(form=form, period=period).values_list(
        "exceptions__unit_id", "exceptions__until"
    ):
        locked = True
        if unit_id is not None:
            excepted[unit_id] = until
    earlier = tuple(
        Period.objects.filter(kind=period.kind, ends_on__lt=period.ends_on).order_by("-ends_on")[:LOOK_BACK]
    )
    return Standing(
        form,
        period,
        layout(form, period.ends_on),
        tree(period.ends_on),
        clock.today(),
        locked,
        excepted,
        earlier,
        _amounts(form, earlier, unit_ids),
    )


def _amounts(form: Form, periods: Collection[Period], unit_ids: Collection[int]) -> dict[int, dict[int, Amounts]]:
    found: dict[int, dict[int, Amounts]] = {}
    if not periods:
        return found
    rows = Value.objects.filter(
        revision__counted_for__form=form,
        revision__counted_for__period__in=periods,
        revision__counted_for__unit__in=unit_ids,
        amount__isnull=False,
    ).values_list("revision__counted_for__unit_id", "revision__counted_for__period_id", "indicator_id", "amount")
    for unit_id, period_id, indicator_id, amount in rows:
        found.setdefault(unit_id, {}).setdefault(period_id, {})[indicator_id] = amount or Decimal(0)
    return found


def tree_of(report: Report) -> Tree:
    """The tree by which a report is judged: that of its period's last day."""
    return tree(report.period.ends_on)


def may_see(by: Post, report: Report, on: Tree) -> bool:
    """A post sees the reports of its own unit and of the branch below it in the tree of the period's last day."""
    return roles.can(by.role, "report.read") and _within(by, report.unit_id, on)


def may_write(by: Post | None, unit_id: int, on: Tree) -> bool:
    """A post writes for its own unit, and on behalf of units of its branch. None is the program itself (a command)."""
    return by is None or (roles.can(by.role, "report.write") and _within(by, unit_id, on))


def why_not_write(by: Post | None, stand: Standing, unit_id: int) -> list[Reason]:
    """Why the unit's report of this form and period cannot be changed by this post today."""
    place = stand.tree.get(unit_id)
    if place is None:
        return [
            Reason(
                _("Đơn vị này không có trong danh mục ngày %(day)s. Chọn đơn vị thay thế nó, hoặc kỳ khác.")
                % {"day": format_date(stand.period.ends_on)}
            )
        ]
    reasons = []
    if place.level != stand.form.level:
        reasons.append(Reason(_("Mẫu này không dành cho %(unit)s. Chọn mẫu của cấp đơn vị đó.") % {"unit": place.name}))
    if not may_write(by, unit_id, stand.tree):
        reasons.append(
            Reason(
                _("%(unit)s không thuộc phạm vi của chức vụ đang dùng. Đổi chức vụ, hoặc chọn đơn vị trong nhánh mình.")
                % {"unit": place.name}
            )
        )
    if stand.period.opens_on > stand.today:
        reasons.append(
            Reason(
                _("%(period)s chưa mở. Nhập được từ ngày %(day)s.")
                % {"period": named(stand.period, "name"), "day": format_date(stand.period.opens_on)}
            )
        )
    return reasons + why_shut(stand, unit_id)


def why_shut(stand: Standing, unit_id: int) -> list[Reason]:
    """Why nothing of the period changes any more for this unit."""
    if not stand.is_shut(unit_id):
        return []
    say = _("%(period)s đã khoá số liệu. Đề nghị thư ký quy chế cho mở lại có thời hạn.")
    return [Reason(say % {"period": named(stand.period, "name")})]


def _within(by: Post, unit_id: int, on: Tree) -> bool:
    return unit_id == by.body.unit_id or on.is_within(unit_id, by.body.unit_id)
