"""The countable sets that the registers offer to reporting: which records, and which of them belong."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.base.clock import moment_of_record
from phoihop.base.text import named
from phoihop.duties.models import Period
from phoihop.orgs.models import UnitVersion
from phoihop.orgs.queries import tree
from phoihop.registers.models import Evidence, Model, OperationBody, Ruling

Moment = datetime.date | datetime.datetime
"""A moment of record: what had been written by then counts. A date stands for its end."""

Proof = tuple[str, str, int, datetime.date]
"""(title, SHA-256, key of the file, day of the fact)"""


@dataclass(frozen=True, slots=True)
class SetInfo:
    """What a set is called, and whether it is a set of units or of records."""

    name_vi: str
    name_en: str
    of: str
    """ "units" or "records" """


SETS: dict[str, SetInfo] = {
    "standard.passed": SetInfo(
        "Đơn vị được công nhận đạt tiêu chuẩn an toàn về an ninh, trật tự",
        "Units recognised as reaching the security-and-order standard",
        "units",
    ),
    "standard.assessed": SetInfo(
        "Đơn vị được xét tiêu chuẩn an toàn về an ninh, trật tự (đã có quyết định)",
        "Units assessed for the security-and-order standard (decided)",
        "units",
    ),
    "models.kept": SetInfo("Mô hình được duy trì", "Models kept running", "records"),
    "models.new": SetInfo("Mô hình xây dựng mới", "Models newly built", "records"),
    "operations.joint": SetInfo(
        "Chuyên án do từ hai cấp trở lên phối hợp", "Operations directed jointly by two levels or more", "records"
    ),
}


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a set. `unit_id` is the unit it counts at (an operation: the uppermost of those asked for)."""

    unit_id: int
    kind: str
    """ "standard", "model" or "operation" """
    pk: int
    label: str
    """Name of the unit or model; code of the operation."""
    in_set: bool
    shared_with: tuple[int, ...] = ()
    """Further units that take part; an operation counts once at each of their branches, once above."""


@dataclass(frozen=True, slots=True)
class RecordSource:
    """A record with the decision behind it and the evidence under it."""

    unit_id: int
    kind: str
    pk: int
    label: str
    in_set: bool
    result_word: str
    decision_number: str
    decided_on: datetime.date | None
    decided_by: str
    decided_at: datetime.datetime | None
    url: str
    evidence: tuple[Proof, ...] = ()
    shared_with: tuple[int, ...] = field(default=())


def records(set_name: str, period: Period, unit_ids: Collection[int], as_of: Moment | None = None) -> list[Record]:
    """The records of a set at these units in the period, in one statement.

    Sets of units hold every unit with a decision that counts, those outside the set with `in_set` False; a unit whose
    decision is still out has no record, so that it shows as missing. The standard is assessed by the year: a period
    that is no year has no records of it. With `as_of` only what was recorded by that moment counts.
    """
    return _READERS[set_name](period, unit_ids, moment_of_record(as_of))


def record_sources(
    set_name: str, period: Period, unit_ids: Collection[int], as_of: Moment | None = None
) -> list[RecordSource]:
    """The same records with decision, approver and evidence, in a constant number of statements."""
    moment = moment_of_record(as_of)
    if SETS[set_name].of == "units":
        return _standard_sources(set_name, period, unit_ids, moment)
    if set_name == "operations.joint":
        return [
            RecordSource(
                r.unit_id, r.kind, r.pk, r.label, r.in_set, _("đã ghi sổ"), "", None, "", None,
                reverse("registers:operations") + f"#o{r.pk}", (), r.shared_with,
            )
            for r in _operations(period, unit_ids, moment)
        ]  # fmt: skip
    return _model_sources(set_name, period, unit_ids, moment)


def _counted_rulings(period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> "QuerySet[Ruling]":
    """The rulings that counted at that moment may be more than one a result here: the last one stands."""
    if period.kind not in {Period.Kind.YEAR, Period.Kind.STANDARD_YEAR}:
        return Ruling.objects.none()
    rows = Ruling.objects.filter(
        result__period__kind=Period.Kind.STANDARD_YEAR, result__period__year=period.year, result__unit_id__in=unit_ids
    )
    rows = rows.filter(counted_for__isnull=False) if as_of is None else rows.filter(at__lte=as_of)
    return rows.order_by("at", "pk")


def _standards(
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


def _standard_sources(
    set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None
) -> list[RecordSource]:
    day = tree(period.ends_on)
    rows = _counted_rulings(period, unit_ids, as_of).values_list(
        "result_id", "result__unit_id", "passed", "number", "decided_on", "at", "by__title_vi", "by__body__name_vi"
    )
    last = {row[0]: row for row in rows if day.get(row[1])}
    proofs = _evidence(Q(result__in=list(last)), as_of)
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
            evidence=proofs.get(pk, ()),
        )
        for pk, unit_id, passed, number, decided_on, at, title, body in last.values()
    ]


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


def _models(set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> list[Record]:
    rows = models_in(set_name, period, as_of).filter(unit_id__in=unit_ids).only("unit_id", "name_vi", "name_en")
    return [Record(m.unit_id, "model", m.pk, named(m, "name"), True) for m in rows]


def _model_sources(
    set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None
) -> list[RecordSource]:
    rows = models_in(set_name, period, as_of).filter(unit_id__in=unit_ids).select_related("confirmed_by__body")
    models = list(rows)
    proofs = _evidence(Q(model__in=[m.pk for m in models]), as_of)
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
            evidence=proofs.get(m.pk, ()),
        )
        for m in models
    ]


def _operations(period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> list[Record]:
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


def _joint(set_name: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> list[Record]:
    return _operations(period, unit_ids, as_of)


def _evidence(of: Q, as_of: datetime.datetime | None) -> dict[int, tuple[Proof, ...]]:
    standing = Q(withdrawn_at__isnull=True)
    rows = Evidence.objects.filter(of)
    if as_of is not None:
        rows = rows.filter(file__uploaded_at__lte=as_of)
        standing |= Q(withdrawn_at__gt=as_of)
    found: dict[int, list[Proof]] = {}
    columns = ("result_id", "model_id", "title", "file__sha256", "file_id", "fact_on")
    for result_id, model_id, *proof in rows.filter(standing).order_by("pk").values_list(*columns):
        title, sha256, file_id, fact_on = proof
        found.setdefault(result_id or model_id or 0, []).append((title, sha256, file_id, fact_on))
    return {key: tuple(value) for key, value in found.items()}


_READERS = {
    "standard.passed": partial(_standards, "standard.passed"),
    "standard.assessed": partial(_standards, "standard.assessed"),
    "models.kept": partial(_models, "models.kept"),
    "models.new": partial(_models, "models.new"),
    "operations.joint": partial(_joint, "operations.joint"),
}
