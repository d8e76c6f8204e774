"""Whom a task is given to: all units of a level or a type below one's own in one stroke, or units one by one."""

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.numbers import date_in_words, format_date
from phoihop.base.text import collation_key, named
from phoihop.duties import calendar
from phoihop.duties.models import Task
from phoihop.duties.queries.papers import Doers, Names
from phoihop.duties.rules import Giving, NewTask
from phoihop.orgs.models import Post, UnitVersion
from phoihop.orgs.queries import Place, posts_at, tree

PREFIXES = {"programme": "CT", "directive": "CD", "conclusion": "KL", "direction": "PH"}
"""How codes of a kind usually begin; others begin with NV."""
MOST_NAMES = 10
"""A warning names so many units at most."""


@dataclass(frozen=True)
class UnitGroup:
    """All units of a level ("level:commune") or a type ("type:xa") below a post's own unit on a day."""

    word: str
    label: str
    n: int


def unit_groups(post: Post, on: datetime.date) -> list[UnitGroup]:
    """The groups there are: each level from the top, then its types where there are several."""
    below = _below(post, on)
    levels = Counter(place.level for place in below)
    found = []
    for level, n in levels.items():
        label = _("Tất cả %(level)s (%(n)s)")
        found.append(UnitGroup(f"level:{level}", label % {"level": UnitVersion.Level(level).label, "n": n}, n))
        types = Counter(place.type for place in below if place.level == level)
        if len(types) > 1:
            words = _("Các %(type)s (%(n)s)")
            found += [
                UnitGroup(f"type:{type}", words % {"type": UnitVersion.Type(type).label, "n": of_type}, of_type)
                for type, of_type in types.most_common()
            ]
    return found


def unit_branches(post: Post, on: datetime.date) -> list[tuple[str, list[Place]]]:
    """(name of a unit, what stands directly below it) for the post's own unit and each one below that has any.

    The own unit stands first among its own: it may support what it gives.
    """
    day = tree(on)
    own = day.get(post.body.unit_id)
    if own is None:
        return []
    found = [(own.name, [own, *_by_name(day.below(own.unit_id))])]
    for place in day.subtree(own.unit_id)[1:]:
        if under := day.below(place.unit_id):
            found.append((place.name, _by_name(under)))
    return found


@dataclass(frozen=True)
class Chosen:
    """Groups and single units ticked for one role; `unit_ids` is what they come to on a day."""

    groups: tuple[str, ...]
    units: tuple[int, ...]
    unit_ids: tuple[int, ...]

    @classmethod
    def of(cls, post: Post, on: datetime.date, groups: Iterable[str], units: Iterable[int]) -> "Chosen":
        """A group that does not exist that day comes to nothing."""
        words, single = tuple(groups), tuple(units)
        ticked = [p.unit_id for p in _below(post, on) if {f"level:{p.level}", f"type:{p.type}"} & set(words)]
        return cls(words, single, tuple(dict.fromkeys([*ticked, *single])))


def mark_of(leads: Chosen, supports: Chosen) -> str:
    """Says exactly which units were shown: what is given must be what was seen."""
    said = repr((sorted(leads.unit_ids), sorted(supports.unit_ids)))
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def next_code(kind: str, year: int) -> str:
    """The next free code in the usual row of its kind and year: NV-2022-014 follows NV-2022-013. One statement."""
    begin = f"{PREFIXES.get(kind, 'NV')}-{year}-"
    codes = Task.objects.filter(code__startswith=begin).values_list("code", flat=True)
    numbers = [found[1] for code in codes if (found := re.fullmatch(re.escape(begin) + r"([0-9]{1,6})", code))]
    width = max(map(len, numbers), default=3)
    return f"{begin}{max(map(int, numbers), default=0) + 1:0{width}}"


def warnings_of(post: Post, task: NewTask, unit_ids: Iterable[int]) -> list[str]:
    """What is odd about a task, though it may be given: its day, and who would hear of it. Two statements."""
    units = set(unit_ids)
    return _odd_day(task) + _nobody(task, units) + _no_second_key(post, task, units)


def given_rows(givings: Iterable[Giving]) -> list[tuple[NewTask, Doers, Doers, list[str]]]:
    """Each task with who leads, who supports, and what is odd about its day. One statement."""
    names = Names()
    return [
        (
            one.task,
            names.doers(one.leads, one.task.due_on),
            names.doers(one.supports, one.task.due_on),
            _odd_day(one.task),
        )
        for one in givings
    ]


def _odd_day(task: NewTask) -> list[str]:
    due, today, found = task.due_on, clock.today(), []
    if due < today:
        found.append(_("Hạn đã qua: việc quá hạn ngay khi giao."))
    elif calendar.working_days_between(today, due) < 2:
        found.append(_("Hạn rất gần: còn chưa đến 2 ngày làm việc."))
    if not calendar.is_working_day(due):
        off = calendar.holiday(due)
        name = (off[1] if get_language() == "en" else off[0]) if off else _("cuối tuần")
        words = {"day": date_in_words(due), "name": name, "before": date_in_words(calendar.on_or_before(due))}
        found.append(_("Hạn %(day)s là ngày nghỉ (%(name)s). Ngày làm việc trước đó: %(before)s.") % words)
    if due > task.period.ends_on:
        words = {"period": named(task.period, "name"), "day": format_date(task.period.ends_on)}
        found.append(
            _("Hạn sau ngày chốt của kỳ %(period)s (%(day)s): kết quả có thể không kịp vào số của kỳ.") % words
        )
    return found


def _nobody(task: NewTask, units: set[int]) -> list[str]:
    """Units in which no post would hear of it."""
    heard = {post.body.unit_id for post in posts_at(units, "task.write")}
    day = tree(task.due_on)
    deaf = [day.name(unit_id) for unit_id in units - heard]
    if not deaf:
        return []
    words = {"n": len(deaf), "units": ", ".join(sorted(deaf, key=collation_key)[:MOST_NAMES])}
    more = _("%(n)s đơn vị chưa có chức vụ nào nhận việc: %(units)s …")
    return [(more if len(deaf) > MOST_NAMES else _("%(n)s đơn vị chưa có chức vụ nào nhận việc: %(units)s.")) % words]


def _no_second_key(post: Post, task: NewTask, units: set[int]) -> list[str]:
    """Sides of a joint task in which nobody may accept for his side."""
    if not task.both_accept:
        return []
    holding = {one.body.unit_id for one in posts_at({*units, post.body.unit_id}, "task.agree")}
    missing = {*units, post.body.unit_id} - holding
    if not missing:
        return []
    say = _("%(n)s đơn vị chưa có chức vụ nhận thay mặt một bên: việc sẽ không khép lại được ở đó.")
    return [say % {"n": len(missing)}]


def _below(post: Post, on: datetime.date) -> list[Place]:
    return tree(on).subtree(post.body.unit_id)[1:]


def _by_name(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: collation_key(place.name))
