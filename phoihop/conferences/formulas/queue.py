"""The speakers' queue: who comes next, from priority, how often the site was heard, and when it was asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PRIORITY = {"order": 0, "reply": 1, "speech": 2, "free": 3}
"""Kind of asking → its rank: on how the meeting is run; answering a question; a registered speech; any other."""


@dataclass(frozen=True)
class Asking:
    """A seat that wants the floor. `seq` is the log number of its asking: the time asked, without a tie."""

    delegate: int
    site: int
    kind: str
    seq: int


def in_order(askings: Iterable[Asking], heard: Mapping[int, int]) -> list[Asking]:
    """First by priority, then the site heard less often, then who asked earlier. `heard`: site → times it spoke.

    No site starves: while the floor follows this order, a site whose turn within one priority has come to wait is
    passed in that priority by another site at most heard[it] - heard[the other] + 1 times, so one not yet heard by
    each at most once.
    """
    return sorted(askings, key=lambda one: (PRIORITY[one.kind], heard.get(one.site, 0), one.seq))
