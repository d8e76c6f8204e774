"""What a search works with and what it gives."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from phoihop.base.finding import Wanted
from phoihop.base.text import collation_key, fold
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Span


@dataclass(frozen=True, slots=True)
class Scope:
    """Who looks for what, what that post's branch held when, and how many hits of a kind are shown at most."""

    post: Post
    wanted: Wanted
    spans: list[Span]
    most: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; the page marks what fits in `name` and cuts `body` round it. `rank` is that of `Wanted.rank`."""

    name: str
    to: tuple[str | int, ...]
    """The name of its page, then what stands in the address."""
    rank: int
    about: str = ""
    """Which one it is: code, superior unit, days."""
    body: str = ""
    tail: str = ""
    """The query or the anchor of the address."""
    exactly: bool = False
    """Its code or number is what was typed."""
    order: Any = ()
    """Breaks ties; the same kind of thing throughout a group."""

    @property
    def marked(self) -> bool:
        """Whether the match is looked for in the name: not where it was found in the body."""
        return not self.body

    @property
    def url(self) -> str:
        return reverse(str(self.to[0]), args=self.to[1:]) + self.tail


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, the best first, at most as many as are shown; `total` is how many there are."""

    key: str
    title: str
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    more: bool = False
    """There are still others, which were not looked at."""


def group(found: Group, most: int) -> Group:
    """The group in its order, cut to what is shown."""

    def place(hit: Hit) -> tuple[Any, ...]:
        return not hit.exactly, hit.rank, hit.order, collation_key(hit.name)

    hits = sorted(found.hits, key=place)
    return Group(found.key, found.title, hits[:most], found.total or len(hits), found.more)


def best(ranks: Iterable[int | None]) -> int | None:
    """The best rank of several texts of one thing."""
    return min((rank for rank in ranks if rank is not None), default=None)


def is_code(wanted: Wanted, code: str) -> bool:
    """Whether the code or number is what was typed, letter for letter but for marks and capitals."""
    return bool(code) and fold(code) == wanted.phrase
