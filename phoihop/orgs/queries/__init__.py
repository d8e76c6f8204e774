"""Reads: the tree on a day, the history of a unit, who may do what where, and what loading a list of units would do."""

from phoihop.orgs.queries.history import History, Step, history, last_name, successors_on
from phoihop.orgs.queries.loading import LoadPlan, load_plan
from phoihop.orgs.queries.posts import branch_ids, holders, may, posts_at, posts_of
from phoihop.orgs.queries.tree import TREE_COLUMNS, Place, Tree, subtree, superior, tree, tree_rows

__all__ = [
    "TREE_COLUMNS",
    "History",
    "LoadPlan",
    "Place",
    "Step",
    "Tree",
    "branch_ids",
    "history",
    "holders",
    "last_name",
    "load_plan",
    "may",
    "posts_at",
    "posts_of",
    "subtree",
    "successors_on",
    "superior",
    "tree",
    "tree_rows",
]
