"""Verbs of official paper: keep files, open runs of numbers, issue papers; write, send, take in and recall letters."""

from phoihop.documents.actions.letters import (
    change_letter,
    draft_letter,
    drop_letter,
    enclose,
    note_paper,
    open_letter,
    recall_letter,
    send_letter,
    take_in_letter,
    take_out,
)
from phoihop.documents.actions.papers import ToIssue, issue, keep_made, keep_upload, open_series

__all__ = [
    "ToIssue",
    "change_letter",
    "draft_letter",
    "drop_letter",
    "enclose",
    "issue",
    "keep_made",
    "keep_upload",
    "note_paper",
    "open_letter",
    "open_series",
    "recall_letter",
    "send_letter",
    "take_in_letter",
    "take_out",
]
