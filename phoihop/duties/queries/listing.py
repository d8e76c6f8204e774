"""Shares as lines of a list: whose, due when, how far, which keys have turned, what asks for a look."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import due_in_words
from phoihop.duties import rules
from phoihop.duties.calendar import working_days_between
from phoihop.duties.models import Acceptance, Assignment, Progress
from phoihop.orgs.queries import all_versions, tree

State = Assignment.State
TONES: dict[str, str] = {
    State.ASSIGNED: "empty",
    State.DOING: "empty",
    State.SUBMITTED: "pending",
    State.RETURNED: "returned",
    State.DONE: "accepted",
    State.DISAGREED: "soon",
}
"""state -> tone of components.status; "empty" for every other end."""
SOON = 3
"""Working days before the due day from which a share is marked as near."""


def unit_names() -> dict[int, str]:
    """Every unit by today's name, or its last one. Two small statements at most."""
    latest: dict[int, tuple[datetime.date, str]] = {}
    for version in all_versions():
        if version.unit_id not in latest or latest[version.unit_id][0] < version.valid_from:
            latest[version.unit_id] = (version.valid_from, version.name)
    names = {unit_id: name for unit_id, (_day, name) in latest.items()}
    return names | {place.unit_id: place.name for place in tree()}


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One share as it stands today."""

    share: Assignment
    unit: str
    """Whose it is; and to whom, where another than the giver accepts: "Tỉnh Sơn La → Huyện Sông Mã"."""
    percent: int | None
    """What the unit last said of its progress; 100 once it is done, None where nothing was said."""
    when: str
    """How far off the due day is, in words; empty for a share that is no longer open or waits for its keys."""
    when_tone: str
    keys: tuple[str, ...]
    turned: dict[str, Acceptance]
    doubts: list[Reason]
    """Of a result that waits: what asks for a look before it is accepted."""
    ran_out: datetime.date | None
    """Of a share that is done: the last day on which its evidence held, where none of it holds any more."""
    key: str = ""
    """The key that the post may turn now, where the list is about that."""

    @property
    def tone(self) -> str:
        return TONES.get(self.share.state, "empty")

    @property
    def is_late(self) -> bool:
        """Open past its day and not handed in."""
        return self.when_tone == "late"

    @property
    def came_late(self) -> bool:
        """Done, but handed in after its day."""
        return self.share.state == State.DONE and _day(self.share.submitted_at) > self.share.due_on

    @property
    def accepted(self) -> int:
        """How many of the keys are turned on the present submission."""
        return sum(one.accepted for one in self.turned.values())


def _day(moment: datetime.datetime | None) -> datetime.date:
    return timezone.localtime(moment).date() if moment else datetime.date.min


def with_standing(rows: "QuerySet[Assignment]") -> "QuerySet[Assignment]":
    """The rows with what `share_lines` needs: the last percent said, keys, evidence. Four statements more at most."""
    said = Progress.objects.filter(assignment=OuterRef("pk"), percent__isnull=False).order_by("-at", "-pk")
    return rows.annotate(said_percent=Subquery(said.values("percent")[:1])).prefetch_related(
        "acceptances", "evidence", "follows__evidence"
    )


def share_lines(rows: Iterable[Assignment], keys: dict[int, str] | None = None) -> list[ShareLine]:
    """Rows of `with_standing` as lines, in their order. `keys`: share → the key the post may turn, where known."""
    today, names = clock.today(), unit_names()
    found = []
    for share in rows:
        when, tone = _when(share, today)
        found.append(
            ShareLine(
                share,
                whose(share, names),
                100 if share.state == State.DONE else getattr(share, "said_percent", None),
                when,
                tone,
                rules.keys_of(share),
                rules.turned(share),
                rules.doubts(share) if share.state == State.SUBMITTED else [],
                rules.ran_out(share) if share.state == State.DONE else None,
                (keys or {}).get(share.pk, ""),
            )
        )
    return found


def whose(share: Assignment, names: dict[int, str]) -> str:
    """The unit of a share by name, with the side that accepts where that is not who gave the task."""
    unit = names.get(share.unit_id, "")
    return unit if share.to_unit_id == share.task.unit_id else f"{unit} → {names.get(share.to_unit_id, '')}"


def _when(share: Assignment, today: datetime.date) -> tuple[str, str]:
    if share.state not in {State.ASSIGNED, State.DOING, State.RETURNED}:
        return "", ""
    left = working_days_between(today, share.due_on)
    tone = "late" if share.due_on < today else "soon" if left <= SOON else "empty"
    return due_in_words(share.due_on, today, left), tone
