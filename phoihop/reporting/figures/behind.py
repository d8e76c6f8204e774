"""What stands behind one figure: every report, record and unit, down to the approver and the evidence."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from phoihop.base.clock import moment_of_record
from phoihop.duties.models import Period
from phoihop.registers import queries as registers
from phoihop.reporting.figures import counted, entered
from phoihop.reporting.figures.ask import Day, work_out
from phoihop.reporting.figures.columns import Column, is_set
from phoihop.reporting.figures.entered import Reading, counted_reports, readings
from phoihop.reporting.figures.ground import Ground, ground, inside
from phoihop.reporting.figures.plan import Step, book
from phoihop.reporting.figures.shapes import Evidence, Source, Sources, Table
from phoihop.reporting.formulas import Key, exact
from phoihop.reporting.models import Attachment, Decision, IndicatorRule, Value


def sources(code: str, period: Period, unit_id: int, as_of: Day = None, on: datetime.date | None = None) -> Sources:
    """The figure, its parts and every source row. A set's rows are its members, a share's those of its denominator,
    marked by whether they are in the numerator; an entered figure's rows are the counted values. The number of
    statements does not depend on how many there are. Who may ask is the caller's business."""
    known = book(period.ends_on, period.ends_on)
    stands = ground(period, [unit_id], inside([period])[period.pk], moment_of_record(as_of), on)
    done = work_out([code], known, stands)
    plan = known.plan([code], period.ends_on)
    table = Table(period, stands.grouping.on, (unit_id,), tuple(done), done)
    own = next(step for step in plan if step.code == code)
    column = done[code]
    ways = readings([s for s in plan if s.kind == IndicatorRule.Kind.ENTERED], stands)
    if column.members is not None:
        found = _members(column, plan, stands)
    else:
        found = _values(ways, stands)
        for step in plan:
            if step.kind == IndicatorRule.Kind.COUNTED:
                found += _members(done[step.code], [step], stands)
    parts = {needed: table.figure(unit_id, needed) for needed in own.needs}
    return Sources(table.figure(unit_id, code), found, parts, _missing(ways, stands, found))


def _members(column: Column, plan: Iterable[Step], stands: Ground) -> list[Source]:
    """The members of a set, each with the record it was counted by; a unit that only the tree counts has none."""
    members = column.members or {}
    details: dict[Key, tuple[str, registers.RecordSource | None]] = {}
    counting = [s for s in plan if s.rule is not None and s.kind == IndicatorRule.Kind.COUNTED]
    read: set[str] = set()
    for step in counting:
        name = step.rule.set_name if step.rule else ""
        if name == counted.UNITS or name in read:
            continue
        read.add(name)
        for row in registers.record_sources(name, stands.period, stands.unit_ids, stands.as_of):
            detail_key = ("unit", row.unit_id) if counted.of_units(name) else (row.kind, row.pk)
            details.setdefault(detail_key, (step.code, row))
    share = not is_set(column)
    found = []
    for key, at in members.items():
        unit_id = at[0]
        place = stands.tree.places[unit_id]
        code, record = details.get(key, (column.code, None))
        found.append(
            Source(
                code=code,
                unit_id=unit_id,
                unit_code=place.code,
                unit_name=place.name,
                unit_type=place.type,
                in_numerator=key in column.part if share else None,
                amount=None,
                kind=record.kind if record else "unit",
                pk=record.pk if record else unit_id,
                label=record.label if record else "",
                result=record.result_word if record else "",
                url=record.url if record else "",
                decision_number=record.decision_number if record else "",
                decided_on=record.decided_on if record else None,
                decided_by=record.decided_by if record else "",
                decided_at=record.decided_at if record else None,
                evidence=record.evidence if record else (),
            )
        )
    return sorted(found, key=lambda s: (s.unit_code, s.kind, s.label, s.pk))


def _values(ways: list[Reading], stands: Ground) -> list[Source]:
    """The counted values of reports, with who accepted them and what is attached."""
    if not ways:
        return []
    rows = _counted_values(ways, stands)
    approvals = _approvals({r[3] for r in rows}, stands)
    evidence = _attachments({r[3] for r in rows})
    codes = {w.step.indicator_id: w.step.code for w in ways}
    periods = {p.pk: p for p in (*stands.inside, stands.period)}
    prefix, suffix = reverse("reporting:report", args=[0]).split("0")
    remarks = dict(
        Value.objects.filter(revision_id__in={r[3] for r in rows}, indicator_id__in=codes)
        .exclude(remark="")
        .values_list("pk", "remark")
    )
    found = []
    for indicator_id, unit_id, period_id, revision_id, report_id, number, value_id, amount in rows:
        place = stands.tree.places[unit_id]
        decided_at, decided_by = approvals.get(revision_id, (None, ""))
        found.append(
            Source(
                code=codes[indicator_id],
                unit_id=unit_id,
                unit_code=place.code,
                unit_name=place.name,
                unit_type=place.type,
                in_numerator=None,
                amount=Decimal(exact(amount)),
                kind="report",
                pk=report_id,
                label=periods[period_id].label,
                result="",
                url=f"{prefix}{report_id}{suffix}",
                revision_number=number,
                decided_on=timezone.localtime(decided_at).date() if decided_at else None,
                decided_by=decided_by,
                decided_at=decided_at,
                evidence=(*evidence.get((revision_id, indicator_id), ()), *evidence.get((revision_id, None), ())),
                remark=remarks.get(value_id, ""),
            )
        )
    ends = {p.label: p.ends_on for p in periods.values()}
    return sorted(found, key=lambda s: (s.unit_code, ends[s.label], s.code, s.pk))


_Row = tuple[int, int, int, int, int, int, int, Decimal]


def _counted_values(ways: list[Reading], stands: Ground) -> list[_Row]:
    """Value by value: (indicator, unit, period, revision, report, number of the revision, value's key, amount)."""
    found: list[_Row] = []
    period_ids = [p.pk for p in (*stands.inside, stands.period)]
    source, before = counted_reports(period_ids, stands)
    sql = (
        "SELECT v.indicator_id, r.unit_id, r.period_id, v.revision_id, r.id, n.number, v.id, v.amount"  # noqa: S608 - placeholders only
        f" FROM {source} r CROSS JOIN reporting_value v JOIN reporting_revision n ON n.id = v.revision_id"
        " WHERE v.revision_id = r.counted_revision_id AND v.amount IS NOT NULL"
        f" AND r.period_id IN ({entered.marks(period_ids)}) AND r.unit_id IN ({entered.marks(stands.unit_ids)})"
        f" AND {entered.is_any_of(ways)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*before, *period_ids, *stands.unit_ids, *(w.step.indicator_id for w in ways)])
        rows: list[_Row] = cursor.fetchall()
    for reading in ways:
        population = entered.population(reading.rule, stands)
        wanted = {p.pk for p in reading.periods}
        own = [r for r in rows if r[0] == reading.step.indicator_id and r[2] in wanted and r[1] in population]
        found += _newest(_standing(own, stands) if reading.nested else own, reading, stands)
    return found


def _newest(rows: list[_Row], reading: Reading, stands: Ground) -> list[_Row]:
    """Of "the last period counts" only the values of each unit's last period stand behind the figure."""
    if reading.rule.across_periods != IndicatorRule.Periods.LATEST:
        return rows
    rank = {p.pk: i for i, p in enumerate((*stands.inside, stands.period))}
    last: dict[int, int] = defaultdict(lambda: -1)
    for row in rows:
        last[row[1]] = max(last[row[1]], rank[row[2]])
    return [row for row in rows if rank[row[2]] == last[row[1]]]


def _standing(rows: list[_Row], stands: Ground) -> list[_Row]:
    """Without the values of shorter periods for which the longer one has its own."""
    above = {p.pk: p.part_of_id for p in stands.inside}
    filled = {(r[1], r[2]) for r in rows}

    def covered(unit_id: int, period_id: int) -> bool:
        at = above.get(period_id)
        while at is not None:
            if (unit_id, at) in filled:
                return True
            at = above.get(at)
        return False

    return [r for r in rows if not covered(r[1], r[2])]


def _approvals(revision_ids: Iterable[int], stands: Ground) -> dict[int, tuple[datetime.datetime, str]]:
    rows = Decision.objects.filter(revision_id__in=revision_ids, kind=Decision.Kind.ACCEPT)
    if stands.as_of is not None:
        rows = rows.filter(at__lte=stands.as_of)
    return {
        revision_id: (at, f"{title}, {body}")
        for revision_id, at, title, body in rows.order_by("at", "id").values_list(
            "revision_id", "at", "by__title_vi", "by__body__name_vi"
        )
    }


def _attachments(revision_ids: Iterable[int]) -> dict[tuple[int, int | None], list[Evidence]]:
    found: dict[tuple[int, int | None], list[Evidence]] = defaultdict(list)
    rows = Attachment.objects.filter(revision_id__in=revision_ids).order_by("id")
    for revision_id, indicator_id, title, sha256, file_id, fact_on in rows.values_list(
        "revision_id", "indicator_id", "title", "file__sha256", "file_id", "fact_on"
    ):
        found[revision_id, indicator_id].append((title, sha256, file_id, fact_on))
    return found


def _missing(ways: list[Reading], stands: Ground, found: list[Source]) -> tuple[int, ...]:
    """Units from which a value was expected and of which none, or not one for every ended period, is there."""
    have: dict[tuple[str, int], int] = defaultdict(int)
    for source in found:
        have[source.code, source.unit_id] += 1
    lacking: set[int] = set()
    for reading in ways:
        ended = entered.expected_values(reading, stands)
        for unit_id in entered.population(reading.rule, stands):
            if stands.tree.places[unit_id].level in reading.levels and have[reading.step.code, unit_id] < ended:
                lacking.add(unit_id)
    return tuple(sorted(lacking, key=lambda u: stands.tree.places[u].code))
