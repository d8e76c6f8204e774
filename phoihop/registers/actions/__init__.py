"""The verbs of the registers. Each is one transaction: refuse, write, record, return."""

from phoihop.registers.actions.areas import (
    check_kept,
    decide_areas,
    report_conversion,
    return_conversion,
    take_out_areas,
)
from phoihop.registers.actions.criteria import load_criteria
from phoihop.registers.actions.evidence import attach_evidence, withdraw_evidence
from phoihop.registers.actions.matters import (
    add_step,
    change_due,
    open_matter,
    raise_dragging,
    raise_matter,
    reopen_matter,
    resolve_matter,
)
from phoihop.registers.actions.records import (
    add_model,
    add_operation,
    add_site,
    close_operation,
    confirm_model,
    end_model,
    task_operation,
)
from phoihop.registers.actions.standards import (
    answer_criteria,
    assess_result,
    open_results,
    propose_results,
    reopen_result,
    return_result,
    rule_on_results,
)

__all__ = [
    "add_model",
    "add_operation",
    "add_site",
    "add_step",
    "answer_criteria",
    "assess_result",
    "attach_evidence",
    "change_due",
    "check_kept",
    "close_operation",
    "confirm_model",
    "decide_areas",
    "end_model",
    "load_criteria",
    "open_matter",
    "open_results",
    "propose_results",
    "raise_dragging",
    "raise_matter",
    "reopen_matter",
    "reopen_result",
    "report_conversion",
    "resolve_matter",
    "return_conversion",
    "return_result",
    "rule_on_results",
    "take_out_areas",
    "task_operation",
    "withdraw_evidence",
]
