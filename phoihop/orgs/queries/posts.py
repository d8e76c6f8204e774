"""Who may do what where, and who holds which post."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, Subquery

from phoihop.accounts.models import User
from phoihop.base import clock
from phoihop.journal.rules import is_address
from phoihop.orgs import roles
from phoihop.orgs.models import Delegation, Holding, Post
from phoihop.orgs.queries.tree import tree


def may(post: Post, capability: str, unit_id: int | None = None, on: datetime.date | None = None) -> bool:
    """Whether the post holds the capability; with a unit, whether over it: its own or one in its branch on that day."""
    if not roles.can(post.role, capability):
        return False
    return unit_id is None or unit_id == post.body.unit_id or tree(on).is_within(unit_id, post.body.unit_id)


def branch_ids(post: Post, on: datetime.date | None = None) -> list[int]:
    """Keys of the units a post sees: its own and those below it on that day."""
    return [p.unit_id for p in tree(on).subtree(post.body.unit_id)]


def posts_at(unit_ids: Iterable[int], capability: str, on: datetime.date | None = None) -> list[Post]:
    """The posts at exactly these units whose role holds the capability on that day, e.g. who has to accept a report."""
    day = on or clock.today()
    holding = [role for role in roles.ROLES if roles.can(role, capability)]
    return list(
        Post.objects.select_related("body")
        .filter(body__unit_id__in=list(unit_ids), role__in=holding, valid_from__lte=day, valid_to__gte=day)
        .order_by("precedence", "id")
    )


def posts_of(user: User, on: datetime.date | None = None) -> list[Post]:
    """The posts through which the account acts on a day, bodies loaded: those its holder holds, the highest first, then
    those whose absent holder he stands in for (`through` is then his own post). One statement.
    """
    day = on or clock.today()
    held = Holding.objects.filter(person__user=user, valid_from__lte=day, valid_to__gte=day).values("post_id")
    lent = Delegation.objects.filter(Delegation.between(day, day), stand_in__in=held)
    rows = (
        Post.objects.select_related("body")
        .filter(Q(pk__in=held) | Q(pk__in=lent.values("post_id")), valid_from__lte=day, valid_to__gte=day)
        .annotate(own=Exists(held.filter(post_id=OuterRef("pk"))))
        .annotate(lent_to=Subquery(lent.filter(post_id=OuterRef("pk")).order_by().values("stand_in_id")[:1]))
        .order_by("precedence", "id")
    )
    posts = list(rows)
    own = {post.pk: post for post in posts if post.own}
    others = [post for post in posts if not post.own and post.lent_to in own]
    for post in others:
        post.through = own[post.lent_to]
    return [*own.values(), *others]


def holders(post: Post, on: datetime.date | None = None) -> list[Holding]:
    """Who holds the post on that day; without a day everyone who ever did, the last first. Persons loaded."""
    rows = Holding.objects.select_related("person", "person__user").filter(post=post)
    if on is not None:
        rows = rows.filter(valid_from__lte=on, valid_to__gte=on)
    return list(rows.order_by("-valid_from", "-id"))


def posts_with_holdings(unit_id: int) -> list[tuple[Post, list[Holding]]]:
    """Every post the unit has or had, in order of precedence, with all who held it, the last first. Two statements."""
    posts = list(
        Post.objects.select_related("body").filter(body__unit_id=unit_id).order_by("precedence", "body__name_vi", "id")
    )
    held: dict[int, list[Holding]] = {}
    rows = Holding.objects.select_related("person", "person__user").filter(post__in=posts)
    for holding in rows.order_by("-valid_from", "-id"):
        held.setdefault(holding.post_id, []).append(holding)
    return [(post, held.get(post.pk, [])) for post in posts]


def addresses(post_ids: Iterable[int], on: datetime.date | None = None) -> dict[int, list[str]]:
    """Where to write to who holds each post on a day; [] for a post that nobody holds or whose holder named no address.

    Whose account was closed is not written to. One statement.
    """
    day = on or clock.today()
    found: dict[int, list[str]] = {pk: [] for pk in post_ids}
    rows = Holding.objects.filter(post_id__in=found, valid_from__lte=day, valid_to__gte=day)
    for post_id, contact in (
        rows.exclude(person__user__is_active=False).order_by("id").values_list("post_id", "person__contact")
    ):
        if is_address(contact) and contact.strip() not in found[post_id]:
            found[post_id].append(contact.strip())
    return found
