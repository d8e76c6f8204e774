"""The verbs of this room. Every one refuses with reasons, writes once, records once."""

from phoihop.duties.actions.acceptance import (
    accept,
    disagree,
    drop,
    return_share,
)
from phoihop.duties.actions.board import close_board, open_board
from phoihop.duties.actions.campaigns import (
    answer_trouble,
    close_campaign,
    plan_campaign,
    report_situation,
    set_slots,
    start_campaign,
)
from phoihop.duties.actions.loading import (
    TasksLoaded,
    load_tasks,
    plan_tasks,
)
from phoihop.duties.actions.plan import (
    apply_plan,
    set_terms,
)
from phoihop.duties.actions.proof import (
    prove,
    unprove,
)
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
    waive_clause,
)
from phoihop.duties.actions.reminders import remind_now, send_reminders
from phoihop.duties.actions.tasks import (
    add_directive,
    add_programme,
    assign,
    follow_units,
    withdraw_task,
)
from phoihop.duties.actions.together import (
    Together,
    accept_many,
    preview_acceptance,
)
from phoihop.duties.actions.work import (
    answer,
    ask,
    ask_extension,
    attach_evidence,
    decide_extension,
    labelled,
    report_progress,
    submit,
    take_back,
    withdraw_evidence,
)

__all__ = [
    "SideFacts",
    "TasksLoaded",
    "Together",
    "accept",
    "accept_many",
    "add_article",
    "add_directive",
    "add_duty",
    "add_period",
    "add_plan",
    "add_programme",
    "add_regulation",
    "add_usual_periods",
    "answer",
    "answer_trouble",
    "apply_plan",
    "ask",
    "ask_extension",
    "assign",
    "attach_evidence",
    "close_board",
    "close_campaign",
    "decide_extension",
    "disagree",
    "drop",
    "end_duty",
    "follow_units",
    "fulfil",
    "labelled",
    "load_tasks",
    "open_board",
    "open_occurrences",
    "plan_campaign",
    "plan_tasks",
    "preview_acceptance",
    "prove",
    "remind_now",
    "report_progress",
    "report_situation",
    "return_share",
    "reword_article",
    "send_reminders",
    "set_due",
    "set_slots",
    "set_terms",
    "start_campaign",
    "submit",
    "take_back",
    "unfulfil",
    "unprove",
    "waive_clause",
    "withdraw_evidence",
    "withdraw_task",
]
