"""Who may do what with regulations, duties, periods and tasks, when, and what is missing."""

from phoihop.duties.rules.regulations import (
    why_not_add_article,
    why_not_add_duty,
    why_not_add_period,
    why_not_add_regulation,
    why_not_end_duty,
    why_not_reword,
    why_not_set_due,
    why_not_write,
)

__all__ = [
    "why_not_add_article",
    "why_not_add_duty",
    "why_not_add_period",
    "why_not_add_regulation",
    "why_not_end_duty",
    "why_not_reword",
    "why_not_set_due",
    "why_not_write",
]
