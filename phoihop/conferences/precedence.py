"""The order in which posts are named and seated: dated data, not rules. A person ranks by his highest post."""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from phoihop.base.text import fold
from phoihop.orgs.models import Body, Holding, Post

FILE = Path(__file__).parent / "data" / "precedence.json"
UNLISTED = 1000
"""The rank of a post the list does not name: after all that it names."""


class BadPrecedence(ValueError):
    """The file of the order contradicts itself; the message says where."""


@dataclass(frozen=True)
class Rank:
    """Posts whose title begins with one of `titles` (folded), in a body of one of `bodies` (any when empty)."""

    rank: int
    bodies: frozenset[str]
    titles: tuple[str, ...]

    def fits(self, kind: str, title: str) -> bool:
        return (not self.bodies or kind in self.bodies) and title.startswith(self.titles)


def read(data: Mapping[str, Any]) -> dict[datetime.date, tuple[Rank, ...]]:
    """Check the data: the day from which each order holds → the order, the latest first. Raises BadPrecedence."""
    found: dict[datetime.date, tuple[Rank, ...]] = {}
    for text, lines in data["from"].items():
        ranks = [one["rank"] for one in lines]
        if ranks != sorted(set(ranks)) or not ranks or not 0 < ranks[0] <= ranks[-1] < UNLISTED:
            raise BadPrecedence(f"{text}: ranks rise, each once, between 0 and {UNLISTED}")
        unknown = {kind for one in lines for kind in one["bodies"]} - set(Body.Kind.values)
        if unknown or not all(one["titles"] for one in lines):
            raise BadPrecedence(f"{text}: unknown kinds of bodies {sorted(unknown)}, or a line without titles")
        found[datetime.date.fromisoformat(text)] = tuple(
            Rank(one["rank"], frozenset(one["bodies"]), tuple(fold(title) for title in one["titles"])) for one in lines
        )
    if not found:
        raise BadPrecedence("no order at all")
    return dict(sorted(found.items(), reverse=True))


@lru_cache(maxsize=1)
def _all() -> dict[datetime.date, tuple[Rank, ...]]:
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def rank_of(post: Post, on: datetime.date) -> int:
    """The rank of the post by itself on a day; UNLISTED for one the list does not name. Needs `body` loaded."""
    known = _all()
    order = next((found for first, found in known.items() if first <= on), known[min(known)])
    title = fold(post.title_vi)
    return next((one.rank for one in order if one.fits(post.body.kind, title)), UNLISTED)


def ranks(posts: Sequence[Post], on: datetime.date) -> dict[int, int]:
    """Post → rank of the highest post that its holder holds on that day. One statement; bodies loaded."""
    found = {post.pk: rank_of(post, on) for post in posts}
    valid = {"valid_from__lte": on, "valid_to__gte": on}
    here = Holding.objects.filter(post__in=found, **valid)
    rows = Holding.objects.filter(person__in=here.values("person"), **valid).select_related("post__body")
    held: dict[int, list[Post]] = {}
    for holding in rows:
        held.setdefault(holding.person_id, []).append(holding.post)
    for theirs in held.values():
        best = min(rank_of(post, on) for post in theirs)
        for post in theirs:
            if post.pk in found:
                found[post.pk] = min(found[post.pk], best)
    return found


def in_order(posts: Iterable[Post], on: datetime.date) -> list[Post]:
    """The posts as they are named and seated: by rank, then as their bodies order them."""
    those = list(posts)
    rank = ranks(those, on)
    return sorted(those, key=lambda post: (rank[post.pk], post.precedence, post.pk))
