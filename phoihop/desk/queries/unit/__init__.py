"""A unit's page: who it is and was on any day for all who read units, the rest for the branch it belongs to."""

import datetime
from dataclasses import dataclass, field

from phoihop.base import clock
from phoihop.desk.queries.unit.numbers import Numbers, numbers
from phoihop.desk.queries.unit.records import Records, records
from phoihop.desk.queries.unit.work import Work, work
from phoihop.duties.models import Period
from phoihop.orgs.models import Body, Post
from phoihop.orgs.queries import (
    Named,
    Place,
    Span,
    Stage,
    Tree,
    all_versions,
    branch_through_time,
    held,
    lineage,
    tree,
    twins,
)

__all__ = ["UnitPage", "unit_page"]


@dataclass(frozen=True)
class UnitPage:
    """Everything the page shows. What the post may not see is None or empty."""

    on: datetime.date
    """The day shown: the one asked for if the unit stood then, else the nearest on which it did."""
    asked: datetime.date
    version: Named
    versions: tuple[Named, ...]
    path: list[Place]
    below: tuple[Place, ...]
    twins: list[tuple[Place, str]]
    """Units of the day whose name differs in marks only or not at all, with what they stand under."""
    stages: list[Stage]
    inside: bool
    """Whether the unit belongs to the post's branch on the day shown."""
    numbers: Numbers | None = None
    records: Records | None = None
    work: Work | None = None
    """As it stands today: not on a page of another day."""
    bodies: list[tuple[Body, list[Post]]] = field(default_factory=list)


def unit_page(post: Post, unit_id: int, asked: datetime.date) -> UnitPage | None:
    """The page for a post that reads units; None for a unit that never was.

    The number of statements depends neither on what the unit has nor on what stands under it.
    """
    versions = tuple(sorted((v for v in all_versions() if v.unit_id == unit_id), key=lambda v: v.valid_from))
    if not versions:
        return None
    on, version = _nearest(versions, asked)
    day = tree(on)
    spans = branch_through_time(post.body.unit_id)
    inside = held(spans, unit_id, on)
    year = _year(unit_id, spans, on) if inside else None
    return UnitPage(
        on=on,
        asked=asked,
        version=version,
        versions=versions,
        path=day.path(unit_id),
        below=day.below(unit_id),
        twins=_twins(day, unit_id),
        stages=lineage(unit_id),
        inside=inside,
        numbers=numbers(year, unit_id, spans) if year and post.can("figure.read") else None,
        records=records(post, day, unit_id, spans) if inside else None,
        work=work(post, unit_id) if inside and on == clock.today() else None,
        bodies=_bodies(unit_id, on) if inside else [],
    )


def _nearest(versions: tuple[Named, ...], asked: datetime.date) -> tuple[datetime.date, Named]:
    for version in versions:
        if version.valid_on(asked):
            return asked, version
    gone = [version for version in versions if version.valid_to < asked]
    return (gone[-1].valid_to, gone[-1]) if gone else (versions[0].valid_from, versions[0])


def _year(unit_id: int, spans: list[Span], on: datetime.date) -> Period | None:
    """The last year cut off by the day shown (and by today) at whose end the unit stood in the branch."""
    ended = Period.objects.filter(kind=Period.Kind.YEAR, ends_on__lt=clock.today(), ends_on__lte=on)
    last = ended.order_by("-ends_on").first()
    return last if last and held(spans, unit_id, last.ends_on) else None


def _twins(day: Tree, unit_id: int) -> list[tuple[Place, str]]:
    found = []
    for other in twins(day).get(unit_id, []):
        above = day.superior(other.unit_id)
        found.append((other, above.name if above else ""))
    return found


def _bodies(unit_id: int, on: datetime.date) -> list[tuple[Body, list[Post]]]:
    """The bodies at the unit that day, each with its posts in order of precedence. Two statements."""
    bodies = list(Body.objects.filter(unit=unit_id, valid_from__lte=on, valid_to__gte=on).order_by("pk"))
    posts: dict[int, list[Post]] = {}
    rows = Post.objects.filter(body__unit=unit_id, valid_from__lte=on, valid_to__gte=on)
    for post in rows.order_by("precedence", "pk"):
        posts.setdefault(post.body_id, []).append(post)
    first = {pk: there[0].precedence for pk, there in posts.items()}
    ordered = sorted(bodies, key=lambda body: (first.get(body.pk, 1000), body.pk))
    return [(body, posts.get(body.pk, [])) for body in ordered]
