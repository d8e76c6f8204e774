"""What the chair, the secretary and the sites do in the room: each is one entry of the log, harmless when repeated."""

import secrets
from collections.abc import Mapping

from django.db import transaction

from phoihop.base import clock
from phoihop.base.flow import move
from phoihop.base.text import nfc
from phoihop.conferences import queries, rules
from phoihop.conferences.actions.log import Facts, enter, hold
from phoihop.conferences.actions.video import end_picture, mute_picture, record_picture, tell_video
from phoihop.conferences.formulas import Room
from phoihop.conferences.models import AgendaItem, Conclusion, Conference, Delegate, LogEntry, Paper, Site
from phoihop.journal.actions import record
from phoihop.orgs.models import Post


@transaction.atomic
def open_room(*, by: Post, conference: Conference, key: str) -> LogEntry:
    """Open the conference: from now on it runs. Freezes the seats and who may vote. The chair or a deputy."""
    part = rules.part_of(by, conference)

    def write(held: Conference, room: Room) -> Facts:
        move(held, "open", opened_at=clock.now())
        seats = [[one.pk, one.site_id, one.votes] for one in held.delegates.all()]
        record("conference.opened", by=by, about=held, facts={"code": held.code})
        return {"seats": seats, "chair": by.pk, "quorum": held.quorum, "speech_seconds": held.speech_seconds}

    entry = enter(
        by=by,
        conference=conference,
        verb="room.opened",
        key=key,
        why_not=lambda held, room: rules.why_not_open_room(by, held, part),
        write=write,
    )
    conference.refresh_from_db()
    return entry


@transaction.atomic
def close_room(*, by: Post, conference: Conference, key: str) -> LogEntry:
    """End the conference. Its log is sealed: the journal keeps the hash of the last entry. The one who chairs."""

    def write(held: Conference, room: Room) -> Facts:
        move(held, "close", closed_at=clock.now())
        return {}

    def seal(entry: LogEntry) -> None:
        record("conference.closed", by=by, about=conference, facts={"code": conference.code, "sha256": entry.hash})

    entry = enter(
        by=by,
        conference=conference,
        verb="room.closed",
        key=key,
        why_not=lambda held, room: rules.why_not_close_room(by, room),
        write=write,
        then=seal,
    )
    conference.refresh_from_db()
    tell_video(conference, end_picture)
    return entry


def take_chair(*, by: Post, conference: Conference, reason: str, key: str) -> LogEntry:
    """Chair from now on in the place of whoever did; the reason stands in the minutes. The chair or a deputy."""
    part = rules.part_of(by, conference)
    return enter(
        by=by,
        conference=conference,
        verb="chair.taken",
        key=key,
        why_not=lambda held, room: rules.why_not_take_chair(by, room, part, reason),
        write=lambda held, room: {"chair": by.pk, "reason": nfc(reason)},
    )


def mark(*, by: Post, conference: Conference, marks: Mapping[int, str], key: str) -> LogEntry:
    """Roll call: seat → room, online, excused, left. A site for its people, the secretary for all, one for himself."""
    part = rules.part_of(by, conference)
    seats = {one.pk: one for one in conference.delegates.filter(pk__in=marks).select_related("site")}
    return enter(
        by=by,
        conference=conference,
        verb="roll.marked",
        key=key,
        why_not=lambda held, room: rules.why_not_mark(by, held, room, part, marks, seats),
        write=lambda held, room: {"marks": [[seat, state] for seat, state in sorted(marks.items())]},
    )


def start_item(*, by: Post, conference: Conference, item: AgendaItem, key: str) -> LogEntry:
    """Go on to an item of the agenda; the one before ends. The chair or the secretary."""
    part = rules.part_of(by, conference)
    return enter(
        by=by,
        conference=conference,
        verb="item.started",
        key=key,
        why_not=lambda held, room: rules.why_not_start_item(by, room, part, item, held),
        write=lambda held, room: {"item": item.pk},
    )


def ask_to_speak(*, by: Post, conference: Conference, seat: Delegate, kind: str, key: str) -> LogEntry:
    """Put a seat into the queue. A registered speech of the running item comes before free words by itself.

    The delegate, his site's contact, or the secretary.
    """
    part = rules.part_of(by, conference)
    return enter(
        by=by,
        conference=conference,
        verb="queue.asked",
        key=key,
        why_not=lambda held, room: rules.why_not_ask_to_speak(room, part, seat, kind),
        write=lambda held, room: {"delegate": seat.pk, "site": seat.site_id, "kind": _kind(room, seat, kind)},
        named={"delegate": seat.pk},
    )


def _kind(room: Room, seat: Delegate, kind: str) -> str:
    """A free asking of who has registered a speech for the running item counts as that speech; "speech" needs one."""
    if kind in ("free", "speech"):
        registered = room.item is not None and seat.speeches.filter(item_id=room.item).exists()
        return "speech" if registered else "free"
    return kind


def withdraw_asking(*, by: Post, conference: Conference, seat: Delegate, key: str) -> LogEntry:
    """Take a seat out of the queue. The delegate, his site's contact, or the secretary."""
    part = rules.part_of(by, conference)
    return enter(
        by=by,
        conference=conference,
        verb="queue.withdrawn",
        key=key,
        why_not=lambda held, room: rules.why_not_withdraw_asking(room, part, seat),
        write=lambda held, room: {"delegate": seat.pk},
        named={"delegate": seat.pk},
    )


def give_floor(*, by: Post, conference: Conference, seat: Delegate, key: str, reason: str = "") -> LogEntry:
    """Let a seat speak; who speaks now ends. Out of turn needs a reason, which is recorded. The one who chairs."""

    def write(held: Conference, room: Room) -> Facts:
        facts = {"delegate": seat.pk, "site": seat.site_id, "seconds": room.speech_seconds}
        return facts | ({"reason": nfc(reason)} if reason.strip() else {})

    return enter(
        by=by,
        conference=conference,
        verb="floor.given",
        key=key,
        why_not=lambda held, room: rules.why_not_give_floor(by, room, seat, reason),
        write=write,
        named={"delegate": seat.pk},
    )


def extend_floor(*, by: Post, conference: Conference, seconds: int, key: str) -> LogEntry:
    """Grant the speaker more time. The chair or the secretary."""
    part = rules.part_of(by, conference)
    return enter(
        by=by,
        conference=conference,
        verb="floor.extended",
        key=key,
        why_not=lambda held, room: rules.why_not_end_floor(by, room, part, seconds),
        write=lambda held, room: {"seconds": seconds},
    )


def end_floor(*, by: Post, conference: Conference, key: str) -> LogEntry:
    """The speaker has ended. The chair, the secretary, or the speaker's own site."""
    part = rules.part_of(by, conference)
    return enter(
        by=by,
        conference=conference,
        verb="floor.ended",
        key=key,
        why_not=lambda held, room: rules.why_not_end_floor(by, room, part),
        write=lambda held, room: {"delegate": room.floor.delegate if room.floor else None},
    )


def show_page(*, by: Post, conference: Conference, paper: Paper, page: int, key: str) -> LogEntry:
    """Turn everybody who follows to this page. The chair or the secretary."""
    part = rules.part_of(by, conference)
    return enter(
        by=by,
        conference=conference,
        verb="page.shown",
        key=key,
        why_not=lambda held, room: rules.why_not_show_page(by, room, part, paper, page, held),
        write=lambda held, room: {"paper": paper.pk, "page": page},
    )


def note(*, by: Post, conference: Conference, text: str, key: str, seat: Delegate | None = None) -> LogEntry:
    """Words for the minutes under the running item; with a seat, what was said there. The chair or the secretary."""
    part = rules.part_of(by, conference)
    label = rules.note_label(seat)

    def write(held: Conference, room: Room) -> Facts:
        return {"item": room.item, "text": nfc(text)} | ({"delegate": seat.pk} if seat else {})

    return enter(
        by=by,
        conference=conference,
        verb="note.written",
        key=key,
        why_not=lambda held, room: rules.why_not_note(by, room, part, text, label) + rules.why_not_foreign(held, seat),
        write=write,
    )


def conclude(*, by: Post, conference: Conference, text: str, key: str) -> LogEntry:
    """Read a conclusion: each sentence becomes a numbered conclusion, to be given as work or waived by name."""
    part = rules.part_of(by, conference)
    label = rules.note_label(None, conclusion=True)

    def write(held: Conference, room: Room) -> Facts:
        first = held.conclusions.count() + 1
        words = rules.sentences(nfc(text))
        Conclusion.objects.bulk_create(
            Conclusion(conference=held, number=number, item_id=room.item, seq=held.last_seq + 1, text_vi=sentence)
            for number, sentence in enumerate(words, first)
        )
        return {"item": room.item, "text": nfc(text), "first": first, "last": first + len(words) - 1}

    return enter(
        by=by,
        conference=conference,
        verb="conclusion.read",
        key=key,
        why_not=lambda held, room: rules.why_not_note(by, room, part, text, label),
        write=write,
    )


def mute_site(*, by: Post, conference: Conference, site: Site, muted: bool, key: str) -> LogEntry:
    """Turn a site's sound off or on again. The chair or the secretary."""
    part = rules.part_of(by, conference)
    entry = enter(
        by=by,
        conference=conference,
        verb="site.muted",
        key=key,
        why_not=lambda held, room: rules.why_not_conduct_or_keep(by, room, part) + rules.why_not_foreign(held, site),
        write=lambda held, room: {"site": site.pk, "muted": muted},
        named={"site": site.pk, "muted": muted},
    )
    tell_video(conference, mute_picture, site.pk, site.pk in queries.room_of(conference.pk).muted)
    return entry


def switch_recording(*, by: Post, conference: Conference, on: bool, key: str) -> LogEntry:
    """That recording began or ended. The chair or the secretary, where recording is switched on."""
    part = rules.part_of(by, conference)
    entry = enter(
        by=by,
        conference=conference,
        verb="recording.switched",
        key=key,
        why_not=lambda held, room: rules.why_not_record(by, held, room, part),
        write=lambda held, room: {"on": on},
    )
    tell_video(conference, record_picture, queries.room_of(conference.pk).recording)
    return entry


def site_joined(*, by: Post, conference: Conference, site: Site) -> LogEntry | None:
    """A site's console is there (again). Nothing where it is known already, or comes from another than its contact."""
    return _line(by, conference, site, "site.joined")


def site_lost(*, conference: Conference, site: Site) -> LogEntry | None:
    """A site's console has been silent for a while: said by the program itself."""
    return _line(None, conference, site, "site.lost")


@transaction.atomic
def _line(by: Post | None, conference: Conference, site: Site, verb: str) -> LogEntry | None:
    held = hold(conference)
    room = queries.room_now(held.pk, held.last_seq, held.log_hash)
    there = site.pk in room.joined and site.pk not in room.lost
    ours = site.conference_id == held.pk and (by is None or site.contact_id == by.pk)
    if not ours or held.state not in ("called", "open") or there == (verb == "site.joined"):
        return None
    return enter(
        by=by,
        conference=held,
        verb=verb,
        key=secrets.token_hex(16),
        why_not=lambda held, room: [],
        write=lambda held, room: {"site": site.pk},
    )
