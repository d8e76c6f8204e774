"""Who sees and who acts: a unit writes its own records, the unit directly above examines and recognises them."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.duties.models import Period
from phoihop.orgs.models import Post, UnitVersion
from phoihop.orgs.queries import Tree, tree, whereabouts
from phoihop.orgs.roles import lacks
from phoihop.registers.models import KeyArea, Matter, Model, Operation, StandardResult


def branch(post: Post, on: datetime.date) -> set[int]:
    """Keys of the units in the post's branch on that day: its own and those below."""
    return {place.unit_id for place in tree(on).subtree(post.body.unit_id)}


def heirs(unit_ids: Iterable[int], day: Tree) -> dict[int, list[int]]:
    """Who keeps what a unit left open: the unit itself while it stands, else what it went into through every reform."""
    asked = set(unit_ids)
    gone = [unit_id for unit_id in asked if day.get(unit_id) is None]
    after = whereabouts(gone, day.on) if gone else {}
    return {u: [version.unit_id for version in after[u]] if u in after else [u] for u in asked}


def visible_results(post: Post) -> "QuerySet[StandardResult]":
    """The results a post may see: those of units in its branch in the tree at the end of each result's period."""
    rows = StandardResult.objects.all()
    if not post.can("register.read"):
        return rows.none()
    seen = Q(pk__in=[])
    for period in Period.objects.filter(kind=Period.Kind.STANDARD_YEAR):
        seen |= Q(period=period, unit_id__in=branch(post, period.ends_on))
    return rows.filter(seen)


def visible_models(post: Post, on: datetime.date) -> "QuerySet[Model]":
    """Models led by, or applied at, a unit in the post's branch on that day."""
    rows = Model.objects.all()
    if not post.can("register.read"):
        return rows.none()
    units = branch(post, on)
    return rows.filter(Q(unit_id__in=units) | Q(pk__in=Model.objects.filter(sites__unit_id__in=units).values("pk")))


def visible_operations(post: Post, on: datetime.date) -> "QuerySet[Operation]":
    """Operations in which a body at a unit of the post's branch takes part."""
    rows = Operation.objects.all()
    if not post.can("register.read"):
        return rows.none()
    mine = Operation.objects.filter(bodies__body__unit_id__in=branch(post, on)).values("pk")
    return rows.filter(pk__in=mine)


def visible_matters(post: Post, on: datetime.date) -> "QuerySet[Matter]":
    """Matters of units in the post's branch on that day, and those that such units took over."""
    rows = Matter.objects.all()
    return rows.filter(unit_id__in=kept_by_branch(post, on, rows)) if post.can("register.read") else rows.none()


def visible_areas(post: Post, on: datetime.date) -> "QuerySet[KeyArea]":
    """Key areas of every year that are units in the post's branch on that day, or that such units took over."""
    rows = KeyArea.objects.all()
    return rows.filter(unit_id__in=kept_by_branch(post, on, rows)) if post.can("register.read") else rows.none()


def kept_by_branch(post: Post, on: datetime.date, rows: "QuerySet[Matter] | QuerySet[KeyArea]") -> set[int]:
    """Units of the branch, with those units of the records that a reform has ended and that went into the branch."""
    day, here = tree(on), branch(post, on)
    stands = UnitVersion.objects.filter(unit=OuterRef("unit"), valid_from__lte=on, valid_to__gte=on)
    gone = set(rows.exclude(Exists(stands)).values_list("unit_id", flat=True))
    return here | {unit_id for unit_id, into in heirs(gone, day).items() if here.intersection(into)}


def keeps(by: Post, unit_id: int, day: Tree) -> bool:
    """Whether the post stands at the unit, or at one that it went into."""
    return by.body.unit_id in heirs([unit_id], day)[unit_id]


def above(by: Post, unit_id: int, day: Tree) -> bool:
    """Whether the post stands anywhere above the unit, or above what it went into."""
    own = by.body.unit_id
    return any(own != kept and day.is_within(kept, own) for kept in heirs([unit_id], day)[unit_id])


def not_own(by: Post, unit_id: int, capability: str) -> list[Reason]:
    """Why the post may not write a record of exactly this unit."""
    if not by.can(capability):
        return [lacks(capability)]
    if by.body.unit_id != unit_id:
        return [Reason(_("Chỉ cán bộ của chính đơn vị này được ghi. Nếu cần sửa, trả lại để đơn vị tự sửa."))]
    return []


def not_directly_above(by: Post, unit_ids: Iterable[int], capability: str, day: Tree) -> list[Reason]:
    """Why the post does not stand directly above all these units with the capability, unit by unit."""
    if not by.can(capability):
        return [lacks(capability)]
    found = []
    for unit_id in unit_ids:
        superior = day.superior(unit_id)
        if superior is None or superior.unit_id != by.body.unit_id:
            text = _("Việc này thuộc cấp trên trực tiếp của đơn vị: {unit}.").format(
                unit=superior.name if superior else _("chưa có đơn vị cấp trên")
            )
            found.append(Reason(text, place=day.name(unit_id)))
    return found
