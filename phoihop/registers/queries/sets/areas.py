"""The sets of key areas: in the programme of a year, and confirmed as converted."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.duties.models import Period
from phoihop.orgs.models import UnitVersion
from phoihop.registers.models import KeyArea
from phoihop.registers.queries.sets.heirs import counted_at, stands
from phoihop.registers.queries.sets.proofs import proofs
from phoihop.registers.queries.sets.shapes import Record, RecordSource


def areas_in(set_name: str, period: Period, as_of: datetime.datetime | None) -> "QuerySet[Any]":
    """The areas of the whole register in the set, each with `named` (on the day it was put in) and `there`."""
    on = OuterRef("put_in__decided_on")
    versions = UnitVersion.objects.filter(unit=OuterRef("unit"), valid_from__lte=on, valid_to__gte=on)
    rows: QuerySet[Any] = KeyArea.objects.filter(year=period.year).annotate(
        named=Subquery(versions.values("name_vi")[:1]), there=stands(period.ends_on)
    )
    if period.kind not in {Period.Kind.YEAR, Period.Kind.STANDARD_YEAR}:
        return rows.none()
    if as_of is not None:
        rows = rows.filter(put_in__at__lte=as_of)
    if set_name == "areas.converted":
        rows = rows.filter(converted=True)
        if as_of is not None:
            rows = rows.filter(taken_out__at__lte=as_of)
    return rows.order_by(F("named").asc(), "pk")


def areas(set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> list[Record]:
    rows = list(_at(set_name, period, unit_ids, as_of).values_list("pk", "unit_id", "there", "named"))
    homes = counted_at([(unit, there) for _pk, unit, there, _name in rows], unit_ids, period.ends_on)
    return [Record(homes[unit], "area", pk, name, True) for pk, unit, _there, name in rows if unit in homes]


def area_sources(
    set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None
) -> list[RecordSource]:
    rows = _at(set_name, period, unit_ids, as_of).select_related("put_in__by__body", "taken_out__by__body")
    every = list(rows)
    homes = counted_at([(a.unit_id, a.there) for a in every], unit_ids, period.ends_on)
    found = [a for a in every if a.unit_id in homes]
    shown = proofs(Q(area__in=[a.pk for a in found]), as_of)
    sources = []
    for area in found:
        out = area.taken_out if area.taken_out and (as_of is None or area.taken_out.at <= as_of) else None
        decision = out or area.put_in
        sources.append(
            RecordSource(
                unit_id=homes[area.unit_id],
                kind="area",
                pk=area.pk,
                label=area.named,
                in_set=True,
                result_word=_standing(area, out is not None),
                decision_number=decision.number,
                decided_on=decision.decided_on,
                decided_by=decision.by.journal_label,
                decided_at=decision.at,
                url=reverse("registers:area", args=[area.pk]),
                evidence=shown.get(area.pk, ()),
            )
        )
    return sources


def _at(set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> "QuerySet[Any]":
    return areas_in(set_name, period, as_of).filter(Q(unit_id__in=unit_ids) | Q(there=False))


def _standing(area: KeyArea, out: bool) -> str:
    if not out:
        return _("trong danh sách")
    return _("đã chuyển hóa") if area.converted else _("đưa ra, chưa chuyển hóa")
