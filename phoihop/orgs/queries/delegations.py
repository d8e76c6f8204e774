"""Who stands in for whom, and what the rule of standing in asks."""

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from phoihop.base import clock
from phoihop.base.text import fold
from phoihop.orgs import roles
from phoihop.orgs.models import Delegation, Holding, Post
from phoihop.orgs.queries.tree import Tree, tree
from phoihop.orgs.rules import Circumstances


def stand_ins(post_ids: Iterable[int], on: datetime.date | None = None) -> dict[int, list[int]]:
    """Which posts stand in for each post on a day; [] for one whose holder is not away. One statement."""
    day = on or clock.today()
    found: dict[int, list[int]] = {pk: [] for pk in post_ids}
    rows = Delegation.objects.filter(Delegation.between(day, day), post_id__in=found).order_by("id")
    for post_id, stand_in_id in rows.values_list("post_id", "stand_in_id"):
        found[post_id].append(stand_in_id)
    return found


def delegations_of(post: Post, limit: int = 30) -> list[Delegation]:
    """When others stood in for the post and when it stood in for others, the latest first, posts and bodies loaded."""
    rows = Delegation.objects.select_related("post__body", "stand_in__body")
    return list(rows.filter(Q(post=post) | Q(stand_in=post))[:limit])


def absences(post: Post) -> list[Delegation]:
    """Who stands in for the post today and later, the soonest first, stand-ins and their bodies loaded."""
    rows = Delegation.objects.select_related("stand_in__body").filter(post=post, ended_on=None)
    return list(rows.filter(valid_to__gte=clock.today()).order_by("valid_from", "id"))


def is_over(by: Post | None, post: Post, on: datetime.date) -> bool:
    """Whether the post's unit is in the branch of `by` on that day."""
    return by is not None and tree(on).is_within(post.body.unit_id, by.body.unit_id)


def circumstances(
    by: Post | None, post: Post, stand_in: Post, first: datetime.date, last: datetime.date
) -> Circumstances:
    """What `rules.why_not_delegate` asks of these days. Needs the posts' bodies loaded."""
    held = Holding.objects.filter(post__in=(post, stand_in), valid_from__lte=first, valid_to__gte=first)
    accounts = set(held.filter(person__user__is_active=True).values_list("post_id", "person__user_id"))
    taken = Delegation.objects.select_related("post__body", "stand_in__body").filter(
        Delegation.between(first, last), Q(post__in=(post, stand_in)) | Q(stand_in=post)
    )
    return Circumstances(
        over=is_over(by, post, first),
        near=all(_near(tree(day), post, stand_in) for day in {first, last}),
        absent=frozenset(user for post_id, user in accounts if post_id == post.pk),
        present=frozenset(user for post_id, user in accounts if post_id == stand_in.pk),
        taken=tuple(taken.order_by("valid_from", "id")),
    )


def _near(on: Tree, post: Post, stand_in: Post) -> bool:
    here, there = on.get(post.body.unit_id), on.get(stand_in.body.unit_id)
    if here is None or there is None:
        return False
    return here == there or here.parent_id == there.unit_id or there.parent_id == here.unit_id


def posts_near(post: Post, on: datetime.date | None = None) -> list[tuple[str, list[Post]]]:
    """The posts that may be asked to stand in, by unit: the post's own, the one above, those right below.

    Bodies loaded. Two statements.
    """
    day = on or clock.today()
    whole = tree(day)
    own = whole.get(post.body.unit_id)
    places = [place for place in (own, whole.superior(post.body.unit_id)) if place]
    places += whole.below(post.body.unit_id)
    by_unit: dict[int, list[Post]] = {}
    for one in _valid(day).filter(body__unit_id__in=[place.unit_id for place in places]).exclude(pk=post.pk):
        if roles.may_stand_in(post.role, one.role):
            by_unit.setdefault(one.body.unit_id, []).append(one)
    return [(place.name, by_unit[place.unit_id]) for place in places if place.unit_id in by_unit]


def find_posts(by: Post, text: str, limit: int = 20) -> list[Post]:
    """Posts in the branch of `by` whose title or body has all the words, marks or no marks; bodies loaded."""
    words = fold(text).split()
    if not words:
        return []
    branch = [place.unit_id for place in tree().subtree(by.body.unit_id)]
    found = []
    for post in _valid(clock.today()).filter(body__unit_id__in=branch):
        said = fold(f"{post.title_vi} {post.title_en} {post.body.name_vi} {post.body.name_en}")
        if all(word in said for word in words):
            found.append(post)
    return found[:limit]


def _valid(day: datetime.date) -> QuerySet[Post]:
    rows = Post.objects.select_related("body").filter(valid_from__lte=day, valid_to__gte=day)
    return rows.order_by("precedence", "id")
