"""Minutes: drawn from the log, edited revision by revision, proposed by one hand and adopted by another."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.text import nfc
from phoihop.conferences import queries, rules
from phoihop.conferences.actions.log import hold
from phoihop.conferences.models import Conference, Minutes, MinutesEditor
from phoihop.conferences.papers import minutes as papers
from phoihop.journal.actions import record
from phoihop.orgs.models import Post


@transaction.atomic
def draw_minutes(*, by: Post, conference: Conference) -> Minutes:
    """The first revision, drawn from the sealed log. The secretary, once the conference is closed."""
    held = hold(conference)
    refuse(rules.why_not_draw_minutes(by, held, queries.latest_minutes(held)))
    made = _revision(by, held, 1, papers.drawn(held))
    facts = {"code": held.code, "revision": 1, "sha256": held.log_hash}
    record("conference.minutes_drawn", by=by, about=held, facts=facts)
    return made


@transaction.atomic
def edit_minutes(*, by: Post, conference: Conference, based_on: int, parts: Mapping[str, Sequence[str]]) -> Minutes:
    """A further revision on top of number `based_on`, part → paragraphs. The secretary, until they are adopted.

    Refused when somebody saved in between: nothing of either text is lost.
    """
    held = hold(conference)
    latest = queries.latest_minutes(held)
    clean = {name: [nfc(line) for line in parts.get(name, ()) if line.strip()] for name in papers.PARTS}
    refuse(rules.why_not_edit_minutes(by, held, latest, based_on, clean))
    made = _revision(by, held, based_on + 1, clean)
    MinutesEditor.objects.filter(conference=held, post=by).delete()
    record("conference.minutes_edited", by=by, about=held, facts={"code": held.code, "revision": made.number})
    return made


def _revision(by: Post, conference: Conference, number: int, parts: Mapping[str, Sequence[str]]) -> Minutes:
    return Minutes.objects.create(
        conference=conference,
        number=number,
        parts={name: list(lines) for name, lines in parts.items()},
        log_hash=conference.log_hash,
        by=by,
        by_label=by.journal_label,
        at=clock.now(),
    )


@transaction.atomic
def open_minutes(*, by: Post, conference: Conference) -> None:
    """That the post begins to edit: others are warned of it. Kept only as the last time, so nothing is recorded."""
    held = hold(conference)
    refuse(rules.why_not_keep_minutes(by, held, queries.latest_minutes(held)))
    said = {"label": by.journal_label, "opened_at": clock.now()}
    MinutesEditor.objects.update_or_create(conference=held, post=by, defaults=said)


@transaction.atomic
def propose_minutes(*, by: Post, conference: Conference) -> Minutes:
    """Put the latest revision to the chair. The secretary."""
    held = hold(conference)
    latest = queries.latest_minutes(held)
    refuse(rules.why_not_propose_minutes(by, held, latest))
    assert latest is not None
    latest.proposed_by, latest.proposed_label, latest.proposed_at = by, by.journal_label, clock.now()
    latest.proposed_user = by.acting_user_id
    latest.save(update_fields=["proposed_by", "proposed_label", "proposed_at", "proposed_user"])
    record("conference.minutes_proposed", by=by, about=held, facts={"code": held.code, "revision": latest.number})
    return latest


@transaction.atomic
def adopt_minutes(*, by: Post, conference: Conference, number: int) -> Minutes:
    """The revision that was proposed and read becomes the minutes; they stay as they are. The chair or a deputy."""
    held = hold(conference)
    latest = queries.latest_minutes(held)
    refuse(rules.why_not_adopt_minutes(by, held, latest, number))
    assert latest is not None
    latest.adopted_by, latest.adopted_label, latest.adopted_at = by, by.journal_label, clock.now()
    latest.save(update_fields=["adopted_by", "adopted_label", "adopted_at"])
    record("conference.minutes_adopted", by=by, about=held, facts={"code": held.code, "revision": latest.number})
    return latest
