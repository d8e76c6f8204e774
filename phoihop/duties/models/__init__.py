"""Regulations and what follows from them: duties, periods, tasks, campaigns, reminders."""

from phoihop.duties.models.regulations import (
    Article,
    ArticleVersion,
    Duty,
    Occurrence,
    Period,
    PeriodDue,
    Regulation,
    Side,
)

__all__ = [
    "Article",
    "ArticleVersion",
    "Duty",
    "Occurrence",
    "Period",
    "PeriodDue",
    "Regulation",
    "Side",
]
