"""The sets of the security-and-order standard."""

import datetime
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.duties.models import Period
from phoihop.orgs.queries import tree
from phoihop.registers.models import Ruling
from phoihop.registers.queries.sets.proofs import proofs
from phoihop.registers.queries.sets.shapes import Record, RecordSource


def _counted_rulings(period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> "QuerySet[Ruling]":
    """The rulings that counted at that moment may be more than one a result here: the last one stands."""
    if period.kind not in {Period.Kind.YEAR, Period.Kind.STANDARD_YEAR}:
        return Ruling.objects.none()
    rows = Ruling.objects.filter(
        result__period__kind=Period.Kind.STANDARD_YEAR, result__period__year=period.year, result__unit_id__in=unit_ids
    )
    rows = rows.filter(counted_for__isnull=False) if as_of is None else rows.filter(at__lte=as_of)
    return rows.order_by("at", "pk")


def standards(
    set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None
) -> list[Record]:
    on = period.ends_on
    rulings = _counted_rulings(period, unit_ids, as_of).filter(
        result__unit__versions__valid_from__lte=on, result__unit__versions__valid_to__gte=on
    )
    rows = rulings.values_list("result_id", "result__unit_id", "result__unit__versions__name_vi", "passed")
    last = {row[0]: row for row in rows}
    every = set_name == "standard.assessed"
    return [Record(unit, "standard", pk, name, every or passed) for pk, unit, name, passed in last.values()]


def standard_sources(
    set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None
) -> list[RecordSource]:
    day = tree(period.ends_on)
    rows = _counted_rulings(period, unit_ids, as_of).values_list(
        "result_id", "result__unit_id", "passed", "number", "decided_on", "at", "by__title_vi", "by__body__name_vi"
    )
    last = {row[0]: row for row in rows if day.get(row[1])}
    shown = proofs(Q(result__in=list(last)), as_of)
    every = set_name == "standard.assessed"
    words = {True: _("đạt"), False: _("chưa đạt")}
    before, after = reverse("registers:standard", args=[0]).split("0")
    return [
        RecordSource(
            unit_id=unit_id,
            kind="standard",
            pk=pk,
            label=day.name(unit_id),
            in_set=every or passed,
            result_word=words[passed],
            decision_number=number,
            decided_on=decided_on,
            decided_by=f"{title}, {body}",
            decided_at=at,
            url=f"{before}{pk}{after}",
            evidence=shown.get(pk, ()),
        )
        for pk, unit_id, passed, number, decided_on, at, title, body in last.values()
    ]
