"""The one way in which anything happens in the room: refuse, write, one numbered entry, tell the screens.

Whoever sends makes the key. Over a weak link the same command may arrive again: its first entry is given back and
nothing is done twice.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.conferences import news, queries
from phoihop.conferences.formulas import Room
from phoihop.conferences.models import Conference, LogEntry
from phoihop.journal.formulas import plain
from phoihop.orgs.models import Post

KEY = re.compile(r"[0-9A-Za-z._:-]{1,64}")
"""What a sender's key may look like."""
Facts = Mapping[str, Any]
Write = Callable[[Conference, Room], Facts | None]
"""Writes what the command needs besides its entry, and gives the facts of the entry."""
Ask = Callable[[Conference, Room], list[Reason]]
Then = Callable[[LogEntry], None]
"""What follows from an entry that is new; a repeated command does not do it again."""


@transaction.atomic
def enter(
    *,
    by: Post | None,
    conference: Conference,
    verb: str,
    key: str,
    why_not: Ask,
    write: Write,
    named: Facts | None = None,
    then: Then | None = None,
) -> LogEntry:
    """Hold the conference, look for the key, refuse or write, add the entry. `by` None is the program itself.

    `named` are facts the sender himself gave: the same key with others is no repetition and is refused.
    """
    held = hold(conference)
    if not KEY.fullmatch(key):
        refuse([Reason(_("Lệnh gửi lên thiếu dấu nhận dạng. Tải lại trang rồi làm lại."))])
    done = held.log.filter(key=key).first()
    if done is not None:
        _refuse_foreign(done, by, verb, named or {})
        return done
    room = queries.room_now(held.pk, held.last_seq, held.log_hash)
    refuse(why_not(held, room))
    facts = write(held, room)
    entry = _add(held, by, verb, plain(facts or {}), key, room)
    if then is not None:
        then(entry)
    return entry


def hold(conference: Conference) -> Conference:
    """The conference's row, held until the transaction ends: one command at a time, while others may still refer to it
    (a line's test, a reading)."""
    return Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)


def _refuse_foreign(done: LogEntry, by: Post | None, verb: str, named: Facts) -> None:
    same = done.verb == verb and done.by_id == (by.pk if by else None)
    if not same or any(done.facts.get(name) != value for name, value in named.items()):
        refuse([Reason(_("Dấu nhận dạng của lệnh đã dùng cho việc khác. Tải lại trang rồi làm lại."))])


def _add(conference: Conference, by: Post | None, verb: str, facts: dict[str, Any], key: str, room: Room) -> LogEntry:
    now = clock.now()
    entry = LogEntry(
        conference=conference,
        seq=conference.last_seq + 1,
        verb=verb,
        facts=facts,
        by=by,
        by_label=by.journal_label if by else "",
        at=now if room.at is None else max(now, room.at),  # a clock set back does not turn the log round
        key=key,
        previous_hash=conference.log_hash,
    )
    entry.hash = entry.hash_due()
    entry.save(force_insert=True)
    Conference.objects.filter(pk=conference.pk).update(last_seq=entry.seq, log_hash=entry.hash)
    conference.last_seq, conference.log_hash = entry.seq, entry.hash
    news.told(conference.pk)
    return entry
