"""The grid of a campaign: units down, level by level, time slots across; a cell is a state and a number."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone

from phoihop.duties import kinds, queries
from phoihop.duties.models import Campaign, Slot
from phoihop.duties.queries import Cell, Sum, Trouble
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, Tree, tree

ALL = "tat-ca"
COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: `mo` codes of the units opened, `so` the number shown, `tu` the first column."""

    opened: frozenset[str] = frozenset()
    number: str = ""
    first: int | None = None

    def query(self, *, opened: Collection[str] | None = None, number: str | None = None, first: int | None = -1) -> str:
        """The same question with something else in it, as a query string."""
        which = self.opened if opened is None else opened
        found = {"mo": ",".join(sorted(which)), "so": self.number if number is None else number}
        start = self.first if first == -1 else first
        found |= {"tu": "" if start is None else str(start)}
        return "?" + urlencode({key: value for key, value in found.items() if value}, safe=",")


@dataclass(frozen=True, slots=True)
class Row:
    """A unit that reports, with its cells, or a branch, with the sums of its slots. `toggle` opens or closes it."""

    place: Place
    depth: int
    cells: list[tuple[Slot, Cell]]
    sums: list[Sum]
    opened: bool
    toggle: str


@dataclass(frozen=True)
class Grid:
    """`slots` are the columns shown; `earlier`, `later` the addresses of those beside them, "" where there are none."""

    campaign: Campaign
    slots: Sequence[Slot]
    rows: list[Row]
    asked: kinds.Field
    others: list[tuple[kinds.Field, str]]
    """Every number with the address that shows it."""
    now: Slot | None
    """The slot that is open, or was when the campaign was closed."""
    standing: list[tuple[Slot, list[tuple[kinds.Field, Sum]]]]
    """The whole branch in that slot, and in the one before while that slot is still being filled: each number."""
    earlier: str
    later: str
    all_opened: str
    closed: str
    opens: bool
    """Whether there is anything to open."""
    troubles: list[Trouble]
    one_day: bool


def grid(campaign: Campaign, post: Post, asked: Asked) -> Grid:
    """The campaign as the post may see it. A constant number of statements."""
    slots = list(campaign.slots.order_by("at"))
    moment = queries.until(campaign)
    now = queries.current_slot(slots, moment)
    first = _first(asked.first, slots, now)
    shown = slots[first : first + COLUMNS]
    unit_ids = queries.participants_of(campaign, post)
    told = _told(slots, now, moment)
    found = queries.cells(campaign, {*shown, *told}, unit_ids, moment)
    numbers = campaign.asked
    field = next((one for one in numbers if one.code == asked.number), numbers[0])
    day = tree(campaign.starts_on)
    root = day.get(post.body.unit_id)
    branches = queries.below(day, root, unit_ids) if root else {}
    table = _Table(day, branches, found, shown, field, asked)
    rows = list(table.rows(root, 0)) if root and branches else []
    return Grid(
        campaign,
        shown,
        rows,
        field,
        [(one, asked.query(number=one.code)) for one in numbers],
        now,
        [(slot, [(one, queries.sum_of(found, unit_ids, slot, one)) for one in numbers]) for slot in told],
        asked.query(first=max(first - COLUMNS, 0)) if first else "",
        asked.query(first=first + COLUMNS) if first + COLUMNS < len(slots) else "",
        asked.query(opened={ALL}),
        asked.query(opened=()),
        any(row.toggle for row in rows),
        queries.troubles(campaign, unit_ids, post),
        len({timezone.localtime(slot.at).date() for slot in slots}) == 1,
    )


def _told(slots: Sequence[Slot], now: Slot | None, moment: datetime.datetime) -> list[Slot]:
    """The slots whose state is said above the grid."""
    if now is None:
        return []
    at = slots.index(now)
    return [now, slots[at - 1]] if at and now.due_at > moment else [now]


def _first(wanted: int | None, slots: Sequence[Slot], now: Slot | None) -> int:
    """The first column: as asked, else so that the slot that is open comes last but one."""
    last = max(len(slots) - COLUMNS, 0)
    if wanted is not None:
        return min(max(wanted, 0), max(len(slots) - 1, 0))
    at = slots.index(now) if now else 0
    return min(max(at - COLUMNS + 2, 0), last)


@dataclass(frozen=True)
class _Table:
    day: Tree
    branches: dict[int, list[int]]
    found: queries.Cells
    slots: Sequence[Slot]
    field: kinds.Field
    asked: Asked

    def rows(self, place: Place, depth: int) -> Iterator[Row]:
        """The place, and those below it that are shown."""
        unit_ids = self.branches[place.unit_id]
        children = [child for child in self.day.below(place.unit_id) if child.unit_id in self.branches]
        if not children:
            yield Row(place, depth, [(slot, self.found[place.unit_id, slot.pk]) for slot in self.slots], [], False, "")
            return
        opened = depth == 0 or ALL in self.asked.opened or place.code in self.asked.opened
        toggle = self.asked.query(opened=self._toggled(place.code)) if depth else ""
        sums = [queries.sum_of(self.found, unit_ids, slot, self.field) for slot in self.slots]
        yield Row(place, depth, [], sums, opened, toggle)
        for child in children if opened else ():
            yield from self.rows(child, depth + 1)

    def _toggled(self, code: str) -> frozenset[str]:
        opened = self.asked.opened
        if ALL in opened:
            opened = frozenset(place.code for place in self.day if self.day.below(place.unit_id))
        return opened ^ {code}
