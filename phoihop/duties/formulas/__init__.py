"""Arithmetic without a database: the usual periods of a year, how well work was done, how long it is overdue."""

from phoihop.duties.formulas.periods import PeriodPlan, due_day, usual_periods
from phoihop.duties.formulas.scores import AGES, OPEN_STANDS, STANDS, Score, age_bounds, age_of, months_between

__all__ = [
    "AGES",
    "OPEN_STANDS",
    "STANDS",
    "PeriodPlan",
    "Score",
    "age_bounds",
    "age_of",
    "due_day",
    "months_between",
    "usual_periods",
]
