"""Reads: the tree on a day, the history of a unit, who may do what where, and what loading a list of units would do."""

from phoihop.orgs.queries.posts import branch_ids, holders, may, posts_at, posts_of
from phoihop.orgs.queries.tree import Place, Tree, subtree, superior, tree

__all__ = [
    "Place",
    "Tree",
    "branch_ids",
    "holders",
    "may",
    "posts_at",
    "posts_of",
    "subtree",
    "superior",
    "tree",
]
