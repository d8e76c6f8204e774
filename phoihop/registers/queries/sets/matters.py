"""The sets of matters: due in a period, settled in time, late and open at its end."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db.models import Case, DateField, F, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.duties.models import Period
from phoihop.registers.models import Matter, MatterStep
from phoihop.registers.queries.sets.heirs import counted_at, stands
from phoihop.registers.queries.sets.proofs import proofs
from phoihop.registers.queries.sets.shapes import Record, RecordSource

_TURNS = (MatterStep.Kind.RESOLVED, MatterStep.Kind.REOPENED)


def matters_in(set_name: str, period: Period, as_of: datetime.datetime | None) -> "QuerySet[Any]":
    """The matters of the whole register in the set, each with `due_then`, `resolved_then` and `there`.

    Of a period still running only what fell due up to today counts: what is not yet due cannot be late.
    """
    day = min(period.ends_on, timezone.localtime(as_of).date() if as_of else clock.today())
    rows: QuerySet[Any] = _as_known(as_of).filter(opened_on__lte=day).annotate(there=stands(period.ends_on))
    if set_name == "matters.open_late":
        unsettled = Q(resolved_then__isnull=True) | Q(resolved_then__gt=day)
        return rows.filter(unsettled, due_then__lt=day) if day >= period.starts_on else rows.none()
    span = (period.starts_on, day)
    rows = rows.filter(Q(due_then__range=span) | Q(resolved_then__range=span))
    return rows.filter(resolved_then__lte=F("due_then")) if set_name == "matters.resolved_in_time" else rows


def _as_known(as_of: datetime.datetime | None) -> "QuerySet[Any]":
    """Due day and day of settlement as they stand, or as the steps written by that moment tell."""
    if as_of is None:
        return Matter.objects.annotate(due_then=F("due_on"), resolved_then=F("resolved_on"))
    steps = MatterStep.objects.filter(matter=OuterRef("pk"), at__lte=as_of).order_by("-at", "-pk")
    settled = Case(When(kind=MatterStep.Kind.RESOLVED, then=F("on")), default=None, output_field=DateField())
    return Matter.objects.filter(recorded_at__lte=as_of).annotate(
        due_then=Subquery(steps.filter(due_on__isnull=False).values("due_on")[:1]),
        resolved_then=Subquery(steps.filter(kind__in=_TURNS).annotate(day=settled).values("day")[:1]),
    )


def matters(set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> list[Record]:
    rows = list(_at(set_name, period, unit_ids, as_of).values_list("pk", "unit_id", "there", "code", "title"))
    homes = counted_at([(unit, there) for _pk, unit, there, *_rest in rows], unit_ids, period.ends_on)
    return [
        Record(homes[unit], "matter", pk, f"{code} · {title}", True)
        for pk, unit, _there, code, title in rows
        if unit in homes
    ]


def matter_sources(
    set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None
) -> list[RecordSource]:
    rows = list(_at(set_name, period, unit_ids, as_of))
    homes = counted_at([(m.unit_id, m.there) for m in rows], unit_ids, period.ends_on)
    found = [m for m in rows if m.unit_id in homes]
    who = _settled_by([m.pk for m in found], as_of)
    shown = proofs(Q(matter__in=[m.pk for m in found]), as_of)
    sources = []
    for m in found:
        due, resolved = m.due_then, m.resolved_then
        at, by = who.get(m.pk, (None, "")) if resolved else (None, "")
        sources.append(
            RecordSource(
                unit_id=homes[m.unit_id],
                kind="matter",
                pk=m.pk,
                label=str(m),
                in_set=True,
                result_word=_standing(due, resolved),
                decision_number="",
                decided_on=resolved,
                decided_by=by,
                decided_at=at,
                url=reverse("registers:matter", args=[m.pk]),
                evidence=shown.get(m.pk, ()),
            )
        )
    return sources


def _at(set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> "QuerySet[Any]":
    rows = matters_in(set_name, period, as_of)
    return rows.filter(Q(unit_id__in=unit_ids) | Q(there=False)).order_by("code")


def _standing(due: datetime.date, resolved: datetime.date | None) -> str:
    if resolved is None:
        return _("chưa giải quyết xong")
    return _("giải quyết đúng hạn") if resolved <= due else _("giải quyết sau hạn")


def _settled_by(keys: Collection[int], as_of: datetime.datetime | None) -> dict[int, tuple[datetime.datetime, str]]:
    """Who recorded the settlement that counts, and when."""
    steps = MatterStep.objects.filter(matter__in=keys, kind=MatterStep.Kind.RESOLVED)
    if as_of is not None:
        steps = steps.filter(at__lte=as_of)
    rows = steps.order_by("at", "pk").values_list("matter_id", "at", "by__title_vi", "by__body__name_vi")
    return {key: (at, f"{title}, {body}") for key, at, title, body in rows}
