"""Letters reach a real mail server: once, whole, and again only when the server did not say that it took them."""

import datetime
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.config import environment
from phoihop.journal import actions, queries
from phoihop.journal.models import Entry, Mail
from phoihop.orgs.models import Person
from phoihop.orgs.queries import addresses
from tests.cast import DAY, Cast
from tests.post_office import Server

pytestmark = pytest.mark.django_db(transaction=True)
SUBJECT = "Quá hạn 3 ngày làm việc: Báo cáo quý IV/2021 về bảo vệ bí mật nhà nước, xã Chiềng Ơn, huyện Mường Hạ"
BODY = "Kính gửi Cán bộ tổng hợp,\n\nBáo cáo quý IV/2021 chưa gửi. " + "Đề nghị gửi ngay. " * 80 + "\n.\n\nPhối Hợp"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`later(minutes=5)` lets the machine's clock go on."""
    passed = [datetime.timedelta()]
    real = clock.machine_now
    monkeypatch.setattr(clock, "machine_now", lambda: real() + passed[0])

    def go(**by: float) -> None:
        passed[0] += datetime.timedelta(**by)

    return go


def queue(key: str = "task.1.late.3", to: str = "vanthu@na-pang.vn") -> Mail:
    return actions.queue_mail(to=to, subject=SUBJECT, body=BODY, key=key)


def test_a_letter_arrives_word_for_word_with_its_marks(post_office: Server) -> None:
    queue()
    assert str(actions.send_waiting()) == "sent 1, waiting 0, given up 0"
    (letter,) = post_office.letters()
    assert letter["Subject"] == SUBJECT
    assert letter.get_content().replace("\r\n", "\n").rstrip("\n") == BODY.rstrip("\n")
    assert letter["From"] == "Phối Hợp <phoihop@tayphong.vn>"
    assert letter["To"] == "vanthu@na-pang.vn"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@tayphong.vn>")
    assert letter["Date"]
    assert post_office.envelopes == [("phoihop@tayphong.vn", ["vanthu@na-pang.vn"])]
    raw = post_office.taken[0]
    assert b"Subject: =?utf-8?" in raw, "begins on its own line"
    assert max(raw) < 128, "seven bits, as every relay takes them"
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    mail = Mail.objects.get()
    assert (mail.state, mail.tries, mail.message_id) == ("sent", 1, letter["Message-ID"])


def test_a_key_is_one_letter_and_stands_or_falls_with_what_it_tells_of(post_office: Server) -> None:
    first = queue()
    again = actions.queue_mail(to="ai@khac.vn", subject="Khác", body="Khác", key=first.key)
    assert (again.pk, again.subject) == (first.pk, SUBJECT)
    assert actions.queue_mails([actions.Letter("a@b.vn", "Một", "1", key) for key in ("x", "x", first.key)]) == 1
    with transaction.atomic():
        queue("rolled back")
        transaction.set_rollback(True)
    actions.send_waiting()
    actions.send_waiting()
    assert [letter["Subject"] for letter in post_office.letters()] == [SUBJECT, "Một"]


@pytest.mark.parametrize("to", ["", "vanthu", "a@b.vn, c@d.vn", "a@b.vn\nBcc: c@d.vn", "Văn thư <a@b.vn>"])
def test_what_is_no_address_is_refused_and_nothing_is_queued(to: str) -> None:
    with pytest.raises(Refusal, match="không phải là địa chỉ thư điện tử"):
        actions.queue_mails([actions.Letter("a@b.vn", "Một", "1", "x"), actions.Letter(to, "Hai", "2", "y")])
    assert not Mail.objects.exists()


def test_a_subject_cannot_bring_headers_of_its_own(post_office: Server) -> None:
    actions.queue_mail(to="a@b.vn", subject="Hạn nộp\r\nBcc: c@d.vn", body="1", key="x")
    actions.send_waiting()
    assert post_office.letters()[0]["Subject"] == "Hạn nộp Bcc: c@d.vn"
    assert post_office.envelopes[0][1] == ["a@b.vn"]


def test_without_a_server_letters_wait_and_the_operator_sees_how_many(client: Client) -> None:
    queue()
    assert str(actions.send_waiting()) == "sent 0, waiting 1, given up 0 (no mail server is set)"
    assert (Mail.objects.get().tries, client.get("/suc-khoe").content) == (0, b"ok\nmail waiting: 1\n")


def test_a_server_that_is_down_costs_no_attempt_and_the_letter_goes_out_once(
    post_office: Server, settings: Any, later: Callable[..., None]
) -> None:
    queue()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for _ in range(10):
        with pytest.raises(actions.ServerAway, match="refused"):
            actions.send_waiting()
        later(hours=12)
    mail = Mail.objects.get()
    assert (mail.state, mail.tries, mail.claimed_until) == ("waiting", 0, None)
    settings.EMAIL_PORT = port
    assert [actions.send_waiting().sent for _ in range(2)] == [1, 0]
    assert len(post_office.taken) == 1


def test_a_letter_the_server_puts_off_waits_longer_each_time_and_is_given_up_in_the_end(
    post_office: Server, later: Callable[..., None], client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    post_office.answer = "451 4.7.1 come back later"
    queue()
    for minutes in (1, 5, 30, 2 * 60, 12 * 60):
        actions.send_waiting()
        later(minutes=minutes - 0.5)
        tries = Mail.objects.get().tries
        assert (actions.send_waiting().sent, Mail.objects.get().tries) == (0, tries), "not before its time"
        later(minutes=0.6)
    assert str(actions.send_waiting()) == "sent 0, waiting 0, given up 1"
    assert Mail.objects.get().last_error == "451 4.7.1 come back later"
    assert client.get("/suc-khoe").content == b"ok\nmail given up: 1\n"
    call_command("mail")
    said = capsys.readouterr().out
    assert "vanthu@na-pang.vn: 451 4.7.1 come back later" in said
    assert "Báo cáo" not in said, "the operator reads no content"
    post_office.answer = "250 taken"
    call_command("mail", "--again")
    assert actions.send_waiting().sent == 1
    assert Entry.objects.get().verb == "journal.try_again"


def test_an_address_refused_for_good_is_given_up_at_once_and_stops_no_other(post_office: Server) -> None:
    queue("first")
    post_office.refuses = "550 5.1.1 no such user"
    assert str(actions.send_waiting()) == "sent 0, waiting 0, given up 1"
    assert Mail.objects.get().last_error == "550 5.1.1 no such user"
    post_office.refuses = "452 4.2.2 mailbox full"
    queue("second")
    assert str(actions.send_waiting()) == "sent 0, waiting 1, given up 1"


@pytest.mark.parametrize(("hangs_up", "copies"), [("after", 1), ("before", 0)])
def test_a_line_that_breaks_after_the_servers_word_is_no_reason_to_send_again(
    post_office: Server, later: Callable[..., None], hangs_up: str, copies: int
) -> None:
    post_office.hangs_up = hangs_up
    for key in ("first", "second"):
        queue(key)
    assert (actions.send_waiting().sent, len(post_office.taken)) == (2 * copies, 2 * copies)
    post_office.hangs_up = ""
    later(minutes=2)
    assert actions.send_waiting().sent == 2 - 2 * copies
    assert len({letter["Message-ID"] for letter in post_office.letters()}) == len(post_office.taken) == 2


def test_two_workers_at_once_send_one_copy_of_each(post_office: Server) -> None:
    actions.queue_mails([actions.Letter("a@b.vn", f"Thư {n}", BODY, f"key {n}") for n in range(12)])
    start = threading.Barrier(3)
    faults: list[BaseException] = []

    def work() -> None:
        try:
            start.wait()
            actions.send_waiting()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    assert sorted(letter["Subject"] for letter in post_office.letters()) == sorted(f"Thư {n}" for n in range(12))
    assert set(Mail.objects.values_list("state", "tries")) == {("sent", 1)}


def test_others_write_while_the_server_thinks(post_office: Server) -> None:
    def write() -> None:
        queue("written meanwhile")
        connection.close()

    post_office.on_data = write
    queue()
    assert str(actions.send_waiting(limit=1)) == "sent 1, waiting 1, given up 0"


def test_a_sender_killed_between_the_servers_word_and_ours_sends_twice_under_one_number(
    post_office: Server, settings: Any, later: Callable[..., None]
) -> None:
    """At least once: a lost reminder is worse than one that comes twice and can be told as the same."""
    queue()
    program = (
        "import sys; from django.conf import settings; settings.DATABASES['default']['NAME'] = sys.argv[1]\n"
        "import django; django.setup()\n"
        "from phoihop.journal import actions; actions.send_waiting()"
    )
    mail_set = {"HOST": "127.0.0.1", "PORT": str(settings.EMAIL_PORT), "SECURITY": "none", "FROM": "a@tayphong.vn"}
    environment = os.environ | {f"PHOIHOP_MAIL_{name}": value for name, value in mail_set.items()}
    sender = subprocess.Popen([sys.executable, "-c", program, connection.settings_dict["NAME"]], env=environment)
    post_office.on_data = lambda: sender.kill()
    assert sender.wait(timeout=60) == -9
    post_office.on_data = lambda: None
    assert (Mail.objects.get().state, actions.send_waiting().sent) == ("waiting", 0), "its lease still runs"
    later(minutes=11)
    assert actions.send_waiting().sent == 1
    assert len({letter["Message-ID"] for letter in post_office.letters()}) == 1
    assert len(post_office.taken) == 2


def test_the_operator_tries_the_server_with_a_letter(post_office: Server, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("mail", "--test", "vanhanh@tayphong.vn")
    assert "đã nhận" in capsys.readouterr().out
    post_office.refuses = "550 no such user"
    with pytest.raises(SystemExit):
        call_command("mail", "--test", "khongco@tayphong.vn")
    assert "550 no such user" in capsys.readouterr().err


def test_the_database_keeps_state_and_time_together() -> None:
    pk = queue().pk
    for wrong in ({"state": "sent"}, {"sent_at": clock.machine_now()}, {"state": "given_up"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mail.objects.filter(pk=pk).update(**wrong)


def test_settings_that_contradict_themselves_stop_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOIHOP_MAIL_FROM", "Phối Hợp <phoihop@tayphong.vn>")
    assert environment.sender("PHOIHOP_MAIL_FROM", needed=True)[1] == "tayphong.vn"
    for wrong in ("", "Phối Hợp"):
        monkeypatch.setenv("PHOIHOP_MAIL_FROM", wrong)
        with pytest.raises(ImproperlyConfigured, match="PHOIHOP_MAIL_FROM"):
            environment.sender("PHOIHOP_MAIL_FROM", needed=True)
    monkeypatch.setenv("PHOIHOP_MAIL_SECURITY", "maybe")
    with pytest.raises(ImproperlyConfigured, match="starttls, tls"):
        environment.choice("PHOIHOP_MAIL_SECURITY", "tls", ("starttls", "tls"))


def test_letters_go_to_who_holds_the_post_on_the_day(demonstration_cast: Cast) -> None:
    cast = demonstration_cast
    Person.objects.filter(holdings__post=cast.clerk_a1).update(contact=" vanthu@na-pang.vn")
    Person.objects.filter(holdings__post=cast.clerk_a2).update(contact="02123 456 789")
    Person.objects.filter(holdings__post=cast.clerk_b1).update(contact="nghi@ban-lau.vn")
    cast.clerk_b1.holdings.update(valid_to=DAY - datetime.timedelta(days=1))
    asked = [cast.clerk_a1.pk, cast.clerk_a2.pk, cast.clerk_b1.pk]
    assert addresses(asked, DAY) == {asked[0]: ["vanthu@na-pang.vn"], asked[1]: [], asked[2]: []}
    assert addresses([asked[2]], DAY - datetime.timedelta(days=1)) == {asked[2]: ["nghi@ban-lau.vn"]}
    person = Person.objects.get(holdings__post=cast.clerk_a1)
    assert person.user is not None
    person.user.is_active = False
    person.user.save()
    assert addresses(asked[:1], DAY) == {asked[0]: []}
    Person.objects.filter(pk=person.pk).update(user=None)
    assert addresses(asked[:1], DAY) == {asked[0]: ["vanthu@na-pang.vn"]}
    assert queries.mail_counts() == queries.MailCounts(0, 0)
