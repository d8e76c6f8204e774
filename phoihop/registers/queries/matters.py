"""The board of matters: who has what open, how long, and what drags."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from phoihop.base import clock
from phoihop.base.text import collation_key, exact, fold, named
from phoihop.duties.calendar import working_days_between
from phoihop.orgs.formulas import TYPE_WORDS
from phoihop.orgs.models import Body, Post
from phoihop.orgs.queries import Place, Tree, last_name, tree
from phoihop.registers import lists, rules
from phoihop.registers.models import Matter, MatterRaise
from phoihop.registers.queries.dragging import dragging_on, with_steps
from phoihop.registers.queries.standing import Standing, standing_of

AGES = (15, 30, 60)
"""Working days at which the columns of the ageing table end; the last column is open."""


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter in a list, as it stands today."""

    pk: int
    code: str
    title: str
    kind: str
    unit_id: int
    """The unit that keeps it today."""
    unit: str
    under: str
    """The unit directly above."""
    child_id: int
    """The unit directly below the reader's own under which it stands; the reader's own for its own."""
    responsible: str
    opened_on: datetime.date
    due_on: datetime.date
    resolved_on: datetime.date | None
    last_work_on: datetime.date
    standing: Standing
    age: int
    """Working days from the last opening to today; 0 for a settled one."""
    days_left: int
    """Working days to the due day, negative once it has passed; 0 for a settled one."""
    raised: tuple[str, ...]
    """Names of the units before which it stands."""
    raised_here: bool

    @property
    def is_open(self) -> bool:
        return self.resolved_on is None


@dataclass(frozen=True, slots=True)
class AskedMatters:
    """What a list is narrowed to; empty fields narrow nothing but the state, which is then "open"."""

    unit: str = ""
    kind: str = ""
    state: str = ""
    """ "" (open), "dragging", "late", "soon", "raised", "resolved" or "all" """
    text: str = ""


@dataclass(frozen=True, slots=True)
class MatterCounts:
    open: int
    late: int
    dragging: int
    soon: int
    raised: int
    resolved: int
    in_time: int


def matter_rows(post: Post) -> list[MatterRow]:
    """Every matter the post may see, those that drag first, then by due day. A constant number of statements."""
    today = clock.today()
    day = tree(today)
    rows = with_steps(rules.visible_matters(post, today)).select_related("responsible")
    found = list(rows)
    raised: dict[int, list[int]] = {}
    standing = MatterRaise.objects.filter(ended_at=None)
    for matter_id, unit_id in standing.order_by("at", "pk").values_list("matter_id", "to_unit_id"):
        raised.setdefault(matter_id, []).append(unit_id)
    kept = rules.heirs({m.unit_id for m in found}, day)
    kinds: dict[tuple[str, datetime.date], str] = {}
    made = []
    for m in found:
        key = (m.kind, m.opened_on)
        if key not in kinds:
            kinds[key] = named(lists.kind_of(*key), "name")
        made.append(_row(m, post, day, kept[m.unit_id], kinds[key], raised.get(m.pk, [])))
    return sorted(made, key=_urgency)


def _row(m: Matter, post: Post, day: Tree, kept: list[int], kind: str, raised: list[int]) -> MatterRow:
    home = next((unit_id for unit_id in kept if day.is_within(unit_id, post.body.unit_id)), kept[0] if kept else 0)
    above = day.superior(home)
    why, today = dragging_on(m, day.on), day.on
    since: datetime.date = m.since  # type: ignore[attr-defined]
    return MatterRow(
        pk=m.pk,
        code=m.code,
        title=m.title,
        kind=kind,
        unit_id=home,
        unit=day.name(home) or last_name(m.unit_id),
        under=above.name if above else "",
        child_id=_child(day, home, post.body.unit_id),
        responsible=named(m.responsible, "name"),
        opened_on=m.opened_on,
        due_on=m.due_on,
        resolved_on=m.resolved_on,
        last_work_on=m.last_work_on,  # type: ignore[attr-defined]
        standing=standing_of(m.due_on, m.resolved_on, why, today),
        age=0 if m.resolved_on else working_days_between(since, today),
        days_left=0 if m.resolved_on else working_days_between(today, m.due_on),
        raised=tuple(day.name(unit_id) for unit_id in raised if day.get(unit_id)),
        raised_here=post.body.unit_id in raised,
    )


def _child(day: Tree, unit_id: int, own: int) -> int:
    path = [place.unit_id for place in day.path(unit_id)]
    return path[path.index(own) + 1] if own in path[:-1] else own


def _urgency(row: MatterRow) -> tuple[object, ...]:
    """Open before settled; of the open ones the dragging first, then by due day; the last settled first."""
    if row.resolved_on:
        return (2, -row.resolved_on.toordinal(), row.code)
    return (0 if row.standing.drags else 1, row.due_on.toordinal(), row.code)


def matter_counts(rows: Iterable[MatterRow]) -> MatterCounts:
    listed = list(rows)
    open_ones = [row for row in listed if row.is_open]
    settled = [row for row in listed if not row.is_open]
    return MatterCounts(
        open=len(open_ones),
        late=sum(row.standing.late for row in open_ones),
        dragging=sum(row.standing.drags for row in open_ones),
        soon=sum(row.standing.soon for row in open_ones),
        raised=sum(row.raised_here for row in open_ones),
        resolved=len(settled),
        in_time=sum(row.standing.in_time for row in settled),
    )


def chosen_matters(rows: Iterable[MatterRow], asked: AskedMatters) -> list[MatterRow]:
    """The rows that fit; the state asked for is one of those of `AskedMatters`."""
    return [row for row in rows if _fits(row, asked)]


def _fits(row: MatterRow, asked: AskedMatters) -> bool:
    states = {
        "": row.is_open,
        "all": True,
        "resolved": not row.is_open,
        "dragging": row.is_open and row.standing.drags,
        "late": row.is_open and row.standing.late,
        "soon": row.is_open and row.standing.soon,
        "raised": row.is_open and row.raised_here,
    }
    if not states.get(asked.state, False) or (asked.kind and row.kind != asked.kind):
        return False
    if asked.unit and asked.unit not in {str(row.unit_id), str(row.child_id)}:
        return False
    if not asked.text:
        return True
    plain = fold(asked.text)
    if plain != exact(asked.text):  # with marks typed, marks must agree
        return exact(asked.text) in exact(f"{row.title} {row.unit}")
    return plain in fold(f"{row.code} {row.title} {row.unit}")


@dataclass(frozen=True, slots=True)
class Ageing:
    """How old the open matters of one unit directly below (or of the reader's own) are."""

    unit_id: int
    name: str
    short: str
    """Without its type word."""
    ages: tuple[int, ...]
    """How many in each column of AGES and beyond."""
    dragging: int
    oldest: int

    @property
    def open(self) -> int:
        return sum(self.ages)


def ageing(post: Post, rows: Iterable[MatterRow]) -> list[Ageing]:
    """Open matters by unit, the one with the oldest first; units without any are left out."""
    day = tree()
    groups: dict[int, list[MatterRow]] = {}
    for row in rows:
        if row.is_open:
            groups.setdefault(row.child_id, []).append(row)
    found = []
    for unit_id, those in groups.items():
        columns = [0] * (len(AGES) + 1)
        for row in those:
            columns[sum(row.age > end for end in AGES)] += 1
        drag, oldest = sum(row.standing.drags for row in those), max(row.age for row in those)
        place = day.places[unit_id]
        short = place.name[len(TYPE_WORDS[place.type]) + 1 :]
        found.append(Ageing(unit_id, place.name, short, tuple(columns), drag, oldest))
    return sorted(found, key=lambda one: (-one.oldest, collation_key(one.name)))


def matter_units(post: Post) -> list[Place]:
    """The units to filter by: those directly below the post's own, by name."""
    return sorted(tree().below(post.body.unit_id), key=lambda place: collation_key(place.name))


def bodies_responsible(post: Post) -> list[Body]:
    """The bodies that may be made responsible for a matter of the post's unit: its own, then those above."""
    day = tree()
    units = [place.unit_id for place in reversed(day.path(post.body.unit_id))]
    order = {unit_id: n for n, unit_id in enumerate(units)}
    bodies = Body.objects.filter(unit_id__in=units, valid_from__lte=day.on, valid_to__gte=day.on)
    chosen = bodies.exclude(kind=Body.Kind.OPERATORS)
    return sorted(chosen, key=lambda body: (order[body.unit_id], collation_key(body.name_vi)))
