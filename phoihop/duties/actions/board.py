"""Opening and closing the comparative board of the units directly below one."""

from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.duties import rules
from phoihop.duties.models import BoardSwitch
from phoihop.journal.actions import record
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree


@transaction.atomic
def open_board(*, by: Post | None, unit_id: int) -> BoardSwitch:
    """From today the units directly below see the same table of all of them. The unit's own post with "board.open"."""
    refuse(rules.why_not_open_board(by, unit_id))
    switch = BoardSwitch.objects.create(unit_id=unit_id, opened_on=clock.today(), opened_by=by, opened_at=clock.now())
    day = tree(switch.opened_on)
    switch.journal_subject = day.name(unit_id)
    units = [place.unit_id for place in day.below(unit_id)]
    record("task.board_opened", by=by, about=switch, facts={"from": switch.opened_on, "units": units})
    return switch


@transaction.atomic
def close_board(*, by: Post | None, unit_id: int) -> BoardSwitch:
    """From now on each unit below sees its own line only. The unit's own post with "board.open"."""
    refuse(rules.why_not_close_board(by, unit_id))
    switch = BoardSwitch.objects.get(unit_id=unit_id, closed_at=None)
    switch.closed_on, switch.closed_by, switch.closed_at = clock.today(), by, clock.now()
    switch.save(update_fields=["closed_on", "closed_by", "closed_at"])
    switch.journal_subject = tree(switch.closed_on).name(unit_id)
    record("task.board_closed", by=by, about=switch, facts={"from": switch.opened_on, "to": switch.closed_on})
    return switch
