"""The log in words: one sentence an entry, with names. The secretary's screen and the minutes say it from here."""

import datetime
import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language

from phoihop.conferences.formulas import Happened, Room, follow
from phoihop.conferences.formulas.room import PRESENT
from phoihop.conferences.models import Conference, LogEntry
from phoihop.conferences.queries.names import Names, names_of
from phoihop.conferences.queries.sentences import Told, sentence

_MOST_KEPT, _MOST_SAID = 32, 10_000


@dataclass(frozen=True)
class Sentence:
    """One sentence of the course. `delegate`: whom it is about, if one seat; `item`: under which item it fell."""

    seq: int
    at: datetime.datetime
    verb: str
    text: str
    by: int | None
    by_label: str
    item: int | None
    delegate: int | None
    facts: Mapping[str, Any]


_kept: dict[int, tuple[str, Room, tuple[Told, ...]]] = {}
_said: dict[tuple[int, str], tuple[Told, object, str]] = {}
_lock = threading.Lock()


def course(
    conference: Conference, *, newest: int = 0, names: Names | None = None, verbs: Collection[str] | None = None
) -> list[Sentence]:
    """What happened, in order, in the language of the page; of some verbs; with `newest`, only so many from the end.

    Names: five statements unless given. Entries: one when the log grew, none otherwise.
    """
    told = _told_now(conference.pk, conference.last_seq, conference.log_hash)
    chosen = told if verbs is None else [one for one in told if one.entry.verb in verbs]
    wanted = chosen[-newest:] if newest else chosen
    return in_words(wanted, names or names_of(conference))


def in_words(told: Iterable[Told], names: Names) -> list[Sentence]:
    """The sentences of these entries."""
    lines = []
    for one in told:
        entry, text = one.entry, _in_words(one, names)
        about = entry.facts.get("delegate") or one.speaker
        lines.append(
            Sentence(entry.seq, entry.at, entry.verb, text, entry.by, one.by_label, one.item, about, entry.facts)
        )
    return lines


def _in_words(one: Told, names: Names) -> str:
    """The sentence, kept while entry and names are the very same: a screen says forty again for each that is new."""
    place = id(one), get_language() or ""
    kept, seats, text = _said.get(place, (None, None, ""))
    if kept is one and seats is names.seats:
        return text
    text = sentence(one, names)
    if len(_said) >= _MOST_SAID:
        _said.clear()
    _said[place] = one, names.seats, text
    return text


def _told_now(conference_id: int, last_seq: int, log_hash: str) -> tuple[Told, ...]:
    with _lock:
        mark, room, told = _kept.get(conference_id, ("", Room(), ()))
    if len(told) == last_seq and mark == log_hash:
        return told
    if len(told) >= last_seq or not _is_same_log(conference_id, len(told), mark):
        room, told = Room(), ()
    rows = LogEntry.objects.filter(conference_id=conference_id, seq__gt=len(told), seq__lte=last_seq).order_by("seq")
    more = []
    for seq, verb, facts, at, by, label in rows.values_list("seq", "verb", "facts", "at", "by_id", "by_label"):
        entry = Happened(seq, verb, facts, at, by)
        after = follow(room, entry)
        more.append(_told(entry, label, room, after))
        room = after
    told = (*told, *more)
    with _lock:
        if len(_kept) >= _MOST_KEPT and conference_id not in _kept:
            _kept.clear()
        _kept[conference_id] = (log_hash, room, told)
    return told


def _is_same_log(conference_id: int, seq: int, mark: str) -> bool:
    return seq == 0 or LogEntry.objects.filter(conference_id=conference_id, seq=seq, hash=mark).exists()


def _told(entry: Happened, label: str, before: Room, after: Room) -> Told:
    plain = Told(entry, label, after.item if entry.verb == "item.started" else before.item)
    facts = entry.facts
    if entry.verb in ("floor.ended", "floor.extended") and before.floor is not None:
        return replace(plain, seconds=_since(entry, before.floor.since), speaker=before.floor.delegate)
    if entry.verb == "item.ended" and before.item_since is not None:
        return replace(plain, seconds=_since(entry, before.item_since))
    if entry.verb == "site.joined" and facts["site"] in before.lost:
        return replace(plain, seconds=_since(entry, before.lost[facts["site"]]))
    if entry.verb.startswith("vote.") and facts["vote"] in before.polls:
        return replace(plain, entitled=len(before.polls[facts["vote"]].entitled))
    if entry.verb == "roll.marked":
        came = {seat for seat, state in facts["marks"] if state in PRESENT and seat not in before.present}
        back = frozenset(seat for seat in came if seat in before.marks and before.marks[seat].state == "left")
        late = frozenset(seat for seat in came - back if after.marks[seat].late)
        return replace(plain, new=late, back=back)
    return plain


def _since(entry: Happened, start: datetime.datetime) -> float:
    return (entry.at - start).total_seconds()
