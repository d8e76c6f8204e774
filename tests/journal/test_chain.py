"""The chain holds, shows every tampering, and survives a killed process and two writers at once."""

import datetime
import os
import signal
import subprocess
import sys
import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from phoihop.accounts.models import User
from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.journal import formulas, guards, queries, registry
from phoihop.journal.actions import Happening, mark_read, record, record_many
from phoihop.journal.models import Entry, Notice


class Desk:
    """Whoever acts, as `orgs.Post` shows itself to the journal."""

    def __init__(self, pk: int, user: User | None = None) -> None:
        self.pk = pk
        self.journal_label = f"Văn thư {pk}, xã Chiềng Hặc"
        self.acting_user_id = user.pk if user else None


@pytest.fixture
def three(db):
    user = User.objects.create(username="an")
    record("reporting.submit_report", by=Desk(7, user), about=user, facts={"share": Decimal("95.59"), "to": [1, 2]})
    record("reporting.accept_report", by=Desk(8), facts={"on": datetime.date(2022, 1, 13), "ratio": 0.1})
    record("reporting.open_period", by=None)
    return user


def test_entries_run_without_gaps_and_say_who_did_what_to_what(three):
    entries = list(Entry.objects.all())
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert entries[0].actor == three
    assert entries[0].subject == three
    assert entries[0].label == "Văn thư 7, xã Chiềng Hặc"
    assert entries[1].facts == {"on": "2022-01-13", "ratio": "0.1"}
    assert list(queries.history_of(three)) == [entries[0]]
    assert queries.verify() is None
    assert queries.verify(anchor=queries.head()) is None


def test_forty_entries_cost_as_many_statements_as_two(db):
    costs = []
    clock.now()  # reads the installation once in a process
    for count in (2, 40):
        with CaptureQueriesContext(connection) as statements:
            record_many([Happening("x.y", facts={"n": n}) for n in range(count)], by=Desk(1))
        costs.append(len(statements))
    assert costs[0] == costs[1]
    assert queries.verify() is None
    assert queries.head()[0] == 42


@pytest.mark.parametrize("attempt", ["save", "delete", "rows_update", "rows_delete"])
def test_the_program_cannot_change_the_past(three, attempt):
    entry = Entry.objects.get(pk=2)
    with pytest.raises(Refusal):
        {
            "save": entry.save,
            "delete": entry.delete,
            "rows_update": lambda: Entry.objects.update(verb="x"),
            "rows_delete": lambda: Entry.objects.all().delete(),
        }[attempt]()


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_entry SET verb = 'x'", "DELETE FROM journal_entry WHERE seq = 2"]
)
def test_the_database_cannot_change_the_past_either(three, statement):
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert queries.verify() is None


@pytest.mark.parametrize(
    ("tampering", "seq", "kind"),
    [
        ("UPDATE journal_entry SET label = 'ai đó' WHERE seq = 2", 2, "changed"),
        ("UPDATE journal_entry SET facts = '{\"to\": [1, 3]}' WHERE seq = 1", 1, "changed"),
        ("UPDATE journal_entry SET at = '2020-01-01 00:00:00' WHERE seq = 3", 3, "changed"),
        ("DELETE FROM journal_entry WHERE seq = 2", 2, "missing"),
        ("DELETE FROM journal_entry WHERE seq = 3", 3, "cut"),
    ],
)
def test_tampering_behind_the_programs_back_is_found_at_its_first_entry(three, tampering, seq, kind):
    anchor = queries.head()
    with connection.schema_editor() if connection.vendor == "postgresql" else _bare_editor() as editor:
        guards.remove(None, editor)
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    assert queries.verify(anchor=anchor) == queries.Break(seq, kind)


class _bare_editor:
    """SQLite's schema editor refuses to start inside a test's transaction; dropping a trigger does not need it."""

    connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def execute(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)


plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(plain_values)
def test_the_plain_form_is_stable(value):
    once = formulas.plain(value)
    assert formulas.plain(once) == once
    assert formulas.canonical({"v": value}) == formulas.canonical({"v": once})


def test_an_object_is_not_recorded_by_accident(db):
    with pytest.raises(TypeError, match="cannot be recorded"):
        record("x.y", by=None, facts={"user": User(username="an")})
    assert not Entry.objects.exists()


def test_who_is_told_finds_it_on_the_desk_and_nobody_is_told_what_he_did_himself(db):
    verb = "test.told"
    registry.tells(verb, words=lambda entry: f"Việc {entry.facts['what']}")(lambda entry, about: [5, 6, 5])
    record(verb, by=Desk(6), facts={"what": "gấp"})
    (notice,) = Notice.objects.all()
    assert notice.to_post_id == 5
    assert registry.telling(verb).words(notice.entry) == "Việc gấp"
    assert mark_read(Notice.objects.all(), by=Desk(6)) == 0
    assert mark_read(Notice.objects.all(), by=Desk(5)) == 1
    assert not queries.unread_for(5).exists()


def test_sign_in_and_failures_are_recorded_but_not_what_was_typed(client, django_user_model):
    user = django_user_model.objects.create_user(username="an", password="Mot-Hai-Ba-4567")
    client.post(reverse("account_login"), {"login": "an", "password": "sai"})
    client.post(reverse("account_login"), {"login": "Mot-Hai-Ba-4567", "password": "an"})
    client.post(reverse("account_login"), {"login": "an", "password": "Mot-Hai-Ba-4567"})
    found = list(Entry.objects.values_list("verb", "actor", "label"))
    assert found == [
        ("accounts.sign_in_failed", user.pk, "an"),
        ("accounts.sign_in_failed", None, "?"),
        ("accounts.sign_in", user.pk, "an"),
    ]


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_never_fork_the_chain():
    def write():
        for _ in range(10):
            record("x.y", by=Desk(1))
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert queries.head()[0] == 40
    assert queries.verify() is None


ENDLESS = """
import django; django.setup()
from phoihop.journal.actions import record
while True:
    print(record("x.y", by=None, facts={"n": 1}).seq, flush=True)
"""


def test_what_was_acknowledged_survives_kill(tmp_path):
    environment = {**os.environ, "PHOIHOP_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "phoihop.config.settings"}
    environment.pop("PHOIHOP_DATABASE_URL", None)
    for room in ("base", "journal"):
        subprocess.run([sys.executable, "-m", "django", "migrate", room, "-v0"], env=environment, check=True)
    with subprocess.Popen(
        [sys.executable, "-c", ENDLESS], env=environment, stdout=subprocess.PIPE, text=True
    ) as writer:
        acknowledged = [int(writer.stdout.readline()) for _ in range(30)]
        writer.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in writer.stdout if line.strip()]
    check = "import django; django.setup(); from phoihop.journal import queries as q; print(q.verify(), q.head()[0])"
    done = subprocess.run([sys.executable, "-c", check], env=environment, capture_output=True, text=True, check=True)
    broken, last = done.stdout.split()
    assert broken == "None"
    assert int(last) >= acknowledged[-1]
