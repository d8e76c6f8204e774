"""The verbs of this room. Every one refuses with reasons, writes once, records once."""

from phoihop.duties.actions.regulations import (
    SideFacts,
    add_article,
    add_duty,
    add_period,
    add_plan,
    add_regulation,
    add_usual_periods,
    end_duty,
    fulfil,
    open_occurrences,
    reword_article,
    set_due,
    unfulfil,
)

__all__ = [
    "SideFacts",
    "add_article",
    "add_duty",
    "add_period",
    "add_plan",
    "add_regulation",
    "add_usual_periods",
    "end_duty",
    "fulfil",
    "open_occurrences",
    "reword_article",
    "set_due",
    "unfulfil",
]
