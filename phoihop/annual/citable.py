"""What a direction may cite besides figures. An upper room registers its own results in its `sources.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from phoihop.annual.models import Edition
from phoihop.duties.sources import Source
from phoihop.orgs.models import Post


@dataclass(frozen=True, kw_only=True)
class Citable:
    """Results of one kind. `choices(edition, post)`: (key, words) of those that may be cited; `says(key, post)`: what
    the result is called, and where it opens for a post."""

    kind: str
    label: str | Promise
    choices: Callable[[Edition, Post], list[tuple[str, str]]]
    says: Callable[[str, Post], Source | None]


_known: dict[str, Citable] = {}


def may_be_cited(citable: Citable) -> None:
    """Register a kind of results; its word must be new."""
    if citable.kind in _known:
        raise ValueError(f"{citable.kind} is registered twice")
    _known[citable.kind] = citable


def citable() -> dict[str, Citable]:
    """What upper rooms registered, by kind."""
    return dict(_known)
