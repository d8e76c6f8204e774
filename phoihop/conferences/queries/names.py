"""The names of what the log speaks of by key: seats, sites, items, votes with their options, papers."""

from dataclasses import dataclass

from phoihop.conferences.models import AgendaItem, Conference, Delegate, Paper, Site, Vote


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


def names_of(conference: Conference) -> Names:
    """Five statements."""
    return Names(
        seats={one.pk: one for one in conference.delegates.order_by("site__order", "precedence", "pk")},
        sites={one.pk: one for one in conference.sites.order_by("order", "pk")},
        items={one.pk: one for one in conference.items.order_by("order", "pk")},
        votes={one.pk: one for one in conference.votes.order_by("number")},
        papers={one.pk: one for one in conference.papers.order_by("order", "pk")},
    )
