"""Who may do what with a report, when, and what is still missing. Nothing here writes."""

from phoihop.reporting.rules.content import Oddity, Typed, hard, mark, missing, odd, text_mark
from phoihop.reporting.rules.defining import why_not_add_form, why_not_add_indicator, why_not_add_rule
from phoihop.reporting.rules.layout import Cell, Layout, Line, layout
from phoihop.reporting.rules.loading import Reading, UnitRow, read_values
from phoihop.reporting.rules.locks import why_not_except_from_lock, why_not_lock_period
from phoihop.reporting.rules.review import (
    may_accept,
    why_not_accept_report,
    why_not_reopen_report,
    why_not_return_report,
    why_not_withdraw_report,
)
from phoihop.reporting.rules.saving import why_not_attach, why_not_detach, why_not_save
from phoihop.reporting.rules.standing import Standing, may_see, may_write, standing, tree_of, why_not_write
from phoihop.reporting.rules.submit import (
    Draft,
    content_of,
    contents_of,
    draft_of,
    open_drafts,
    why_not_submit,
    why_not_submit_report,
)

__all__ = [
    "Cell",
    "Draft",
    "Layout",
    "Line",
    "Oddity",
    "Reading",
    "Standing",
    "Typed",
    "UnitRow",
    "content_of",
    "contents_of",
    "draft_of",
    "hard",
    "layout",
    "mark",
    "may_accept",
    "may_see",
    "may_write",
    "missing",
    "odd",
    "open_drafts",
    "read_values",
    "standing",
    "text_mark",
    "tree_of",
    "why_not_accept_report",
    "why_not_add_form",
    "why_not_add_indicator",
    "why_not_add_rule",
    "why_not_attach",
    "why_not_detach",
    "why_not_except_from_lock",
    "why_not_lock_period",
    "why_not_reopen_report",
    "why_not_return_report",
    "why_not_save",
    "why_not_submit",
    "why_not_submit_report",
    "why_not_withdraw_report",
    "why_not_write",
]
