"""A conference's log: tampering is named at its first entry, by the command too; a clock set back turns nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from phoihop.base import clock
from phoihop.conferences import actions, queries
from phoihop.conferences.models import Conference, LogEntry
from phoihop.journal.models import Entry
from tests.conferences.world import World, at, key

pytestmark = pytest.mark.django_db


def happen(world: World) -> None:
    """Six entries, closed: roll, opening, item, note, mark, closing."""
    world.open()
    given = {"by": world.cast.leader, "conference": world.conference}
    actions.start_item(**given, item=world.items[1], key=key())
    actions.note(by=world.cast.secretary, conference=world.conference, text="Nhất trí với báo cáo.", key=key())
    world.mark(b2="left")
    actions.close_room(**given, key="close")


def tamper(statement: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


@pytest.mark.parametrize(
    ("statement", "seq", "kind"),
    [
        (
            'UPDATE conferences_logentry SET facts = \'{"item": null, "text": "Không nhất trí."}\' WHERE seq = 4',
            4,
            "changed",
        ),
        ("UPDATE conferences_logentry SET by_label = 'ai đó' WHERE seq = 2", 2, "changed"),
        ("UPDATE conferences_logentry SET at = '2022-01-13 01:00:00' WHERE seq = 3", 3, "changed"),
        ("UPDATE conferences_logentry SET key = 'again' WHERE seq = 6", 6, "changed"),
        ("DELETE FROM conferences_logentry WHERE seq = 5", 5, "missing"),
        ("DELETE FROM conferences_logentry WHERE seq = 6", 6, "cut"),
    ],
)
def test_tampering_is_named_at_its_first_entry(world: World, statement: str, seq: int, kind: str) -> None:
    happen(world)
    assert queries.verify_log(world.fresh()) is None
    call_command("verify_log", stdout=StringIO())
    tamper(statement)
    assert queries.verify_log(world.fresh()) == queries.Break("HN-2021", seq, kind)
    with pytest.raises(CommandError, match=rf"HN-2021.*mục {seq}"):
        call_command("verify_log", stdout=StringIO())


def test_a_log_rebuilt_whole_is_shown_by_the_seal_in_the_journal(world: World) -> None:
    happen(world)
    previous = ""
    for entry in LogEntry.objects.order_by("seq"):
        if entry.verb == "note.written":
            entry.facts["text"] = "Không nhất trí."
        entry.previous_hash = previous
        entry.hash = previous = entry.hash_due()
        entry.save()
    Conference.objects.update(log_hash=previous)
    assert queries.verify_log(world.fresh()) == queries.Break("HN-2021", 6, "changed")


def test_closing_sent_again_seals_once(world: World) -> None:
    happen(world)
    entry = actions.close_room(by=world.cast.leader, conference=world.conference, key="close")
    assert [one.facts["sha256"] for one in Entry.objects.filter(verb="conference.closed")] == [entry.hash]


def test_a_clock_set_back_does_not_turn_the_log_round(world: World) -> None:
    with clock.standing_at(at(14, 30)):
        world.open()
    with clock.standing_at(at(14, 10)):
        world.mark(b2="left", a2="left")
    moments = list(LogEntry.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert queries.room_at(world.conference.pk, at(14, 29)).seq == 0
    assert queries.room_at(world.conference.pk, at(14, 30)).seq == 3
