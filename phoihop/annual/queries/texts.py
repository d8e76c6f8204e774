"""The units' own words that may be taken into a section."""

from dataclasses import dataclass

from django.db.models import F, Q

from phoihop.annual.models import Block, Section
from phoihop.orgs.queries import Place, Tree, tree
from phoihop.reporting.models import Text

SHOWN = 40


@dataclass(frozen=True)
class UnitText:
    """One text of an accepted report, with the place it comes from and the place above that."""

    text: Text
    place: Place
    above: str
    period: str
    taken: bool


@dataclass(frozen=True)
class UnitTexts:
    shown: tuple[UnitText, ...]
    more: int
    branches: tuple[Place, ...]


def texts_for(section: Section, branch_id: int | None = None) -> UnitTexts:
    """Texts of counted revisions of the section's kind in its year, units in the order of the tree. Three statements.

    With `branch_id` only those of that unit and below. At most SHOWN are given; `more` says how many are left out.
    """
    edition = section.edition
    period = edition.period
    on_the_day = tree(period.ends_on)
    rows = list(
        Text.objects.filter(
            Q(revision__report__period=period)
            | Q(revision__report__period__part_of=period)
            | Q(revision__report__period__part_of__part_of=period),
            block__code=section.takes,
            revision__report__counted_revision=F("revision"),
        )
        .exclude(body="")
        .select_related("revision__report__period", "block")
        .order_by("-revision__report__period__ends_on")
        if section.takes
        else []
    )
    taken = set(Block.objects.filter(section=section, source__isnull=False).values_list("source_id", flat=True))
    found = [one for one in (_of_unit(text, on_the_day, taken) for text in rows) if one is not None]
    branches = {place.unit_id: place for one in found for place in on_the_day.path(one.place.unit_id)[1:2]}
    if branch_id is not None:
        found = [one for one in found if on_the_day.is_within(one.place.unit_id, branch_id)]
    found.sort(key=lambda one: (len(on_the_day.path(one.place.unit_id)), one.place.code))
    shown = tuple(found[:SHOWN])
    ordered = tuple(sorted(branches.values(), key=lambda place: place.code))
    return UnitTexts(shown, len(found) - len(shown), ordered)


def _of_unit(text: Text, on_the_day: Tree, taken: set[int]) -> UnitText | None:
    place = on_the_day.get(text.revision.report.unit_id)
    if place is None:
        return None
    superior = on_the_day.superior(place.unit_id)
    return UnitText(
        text=text,
        place=place,
        above=superior.name if superior and superior.parent_id is not None else "",
        period=text.revision.report.period.name_vi,
        taken=text.pk in taken,
    )
