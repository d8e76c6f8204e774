"""The shares a page, a file or a number is about: chosen by the words of an address, the same wherever they stand."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from phoihop.base import clock
from phoihop.base.numbers import parse_key
from phoihop.duties import rules
from phoihop.duties.models import Assignment, Period, Task
from phoihop.duties.queries.origins import of_origin
from phoihop.duties.queries.scores import in_period, of_branch
from phoihop.duties.queries.tasks import WHICH, described, to_turn, which
from phoihop.orgs.models import Post

MINE, TO_TURN = "cua-toi", "cho-nhan"
"""Values of `muc`: the shares of the post's own unit, and those on which the post may turn a key now."""
SUMS = ("given", "done", "on_time", "open", "overdue", "waiting")
WORDS = ("muc", "nam", "ky", "loai", "dv", "rieng", "viec", "goc", "chon")
"""What may stand in an address, besides the number of a page."""


@dataclass(frozen=True)
class Selection:
    """What was asked, and the shares that answer it. A word that says nothing finds nothing."""

    post: Post
    asked: dict[str, str]
    """The words of the address that are not empty."""
    among: "QuerySet[Assignment]"
    """Everything asked for but `chon`: what the sums stand over."""
    rows: "QuerySet[Assignment]"
    """The shares chosen, the earliest due first, as `described`."""

    def sums(self) -> dict[str, int]:
        """How many of `among` each name of SUMS counts. One statement."""
        today = clock.today()
        rows = self.among.order_by()
        found = rows.aggregate(**{f"n_{name}": Count("pk", filter=which(name, today)) for name in SUMS})
        return {name: found[f"n_{name}"] for name in SUMS}


def selection(post: Post, params: Mapping[str, str]) -> Selection:
    """The shares the post may see, chosen by the words of an address; all of them where nothing is asked.

    muc=cua-toi|cho-nhan: its own unit's; those on which it may turn a key · nam=<year> of the task's period ·
    ky=<label of a period>, the shares that count in it ·
    loai=<Task.Kind> · dv=<unit>: that unit's, and those of what stood below it on the day they were given; with rieng=1
    that unit's alone · viec=<task> · goc=programme|directive|duty:<key>, what the task comes from ·
    chon=<name of WHICH, or overdue>.
    """
    asked = {word: text for word in WORDS if (text := params.get(word, "").strip())}
    among = described(_seen(post, asked))
    for condition in _conditions(post, asked):
        among = among.filter(condition)
    name = asked.get("chon", "")
    nothing = Q(pk__in=[])
    chosen = Q() if not name else which(name) if name in {*WHICH, "overdue"} else nothing
    return Selection(post, asked, among, among.filter(chosen).order_by("due_on", "task__code", "pk"))


def _seen(post: Post, asked: Mapping[str, str]) -> "QuerySet[Assignment]":
    """What is chosen from. A result on which a post may turn a key is one it sees, so that is not asked twice."""
    if asked.get("muc") == TO_TURN:
        return Assignment.objects.filter(pk__in=[share.pk for share, _key in to_turn(post)])
    return rules.visible_assignments(post)


def _conditions(post: Post, asked: Mapping[str, str]) -> list[Q]:
    nothing, found = Q(pk__in=[]), []
    part = asked.get("muc")
    if part == MINE:
        found.append(Q(unit_id=post.body.unit_id))
    elif part and part != TO_TURN:
        found.append(nothing)
    for word, name in (("nam", "task__period__year"), ("viec", "task_id")):
        if word in asked:
            key = parse_key(asked[word])
            found.append(nothing if key is None else Q(**{name: key}))
    if "ky" in asked:
        period = Period.objects.filter(label=asked["ky"]).first()
        found.append(in_period(period) if period else nothing)
    if kind := asked.get("loai"):
        found.append(Q(task__kind=kind) if kind in Task.Kind.values else nothing)
    if "goc" in asked:
        origin = of_origin(asked["goc"])
        found.append(nothing if origin is None else origin)
    if "dv" in asked:
        unit_id = parse_key(asked["dv"])
        if unit_id is None:
            found.append(nothing)
        elif asked.get("rieng") == "1":
            found.append(Q(unit_id=unit_id))
        else:
            found.append(of_branch(unit_id))
    return found


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day on which an open share of the post's own unit falls due."""

    on: datetime.date
    share_id: int
    task: Task


def due_days(post: Post, first: datetime.date, last: datetime.date) -> list[DueDay]:
    """The days from `first` to `last` on which the post's own unit has work due that is still to do. One statement."""
    if not post.can("task.read"):
        return []
    rows = Assignment.objects.filter(
        unit_id=post.body.unit_id, state__in=["assigned", "doing", "returned"], due_on__range=(first, last)
    )
    ordered = rows.select_related("task").order_by("due_on", F("task__code"), "pk")
    return [DueDay(share.due_on, share.pk, share.task) for share in ordered]
