"""State flow: which verb may lead from which state to which, applied by a conditional update."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.base.errors import Reason, Refusal

Flow = dict[str, tuple[tuple[str, ...], str]]
"""verb -> (states it may start from, state it leads to)"""


def may_move(thing: models.Model, verb: str) -> bool:
    """Whether the thing, as loaded, stands in a state from which the verb may start."""
    flow: Flow = thing.FLOW  # type: ignore[attr-defined]
    return thing.state in flow[verb][0]  # type: ignore[attr-defined]


def move(thing: models.Model, verb: str, **changes: Any) -> None:
    """Move `thing` along its FLOW and write `changes` with it, or refuse because somebody was faster.

    One UPDATE ... WHERE state IN (...): right on SQLite, where rows cannot be locked.
    """
    flow: Flow = thing.FLOW  # type: ignore[attr-defined]
    before, after = flow[verb]
    rows = type(thing)._default_manager.filter(pk=thing.pk, state__in=before)
    if rows.update(state=after, **changes) != 1:
        raise Refusal([Reason(_("Có người vừa xử lý việc này trước. Tải lại trang để xem tình trạng mới."))])
    thing.state = after  # type: ignore[attr-defined]
    for name, value in changes.items():
        setattr(thing, name, value)


def move_all(things: Sequence[models.Model], verb: str, **changes: Any) -> None:
    """Move many things of one kind along their FLOW in one statement, or refuse because one of them was moved already.

    `changes` may hold expressions; of the objects in hand only the state is set.
    """
    if not things:
        return
    flow: Flow = things[0].FLOW  # type: ignore[attr-defined]
    before, after = flow[verb]
    rows = type(things[0])._default_manager.filter(pk__in=[thing.pk for thing in things], state__in=before)
    if rows.update(state=after, **changes) != len(things):
        raise Refusal(
            [Reason(_("Có người vừa xử lý một trong các việc này trước. Tải lại trang để xem tình trạng mới."))]
        )
    for thing in things:
        thing.state = after  # type: ignore[attr-defined]
