"""Verbs of the annual report."""

from phoihop.annual.actions.directions import add_direction, draw_direction, waive_direction, write_direction
from phoihop.annual.actions.issue import issue_edition
from phoihop.annual.actions.outline import choose_figures, open_edition, set_paper_date
from phoihop.annual.actions.words import (
    StaleBlock,
    add_block,
    bind_number,
    draw_text,
    drop_block,
    move_block,
    take_back_waiver,
    waive_number,
    write_block,
)

__all__ = [
    "StaleBlock",
    "add_block",
    "add_direction",
    "bind_number",
    "choose_figures",
    "draw_direction",
    "draw_text",
    "drop_block",
    "issue_edition",
    "move_block",
    "open_edition",
    "set_paper_date",
    "take_back_waiver",
    "waive_direction",
    "waive_number",
    "write_block",
    "write_direction",
]
