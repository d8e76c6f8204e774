"""The one way in which anything happens in the room: refuse, write, one numbered entry, tell the screens.

Whoever sends makes the key. Over a weak link the same command may arrive again: its first entry is given back and
nothing is done twice.
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.conferences import news, queries
from phoihop.conferences.formulas import Room
from phoihop.conferences.models import Conference, LogEntry
from phoihop.orgs.models import Post

LONGEST_KEY = 64
Facts = Mapping[str, Any]
Write = Callable[[Conference, Room], Facts | None]
"""Writes what the command needs besides its entry, and gives the facts of the entry."""
Ask = Callable[[Conference, Room], list[Reason]]


@transaction.atomic
def enter(*, by: Post | None, conference: Conference, verb: str, key: str, why_not: Ask, write: Write) -> LogEntry:
    """Hold the conference, look for the key, refuse or write, add the entry. `by` None is the program itself."""
    held = Conference.objects.select_for_update().get(pk=conference.pk)
    if not 0 < len(key) <= LONGEST_KEY:
        refuse([Reason(_("Lệnh gửi lên thiếu dấu nhận dạng. Tải lại trang rồi làm lại."))])
    done = held.log.filter(key=key).first()
    if done is not None:
        _refuse_foreign(done, by, verb)
        return done
    room = queries.room_now(held.pk, held.last_seq, held.log_hash)
    refuse(why_not(held, room))
    facts = write(held, room)
    return _add(held, by, verb, dict(facts or {}), key)


def _refuse_foreign(done: LogEntry, by: Post | None, verb: str) -> None:
    if done.verb != verb or done.by_id != (by.pk if by else None):
        refuse([Reason(_("Dấu nhận dạng của lệnh đã dùng cho việc khác. Tải lại trang rồi làm lại."))])


def _add(conference: Conference, by: Post | None, verb: str, facts: dict[str, Any], key: str) -> LogEntry:
    entry = LogEntry(
        conference=conference,
        seq=conference.last_seq + 1,
        verb=verb,
        facts=facts,
        by=by,
        by_label=by.journal_label if by else "",
        at=clock.now(),
        key=key,
        previous_hash=conference.log_hash,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    Conference.objects.filter(pk=conference.pk).update(last_seq=entry.seq, log_hash=entry.hash)
    conference.last_seq, conference.log_hash = entry.seq, entry.hash
    news.told(conference.pk)
    return entry


def hash_of(entry: LogEntry) -> str:
    """SHA-256 over everything the entry says and the hash before it."""
    facts = json.dumps(entry.facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    at = entry.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    parts = [entry.conference_id, entry.seq, entry.verb, facts, entry.by_id, entry.by_label, at, entry.previous_hash]
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
