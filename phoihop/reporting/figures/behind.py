"""What stands behind one figure: every report, record and unit, down to the approver and the evidence."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from phoihop.base.clock import moment_of_record
from phoihop.duties.models import Period
from phoihop.reporting.figures import counted, entered, sets
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
    return sources_of([code], period, unit_id, as_of, on)[code]


def sources_of(
    codes: Iterable[str], period: Period, unit_id: int, as_of: Day = None, on: datetime.date | None = None
) -> dict[str, Sources]:
    """The same for several figures, by code: what stands behind more than one of them is read once. Statements grow
    with the sets that are counted and with nothing else."""
    known = book(period.ends_on, period.ends_on)
    stands = ground(period, [unit_id], inside([period])[period.pk], moment_of_record(as_of), on)
    plans = {code: known.plan([code], period.ends_on) for code in dict.fromkeys(codes)}
    read = _read(plans.values(), work_out(plans, known, stands), stands)
    return {code: _behind(code, plan, read) for code, plan in plans.items()}


@dataclass(frozen=True)
class _Read:
    """What was read for all asked figures: `values` by figure, `records` by set."""

    stands: Ground
    done: dict[str, Column]
    ways: dict[str, Reading]
    values: dict[str, list[Source]]
    records: dict[str, list[sets.RecordSource]]


def _read(plans: Iterable[list[Step]], done: dict[str, Column], stands: Ground) -> _Read:
    steps = {step.code: step for plan in plans for step in plan}.values()
    ways = readings([s for s in steps if s.kind == IndicatorRule.Kind.ENTERED], stands)
    names = dict.fromkeys(s.rule.set_name for s in steps if s.rule and s.kind == IndicatorRule.Kind.COUNTED)
    records = {
        name: sets.record_sources(name, stands.period, stands.unit_ids, stands.as_of)
        for name in names
        if name != counted.UNITS
    }
    return _Read(stands, done, {w.step.code: w for w in ways}, _values(ways, stands), records)


def _behind(code: str, plan: list[Step], read: _Read) -> Sources:
    """One of the asked figures out of what was read."""
    stands, column = read.stands, read.done[code]
    table = Table(stands.period, stands.grouping.on, stands.targets, tuple(read.done), read.done)
    own = next(step for step in plan if step.code == code)
    ways = [read.ways[step.code] for step in plan if step.code in read.ways]
    if column.members is not None:
        found = _members(column, plan, read)
    else:
        ends = {p.label: p.ends_on for p in (*stands.inside, stands.period)}
        values = [source for way in ways for source in read.values.get(way.step.code, ())]
        found = sorted(values, key=lambda s: (s.unit_code, ends[s.label], s.code, s.pk))
        for step in plan:
            if step.kind == IndicatorRule.Kind.COUNTED:
                found += _members(read.done[step.code], [step], read)
    (unit_id,) = stands.targets
    parts = {needed: table.figure(unit_id, needed) for needed in own.needs}
    return Sources(table.figure(unit_id, code), found, parts, _missing(ways, stands, found))


def _members(column: Column, plan: Iterable[Step], read: _Read) -> list[Source]:
    """The members of a set, each with the record it was counted by; a unit that only the tree counts has none."""
    members = column.members or {}
    details: dict[Key, tuple[str, sets.RecordSource | None]] = {}
    for step in plan:
        name = step.rule.set_name if step.rule and step.kind == IndicatorRule.Kind.COUNTED else ""
        for row in read.records.get(name, ()):
            detail_key = ("unit", row.unit_id) if counted.of_units(name) else (row.kind, row.pk)
            details.setdefault(detail_key, (step.code, row))
    share = not is_set(column)
    found = []
    for key, at in members.items():
        unit_id = at[0]
        place = read.stands.tree.places[unit_id]
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


def _values(ways: list[Reading], stands: Ground) -> dict[str, list[Source]]:
    """The counted values of reports by figure, with who accepted them and what is attached."""
    if not ways:
        return {}
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
    found: dict[str, list[Source]] = defaultdict(list)
    for indicator_id, unit_id, period_id, revision_id, report_id, number, value_id, amount in rows:
        place = stands.tree.places[unit_id]
        decided_at, decided_by = approvals.get(revision_id, (None, ""))
        found[codes[indicator_id]].append(
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
    return found


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
        rows: dict[int, list[_Row]] = defaultdict(list)
        for row in cursor.fetchall():
            rows[row[0]].append(row)
    for reading in ways:
        population = entered.population(reading.rule, stands)
        wanted = {p.pk for p in reading.periods}
        own = [r for r in rows[reading.step.indicator_id] if r[2] in wanted and r[1] in population]
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
