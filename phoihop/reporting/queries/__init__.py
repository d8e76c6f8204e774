"""What people ask of reports: what do I owe, what waits for me, how does this one compare, who is late."""

from phoihop.reporting.queries.coverage import Coverage, coverage, coverage_by, late_on
from phoihop.reporting.queries.desk import Line, Waiting, own_reports, waiting_for
from phoihop.reporting.queries.queue import Queue, QueueRow, queue
from phoihop.reporting.queries.sheet import CellView, LineView, ReportPage, TextView, report_for, report_page
from phoihop.reporting.queries.standing import forms, locks, periods_of, unit_in_branch

__all__ = [
    "CellView",
    "Coverage",
    "Line",
    "LineView",
    "Queue",
    "QueueRow",
    "ReportPage",
    "TextView",
    "Waiting",
    "coverage",
    "coverage_by",
    "forms",
    "late_on",
    "locks",
    "own_reports",
    "periods_of",
    "queue",
    "report_for",
    "report_page",
    "unit_in_branch",
    "waiting_for",
]
