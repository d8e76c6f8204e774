"""What a campaign came to: how much was reported and in time, which troubles there were, and how they ended."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet

from phoihop.duties import kinds, rules
from phoihop.duties.models import Assignment, Campaign, Situation, Slot
from phoihop.duties.queries.campaigns import GIVEN, Cells, below, cells, participants_of, sum_of, until
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, Tree, tree


@dataclass
class Trouble:
    """A trouble as it counts now, the first slot after it in which the unit was calm, and the work given for it."""

    situation: Situation
    calm_at: Slot | None = None
    shares: list[Assignment] = field(default_factory=list)


def troubles(campaign: Campaign, unit_ids: Collection[int], post: Post) -> list[Trouble]:
    """The latest first; of the work only what the post may see. Three statements."""
    rows = standing(campaign, unit_ids).filter(level=Situation.Level.TROUBLE)
    found = [Trouble(situation) for situation in rows.select_related("slot").order_by("-slot__at", "unit_id")]
    if not found:
        return []
    of_cell = {(one.situation.slot_id, one.situation.unit_id): one for one in found}
    calm = standing(campaign, {one.situation.unit_id for one in found}).filter(level=Situation.Level.CALM)
    for later in calm.select_related("slot").order_by("slot__at"):
        for one in found:
            if one.calm_at is None and later.unit_id == one.situation.unit_id and later.slot.at > one.situation.slot.at:
                one.calm_at = later.slot
    for cell, shares in work_given(campaign, post).items():
        if cell in of_cell:
            of_cell[cell].shares.extend(shares)
    return found


def standing(campaign: Campaign, unit_ids: Iterable[int]) -> "QuerySet[Situation]":
    """What counts: of each unit and slot the last revision."""
    newer = Situation.objects.filter(slot=OuterRef("slot"), unit=OuterRef("unit"), revision__gt=OuterRef("revision"))
    rows = Situation.objects.filter(slot__campaign=campaign, unit__in=list(unit_ids))
    return rows.filter(~Exists(newer))


def work_given(campaign: Campaign, post: Post) -> dict[tuple[int, int], list[Assignment]]:
    """(slot, unit) → shares of the tasks given for a trouble there, those the post may see. Two statements."""
    origin = ContentType.objects.get_for_model(Situation)
    reported = Situation.objects.filter(slot__campaign=campaign)
    rows = rules.visible_assignments(post).filter(task__origin_type=origin, task__origin_id__in=reported.values("pk"))
    shares = list(rows.select_related("task").order_by("task__code", "role", "pk"))
    cells_of = {pk: (slot_id, unit_id) for pk, slot_id, unit_id in _cells_of(reported, shares)}
    found: dict[tuple[int, int], list[Assignment]] = defaultdict(list)
    for share in shares:
        found[cells_of[share.task.origin_id or 0]].append(share)
    return found


def _cells_of(reported: "QuerySet[Situation]", shares: list[Assignment]) -> "QuerySet[Situation, tuple[int, int, int]]":
    return reported.filter(pk__in={share.task.origin_id for share in shares}).values_list("pk", "slot_id", "unit_id")


@dataclass(frozen=True, slots=True)
class Part:
    """A branch in the campaign: units that report, cells due, filled, filled in time, and filled with trouble."""

    name: str
    units: int
    due: int
    filled: int
    in_time: int
    trouble: int

    @property
    def percent(self) -> Decimal | None:
        """Of the cells that were due, those filled in time."""
        return Decimal(self.in_time * 100) / self.due if self.due else None


@dataclass(frozen=True)
class End:
    """A campaign as it was, for the units that the post may see."""

    whole: Part
    parts: list[Part]
    """By branch directly below the unit that looks; empty where there is no more than one."""
    reported: int
    """Units that reported at least once."""
    silent: list[str]
    """Names of those that never did."""
    numbers: list[tuple[kinds.Field, Slot, Decimal, int]]
    """Each number at the last slot in which anybody gave it: together, and by how many units."""
    troubles: list[Trouble]


def campaign_end(campaign: Campaign, post: Post) -> End:
    """Derived from what was reported, every time anew. A constant number of statements."""
    unit_ids = participants_of(campaign, post)
    moment = until(campaign)
    slots = [slot for slot in campaign.slots.order_by("at") if slot.opens_at <= moment]
    found = cells(campaign, slots, unit_ids, moment)
    day = tree(campaign.starts_on)
    root = day.get(post.body.unit_id)
    branches = below(day, root, unit_ids) if root else {}
    parts = [_part(place, branches[place.unit_id], slots, found) for place in _children(day, root, branches)]
    heard = {unit_id for (unit_id, _slot), cell in found.items() if cell.state in GIVEN}
    silent = [place.name for place in day if place.unit_id in set(unit_ids) - heard]
    whole = _part(root, unit_ids, slots, found)
    numbers = [line for asked in campaign.asked for line in _last(asked, slots, unit_ids, found)]
    return End(
        whole,
        parts if len(parts) > 1 else [],
        len(heard),
        silent,
        numbers,
        troubles(campaign, unit_ids, post),
    )


def _children(day: Tree, root: Place | None, branches: dict[int, list[int]]) -> list[Place]:
    if root is None:
        return []
    return [place for place in day.below(root.unit_id) if place.unit_id in branches]


def _part(place: Place | None, unit_ids: Collection[int], slots: list[Slot], found: Cells) -> Part:
    """A cell counts as due once its time is over; one that was filled before that counts too."""
    here = [found[unit_id, slot.pk] for slot in slots for unit_id in unit_ids]
    filled = [cell for cell in here if cell.state in GIVEN]
    missing = sum(cell.state == "missing" for cell in here)
    return Part(
        place.name if place else "",
        len(unit_ids),
        len(filled) + missing,
        len(filled),
        sum(not cell.late for cell in filled),
        sum(cell.state == "trouble" for cell in filled),
    )


def _last(
    asked: kinds.Field, slots: list[Slot], unit_ids: Collection[int], found: Cells
) -> Iterable[tuple[kinds.Field, Slot, Decimal, int]]:
    for slot in reversed(slots):
        together = sum_of(found, unit_ids, slot, asked).number
        if together is not None:
            given = sum(found[unit_id, slot.pk].number(asked.code) is not None for unit_id in unit_ids)
            return [(asked, slot, together, given)]
    return []
