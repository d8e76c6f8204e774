"""Which criteria are in force."""

import datetime

from phoihop.registers.models import CriteriaSet


def criteria_on(day: datetime.date) -> CriteriaSet | None:
    """The set in force on that day. A year's assessment uses the one of the last day of its window."""
    return CriteriaSet.objects.filter(valid_from__lte=day, valid_to__gte=day).order_by("-valid_from").first()
