"""The verbs of the registers. Each is one transaction: refuse, write, record, return."""

from phoihop.registers.actions.criteria import load_criteria
from phoihop.registers.actions.records import (
    add_model,
    add_operation,
    add_site,
    attach_evidence,
    close_operation,
    confirm_model,
    end_model,
    withdraw_evidence,
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
    "answer_criteria",
    "assess_result",
    "attach_evidence",
    "close_operation",
    "confirm_model",
    "end_model",
    "load_criteria",
    "open_results",
    "propose_results",
    "reopen_result",
    "return_result",
    "rule_on_results",
    "withdraw_evidence",
]
