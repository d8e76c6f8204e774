"""The work of a unit and of what stood below it: how much is open and late, and what the unit itself owes next."""

from dataclasses import dataclass

from phoihop.duties import queries as duties
from phoihop.duties.queries import ShareLine
from phoihop.orgs.models import Post

SHOWN = 8


@dataclass(frozen=True)
class Work:
    """Over the branch, as the post sees it today."""

    open: int
    overdue: int
    waiting: int
    own: list[ShareLine]
    """The unit's own open shares, the earliest due first, at most SHOWN."""
    own_all: int


def work(post: Post, unit_id: int) -> Work | None:
    """None for a post that reads no work, and where there never was any. Five statements at most."""
    if not post.can("task.read"):
        return None
    sums = duties.selection(post, {"dv": str(unit_id)}).sums()
    if not sums["given"] and not sums["open"]:
        return None
    mine = duties.selection(post, {"dv": str(unit_id), "rieng": "1", "chon": "open"})
    first = duties.share_lines(duties.with_standing(mine.rows)[:SHOWN])
    return Work(sums["open"], sums["overdue"], sums["waiting"], first, mine.sums()["open"])
