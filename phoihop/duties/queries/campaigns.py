"""Reads of campaigns: those a post sees, the slot that is open, what counts in each cell, and sums over branches."""

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet

from phoihop.base import clock
from phoihop.base.text import fold
from phoihop.duties import kinds, rules
from phoihop.duties.models import Campaign, Period, Situation, Slot
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, Tree, branch_ids, tree

GIVEN = ("calm", "watch", "trouble")
"""States of a cell in which something was reported: the levels of Situation."""
STATES = (*GIVEN, "missing", "open", "ahead")
"""missing: nothing by the time it was due; open: taken now, not yet due; ahead: not yet open, or never came due."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What counts for a unit in a slot. `situation_id` 0 where nothing was reported."""

    state: str
    numbers: dict[str, str] = field(default_factory=dict)
    situation_id: int = 0
    late: bool = False
    corrected: bool = False
    instead: bool = False
    """Reported by the unit above."""

    def number(self, code: str) -> Decimal | None:
        text = self.numbers.get(code)
        return None if text is None else Decimal(text)


@dataclass(frozen=True, slots=True)
class Sum:
    """Units of a branch in a slot: how many in each state, and their numbers of one field together."""

    states: Counter[str]
    number: Decimal | None

    @property
    def worst(self) -> str:
        """The state that asks for attention first: a state of STATES, the gravest that any unit is in."""
        return next((state for state in _GRAVEST_FIRST if self.states[state]), "ahead")


_GRAVEST_FIRST = ("trouble", "missing", "watch", "open", "calm")

Cells = dict[tuple[int, int], Cell]
"""(unit, slot) → what counts there"""


def campaigns(post: Post) -> "QuerySet[Campaign]":
    """Those the post may see, the latest first, with their period loaded."""
    return rules.visible_campaigns(post).select_related("period", "regulation").order_by("-starts_on", "-pk")


def until(campaign: Campaign) -> datetime.datetime:
    """The moment up to which the campaign is read: now, or when it was closed."""
    return campaign.closed_at or clock.now()


def cells(
    campaign: Campaign, slots: Collection[Slot], unit_ids: Collection[int], moment: datetime.datetime | None = None
) -> Cells:
    """Every cell of these units in these slots. One statement."""
    read_at = moment or until(campaign)
    due = {slot.pk: slot.due_at for slot in slots}
    found: Cells = {}
    for slot_id, unit_id, revision, level, numbers, at, by_unit, pk in situations(slots, unit_ids).values_list(
        "slot_id", "unit_id", "revision", "level", "numbers", "at", "by__body__unit_id", "pk"
    ):
        first = found.get((unit_id, slot_id))
        late = at > due[slot_id] if first is None else first.late
        found[unit_id, slot_id] = Cell(level, numbers, pk, late, revision > 1, by_unit != unit_id)
    started = campaign.state != Campaign.State.PLANNED
    for slot in slots:
        empty = Cell(empty_state(slot, read_at, campaign.closed_at) if started else "ahead")
        for unit_id in unit_ids:
            found.setdefault((unit_id, slot.pk), empty)
    return found


def situations(slots: Iterable[Slot], unit_ids: Iterable[int]) -> "QuerySet[Situation]":
    """Every revision, so that of each unit and slot the one that counts comes last."""
    rows = Situation.objects.filter(slot__in=[slot.pk for slot in slots], unit__in=list(unit_ids))
    return rows.order_by("slot_id", "unit_id", "revision")


def empty_state(slot: Slot, moment: datetime.datetime, closed_at: datetime.datetime | None = None) -> str:
    """The state of a cell in which nothing was reported."""
    if slot.due_at < moment:
        return "missing"
    return "open" if slot.opens_at <= moment and closed_at is None else "ahead"


def sum_of(found: Cells, unit_ids: Iterable[int], slot: Slot, asked: kinds.Field) -> Sum:
    """The units' cells of a slot put together."""
    here = [found[unit_id, slot.pk] for unit_id in unit_ids]
    numbers = [number for cell in here if (number := cell.number(asked.code)) is not None]
    return Sum(Counter(cell.state for cell in here), asked.together(numbers))


def participants_of(campaign: Campaign, post: Post) -> list[int]:
    """The units that report and that the post may see: all for the running unit, else those of its own branch."""
    rows = campaign.participants.values_list("unit_id", flat=True)
    if post.body.unit_id == campaign.unit_id:
        return list(rows)
    branch = set(branch_ids(post, campaign.starts_on))
    return [unit_id for unit_id in rows if unit_id in branch]


def below(day: Tree, root: Place, among: Collection[int]) -> dict[int, list[int]]:
    """Unit → the reporting units in its branch (itself included), for every unit of `root`'s branch that has any."""
    reporting, found = set(among), dict[int, list[int]]()
    for place in day.subtree(root.unit_id):
        if place.unit_id in reporting:
            for above in day.path(place.unit_id):
                found.setdefault(above.unit_id, []).append(place.unit_id)
    return found


def current_slot(slots: Sequence[Slot], moment: datetime.datetime) -> Slot | None:
    """The latest slot that is open by then; None before the first."""
    return next((slot for slot in reversed(slots) if slot.is_open(moment)), None)


@dataclass(frozen=True, slots=True)
class ToReport:
    """A running campaign's open slot in which the post's own unit has not reported yet."""

    campaign: Campaign
    slot: Slot
    late: bool


def to_report(post: Post) -> list[ToReport]:
    """What the post's own unit is asked for now, the earliest due first. Three statements, however many campaigns."""
    if not post.can("task.write"):
        return []
    now, unit_id = clock.now(), post.body.unit_id
    running = Campaign.objects.filter(state=Campaign.State.RUNNING, participants__unit_id=unit_id)
    slots = Slot.objects.filter(campaign__in=running, opens_at__lte=now).select_related("campaign").order_by("at")
    latest = {slot.campaign_id: slot for slot in slots}
    done = set(Situation.objects.filter(slot__in=latest.values(), unit_id=unit_id).values_list("slot_id", flat=True))
    found = [ToReport(slot.campaign, slot, slot.due_at < now) for slot in latest.values() if slot.pk not in done]
    return sorted(found, key=lambda one: one.slot.due_at)


def free_code(kind: kinds.Kind, first: datetime.date) -> str:
    """A code no campaign has yet: the initials of the kind and the first day, "BC-220113"."""
    initials = "".join(word[0] for word in fold(kind.name_vi).upper().replace(",", " ").split())
    stem = f"{initials}-{first:%y%m%d}"
    taken = set(Campaign.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def year_of(day: datetime.date) -> Period | None:
    """The reporting year in which a day lies; None where it is not on record."""
    return Period.objects.filter(kind=Period.Kind.YEAR, starts_on__lte=day, ends_on__gte=day).first()


def chosen(unit_id: int, on: datetime.date, level: str = "", types: Collection[str] = ()) -> list[Place]:
    """Units of the branch on a day, by level (those with none below them where none is named) and type."""
    day = tree(on)
    return [
        place
        for place in day.subtree(unit_id)
        if (place.level == level if level else not day.below(place.unit_id)) and (not types or place.type in types)
    ]


def leaves(unit_id: int, on: datetime.date) -> list[int]:
    """The units of the branch that have none below them on that day: where the field is."""
    return [place.unit_id for place in chosen(unit_id, on)]


def history(campaign: Campaign, unit_id: int) -> "QuerySet[Situation]":
    """Everything a unit said, slot by slot and revision by revision, with who said it."""
    rows = Situation.objects.filter(slot__campaign=campaign, unit_id=unit_id)
    return rows.select_related("slot", "by__body").order_by("slot__at", "revision")


def seal_of(campaign: Campaign, text: str) -> str:
    """SHA-256 over everything that was reported, every revision of it, and the words of the closing report."""
    rows = Situation.objects.filter(slot__campaign=campaign).order_by("slot__at", "unit_id", "revision")
    columns = ("slot__at", "unit_id", "revision", "level", "numbers", "note", "at", "by_id")
    said = [
        [*map(str, row[:4]), json.dumps(row[4], sort_keys=True), *map(str, row[5:])]
        for row in rows.values_list(*columns)
    ]
    return hashlib.sha256(json.dumps([campaign.code, said, text], ensure_ascii=False).encode()).hexdigest()
