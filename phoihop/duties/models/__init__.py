"""Regulations and what follows from them: duties, periods, tasks, campaigns, reminders."""

from phoihop.duties.models.board import BoardSwitch
from phoihop.duties.models.campaigns import Campaign, CampaignUnit, Situation, Slot
from phoihop.duties.models.regulations import (
    Article,
    ArticleVersion,
    ClauseWaiver,
    Duty,
    Occurrence,
    Period,
    PeriodDue,
    Regulation,
    Side,
)
from phoihop.duties.models.reminders import Reminder, ReminderLine, ReminderRun
from phoihop.duties.models.tasks import (
    Acceptance,
    Assignment,
    Directive,
    DutyTerms,
    Extension,
    Programme,
    Progress,
    Question,
    Task,
    TaskEvidence,
)

__all__ = [
    "Acceptance",
    "Article",
    "ArticleVersion",
    "Assignment",
    "BoardSwitch",
    "Campaign",
    "CampaignUnit",
    "ClauseWaiver",
    "Directive",
    "Duty",
    "DutyTerms",
    "Extension",
    "Occurrence",
    "Period",
    "PeriodDue",
    "Programme",
    "Progress",
    "Question",
    "Regulation",
    "Reminder",
    "ReminderLine",
    "ReminderRun",
    "Side",
    "Situation",
    "Slot",
    "Task",
    "TaskEvidence",
]
