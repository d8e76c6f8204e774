"""Many units' values at once, from a table."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.documents.tables import SheetTable
from phoihop.duties.models import Period
from phoihop.journal.actions import Happening, record_many
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place
from phoihop.reporting import rules
from phoihop.reporting.actions.content import drafts, labelled, put
from phoihop.reporting.actions.sending import stored
from phoihop.reporting.models import Form, Report
from phoihop.reporting.rules import Standing, Typed, UnitRow


@dataclass(frozen=True)
class Change:
    """What the table does to one unit's draft."""

    number: int
    place: Place
    report: Report
    cells: dict[str, Typed]
    """Only those that differ from what is stored."""
    filled: int
    """Cells the row gives."""


@dataclass(frozen=True)
class Loaded:
    """What a table did, or would do: `reasons` is empty exactly when it may be done."""

    changes: tuple[Change, ...]
    reasons: tuple[Reason, ...]

    @property
    def cells_changed(self) -> int:
        return sum(len(change.cells) for change in self.changes)


@transaction.atomic
def load_values(*, by: Post | None, form: Form, period: Period, table: SheetTable) -> Loaded:
    """Put the values of a table into the drafts of its units: all rows, or none with the reasons by row and column.

    Who: `report.write`; every unit of the table must be the sender's own or in its branch (None: the program itself).
    When: period open and not locked, reports not yet sent. Drafts only: each unit, or who acts for it, still submits.
    """
    plan = plan_load(by=by, form=form, period=period, table=table, hold=True)
    refuse(plan.reasons)
    changing = [change for change in plan.changes if change.cells]
    stand = rules.standing(form, period, [])
    made = drafts([change.report for change in changing])
    put(stand.layout, [(made[change.report.pk], change.cells, {}) for change in changing], clock.now())
    happenings = [
        Happening(
            "report.saved",
            labelled(change.report, stand.tree),
            {"revision": made[change.report.pk].number, "loaded": len(change.cells), "file": table.digest},
        )
        for change in changing
    ]
    facts = {"form": form.code, "file": table.name, "sha256": table.digest, "units": len(plan.changes)}
    record_many([Happening("report.loaded", period, facts), *happenings], by=by)
    return plan


def plan_load(*, by: Post | None, form: Form, period: Period, table: SheetTable, hold: bool = False) -> Loaded:
    """What `load_values` would do, with every reason against it; writes nothing. `hold` keeps others off meanwhile."""
    stand = rules.standing(form, period, [])
    reading = rules.read_values(by, stand, table)
    rows = Report.objects.select_related("form", "period").filter(
        form=form, period=period, unit__in=[row.place.unit_id for row in reading.rows]
    )
    reports = {r.unit_id: r for r in (rows.select_for_update(of=("self",)) if hold else rows)}
    changes = _changes(reading.rows, reports)
    reasons = list(reading.reasons)
    for row in reading.rows:
        reasons += _why_not_row(stand, row, reports.get(row.place.unit_id))
    for change, before in changes:
        # Judged with what is stored already: a row may give only one half of a share.
        found = rules.hard(stand.layout, {**before, **change.cells}, {})
        reasons += [Reason(reason.text, place=_("Dòng %(n)s") % {"n": change.number}) for reason in found]
    reasons.sort(key=lambda reason: _row_number(reason.place))
    return Loaded(tuple(change for change, _before in changes), tuple(reasons))


def _row_number(place: str) -> int:
    digits = re.search(r"[0-9]+", place)
    return int(digits[0]) if digits else 0


def _why_not_row(stand: Standing, row: UnitRow, report: Report | None) -> list[Reason]:
    where = _("Dòng %(n)s") % {"n": row.number}
    if report is None:
        if stand.tree.get(row.place.unit_id) is None or row.place.level != stand.form.level:
            return []  # already said by the reading
        return [Reason(_("Báo cáo của %(unit)s chưa mở cho kỳ này.") % {"unit": row.place.name}, place=where)]
    if report.state in {Report.State.SUBMITTED, Report.State.ACCEPTED}:
        said = {"unit": row.place.name, "state": report.get_state_display()}
        text = _("Báo cáo của %(unit)s đang ở tình trạng “%(state)s”. Rút lại hoặc mở đính chính trước khi nạp.")
        return [Reason(text % said, place=where)]
    return []


def _changes(rows: list[UnitRow], reports: dict[int, Report]) -> list[tuple[Change, dict[str, Typed]]]:
    known = {report.pk: report for report in reports.values()}
    before = stored({revision.report_id: revision for revision in rules.open_drafts(known)})
    found = []
    for row in rows:
        report = reports.get(row.place.unit_id)
        if report is None:
            continue
        now = before[report.pk].cells if report.pk in before else {}
        differing = {code: typed for code, typed in row.cells.items() if typed != now.get(code)}
        found.append((Change(row.number, row.place, report, differing, len(row.cells)), now))
    return found
