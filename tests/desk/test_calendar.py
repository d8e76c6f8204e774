"""The calendar by itself: a program that cannot sign in reads it under a private address, and nothing else by it."""

import datetime
import html
import re
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phoihop.accounts import actions as accounts
from phoihop.accounts.models import FeedKey, User
from phoihop.accounts.queries import feed_token
from phoihop.base import clock
from phoihop.desk.queries import calendar
from phoihop.duties.models import Period, PeriodDue
from phoihop.journal.actions import record
from phoihop.journal.models import Entry
from phoihop.orgs import actions as orgs
from phoihop.orgs.models import Body, Holding, Person, Post
from tests.cast import DAY, Cast, signed_in
from tests.duties.office import SOON, Office, open_office

TITLE = "Rà soát, lập danh sách địa bàn trọng điểm; phân công từng đồng chí cấp ủy viên phụ trách trước Tết Nguyên đán"


@pytest.fixture
def office(cast: Cast) -> Office:
    return open_office(cast)


def address_on_page(client: Client) -> str:
    """The private address as the reader copies it, without the host."""
    found = re.search(r"<code>http://testserver([^<]+)</code>", client.get("/lich").content.decode())
    return found[1] if found else ""


def subscribe(post: Post) -> str:
    client = signed_in(post)
    client.post("/lich/dia-chi")
    return address_on_page(client)


def entries(body: bytes) -> dict[str, Any]:
    """What a calendar program reads: entries by their number."""
    return {str(one["UID"]): one for one in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def test_a_program_that_cannot_sign_in_reads_what_the_page_shows(office: Office, client: Client) -> None:
    task = office.task("a1", by=office.cast.reviewer_a, title_vi=TITLE)
    office.task("a2", by=office.cast.reviewer_a, title_vi="Việc của xã khác")
    answer = client.get(subscribe(office.cast.clerk_a1))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    lines = answer.content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert not [line for line in lines if b"\n" in line]
    read = entries(answer.content)
    share = read[f"task-{office.share(task, 'a1').pk}@phoihop"]
    assert (share["SUMMARY"], share["DTSTART"].dt) == (f"Hạn làm: {TITLE}", SOON)
    words = {str(one["SUMMARY"]) for one in read.values()}
    assert "Việc của xã khác" not in " ".join(words)
    shown = html.unescape(signed_in(office.cast.clerk_a1).get("/lich?thang=2022-01").content.decode())
    january = {str(one["SUMMARY"]) for one in read.values() if one["DTSTART"].dt.strftime("%Y-%m") == "2022-01"}
    assert january
    assert "Hạn gửi báo cáo quý IV/2021 (cấp xã)" in words
    assert [text for text in january if text not in shown] == []
    assert {name for one in read.values() for name in one} == {
        "UID", "DTSTAMP", "DTSTART", "SUMMARY", "CATEGORIES", "TRANSP"
    }  # fmt: skip
    assert b"X-PUBLISHED-TTL:PT6H" in lines
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in lines


def test_an_unchanged_calendar_is_not_sent_again_and_a_changed_day_keeps_its_number(
    office: Office, client: Client
) -> None:
    address = subscribe(office.cast.clerk_a1)
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert client.get(address).content == first.content
    since = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304
    zipped = client.get(address, headers={"accept-encoding": "gzip"})
    assert client.get(address, headers={"if-none-match": zipped["ETag"]}).status_code == 304
    due = PeriodDue.objects.filter(level="commune", due_on__gt=DAY).select_related("period").order_by("due_on")[0]
    number = f"due-{due.period.label}-commune@phoihop"
    assert entries(first.content)[number]["DTSTART"].dt == due.due_on
    due.due_on += datetime.timedelta(days=1)
    due.save()
    with clock.standing_at(datetime.datetime.combine(DAY, datetime.time(15))):
        record("duties.set_due", by=office.cast.secretary)
        changed = client.get(address, headers={"if-none-match": first["ETag"]})
        assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 200
    assert changed.status_code == 200
    assert entries(changed.content)[number]["DTSTART"].dt == due.due_on
    assert set(entries(changed.content)) == set(entries(first.content))


def test_the_language_is_the_accounts_and_the_numbers_stay(office: Office, client: Client) -> None:
    address = subscribe(office.cast.clerk_a1)
    vietnamese = entries(client.get(address).content)
    User.objects.filter(pk=office.cast.clerk_a1.acting_user_id).update(language="en")
    answer = client.get(address)
    english = entries(answer.content)
    assert answer["Content-Language"] == "en"
    assert set(english) == set(vietnamese)
    one = next(uid for uid in english if uid.startswith("due-"))
    assert str(vietnamese[one]["SUMMARY"]).startswith("Hạn gửi báo cáo")
    assert str(english[one]["SUMMARY"]).isascii()


def _renewed(cast: Cast, address: str) -> str:
    signed_in(cast.clerk_a1).post("/lich/dia-chi")
    return address


def _switched_off(cast: Cast, address: str) -> str:
    signed_in(cast.clerk_a1).post("/lich/dia-chi/tat")
    return address


def _closed(cast: Cast, address: str) -> str:
    User.objects.filter(pk=cast.clerk_a1.acting_user_id).update(is_active=False)
    return address


def _left(cast: Cast, address: str) -> str:
    cast.clerk_a1.holdings.update(valid_to=DAY - datetime.timedelta(days=1))
    return address


def _forged(cast: Cast, address: str) -> str:
    """Another account's number under the same key and signature."""
    number = str(cast.clerk_a1.acting_user_id)
    return address.replace(f"/{number}.", f"/{cast.secretary.acting_user_id}.")


def _cut(cast: Cast, address: str) -> str:
    return address.removesuffix(".ics")[:-1] + ".ics"


def _new_secret(cast: Cast, address: str) -> str:
    """The right account and key, signed for something else."""
    key = FeedKey.objects.get().key
    return f"/lich/{cast.clerk_a1.acting_user_id}.{key}.ics"


@pytest.mark.parametrize("spoil", [_renewed, _switched_off, _closed, _left, _forged, _cut, _new_secret])
def test_an_address_that_is_not_right_opens_nothing(
    cast: Cast, client: Client, spoil: Callable[[Cast, str], str]
) -> None:
    address = subscribe(cast.clerk_a1)
    assert client.get(address).status_code == 200
    wrong = spoil(cast, address)
    assert client.get(wrong).status_code == 404
    assert client.post(wrong).status_code in {403, 405}


def test_the_address_opens_the_calendar_and_nothing_else(cast: Cast, client: Client) -> None:
    address = subscribe(cast.clerk_a1)
    before = Entry.objects.count()
    client.get(address)
    assert Entry.objects.count() == before, "reading leaves nothing"
    assert client.cookies == {}
    assert client.get("/lich").status_code == 302
    assert client.head(address).content == b""


def test_the_holder_takes_renews_and_switches_off_his_own(cast: Cast) -> None:
    client = signed_in(cast.clerk_a1)
    assert address_on_page(client) == ""
    client.post("/lich/dia-chi/tat")
    assert Entry.objects.filter(verb__startswith="desk.").count() == 0, "nothing to switch off"
    client.post("/lich/dia-chi")
    first = address_on_page(client)
    assert address_on_page(client) == first, "the same each time it is shown"
    client.post("/lich/dia-chi")
    assert address_on_page(client) not in {"", first}
    assert address_on_page(signed_in(cast.secretary)) == ""
    client.post("/lich/dia-chi/tat")
    assert address_on_page(client) == ""
    verbs = list(Entry.objects.filter(verb__startswith="desk.").order_by("seq").values_list("verb", "label"))
    assert verbs == [(f"desk.{what}_feed", cast.clerk_a1.journal_label) for what in ("renew", "renew", "drop")]


def test_who_stands_in_sees_the_absent_posts_days_too(office: Office, client: Client) -> None:
    cast = office.cast
    task = office.task("a1", by=cast.reviewer_a)
    address = subscribe(cast.reviewer_a)
    number = f"task-{office.share(task, 'a1').pk}@phoihop"
    assert number not in entries(client.get(address).content)
    orgs.delegate_post(
        by=cast.clerk_a1, post=cast.clerk_a1, stand_in=cast.reviewer_a, valid_from=DAY, valid_to=DAY, why="study"
    )
    assert number in entries(client.get(address).content)
    with clock.standing_at(DAY + datetime.timedelta(days=1)):
        assert number not in entries(client.get(address).content)


def test_many_posts_and_many_days_cost_as_many_statements_as_few(office: Office, client: Client) -> None:
    cast = office.cast
    address = subscribe(cast.clerk_a1)
    person = Person.objects.get(user_id=cast.clerk_a1.acting_user_id)
    costs = []
    for upto in (1, 12):
        for n in range((costs and 1) or 0, upto):
            body = Body.objects.filter(unit=cast.units[("a1", "a2", "b1")[n % 3]])[0]
            post = Post.objects.create(body=body, title_vi=f"Chức vụ {n}", role="clerk")
            Holding.objects.create(person=person, post=post)
            office.task(("a1", "a2", "b1")[n % 3], title_vi=f"Việc {n}")
            period = Period.objects.create(
                label=f"P{n}", kind="month", year=2022, starts_on=DAY, ends_on=DAY, opens_on=DAY, name_vi=f"Kỳ {n}"
            )
            period.dues.create(level="commune", due_on=DAY)
        client.get(address)
        with CaptureQueriesContext(connection) as statements:
            found = entries(client.get(address).content)
        costs.append(len(statements))
    assert len(found) > 24
    assert costs[0] == costs[1]
    assert costs[0] <= 12


def test_a_new_source_is_one_more_line(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def meeting(posts: object, first: datetime.date, last: datetime.date) -> list[calendar.Happening]:
        return [calendar.Happening(DAY, "paper", "Họp giao ban", "meeting-1", "/lich")]

    monkeypatch.setattr(calendar, "SOURCES", (*calendar.SOURCES, meeting, meeting))
    assert "meeting-1@phoihop" in entries(client.get(subscribe(cast.leader)).content)
    reader = signed_in(cast.leader)
    assert "meeting-1@phoihop" in entries(reader.get("/lich.ics").content)
    assert reader.get("/lich").content.decode().count('<a href="/lich">Họp giao ban</a>') == 2, "month and list, once"


def test_an_account_has_one_key(cast: Cast) -> None:
    pk = cast.clerk_a1.acting_user_id
    assert pk is not None
    assert feed_token(pk) == ""
    accounts.renew_feed_key(user_id=pk)
    token = feed_token(pk)
    assert re.fullmatch(r"[\w.-]{60,120}", token), "nothing that an address has to escape"
    assert (FeedKey.objects.count(), feed_token(pk)) == (1, token)
