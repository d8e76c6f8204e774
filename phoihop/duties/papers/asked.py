"""What a page on how work goes is asked for, and the addresses that say the same again with something changed."""

import datetime
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.text import named
from phoihop.duties.models import Period, Task
from phoihop.duties.queries import REPORTS


@dataclass(frozen=True)
class Asked:
    """A period, a unit with its branch, a kind of task ("" for all), and whether every level is opened."""

    period: Period
    unit_id: int
    kind: str = ""
    every: bool = False
    late_only: bool = False

    @property
    def on(self) -> datetime.date:
        """The day of the tree that is shown: the period's last, or today while it runs."""
        return min(self.period.ends_on, clock.today())

    def query(self, **changes: Any) -> str:
        """The question as it stands in an address."""
        asked = replace(self, **changes)
        parts: dict[str, str | int] = {"ky": asked.period.label}
        parts |= {"dv": asked.unit_id} if asked.unit_id else {}
        parts |= {"loai": asked.kind} if asked.kind else {}
        parts |= {"mo": "tat-ca"} if asked.every else {}
        parts |= {"muon": 1} if asked.late_only else {}
        return urlencode(parts)

    def shares(self, which: str, unit_id: int, *, kind: str = "", alone: bool = False, task: int = 0) -> str:
        """The address of the shares that a number counts: those of a unit's branch, or of the unit alone."""
        narrowed = f"&rieng={alone:d}" if alone else ""
        narrowed += f"&viec={task:d}" if task else ""
        return f"{self._beginning(kind or self.kind)}&dv={unit_id:d}{narrowed}&chon={which}"

    @cached_property
    def _beginnings(self) -> dict[str, str]:
        """kind -> how the address of its shares begins; made once for thousands of numbers on a page."""
        return {}

    def _beginning(self, kind: str) -> str:
        if kind not in self._beginnings:
            parts: dict[str, str | int] = {"nam": self.period.year}
            parts |= {"ky": self.period.label} if self.period.kind != Period.Kind.YEAR else {}
            parts |= {"loai": kind} if kind else {}
            self._beginnings[kind] = f"{reverse('tasks:list')}?{urlencode(parts)}"
        return self._beginnings[kind]


def period_choices() -> list[Period]:
    """Years and their quarters, the latest year first, each year before its quarters. One statement."""
    kinds = (Period.Kind.YEAR, Period.Kind.QUARTER)
    return sorted(Period.objects.filter(kind__in=kinds), key=lambda p: (-p.year, kinds.index(p.kind), p.starts_on))


def options(periods: list[Period]) -> list[tuple[str, str]]:
    return [(period.label, named(period, "name")) for period in periods]


def kind_options(reports: bool = False) -> list[tuple[str, str]]:
    """Every kind of task, and reports where they are shown as one."""
    found = [("", _("mọi loại việc")), *((kind.value, str(kind.label)) for kind in Task.Kind)]
    return [*found, (REPORTS, kind_name(REPORTS))] if reports else found


def kind_name(kind: str) -> str:
    return _("báo cáo định kỳ") if kind == REPORTS else str(Task.Kind(kind).label)
