"""How far what was given has come: shares counted by task, duty, programme or directive."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q

from phoihop.base import clock
from phoihop.duties.models import Duty
from phoihop.duties.queries.tasks import shares, which
from phoihop.orgs.models import Post


@dataclass(frozen=True, slots=True)
class Tally:
    """Of some shares: how many were given, done, done by their day, are open, and open past it."""

    given: int = 0
    done: int = 0
    on_time: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def coming(self) -> int:
        """Open, and the day has not passed or the result waits to be accepted."""
        return self.open - self.overdue

    @property
    def otherwise(self) -> int:
        """Ended without being done: not carried out, or left in disagreement."""
        return self.given - self.done - self.open


def tallies(post: Post, key: str, among: Q) -> dict[int, Tally]:
    """The shares a post may see, among these, counted by a field ("task_id", "task__origin_id"). One statement."""
    today = clock.today()
    names = [field.name for field in fields(Tally)]
    counts = {f"n_{name}": Count("pk", filter=which(name, today)) for name in names}
    rows = shares(post).filter(among).order_by().values(key).annotate(**counts)
    return {row[key]: Tally(**{name: row[f"n_{name}"] for name in names}) for row in rows}


def duty_tallies(post: Post, duties: Iterable[Duty], *, year: int) -> dict[int, Tally]:
    """Duty → its shares of a year's periods, given by the plan. One statement."""
    kind = ContentType.objects.get_for_model(Duty)
    of = Q(task__origin_type=kind, task__origin_id__in=[duty.pk for duty in duties], task__period__year=year)
    return tallies(post, "task__origin_id", of)
