"""Everything the post may see that holds what was typed, by kind, the best first."""

from phoihop.base.finding import Wanted
from phoihop.desk.queries.search import places, records, rulebook
from phoihop.desk.queries.search.shapes import Group, Hit, Scope, group
from phoihop.orgs.models import Post
from phoihop.orgs.queries import branch_through_time

__all__ = ["KINDS", "Group", "Hit", "search"]

KINDS = (
    places.units,
    rulebook.figures,
    rulebook.regulations,
    rulebook.periods,
    records.rulings,
    records.models,
    records.tasks,
    records.matters,
    records.editions,
    records.conferences,
    records.texts,
    places.bodies,
)
"""In the order in which people ask for them most."""


def search(post: Post, wanted: Wanted, most: int) -> list[Group]:
    """Groups with at least one hit; one that holds a code or number exactly as typed comes first.
    At most `most` hits of each are given.

    Every kind limits itself to the rights of the post and to its branch on the day of the record. The number of
    statements does not depend on what is found.
    """
    scope = Scope(post, wanted, branch_through_time(post.body.unit_id), most)
    found = [group(kind(scope), most) for kind in KINDS]
    return sorted((one for one in found if one.hits), key=lambda one: not one.hits[0].exactly)
