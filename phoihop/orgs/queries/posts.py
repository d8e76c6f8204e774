"""Who may do what where, and who holds which post."""

import datetime
from collections.abc import Iterable

from django.db.models import F, FilteredRelation

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
    those whose absent holder he stands in for (`through` is then his own post). One statement, two for a stand-in.
    """
    day = on or clock.today()
    held = {"holdings__person__user": user, "holdings__valid_from__lte": day, "holdings__valid_to__gte": day}
    rows = (
        Post.objects.select_related("body")
        .filter(**held, valid_from__lte=day, valid_to__gte=day)
        .alias(lent=FilteredRelation("standing_in", condition=Delegation.between(day, day, "standing_in__")))
        .annotate(absent=F("lent__post_id"))
        .order_by("precedence", "id")
    )
    own: dict[int, Post] = {}
    through: dict[int, Post] = {}
    for post in rows:
        own.setdefault(post.pk, post)
        if post.absent is not None:
            through[post.absent] = own[post.pk]
    others = through.keys() - own.keys()
    return [*own.values(), *(_absent(through, others, day) if others else [])]


def _absent(through: dict[int, Post], pks: Iterable[int], day: datetime.date) -> list[Post]:
    """The absent posts, each acted through the post that stands in for it."""
    posts = Post.objects.select_related("body").filter(pk__in=pks, valid_from__lte=day, valid_to__gte=day)
    found = list(posts.order_by("precedence", "id"))
    for post in found:
        post.through = through[post.pk]
    return found


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
