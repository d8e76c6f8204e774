"""One matter with all that happened to it."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.text import named
from phoihop.duties.calendar import working_days_between
from phoihop.journal.models import Entry
from phoihop.journal.queries import history_of
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, last_name, tree
from phoihop.registers import lists, rules
from phoihop.registers.models import Evidence, Matter, MatterRaise, MatterStep
from phoihop.registers.queries.dragging import dragging_on, with_steps
from phoihop.registers.queries.standing import Standing, standing_of
from phoihop.registers.wording import drag_words


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a matter's course: a step, or a raise (then `kind` is "raised")."""

    kind: str
    word: str
    on: datetime.date
    at: datetime.datetime
    text: str
    due_on: datetime.date | None
    by: str


@dataclass(frozen=True, slots=True)
class MatterPage:
    """All there is about one matter."""

    matter: Matter
    kind: str
    unit: str
    path: list[Place]
    standing: Standing
    age: int
    days_left: int
    last_work_on: datetime.date
    steps: list[MatterStep]
    raises: list[tuple[MatterRaise, str]]
    """With the unit's name; the latest last."""
    evidence: list[Evidence]
    history: list[Entry]

    @property
    def course(self) -> list[Line]:
        """Steps and raises together, day by day."""
        lines = [
            Line(step.kind, str(step.get_kind_display()), step.on, step.at, step.text, step.due_on, str(step.by))
            for step in self.steps
        ]
        for one, unit in self.raises:
            why = one.reason or drag_words(one.why.split())
            by = str(one.by) if one.by else ""
            word = _("chuyển lên {unit}").format(unit=unit)
            lines.append(Line("raised", word, one.on, one.at, why, None, by))
        return sorted(lines, key=lambda line: (line.on, line.at))


def matter_page(post: Post, pk: int) -> MatterPage | None:
    """The matter, or None when there is none or the post may not see it. A constant number of statements."""
    today = clock.today()
    day = tree(today)
    rows = with_steps(rules.visible_matters(post, today)).select_related("responsible", "recorded_by__body")
    m = rows.filter(pk=pk).first()
    if m is None:
        return None
    kept = rules.heirs([m.unit_id], day)[m.unit_id]
    raises = m.raises.select_related("by__body").order_by("at", "pk")
    since: datetime.date = m.since  # type: ignore[attr-defined]
    return MatterPage(
        matter=m,
        kind=named(lists.kind_of(m.kind, m.opened_on), "name"),
        unit=tree(m.opened_on).name(m.unit_id) or last_name(m.unit_id),
        path=day.path(kept[0]) if kept else [],
        standing=standing_of(m.due_on, m.resolved_on, dragging_on(m, today), today),
        age=working_days_between(since, m.resolved_on or today),
        days_left=working_days_between(today, m.due_on),
        last_work_on=m.last_work_on,  # type: ignore[attr-defined]
        steps=list(m.steps.select_related("by__body").order_by("at", "pk")),
        raises=[(one, day.name(one.to_unit_id) or last_name(one.to_unit_id)) for one in raises],
        evidence=list(m.evidence.select_related("file").order_by("fact_on", "pk")),
        history=list(history_of(m)),
    )
