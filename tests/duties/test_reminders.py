"""Reminders over sixty days equal what the rule says, morning by morning; told once, on desks and by real letters."""

import datetime
from collections import Counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.duties import actions, queries, rules
from phoihop.duties.calendar import is_working_day
from phoihop.duties.models import Assignment, Reminder, ReminderLine, ReminderRun
from phoihop.journal import queries as journal
from phoihop.journal.actions import send_waiting
from phoihop.journal.models import Entry, Mail, Notice
from phoihop.journal.registry import telling
from phoihop.ops import actions as worker
from phoihop.ops import chores
from phoihop.orgs.models import Person
from phoihop.orgs.queries import tree
from tests.cast import signed_in
from tests.duties.office import PDF, D, Office
from tests.duties.sixty_days import ADDRESSES, AWAY, DAYS, Lines, begin, by_the_rule
from tests.post_office import Server

RULE = by_the_rule()

GOLDEN: dict[str, list[tuple[datetime.date, Lines]]] = {
    "clerk_a2": [
        (D(2022, 1, 19), {"BC a2": (0, "")}),
        (D(2022, 1, 21), {"NV-01 a2": (0, "")}),
        (D(2022, 1, 25), {"BC a2": (0, "")}),
        (D(2022, 1, 26), {"BC a2": (0, "")}),
        (D(2022, 1, 27), {"NV-01 a2": (0, "")}),
        (D(2022, 1, 28), {"NV-01 a2": (0, "")}),
        (D(2022, 2, 7), {"NV-01 a2": (0, "")}),
        (D(2022, 2, 10), {"NV-01 a2": (0, "")}),
        (D(2022, 2, 15), {"NV-01 a2": (0, "")}),
        (D(2022, 2, 18), {"NV-01 a2": (0, "")}),
        (D(2022, 2, 23), {"NV-01 a2": (0, "")}),
        (D(2022, 2, 28), {"NV-01 a2": (0, "")}),
        (D(2022, 3, 3), {"NV-01 a2": (0, "")}),
        (D(2022, 3, 8), {"NV-01 a2": (0, "")}),
        (D(2022, 3, 11), {"NV-01 a2": (0, "")}),
    ],
    "leader": [
        (D(2022, 2, 18), {"NV-01 a2": (2, "")}),
        (D(2022, 2, 22), {"NV-02 b": (1, "")}),
        (D(2022, 2, 23), {"NV-01 a2": (2, "")}),
        (D(2022, 2, 28), {"NV-01 a2": (2, "")}),
        (D(2022, 3, 3), {"NV-01 a2": (2, ""), "NV-02 b": (0, "")}),
        (D(2022, 3, 7), {"NV-02 a": (1, "")}),
        (D(2022, 3, 8), {"NV-01 a2": (2, ""), "NV-02 b": (0, "")}),
        (D(2022, 3, 9), {"NV-02 a": (1, "")}),
        (D(2022, 3, 11), {"NV-01 a2": (2, ""), "NV-02 a": (1, ""), "NV-02 b": (0, "")}),
    ],
    "clerk_b1": [
        (D(2022, 1, 19), {"BC b1": (0, "")}),
        (D(2022, 1, 24), {"NV-03 b1": (0, "")}),
        (D(2022, 1, 25), {"BC b1": (0, "")}),
        (D(2022, 1, 26), {"BC b1": (0, "")}),
        (D(2022, 1, 27), {"BC b1": (0, "")}),
        (D(2022, 1, 28), {"NV-03 b1": (0, "")}),
        (D(2022, 2, 7), {"NV-03 b1": (0, "")}),
        (D(2022, 2, 8), {"BC b1": (0, "")}),
    ],
    "leader_a": [
        (D(2022, 2, 10), {"NV-01 a2": (1, "")}),
        (D(2022, 2, 11), {"NV-01 a1": (0, "")}),
        (D(2022, 2, 15), {"NV-01 a2": (1, "")}),
        (D(2022, 2, 18), {"NV-01 a2": (1, "")}),
        (D(2022, 2, 23), {"NV-01 a2": (1, "")}),
        (D(2022, 2, 28), {"NV-01 a2": (1, "")}),
        (D(2022, 3, 3), {"NV-01 a2": (1, "")}),
        (D(2022, 3, 8), {"NV-01 a2": (1, "")}),
        (D(2022, 3, 11), {"NV-01 a2": (1, "")}),
    ],
}
"""Counted out on a calendar, by hand, for four posts."""


def told(office: Office) -> dict[tuple[datetime.date, str], Lines]:
    """(day, post) → what the program told it, named as the story names it."""
    posts = {post.pk: name for name, post in office.cast.posts().items()}
    units = {unit.pk: name for name, unit in office.cast.units.items()}
    found: dict[tuple[datetime.date, str], Lines] = {}
    rows = ReminderLine.objects.select_related("reminder")
    for line in queries.described_lines(rows).select_related("reminder"):
        lines = found.setdefault((line.reminder.on, posts[line.reminder.post_id]), {})
        name = _name(line, units)
        assert name not in lines
        lines[name] = (line.level, posts[line.stands_for_id] if line.stands_for_id else "")
    return found


def _name(line: ReminderLine, units: dict[int, str]) -> str:
    if line.occurrence:
        return f"{line.occurrence.duty.code} {units[line.occurrence.unit_id]}"
    if line.evidence:
        return f"evidence {units[line.evidence.assignment.unit_id]}"
    assert line.share is not None
    return f"{line.share.task.code} {units[line.share.unit_id]}"


def morning(day: datetime.date) -> int:
    with clock.standing_at(datetime.datetime.combine(day, datetime.time(8))):
        return actions.send_reminders(on=day)


def run(office: Office, *, without: tuple[datetime.date, ...] = ()) -> None:
    """Every morning twice, as a chore may; every afternoon what people did."""
    story = begin(office)
    for day in DAYS:
        if day not in without:
            morning(day)
            assert morning(day) == 0
        story.afternoon(day)


@pytest.fixture
def sixty(office: Office) -> Office:
    run(office)
    return office


def test_sixty_days_equal_the_rule_read_plainly(sixty: Office) -> None:
    found = told(sixty)
    for day in DAYS:
        assert {post: found[on, post] for on, post in found if on == day} == {
            post: RULE[on, post] for on, post in RULE if on == day
        }, day
    assert found == RULE


@pytest.mark.parametrize("post", sorted(GOLDEN))
def test_the_golden_list_was_counted_by_hand(post: str) -> None:
    """The plain reading itself, held to days counted out on a calendar."""
    assert [(day, RULE[day, who]) for day, who in sorted(RULE) if who == post] == GOLDEN[post]


def test_one_message_a_day_on_working_days_and_what_rose_stands_with_the_others(sixty: Office) -> None:
    days = Counter(Reminder.objects.values_list("post_id", "on"))
    assert max(days.values()) == 1
    assert all(is_working_day(day) for _post, day in days)
    assert ReminderRun.objects.count() == sum(is_working_day(day) for day in DAYS)
    entries = Entry.objects.filter(verb="task.reminded")
    assert entries.count() == len({day for day, _post in RULE}), "one entry a day, however many were told"
    notices = Counter(Notice.objects.filter(entry__in=entries).values_list("to_post_id", "entry__facts__on"))
    assert set(notices.values()) == {1}
    assert len(notices) == len(RULE)


def test_the_desk_says_how_many_and_only_of_the_last_day(sixty: Office) -> None:
    cast = sixty.cast
    unread = [n for n in journal.unread_for(cast.leader.pk) if n.entry.verb == "task.reminded"]
    assert [n.entry.facts["on"] for n in unread] == ["2022-03-11"]
    said = telling("task.reminded")
    assert said is not None
    (mine,) = unread
    assert said.words(mine.told) == "Nhắc: 1 việc, 2 việc của cấp dưới."
    assert said.address(mine.told) == "/viec/nhac-viec/?ngay=2022-03-11"
    (clerk,) = [n for n in journal.unread_for(cast.clerk_a2.pk) if n.entry.verb == "task.reminded"]
    assert said.words(clerk.told) == "Nhắc: 1 việc (1 quá hạn)."


def test_real_letters_go_out_once_a_day_to_each_address_and_none_to_who_is_away(
    sixty: Office, post_office: Server
) -> None:
    wanted = Counter(
        (ADDRESSES[post], f"{day:%d/%m/%Y}")
        for day, post in RULE
        if post in ADDRESSES and not (post in AWAY and AWAY[post][1] <= day <= AWAY[post][2])
    )
    assert str(send_waiting(limit=1000)) == f"sent {sum(wanted.values())}, waiting 0, given up 0"
    letters = post_office.letters()
    assert Counter((letter["To"], letter["Subject"].split(": ")[0].split()[-1]) for letter in letters) == wanted
    assert max(wanted.values()) == 1
    send_waiting(limit=1000)
    assert len(post_office.letters()) == len(letters)
    (first,) = [x for x in letters if x["To"] == ADDRESSES["reviewer_a"] and "10/02/2022" in x["Subject"]]
    assert first["Subject"] == "Nhắc việc ngày 10/02/2022: 2 việc (1 quá hạn)"
    assert first.get_content().replace("\r\n", "\n") == TENTH_OF_FEBRUARY


TENTH_OF_FEBRUARY = """Kính gửi: Cán bộ duyệt · Công an Huyện Mường Thượng

QUÁ HẠN (1)
- Rà soát an ninh, trật tự trước Tết (Thị trấn Chợ Mới): quá hạn 4 ngày làm việc, hạn 28/01/2022 \
[thay Cán bộ tổng hợp · Thường trực cấp ủy Thị trấn Chợ Mới]

SẮP ĐẾN HẠN (1)
- Bảo vệ ngày bầu cử (Huyện Mường Thượng): còn 3 ngày làm việc, hạn 15/02/2022

Xem và làm: https://phoihop.tay-phong.vn/viec/nhac-viec/?ngay=2022-02-10
Việc đã xong thì không phải trả lời thư này; ngày nghỉ không nhắc.
"""


@pytest.fixture(autouse=True)
def _public_address(settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://phoihop.tay-phong.vn"


def test_no_letter_and_no_page_names_what_its_reader_may_not_see(sixty: Office) -> None:
    cast = sixty.cast
    everyone = {place.name for place in tree()}
    read = 0
    for name, address in ADDRESSES.items():
        for mail in Mail.objects.filter(to=address):
            day = datetime.date.fromisoformat(mail.key.split(".")[2])
            near = {place.name for place in tree().subtree(getattr(cast, name).body.unit_id)}
            for absent, (stand_in, first, last) in AWAY.items():
                if stand_in == name and first <= day <= last:
                    near |= {place.name for place in tree().subtree(getattr(cast, absent).body.unit_id)}
            assert [unit for unit in everyone - near if unit in mail.body] == []
            read += 1
    assert read > 50
    posts = {post.pk: post for post in cast.posts().values()}
    for line in queries.described_lines(ReminderLine.objects.select_related("reminder")).select_related("reminder"):
        reader = posts[line.stands_for_id or line.reminder.post_id]
        share = line.evidence.assignment if line.evidence else line.share
        if share is not None:
            assert rules.visible_assignments(reader).filter(pk=share.pk).exists()
        else:
            assert line.occurrence is not None
            assert rules.sees_occurrence(reader, line.occurrence)


def test_after_days_that_were_missed_today_is_told_once_and_no_backlog(office: Office) -> None:
    """The machine stood still from 07/02 to 09/02: on 10/02 a2 is told of its task once, as it stands, one step up."""
    run(office, without=(D(2022, 2, 7), D(2022, 2, 8), D(2022, 2, 9)))
    found = told(office)
    assert not [day for day, _post in found if D(2022, 2, 7) <= day <= D(2022, 2, 9)]
    assert found[D(2022, 2, 10), "clerk_a2"] == {"NV-01 a2": (0, "")}
    assert found[D(2022, 2, 10), "leader_a"] == {"NV-01 a2": (1, "")}
    assert (D(2022, 2, 10), "clerk_b1") not in found, "done meanwhile"
    line = ReminderLine.objects.get(reminder__on=D(2022, 2, 10), reminder__post=office.cast.clerk_a2)
    assert line.step == 4
    assert {key: lines for key, lines in found.items() if key[0] > D(2022, 2, 10)} == {
        key: lines for key, lines in RULE.items() if key[0] > D(2022, 2, 10)
    }


def test_a_step_that_fell_while_nothing_ran_is_told_when_it_runs_again(office: Office) -> None:
    office.task("a1", by=office.cast.reviewer_a)
    morning(D(2022, 1, 26))
    assert morning(D(2022, 1, 31)) == 0, "a holiday, whatever was missed"
    assert morning(D(2022, 2, 8)) == 1
    line = ReminderLine.objects.get()
    assert (line.step, line.day, line.level) == (1, D(2022, 1, 28), 0)


def test_the_chores_remind_and_hand_on_and_may_run_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.task("a1", by=office.cast.reviewer_a)
    jobs = tuple(job for job in chores.JOBS if job.name in {"send_reminders", "follow_units"})
    assert [job.name for job in jobs] == ["follow_units", "send_reminders"], "handed on before anybody is reminded"
    monkeypatch.setattr(chores, "JOBS", jobs)
    with clock.standing_at(D(2022, 1, 28)):
        assert worker.run_due() == ["follow_units", "send_reminders"]
        assert [job.run() for job in jobs] == ["0", "0"]
    assert Reminder.objects.count() == 1


def test_who_holds_two_posts_gets_one_letter(office: Office) -> None:
    """Both posts are told on their desks; the letter names a thing once."""
    cast = office.cast
    Person.objects.filter(holdings__post__in=[cast.clerk_a1, cast.clerk_a2]).update(contact="vanthu@muong-thuong.vn")
    office.task("a1", "a2", by=cast.reviewer_a)
    office.task("a1", by=cast.reviewer_a, title_vi="Tuần tra đêm", is_priority=True)
    morning(D(2022, 1, 28))
    assert Reminder.objects.count() == 2
    mail = Mail.objects.get()
    assert mail.subject == "Nhắc việc ngày 28/01/2022: 3 việc"
    assert mail.body.count("Tuần tra đêm") == 1
    both = [f"Cán bộ tổng hợp · Thường trực cấp ủy {name}" for name in ("Xã Nà Pang", "Thị trấn Chợ Mới")]
    assert mail.body.startswith(f"Kính gửi: {both[0]}; {both[1]}\n")


def test_a_long_letter_is_cut_and_points_to_the_page(office: Office) -> None:
    cast = office.cast
    Person.objects.filter(holdings__post=cast.clerk_a1).update(contact="vanthu@na-pang.vn")
    for number in range(32):
        office.task("a1", by=cast.reviewer_a, title_vi=f"Việc thứ {number}")
    morning(D(2022, 1, 28))
    mail = Mail.objects.get()
    assert mail.body.count("- Việc thứ") == 30
    assert "- và 2 việc nữa" in mail.body
    assert ReminderLine.objects.count() == 32


def test_one_task_owed_to_many_is_one_line_of_the_letter(office: Office) -> None:
    """The province owes its conference to each district: one line of two shares, however many receive it."""
    cast = office.cast
    Person.objects.filter(holdings__post=cast.secretary).update(contact="thuky@tay-phong.vn")
    task = office.task("province", title_vi="Hội nghị giao ban năm")
    share = office.share(task, "province")
    for unit in ("a", "b"):
        share.pk, share.to_unit, share._state.adding = None, cast.units[unit], True
        share.save()
    Assignment.objects.get(to_unit=cast.units["province"]).delete()
    morning(D(2022, 1, 27))
    mail = Mail.objects.get()
    assert mail.subject == "Nhắc việc ngày 27/01/2022: 2 việc"
    line = "- Hội nghị giao ban năm (2 phần việc) (Tỉnh Tây Phong): còn 1 ngày làm việc, hạn 28/01/2022"
    assert ("SẮP ĐẾN HẠN (2)\n" + line + "\n") in mail.body
    with clock.standing_at(D(2022, 1, 27)):
        page = signed_in(cast.secretary).get("/viec/nhac-viec/").content.decode()
    assert f"/viec/?viec={task.pk}&amp;dv={cast.units['province'].pk}&amp;rieng=1" in page


def test_evidence_that_runs_out_counts_until_something_lasts_longer(sixty: Office) -> None:
    cast = sixty.cast
    with clock.standing_at(D(2022, 2, 11)):
        assert list(queries.stale_evidence(cast.clerk_a1, D(2022, 2, 11))) == []
    (one,) = queries.stale_evidence(cast.clerk_a1, D(2022, 2, 14))
    assert (one.expires_on, one.assignment.unit_id) == (D(2022, 2, 28), cast.units["a1"].pk)
    assert [e.pk for e in queries.stale_evidence(cast.reviewer_a, D(2022, 3, 14))] == [one.pk]
    assert list(queries.stale_evidence(cast.clerk_b1, D(2022, 3, 14))) == []
    with clock.standing_at(D(2022, 3, 14)):
        office_share = sixty.share(one.assignment.task, "a1")
        facts = {"share": office_share, "title": "Biên bản bổ sung", "fact_on": D(2022, 3, 14)}
        upload = SimpleUploadedFile("bo-sung.pdf", PDF + b"%more")
        with pytest.raises(Refusal, match="chính đơn vị được giao"):
            actions.attach_evidence(by=cast.reviewer_a, file=upload, **facts)
        page = signed_in(cast.clerk_a1).get(f"/viec/phan-viec/{office_share.pk}").content.decode()
        assert 'value="attach"' in page
        actions.attach_evidence(by=cast.clerk_a1, file=upload, expires_on=D(2022, 12, 31), **facts)
        with pytest.raises(Refusal, match="đã khép lại"):
            actions.attach_evidence(
                by=cast.clerk_a1, file=upload, **{**facts, "share": sixty.share(one.assignment.task, "a1")}
            )
    assert list(queries.stale_evidence(cast.clerk_a1, D(2022, 3, 14))) == []
    assert sixty.share(one.assignment.task, "a1").state == "done"


def test_how_often_a_share_was_reminded_of_counts_days_not_readers(sixty: Office) -> None:
    share = Assignment.objects.get(task__code="NV-01", unit=sixty.cast.units["a2"])
    other = Assignment.objects.get(task__code="NV-03")
    found = queries.reminded([share.pk, other.pk, 0])
    assert found[share.pk] == queries.Reminded(12, D(2022, 3, 11))
    assert found[other.pk] == queries.Reminded(3, D(2022, 2, 7))
    assert set(found) == {share.pk, other.pk}


def _statements(office: Office, tasks: int, day: datetime.date) -> int:
    for _ in range(tasks):
        office.task("a1", "b1", due=day)
        office.task("a2", by=office.cast.reviewer_a, due=day, is_priority=True)
    with CaptureQueriesContext(connection) as spent:
        assert morning(day) > 0
    return len(spent)


def test_a_run_takes_no_more_statements_for_thirty_than_for_three(office: Office) -> None:
    for name, address in ADDRESSES.items():
        Person.objects.filter(holdings__post=getattr(office.cast, name)).update(contact=address)
    few = _statements(office, 3, D(2022, 1, 14))
    many = _statements(office, 30, D(2022, 1, 17))
    assert many <= few + 1, "a batch more where a statement takes no more values"
    assert few < 35
    assert ReminderLine.objects.filter(reminder__on=D(2022, 1, 17)).count() == 3 * (3 + 30)
