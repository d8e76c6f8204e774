"""When what follows a conference is due."""

import datetime

from phoihop.conferences.models import Conference
from phoihop.conferences.offsets import due_day


def notice_due_on(conference: Conference) -> datetime.date | None:
    """The last day for the notice of conclusion; None while the conference is not closed."""
    return due_day("notice", conference) if conference.closed_at is not None else None
