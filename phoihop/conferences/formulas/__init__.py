"""Arithmetic of a conference without a database: the room derived from the log, queue, quorum, tally, lines."""

from phoihop.conferences.formulas.chain import link
from phoihop.conferences.formulas.lines import Measured, browser_name, faults_of, link_state, tier_of, uplink_kbps
from phoihop.conferences.formulas.queue import Asking, in_order
from phoihop.conferences.formulas.room import Floor, Happened, Mark, Poll, Room, Seat, follow, room_after
from phoihop.conferences.formulas.spans import Stay, clock_of, stays_of
from phoihop.conferences.formulas.tally import quorum_need, tally_of

__all__ = [
    "Asking",
    "Floor",
    "Happened",
    "Mark",
    "Measured",
    "Poll",
    "Room",
    "Seat",
    "Stay",
    "browser_name",
    "clock_of",
    "faults_of",
    "follow",
    "in_order",
    "link",
    "link_state",
    "quorum_need",
    "room_after",
    "stays_of",
    "tally_of",
    "tier_of",
    "uplink_kbps",
]
