"""What is sent to open screens after the log grew: the changed parts, once for each group and language."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import translation

from phoihop.conferences import queries
from phoihop.conferences.formulas import Happened
from phoihop.conferences.models import Conference
from phoihop.conferences.papers import screens

Audience = tuple[str, str]
"""(group, language): everybody in it is sent the same bytes."""
FAR_BEHIND = 300
"""A screen that missed more entries than this is shown everything anew."""
SPREAD_MS = 1500
"""Over how long the sites' consoles spread their asking for what concerns them alone, when it concerns all at once."""


@dataclass(frozen=True)
class Change:
    """`seq`: the number the screens stand at afterwards. `bodies`: what to send to whom, if anything."""

    seq: int
    links: str
    bodies: Mapping[Audience, bytes] = field(default_factory=dict)
    answers: Mapping[Audience, bytes] = field(default_factory=dict)


def changes(conference_id: int, after: int, audiences: Iterable[Audience], links: str | None = None) -> Change:
    """What happened after entry `after`, made into parts.

    `links`: the sites' lines as they were last shown, "" when that is not known yet; None leaves them out.
    """
    conference = Conference.objects.get(pk=conference_id)
    if conference.last_seq == after and links is None:
        return Change(after, "")
    room = queries.room_now(conference.pk, conference.last_seq, conference.log_hash)
    if room.seq == after:
        now = queries.mark_of(queries.lines_of(conference, room))
        if links in ("", now):
            return Change(after, now)
    entries = list(queries.happened(conference_id, after)) if 0 <= room.seq - after <= FAR_BEHIND else None
    shown = queries.screen(conference, room)
    if entries is None:
        changed, private = screens.EVERY, _Own(every_site=True, every_seat=True)
    else:
        entries = [one for one in entries if one.seq <= room.seq]
        changed, private = screens.changed_by(one.verb for one in entries), own_of(entries, shown)
    if links and links != shown.links:
        changed |= screens.LINKS
    return _made(shown, changed, private, audiences)


def _made(shown: queries.Screen, changed: frozenset[str], private: "_Own", audiences: Iterable[Audience]) -> Change:
    bodies, answers = {}, {}
    for group, language in audiences:
        with translation.override(language):
            parts = screens.parts(shown, group, changed)
        own = private.said_to(group)
        if not parts and own is None:
            continue
        events = []
        if parts:
            said = {"seq": shown.seq, "parts": parts}
            events.append(f"id: {shown.seq}\nevent: parts\ndata: {_json(said)}\n\n")
        if own is not None:
            events.append(f"id: {shown.seq}\nevent: own\ndata: {_json({'seq': shown.seq, **own})}\n\n")
        bodies[group, language] = "".join(events).encode()
        answers[group, language] = _json({"seq": shown.seq, "parts": parts, "own": own}).encode()
    return Change(shown.seq, shown.links, bodies, answers)


def _json(said: object) -> str:
    """On one line, as an event needs it."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


@dataclass
class _Own:
    """Keys of sites and seats whose private part changed; only those ask for it."""

    sites: set[int] = field(default_factory=set)
    seats: set[int] = field(default_factory=set)
    every_site: bool = False
    every_seat: bool = False

    def said_to(self, group: str) -> dict[str, object] | None:
        if (group == "site" and self.every_site) or (group == "delegate" and self.every_seat):
            return {"all": True, "spread": SPREAD_MS}
        keys = {"site": self.sites, "delegate": self.seats}.get(group)
        return {"keys": sorted(keys)} if keys else None


def own_of(entries: Iterable[Happened], shown: queries.Screen) -> _Own:
    """Whose private part the entries change: who is named in them, who waits where the queue moved, every site's list
    of voters when a vote opens or ends. Delegates, of whom there may be a thousand, never ask all at once."""
    own = _Own()
    for entry in entries:
        own.every_site |= entry.verb in ("room.opened", "room.closed", "vote.opened", "vote.closed", "vote.cancelled")
        seats: set[int | None] = {entry.facts.get("delegate")} | {seat for seat, _state in entry.facts.get("marks", ())}
        if entry.verb.startswith(("queue.", "floor.", "roll.")):
            seats |= set(shown.room.asking)
        if entry.verb == "vote.opened":
            own.seats |= set(shown.seats) - set(entry.facts["entitled"])
        known = {seat for seat in seats if seat is not None and seat in shown.seats}
        own.seats |= known
        own.sites |= {shown.seats[seat].site for seat in known}
        if "site" in entry.facts:
            own.sites.add(entry.facts["site"])
    return own
