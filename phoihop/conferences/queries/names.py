"""The names of what the log speaks of by key: seats, sites, items, votes with their options, papers."""

import threading
from dataclasses import dataclass, replace

from phoihop.conferences.models import AgendaItem, Conference, Delegate, Paper, Site, Vote
from phoihop.journal import queries as journal

_MOST_KEPT = 32


@dataclass(frozen=True)
class Names:
    """Key → row, of one conference. A seat is named by who fills it."""

    seats: dict[int, Delegate]
    sites: dict[int, Site]
    items: dict[int, AgendaItem]
    votes: dict[int, Vote]
    papers: dict[int, Paper]

    def seat(self, key: int | None) -> str:
        return str(self.seats[key]) if key in self.seats else "?"

    def site(self, key: int | None) -> str:
        return self.sites[key].name_vi if key in self.sites else "?"

    def site_of(self, seat: int | None) -> str:
        return self.site(self.seats[seat].site_id) if seat in self.seats else "?"

    def item(self, key: int | None) -> str:
        """ "2. Báo cáo kết quả năm 2021"; nothing where no item was running."""
        return f"{self.items[key].order}. {self.items[key].title}" if key in self.items else ""

    def options(self, vote: int) -> dict[str, str]:
        """Code → words of each answer to a question."""
        return {option["code"]: option["label_vi"] for option in self.votes[vote].options}


_kept: dict[int, tuple[str, Names]] = {}
_lock = threading.Lock()


def names_of(conference: Conference) -> Names:
    """Two statements, or six when anything was recorded since it was asked last.

    Seats, sites, agenda and papers change by verbs that the journal records, and by nothing else: while its last entry
    is the same, so are they. Six hundred seats are not read anew for every hand that goes up.
    """
    _seq, mark = journal.head()
    with _lock:
        kept_mark, kept = _kept.get(conference.pk, ("", None))
    if kept is None or kept_mark != mark:
        kept = _read(conference)
        with _lock:
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[conference.pk] = (mark, kept)
    return replace(kept, votes={one.pk: one for one in conference.votes.order_by("number")})


def forget() -> None:
    """Keep nothing: for whoever changes rows past the verbs."""
    with _lock:
        _kept.clear()


def _read(conference: Conference) -> Names:
    return Names(
        seats={one.pk: one for one in conference.delegates.order_by("site__order", "precedence", "pk")},
        sites={one.pk: one for one in conference.sites.order_by("order", "pk")},
        items={one.pk: one for one in conference.items.order_by("order", "pk")},
        votes={},
        papers={one.pk: one for one in conference.papers.select_related("file").order_by("order", "pk")},
    )
