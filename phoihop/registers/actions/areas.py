"""Key areas: decided in, reported as converted, decided out, looked at a year later."""

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.flow import move, move_all
from phoihop.base.text import nfc
from phoihop.documents.actions import keep_upload
from phoihop.documents.gate import Upload
from phoihop.documents.models import File
from phoihop.journal.actions import Happening, record, record_many
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Tree, tree
from phoihop.registers import rules
from phoihop.registers.models import AreaCheck, AreaDecision, Evidence, KeyArea, KeyAreaType
from phoihop.registers.rules import Choice


@transaction.atomic
def decide_areas(
    *,
    by: Post,
    number: str,
    decided_on: datetime.date,
    year: int,
    areas: Iterable[Choice],
    file: File | Upload | None = None,
) -> AreaDecision:
    """Who decides on areas puts many units into the programme of a year by one decision; all or none.

    `areas`: (key of the unit, codes of the types) for each; a unit already in the year may get further types.
    """
    chosen = [(unit_id, sorted(set(types))) for unit_id, types in areas]
    refuse(rules.why_not_decide_areas_so(by, number=number, decided_on=decided_on, year=year, areas=chosen))
    decision = _decision(by, AreaDecision.Kind.PUT_IN, number, decided_on, year, file)
    units = [unit_id for unit_id, _types in chosen]
    there = set(KeyArea.objects.filter(year=year, unit_id__in=units).values_list("unit_id", flat=True))
    KeyArea.objects.bulk_create(
        KeyArea(unit_id=unit_id, year=year, put_in=decision) for unit_id in units if unit_id not in there
    )
    kept = {area.unit_id: area for area in KeyArea.objects.filter(year=year, unit_id__in=units)}
    KeyAreaType.objects.bulk_create(
        KeyAreaType(area=kept[unit_id], type=code, decision=decision) for unit_id, types in chosen for code in types
    )
    day = tree(decided_on)
    said = {"number": decision.number, "decided_on": decided_on}
    each = [
        Happening("registers.put_in_area", named(kept[unit_id], day), said | {"types": types})
        for unit_id, types in chosen
    ]
    record_many(each, by=by)
    record("registers.decide_areas", by=by, about=decision, facts=said | {"year": year, "units": sorted(units)})
    return decision


@transaction.atomic
def report_conversion(
    *,
    by: Post,
    area: KeyArea,
    converted_on: datetime.date,
    result: str,
    file: File | Upload | None = None,
    title: str = "",
) -> KeyArea:
    """The unit, or who examines above it, says that the area is converted; it counts once a decision takes it out.

    A piece of evidence must stand on the area, or come with the report: `file`, called `title`.
    """
    proved = file is not None or area.evidence.filter(withdrawn_at=None).exists()
    refuse(rules.why_not_report_conversion_so(by, area, converted_on, result, proved=proved))
    if file is not None:
        refuse(rules.why_not_attach_so(by, area, title, converted_on))
        stored = file if isinstance(file, File) else keep_upload(by=by, upload=file)
        Evidence.objects.create(file=stored, area=area, title=nfc(title), fact_on=converted_on)
    changes = {"reported_on": converted_on, "reported_by": by, "reported_at": clock.now(), "result": nfc(result)}
    move(area, "report", **changes, remark="", changed_at=clock.now())
    facts = {"on": converted_on, "result": nfc(result), "title": nfc(title)}
    record("registers.report_conversion", by=by, about=named(area), facts=facts)
    return area


@transaction.atomic
def return_conversion(*, by: Post, area: KeyArea, remark: str) -> KeyArea:
    """Who decides sends back a report that does not convince; the unit completes it and reports again."""
    refuse(rules.why_not_return_conversion_so(by, area, remark))
    move(area, "return", remark=nfc(remark), changed_at=clock.now())
    record("registers.return_conversion", by=by, about=named(area), facts={"remark": nfc(remark)})
    return area


@transaction.atomic
def take_out_areas(
    *,
    by: Post,
    number: str,
    decided_on: datetime.date,
    areas: Iterable[KeyArea],
    converted: Mapping[int, bool] | None = None,
    reasons: Mapping[int, str] | None = None,
    file: File | Upload | None = None,
) -> AreaDecision:
    """Who decides takes areas of one year out by one decision, which confirms each as converted or says why not.

    `converted` and `reasons` by key of an area; without, those reported are confirmed. All or none.
    """
    chosen, why = list(areas), {pk: nfc(reason) for pk, reason in (reasons or {}).items()}
    outcome = {a.pk: (converted or {}).get(a.pk, a.state == KeyArea.State.REPORTED) for a in chosen}
    refuse(rules.why_not_take_out_so(by, chosen, number=number, decided_on=decided_on, converted=outcome, reasons=why))
    decision = _decision(by, AreaDecision.Kind.TAKE_OUT, number, decided_on, chosen[0].year, file)
    now = clock.now()
    move_all([a for a in chosen if outcome[a.pk]], "take_out", taken_out=decision, converted=True, changed_at=now)
    for reason in {why.get(a.pk, "") for a in chosen if not outcome[a.pk]}:
        same = [a for a in chosen if not outcome[a.pk] and why.get(a.pk, "") == reason]
        move_all(same, "take_out", taken_out=decision, converted=False, out_reason=reason, changed_at=now)
    day, said = tree(decided_on), {"number": decision.number, "decided_on": decided_on}
    record_many(
        [
            Happening(
                "registers.take_out_area",
                named(a, day),
                said | {"converted": outcome[a.pk]} | ({} if outcome[a.pk] else {"reason": why.get(a.pk, "")}),
            )
            for a in chosen
        ],
        by=by,
    )
    summary = {"year": decision.year, "units": sorted(a.unit_id for a in chosen), "converted": sum(outcome.values())}
    record("registers.take_out_areas", by=by, about=decision, facts=said | summary)
    return decision


@transaction.atomic
def check_kept(*, by: Post, area: KeyArea, kept: bool, note: str = "", on: datetime.date | None = None) -> AreaCheck:
    """Who decides says, the year after, whether a converted area kept its result; not kept needs a note."""
    day = on or clock.today()
    refuse(rules.why_not_check_kept_so(by, area, kept, note, day))
    check = AreaCheck.objects.create(area=area, on=day, kept=kept, note=nfc(note), by=by, at=clock.now())
    facts = {"on": day, "kept": kept, "remark": check.note}
    record("registers.check_kept", by=by, about=named(area), facts=facts)
    return check


def named(area: KeyArea, day: Tree | None = None) -> KeyArea:
    """The area with the words by which the journal names it: unit as of its decision, and year."""
    name = (day or tree(area.put_in.decided_on)).name(area.unit_id)
    area.journal_subject = f"{name or tree(area.put_in.decided_on).name(area.unit_id)}, {area.year}"
    return area


def _decision(
    by: Post,
    kind: AreaDecision.Kind,
    number: str,
    decided_on: datetime.date,
    year: int,
    file: File | Upload | None,
) -> AreaDecision:
    stored = keep_upload(by=by, upload=file) if file is not None and not isinstance(file, File) else file
    return AreaDecision.objects.create(
        number=nfc(number), decided_on=decided_on, year=year, kind=kind, file=stored, by=by, at=clock.now()
    )
