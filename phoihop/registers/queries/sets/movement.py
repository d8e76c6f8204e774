"""The sets of models of mass protection and of joint operations."""

import datetime
from collections.abc import Collection

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.base.text import named
from phoihop.duties.models import Period
from phoihop.orgs.models import UnitVersion
from phoihop.registers.models import Model, OperationBody
from phoihop.registers.queries.sets.proofs import proofs
from phoihop.registers.queries.sets.shapes import Record, RecordSource


def models_in(set_name: str, period: Period, as_of: datetime.datetime | None = None) -> "QuerySet[Model]":
    """Confirmed models of the whole register: built before the period and not ended by its end; or built within it."""
    rows = Model.objects.filter(confirmed_at__isnull=False)
    running = Q(ended_on__isnull=True) | Q(ended_on__gt=period.ends_on)
    if as_of is not None:
        rows = rows.filter(confirmed_at__lte=as_of)
        running |= Q(ended_at__gt=as_of)
    if set_name == "models.new":
        return rows.filter(built_on__range=(period.starts_on, period.ends_on)).order_by("code")
    return rows.filter(running, built_on__lt=period.starts_on).order_by("code")


def models(set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> list[Record]:
    rows = models_in(set_name, period, as_of).filter(unit_id__in=unit_ids).only("unit_id", "name_vi", "name_en")
    return [Record(m.unit_id, "model", m.pk, named(m, "name"), True) for m in rows]


def model_sources(
    set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None
) -> list[RecordSource]:
    rows = models_in(set_name, period, as_of).filter(unit_id__in=unit_ids).select_related("confirmed_by__body")
    every = list(rows)
    shown = proofs(Q(model__in=[m.pk for m in every]), as_of)
    return [
        RecordSource(
            unit_id=m.unit_id,
            kind="model",
            pk=m.pk,
            label=named(m, "name"),
            in_set=True,
            result_word=_("xây dựng mới") if set_name == "models.new" else _("duy trì"),
            decision_number="",
            decided_on=timezone.localtime(m.confirmed_at).date() if m.confirmed_at else None,
            decided_by=m.confirmed_by.journal_label if m.confirmed_by else "",
            decided_at=m.confirmed_at,
            url=reverse("registers:model", args=[m.pk]),
            evidence=shown.get(m.pk, ()),
        )
        for m in every
    ]


def operations(period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> list[Record]:
    """Opened or under way within the period, with bodies of at least two levels on the day it was opened."""
    under_way = Q(operation__closed_on__isnull=True) | Q(operation__closed_on__gte=period.starts_on)
    rows = OperationBody.objects.filter(operation__opened_on__lte=period.ends_on)
    if as_of is not None:
        rows = rows.filter(operation__recorded_at__lte=as_of)
        under_way |= Q(operation__closed_at__gt=as_of)
    bodies = rows.filter(
        under_way,
        body__unit__versions__valid_from__lte=F("operation__opened_on"),
        body__unit__versions__valid_to__gte=F("operation__opened_on"),
    ).values_list("operation_id", "operation__code", "body__unit_id", "body__unit__versions__level")
    found: dict[int, tuple[str, dict[int, str]]] = {}
    for pk, code, unit_id, level in bodies.order_by("operation__code", "pk"):
        found.setdefault(pk, (code, {}))[1][unit_id] = level
    asked, order = set(unit_ids), UnitVersion.Level.values
    out = []
    for pk, (code, units) in found.items():
        here = sorted((u for u in units if u in asked), key=lambda u: (order.index(units[u]), u))
        if here and len(set(units.values())) >= 2:
            out.append(Record(here[0], "operation", pk, code, True, tuple(here[1:])))
    return out


def operation_sources(period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> list[RecordSource]:
    return [
        RecordSource(
            r.unit_id, r.kind, r.pk, r.label, r.in_set, _("đã ghi sổ"), "", None, "", None,
            reverse("registers:operations") + f"#o{r.pk}", (), r.shared_with,
        )
        for r in operations(period, unit_ids, as_of)
    ]  # fmt: skip
