"""Sending a report up, and taking it back."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import Value as Literal
from django.db.models.functions import Coalesce

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.base.flow import move, move_all
from phoihop.base.text import nfc
from phoihop.duties.actions import fulfil, unfulfil
from phoihop.journal.actions import Happening, record, record_many
from phoihop.orgs.models import Post
from phoihop.reporting import rules
from phoihop.reporting.actions.content import drafts, held, labelled, put
from phoihop.reporting.models import Decision, Report, Revision
from phoihop.reporting.rules import Draft, Standing, Typed


@dataclass(frozen=True, slots=True)
class Filing:
    """One report with what is to stand in it."""

    report: Report
    cells: Mapping[str, Typed]
    texts: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def submit_report(*, by: Post, report: Report) -> Report:
    """Send the draft to the level above; from now on it cannot be changed, and waits to be accepted or returned.

    Who: `report.write` at the unit or above it. When: `rules.why_not_submit_report` has nothing to say.
    Effect: the draft is sealed, the duty's occurrence fulfilled, the level above told.
    """
    report = held(report)
    stand = rules.standing(report.form, report.period, [report.unit_id])
    draft = rules.draft_of(report)
    refuse(rules.why_not_submit(by, stand, report, draft))
    revision = draft.revision or drafts([report])[report.pk]
    _seal(by, stand, [(report, revision)])
    return report


def file_report(
    *, by: Post, report: Report, cells: Mapping[str, Typed], texts: Mapping[str, str] | None = None
) -> Report:
    """Save and submit in one step, through the same rules."""
    return file_reports(by=by, filings=[Filing(report, cells, texts or {})])[0]


@transaction.atomic
def file_reports(*, by: Post, filings: Sequence[Filing]) -> list[Report]:
    """Save and submit many reports of one form and one period: all of them, or none with the reasons by unit.

    A constant number of statements but for the notices. Who, when, effect: as `submit_report`.
    """
    ids = [filing.report.pk for filing in filings]
    now_are = {
        report.pk: report
        for report in Report.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .select_related("form__duty", "period")
    }
    one = now_are[ids[0]]
    stand = rules.standing(one.form, one.period, [report.unit_id for report in now_are.values()])
    made = drafts(list(now_are.values()))
    contents = stored(made)
    reasons: list[Reason] = []
    for filing in filings:
        report = now_are[filing.report.pk]
        draft = contents[report.pk]
        draft.cells |= {code: Typed(typed.amount, nfc(typed.remark)) for code, typed in filing.cells.items()}
        draft.texts |= {code: nfc(body) for code, body in filing.texts.items()}
        found = rules.why_not_submit(by, stand, report, draft)
        if (report.form_id, report.period_id) != (one.form_id, one.period_id):
            raise ValueError("filings must be of one form and one period")
        place = stand.tree.name(report.unit_id) if len(filings) > 1 else ""
        reasons += [replace(reason, place=place) for reason in found]
    refuse(reasons)
    put(stand.layout, [(made[f.report.pk], f.cells, f.texts) for f in _clean(filings)], clock.now())
    _seal(by, stand, [(now_are[key], made[key]) for key in ids])
    return [now_are[key] for key in ids]


@transaction.atomic
def withdraw_report(*, by: Post, report: Report) -> Report:
    """Take back a report nobody has decided yet; its content becomes a new draft.

    Who: `report.write` at the unit or above it. Effect: when nothing was ever decided about it, it counts as not yet
    received, and its duty as owed.
    """
    report = held(report)
    stand = rules.standing(report.form, report.period, [report.unit_id])
    refuse(rules.why_not_withdraw_report(by, report, stand))
    if Decision.objects.filter(revision__report=report).exists():
        move(report, "withdraw")
    else:
        move(report, "withdraw", first_submitted_at=None)
        if report.form.duty is not None:
            unfulfil(duty=report.form.duty, unit_id=report.unit_id, period=report.period)
    drafts([report])
    record("report.withdrawn", by=by, about=labelled(report, stand.tree))
    return report


def stored(revisions: Mapping[int, Revision]) -> dict[int, Draft]:
    """report -> the content of the given revision of it, for many reports in two statements."""
    found = rules.contents_of(revisions.values())
    return {key: found[revision.pk] for key, revision in revisions.items()}


def _clean(filings: Sequence[Filing]) -> list[Filing]:
    return [
        Filing(
            filing.report,
            {code: Typed(typed.amount, nfc(typed.remark)) for code, typed in filing.cells.items()},
            {code: nfc(body) for code, body in filing.texts.items()},
        )
        for filing in filings
    ]


def _seal(by: Post, stand: Standing, sent: Sequence[tuple[Report, Revision]]) -> None:
    """Seal the drafts, move the reports, fulfil the duty, record and tell."""
    at = clock.now()
    Revision.objects.filter(pk__in=[revision.pk for _report, revision in sent]).update(sealed_at=at, sealed_by=by)
    first = Coalesce("first_submitted_at", Literal(at))
    move_all([r for r, _rev in sent], "submit", submitted_at=at, first_submitted_at=first, submitted_by=by)
    for report, revision in sent:
        revision.sealed_at, revision.sealed_by = at, by
        report.submitted_at, report.submitted_by = at, by
        report.first_submitted_at = report.first_submitted_at or at
    _fulfil([report for report, _revision in sent], at)
    record_many(
        [Happening("report.submitted", labelled(r, stand.tree), {"revision": rev.number}) for r, rev in sent], by=by
    )


def _fulfil(reports: Sequence[Report], at: datetime.datetime) -> None:
    for report in reports:
        if report.form.duty is not None:
            fulfil(duty=report.form.duty, unit_id=report.unit_id, period=report.period, proof=report, at=at)
