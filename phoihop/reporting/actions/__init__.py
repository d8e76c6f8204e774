"""The verbs of a report's life: open, save, attach, submit, withdraw, accept, return, reopen, load; lock and except."""

from phoihop.reporting.actions.entry import attach_file, detach_file, save_cells
from phoihop.reporting.actions.loading import Loaded, load_values, plan_load
from phoihop.reporting.actions.locks import except_from_lock, lock_period
from phoihop.reporting.actions.opening import open_reports
from phoihop.reporting.actions.review import (
    Accepted,
    accept_report,
    accept_reports,
    preview_acceptance,
    reopen_report,
    return_report,
)
from phoihop.reporting.actions.sending import Filing, file_report, file_reports, submit_report, withdraw_report

__all__ = [
    "Accepted",
    "Filing",
    "Loaded",
    "accept_report",
    "accept_reports",
    "attach_file",
    "detach_file",
    "except_from_lock",
    "file_report",
    "file_reports",
    "load_values",
    "lock_period",
    "open_reports",
    "plan_load",
    "preview_acceptance",
    "reopen_report",
    "return_report",
    "save_cells",
    "submit_report",
    "withdraw_report",
]
