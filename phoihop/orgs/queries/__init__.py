"""Reads: the tree on a day, the history of a unit, who may do what where, and what loading a list of units would do."""

from phoihop.orgs.queries.delegations import (
    absences,
    circumstances,
    delegations_of,
    find_posts,
    is_over,
    posts_near,
    stand_ins,
)
from phoihop.orgs.queries.finding import count_by_type, find, find_elsewhen, turning_points, twins
from phoihop.orgs.queries.history import History, Step, history, last_name, last_names, successors_on, whereabouts
from phoihop.orgs.queries.lineage import Stage, Standing, lineage
from phoihop.orgs.queries.loading import LoadPlan, load_plan
from phoihop.orgs.queries.naming import UnitFinder
from phoihop.orgs.queries.posts import addresses, branch_ids, holders, may, posts_at, posts_of, posts_with_holdings
from phoihop.orgs.queries.time import (
    Named,
    Span,
    all_versions,
    belonging,
    branch_through_time,
    held,
    standing_day,
    turns,
    within,
)
from phoihop.orgs.queries.tree import TREE_COLUMNS, Place, Tree, subtree, superior, tree, tree_rows

__all__ = [
    "TREE_COLUMNS",
    "History",
    "LoadPlan",
    "Named",
    "Place",
    "Span",
    "Stage",
    "Standing",
    "Step",
    "Tree",
    "UnitFinder",
    "absences",
    "addresses",
    "all_versions",
    "belonging",
    "branch_ids",
    "branch_through_time",
    "circumstances",
    "count_by_type",
    "delegations_of",
    "find",
    "find_elsewhen",
    "find_posts",
    "held",
    "history",
    "holders",
    "is_over",
    "last_name",
    "last_names",
    "lineage",
    "load_plan",
    "may",
    "posts_at",
    "posts_near",
    "posts_of",
    "posts_with_holdings",
    "stand_ins",
    "standing_day",
    "subtree",
    "successors_on",
    "superior",
    "tree",
    "tree_rows",
    "turning_points",
    "turns",
    "twins",
    "whereabouts",
    "within",
]
