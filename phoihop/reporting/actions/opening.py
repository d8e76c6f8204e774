"""The empty reports of a new period."""

import datetime

from django.db import transaction

from phoihop.base import clock
from phoihop.duties.formulas import due_day
from phoihop.duties.models import Period, PeriodDue
from phoihop.journal.actions import Happening, record_many
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree
from phoihop.reporting.models import Form, Lock, Report


@transaction.atomic
def open_reports(*, by: Post | None = None, on: datetime.date | None = None) -> int:
    """Open the reports that units owe for every period that has begun; a chore, safe to run twice. Returns how many.

    For each form valid on the period's last day: one empty report for each unit of the form's level in the tree of
    that day, due on the day the period names for the level, else on the usual one. Locked periods stay as they are.
    """
    day = on or clock.today()
    periods = list(Period.objects.filter(opens_on__lte=day))
    dues = {(due.period_id, due.level): due.due_on for due in PeriodDue.objects.filter(period__in=periods)}
    locked = set(Lock.objects.values_list("form_id", "period_id"))
    there: dict[tuple[int, int], set[int]] = {}
    for form_id, period_id, unit_id in Report.objects.values_list("form_id", "period_id", "unit_id"):
        there.setdefault((form_id, period_id), set()).add(unit_id)
    opened: list[Report] = []
    happenings = []
    for form in Form.objects.all():
        for period in periods:
            if period.kind != form.every or (form.pk, period.pk) in locked:
                continue
            if not form.valid_from <= period.ends_on <= form.valid_to:
                continue
            due_on = dues.get((period.pk, form.level)) or due_day(period.ends_on, form.level)
            known = there.get((form.pk, period.pk), set())
            new = [
                Report(unit_id=place.unit_id, form=form, period=period, due_on=due_on)
                for place in tree(period.ends_on)
                if place.level == form.level and place.unit_id not in known
            ]
            if new:
                opened += new
                facts = {"form": form.code, "units": [report.unit_id for report in new], "due_on": due_on}
                happenings.append(Happening("report.opened", period, facts))
    Report.objects.bulk_create(opened, ignore_conflicts=True)
    if happenings:
        record_many(happenings, by=by)
    return len(opened)
