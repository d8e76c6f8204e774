"""The programme of key areas of a year with its target, and one area with all that was decided of it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.numbers import parse_key
from phoihop.base.text import collation_key, named
from phoihop.journal.models import Entry
from phoihop.journal.queries import history_of
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, Tree, last_name, tree
from phoihop.registers import lists, rules
from phoihop.registers.formulas import Goal
from phoihop.registers.models import AreaCheck, AreaDecision, Evidence, KeyArea


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area in the list of a year."""

    pk: int
    unit_id: int
    code: str
    name: str
    under: str
    types: tuple[str, ...]
    type_codes: tuple[str, ...]
    state: str
    converted: bool | None
    number: str
    """Of the decision that put it in."""
    decided_on: datetime.date
    out_number: str
    out_on: datetime.date | None
    reported_on: datetime.date | None
    kept: bool | None
    """By the last check; None while there was none."""

    @property
    def standing(self) -> str:
        """ "chosen", "reported", "converted" or "failed" """
        if self.state == KeyArea.State.TAKEN_OUT:
            return "converted" if self.converted else "failed"
        return self.state

    @property
    def word(self) -> str:
        words = {"converted": _("đã chuyển hóa"), "failed": _("đưa ra, chưa chuyển hóa")}
        return words.get(self.standing) or str(KeyArea.State(self.state).label)

    @property
    def tone(self) -> str:
        return {"chosen": "empty", "reported": "pending", "converted": "accepted", "failed": "soon"}[self.standing]


@dataclass(frozen=True, slots=True)
class Programme:
    """A year's areas as a post sees them. The goal is that of the rows, so of the reader's branch."""

    year: int
    rows: list[AreaRow]
    goal: Goal | None
    """None where no target is set for the year."""

    def count(self, standing: str) -> int:
        return sum(row.standing == standing for row in self.rows)


def area_years(post: Post) -> list[int]:
    """The years of which the post sees areas, newest first, and the present one. One statement."""
    seen = set(rules.visible_areas(post, clock.today()).values_list("year", flat=True))
    return sorted(seen | {clock.today().year}, reverse=True)


def programme(post: Post, year: int) -> Programme:
    """The areas of the year that the post may see, unit by unit. A constant number of statements."""
    latest = AreaCheck.objects.filter(area=OuterRef("pk")).order_by("-at", "-pk").values("kept")[:1]
    rows = (
        rules.visible_areas(post, clock.today())
        .filter(year=year)
        .select_related("put_in", "taken_out")
        .prefetch_related("types")
        .annotate(kept_last=Subquery(latest))
    )
    trees: dict[datetime.date, Tree] = {}
    words: dict[tuple[str, datetime.date], str] = {}
    made = [_row(area, trees, words) for area in rows]
    made.sort(key=lambda row: (collation_key(row.under), collation_key(row.name), row.code))
    target = lists.target_on(datetime.date(year, 12, 31))
    converted = sum(bool(row.converted) for row in made)
    return Programme(year, made, Goal(len(made), converted, target.least_percent) if target else None)


def _row(area: KeyArea, trees: dict[datetime.date, Tree], words: dict[tuple[str, datetime.date], str]) -> AreaRow:
    on = area.put_in.decided_on
    if on not in trees:
        trees[on] = tree(on)
    day = trees[on]
    place, above = day.get(area.unit_id), day.superior(area.unit_id)
    codes = sorted(one.type for one in area.types.all())
    for code in codes:
        if (code, on) not in words:
            words[code, on] = named(lists.area_type_of(code, on), "name")
    return AreaRow(
        pk=area.pk,
        unit_id=area.unit_id,
        code=place.code if place else "",
        name=place.name if place else last_name(area.unit_id),
        under=above.name if above else "",
        types=tuple(words[code, on] for code in codes),
        type_codes=tuple(codes),
        state=area.state,
        converted=area.converted,
        number=area.put_in.number,
        decided_on=on,
        out_number=area.taken_out.number if area.taken_out else "",
        out_on=area.taken_out.decided_on if area.taken_out else None,
        reported_on=area.reported_on if area.state != KeyArea.State.CHOSEN else None,
        kept=area.kept_last,  # type: ignore[attr-defined]
    )


def chosen_areas(post: Post, keys: Iterable[str]) -> list[KeyArea]:
    """The areas with these keys that the post may see, as the verbs want them."""
    wanted = [key for key in map(parse_key, keys) if key is not None]
    found = rules.visible_areas(post, clock.today()).filter(pk__in=wanted).select_related("put_in")
    return list(found.order_by("unit_id"))


def places_for_areas(post: Post, on: datetime.date) -> list[tuple[Place, list[Place]]]:
    """The units that can be chosen on that day, under the unit directly above each; both by name."""
    day, level = tree(on), lists.area_level()
    groups: dict[int, list[Place]] = {}
    for place in day.subtree(post.body.unit_id):
        above = day.superior(place.unit_id)
        if place.level == level and above is not None:
            groups.setdefault(above.unit_id, []).append(place)
    found = [(day.places[unit_id], sorted(those, key=_by_name)) for unit_id, those in groups.items()]
    return sorted(found, key=lambda pair: _by_name(pair[0]))


def _by_name(place: Place) -> tuple[object, ...]:
    return collation_key(place.name)


@dataclass(frozen=True, slots=True)
class AreaPage:
    """All there is about one area."""

    area: KeyArea
    row: AreaRow
    path: list[Place]
    decisions: list[AreaDecision]
    """Those that put it in or added types, then the one that took it out."""
    checks: list[AreaCheck]
    evidence: list[Evidence]
    history: list[Entry]


def area_page(post: Post, pk: int) -> AreaPage | None:
    """The area, or None when there is none or the post may not see it. A constant number of statements."""
    latest = AreaCheck.objects.filter(area=OuterRef("pk")).order_by("-at", "-pk").values("kept")[:1]
    wanted = ("put_in__by__body", "taken_out__by__body", "taken_out__file", "reported_by__body")
    rows = rules.visible_areas(post, clock.today()).select_related(*wanted).prefetch_related("types")
    area = rows.annotate(kept_last=Subquery(latest)).filter(pk=pk).first()
    if area is None:
        return None
    keys = {one.decision_id for one in area.types.all()} | {area.put_in_id}
    put_in = AreaDecision.objects.filter(pk__in=keys).select_related("by__body", "file").order_by("decided_on", "at")
    return AreaPage(
        area=area,
        row=_row(area, {}, {}),
        path=tree(area.put_in.decided_on).path(area.unit_id),
        decisions=[*put_in, *([area.taken_out] if area.taken_out else [])],
        checks=list(area.checks.select_related("by__body").order_by("-at", "-pk")),
        evidence=list(area.evidence.select_related("file").order_by("fact_on", "pk")),
        history=list(history_of(area)),
    )
