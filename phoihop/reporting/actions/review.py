"""What the level above does with a report, and the correction of an accepted one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import OuterRef, Subquery

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.base.flow import move, move_all
from phoihop.base.text import nfc
from phoihop.journal.actions import Happening, record, record_many
from phoihop.orgs.models import Post
from phoihop.reporting import rules
from phoihop.reporting.actions.content import drafts, held, labelled
from phoihop.reporting.actions.sending import stored
from phoihop.reporting.models import Decision, Report, Revision
from phoihop.reporting.rules import Standing


@dataclass
class Accepted:
    """What a bulk acceptance did, or would do."""

    accepted: list[Report] = field(default_factory=list)
    skipped: list[tuple[Report, list[Reason]]] = field(default_factory=list)
    """Those with odd figures or another reason why not, each with its reasons; they stay as they were."""


@transaction.atomic
def accept_report(*, by: Post, report: Report, remark: str = "") -> Report:
    """Accept a submitted report; from now on its values count.

    Who: `report.accept` above the report's unit in the tree of the period's last day, and not who sent it.
    When: submitted, period not locked. Effect: the last sealed revision becomes the counted one.
    """
    report = held(report)
    stand = rules.standing(report.form, report.period, [report.unit_id])
    refuse(rules.why_not_accept_report(by, report, stand))
    revision = _last_sealed([report])[report.pk]
    at = clock.now()
    Decision.objects.create(revision=revision, by=by, at=at, kind=Decision.Kind.ACCEPT, remark=nfc(remark))
    move(report, "accept", counted_revision=revision, accepted_at=at)
    record("report.accepted", by=by, about=labelled(report, stand.tree), facts={"revision": revision.number})
    return report


@transaction.atomic
def return_report(*, by: Post, report: Report, remark: str) -> Report:
    """Send a report back with a remark that says what to mend; an earlier accepted revision goes on counting.

    Who and when: as accepting. Effect: the clerk sees it again, and the next change begins a new revision.
    """
    report = held(report)
    stand = rules.standing(report.form, report.period, [report.unit_id])
    refuse(rules.why_not_return_report(by, report, remark, stand))
    revision = _last_sealed([report])[report.pk]
    Decision.objects.create(revision=revision, by=by, at=clock.now(), kind=Decision.Kind.RETURN, remark=nfc(remark))
    move(report, "return")
    facts = {"revision": revision.number, "remark": nfc(remark)}
    record("report.returned", by=by, about=labelled(report, stand.tree), facts=facts)
    return report


@transaction.atomic
def accept_reports(*, by: Post, reports: Sequence[Report], odd_too: bool = False) -> Accepted:
    """Accept many submitted reports at once, in a constant number of statements for each form and period.

    Who and when: as accepting. Those with odd figures, explained or not, are left for a look of their own (unless
    `odd_too`), as are those that may not be accepted; they are named in what comes back.
    """
    done = Accepted()
    now_are = Report.objects.select_for_update(of=("self",)).filter(pk__in=[report.pk for report in reports])
    for of_one_kind in _by_form_and_period(now_are.select_related("form", "period").order_by("pk")):
        _accept_alike(by, of_one_kind, odd_too, done)
    return done


def preview_acceptance(*, by: Post, reports: Sequence[Report]) -> Accepted:
    """What `accept_reports` would do; writes nothing."""
    plan = Accepted()
    for of_one_kind in _by_form_and_period(reports):
        _sort_out(by, of_one_kind, False, plan)
    return plan


@transaction.atomic
def reopen_report(*, by: Post, report: Report, reason: str) -> Report:
    """Begin the correction of an accepted report: a draft with the counted content; that goes on counting meanwhile.

    Who: `report.write` at the unit or above, or who may accept it. When: accepted, period not locked, with a reason.
    """
    report = held(report)
    stand = rules.standing(report.form, report.period, [report.unit_id])
    refuse(rules.why_not_reopen_report(by, report, reason, stand))
    move(report, "reopen")
    draft = drafts([report])[report.pk]
    facts = {"revision": draft.number, "reason": nfc(reason)}
    record("report.reopened", by=by, about=labelled(report, stand.tree), facts=facts)
    return report


def _accept_alike(by: Post, reports: list[Report], odd_too: bool, done: Accepted) -> None:
    before = len(done.accepted)
    stand = _sort_out(by, reports, odd_too, done)
    plain = done.accepted[before:]
    if not plain:
        return
    sealed, at = _last_sealed(plain), clock.now()
    Decision.objects.bulk_create(
        Decision(revision=sealed[report.pk], by=by, at=at, kind=Decision.Kind.ACCEPT) for report in plain
    )
    newest = Revision.objects.filter(report=OuterRef("pk"), sealed_at__isnull=False).order_by("-number")
    move_all(plain, "accept", counted_revision=Subquery(newest.values("pk")[:1]), accepted_at=at)
    for report in plain:
        report.counted_revision, report.accepted_at = sealed[report.pk], at
    happenings = []
    for report in plain:
        facts = {"revision": sealed[report.pk].number, "together": True}
        happenings.append(Happening("report.accepted", labelled(report, stand.tree), facts))
    record_many(happenings, by=by)


def _sort_out(by: Post, reports: list[Report], odd_too: bool, into: Accepted) -> Standing:
    stand = rules.standing(reports[0].form, reports[0].period, [report.unit_id for report in reports])
    contents = stored(_last_sealed(reports))
    for report in reports:
        why_not = rules.why_not_accept_report(by, report, stand)
        if not why_not and not odd_too and report.pk in contents:
            why_not = [
                Reason(oddity.text, oddity.cell.field)
                for oddity in rules.odd(stand, report.unit_id, contents[report.pk].cells)
            ]
        if why_not:
            into.skipped.append((report, why_not))
        else:
            into.accepted.append(report)
    return stand


def _by_form_and_period(reports: Iterable[Report]) -> list[list[Report]]:
    groups: dict[tuple[int, int], list[Report]] = {}
    for report in reports:
        groups.setdefault((report.form_id, report.period_id), []).append(report)
    return list(groups.values())


def _last_sealed(reports: Sequence[Report]) -> dict[int, Revision]:
    rows = Revision.objects.filter(report__in=[r.pk for r in reports], sealed_at__isnull=False).order_by("number")
    return {revision.report_id: revision for revision in rows}
