"""Records of upper rooms out of which people give work by the pages of this room.

An upper room registers them in its `sources.py`, as it does what work that comes from them is said to come from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet

from phoihop.base.errors import Reason
from phoihop.duties.models import Directive, Period, Programme, Regulation, Task
from phoihop.orgs.models import Post

Crumbs = list[tuple[str, str | None]]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """One kind of record that work is given out of. `word` names it in addresses: "direction:5".

    `visible`: those a post may give work out of. `why_not`: what stands against giving work out of one, asked by every
    verb that gives. `stands_in`: the regulation and the year's period its work usually counts for. `crumbs`: the way
    to the page to which one comes back, that page last.
    """

    word: str
    model: type[models.Model]
    kind: Task.Kind
    visible: Callable[[Post], "QuerySet[Any]"]
    why_not: Callable[[Any], list[Reason]]
    stands_in: Callable[[Any], tuple[Regulation | None, Period | None]]
    crumbs: Callable[[Any], Crumbs]


_registered: dict[str, Origin] = {}


def gives_work(origin: Origin) -> None:
    """Register a kind of record of an upper room; its word must be new."""
    if origin.word in _registered:
        raise ValueError(f"{origin.word} is registered twice")
    _registered[origin.word] = origin


def origins() -> dict[str, Origin]:
    """What upper rooms registered, by word."""
    return dict(_registered)


def origin_of(thing: models.Model | None) -> Origin | None:
    """What was registered of the thing's kind, if anything."""
    return next((one for one in _registered.values() if type(thing) is one.model), None)


def why_not_from(thing: models.Model | None) -> list[Reason]:
    """What stands against giving work out of the thing; nothing where nobody registered its kind."""
    found = origin_of(thing)
    return found.why_not(thing) if found else []


def usual_kind(thing: models.Model | None) -> str:
    """The kind of the tasks that come of the thing; "other" for what comes of nothing on record."""
    if isinstance(thing, Programme):
        return str(Task.Kind.PROGRAMME)
    if isinstance(thing, Directive):
        return str(Task.Kind.DIRECTIVE)
    found = origin_of(thing)
    return str(found.kind if found else Task.Kind.OTHER)


def usual_setting(thing: models.Model | None) -> tuple[Regulation | None, Period | None]:
    """The regulation and the period that tasks which come of the thing usually have, as far as it says."""
    if isinstance(thing, Programme):
        return thing.regulation, thing.period
    found = origin_of(thing)
    return found.stands_in(thing) if found else (None, None)
