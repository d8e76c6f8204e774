"""The silent: overdue, reminded again and again, and not a word since; and reminding them by hand, once a day."""

import datetime
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.duties import actions, queries
from phoihop.duties.models import Assignment, ReminderLine, Task
from phoihop.journal import queries as journal
from phoihop.journal.models import Entry, Mail, Notice
from phoihop.journal.registry import telling
from phoihop.orgs.actions import delegate_post
from phoihop.orgs.models import Person
from tests.cast import Cast, signed_in
from tests.duties.office import D, Office
from tests.duties.sixty_days import ADDRESSES
from tests.duties.test_reminders import morning

FRIDAY, MONDAY, THURSDAY = D(2022, 1, 14), D(2022, 1, 17), D(2022, 1, 20)
"""A task due that Friday is reminded of on it, on Monday and on Thursday."""


@pytest.fixture
def quiet(office: Office) -> Office:
    """A task for a1, a2 and b1, due on FRIDAY, of which they were reminded twice by MONDAY; a2 alone has no address."""
    for name in ("clerk_a1", "clerk_b1"):
        Person.objects.filter(holdings__post=getattr(office.cast, name)).update(contact=f"{name}@tay-phong.vn")
    office.task("a1", "a2", "b1", due=FRIDAY)
    morning(FRIDAY)
    morning(MONDAY)
    return office


def share(office: Office, unit: str) -> Assignment:
    return office.share(Task.objects.get(code="NV-01"), unit)


def silent(office: Office, who: str, on: datetime.date) -> dict[str, tuple[int, datetime.date]]:
    """unit → (how often reminded without an answer, since when), as the post sees it."""
    names = {unit.pk: name for name, unit in office.cast.units.items()}
    with clock.standing_at(on):
        found = queries.silent(getattr(office.cast, who), on)
    return {names[unit.unit_id]: (unit.times, unit.since) for unit in found}


def test_who_says_nothing_after_two_reminders_is_silent(quiet: Office) -> None:
    assert silent(quiet, "secretary", FRIDAY) == {}, "not overdue yet"
    both = (2, FRIDAY)
    assert silent(quiet, "secretary", MONDAY) == {"a1": both, "a2": both, "b1": both}
    assert silent(quiet, "reviewer_a", MONDAY) == {"a1": both, "a2": both}
    assert silent(quiet, "clerk_b1", MONDAY) == {"b1": both}
    assert silent(quiet, "stranger", MONDAY) == silent(quiet, "operator", MONDAY) == {}
    morning(THURSDAY)
    assert silent(quiet, "clerk_b1", THURSDAY) == {"b1": (3, FRIDAY)}


SIGNS: dict[str, Callable[[Office], object]] = {
    "progress": lambda o: actions.report_progress(by=o.cast.clerk_a1, share=share(o, "a1"), text="Đang làm."),
    "evidence": lambda o: o.prove(share(o, "a1"), o.cast.clerk_a1, FRIDAY),
    "question": lambda o: actions.ask(by=o.cast.clerk_a1, share=share(o, "a1"), text="Theo mẫu nào?"),
    "more time": lambda o: actions.ask_extension(
        by=o.cast.clerk_a1, share=share(o, "a1"), until=D(2022, 2, 25), reason="Chờ số liệu."
    ),
}


@pytest.mark.parametrize("sign", sorted(SIGNS))
def test_any_sign_of_life_breaks_the_silence_until_it_is_silent_anew(quiet: Office, sign: str) -> None:
    with clock.standing_at(MONDAY):
        SIGNS[sign](quiet)
    assert set(silent(quiet, "reviewer_a", MONDAY)) == {"a2"}
    morning(THURSDAY)
    assert set(silent(quiet, "reviewer_a", THURSDAY)) == {"a2"}, "one reminder is no silence"
    morning(D(2022, 1, 25))
    assert silent(quiet, "reviewer_a", D(2022, 1, 25))["a1"] == (2, THURSDAY)


def test_a_result_handed_in_or_sent_back_is_no_silence(quiet: Office) -> None:
    with clock.standing_at(MONDAY):
        quiet.prove(share(quiet, "a1"), quiet.cast.clerk_a1, FRIDAY)
        actions.submit(by=quiet.cast.clerk_a1, share=share(quiet, "a1"), text="Đã xong.")
    assert set(silent(quiet, "reviewer_a", MONDAY)) == {"a2"}
    with clock.standing_at(MONDAY):
        actions.return_share(by=quiet.cast.secretary, share=share(quiet, "a1"), key="other", reason="Thiếu chữ ký.")
    assert set(silent(quiet, "reviewer_a", MONDAY)) == {"a2"}, "it said something, and on it goes"


def test_reminding_now_tells_the_unit_once_a_day_and_writes_where_there_was_no_letter(quiet: Office) -> None:
    cast = quiet.cast
    tuesday = D(2022, 1, 18)
    with clock.standing_at(tuesday):
        done = actions.remind_now(by=cast.secretary, shares=[share(quiet, "a1"), share(quiet, "a2")])
        assert (len(done.ready), done.units, done.letters) == (2, 2, 1)
        with pytest.raises(Refusal, match="Hôm nay đã nhắc việc này"):
            actions.remind_now(by=cast.reviewer_a, shares=[share(quiet, "a1")])
        done = actions.remind_now(by=cast.secretary, shares=[share(quiet, "a1"), share(quiet, "b1")])
        assert [one.unit_id for one in done.ready] == [cast.units["b1"].pk]
        assert [one.unit_id for one, _why in done.left] == [cast.units["a1"].pk]
    mail = Mail.objects.get(key="task.reminded.2022-01-18.clerk_a1@tay-phong.vn")
    assert "[do Thư ký quy chế · Đảng ủy công an Tỉnh Tây Phong nhắc]" in mail.body
    (notice,) = Notice.objects.filter(to_post_id=cast.clerk_a1.pk, entry__verb="task.chased")
    said = telling("task.chased")
    assert said is not None
    assert said.words(notice.told) == "Thư ký quy chế, Đảng ủy công an Tỉnh Tây Phong nhắc 1 việc."
    assert silent(quiet, "clerk_a2", tuesday) == {"a2": (3, FRIDAY)}
    line = ReminderLine.objects.get(reminder__on=tuesday, reminder__post=cast.clerk_a2)
    assert (line.level, line.step, line.asked_by_id) == (0, 2, cast.secretary.pk)
    assert not Notice.objects.filter(to_post_id=cast.reviewer_a.pk, entry__verb="task.chased").exists()


def test_what_was_told_by_hand_is_not_told_again_by_the_ladder_that_day(quiet: Office) -> None:
    """By hand before the morning's run: the ladder adds what is new, and an address still gets one letter a day."""
    cast = quiet.cast
    with clock.standing_at(THURSDAY):
        quiet.task("a1", due=THURSDAY, title_vi="Việc khác")
        actions.remind_now(by=cast.secretary, shares=[share(quiet, "a1")])
    assert morning(THURSDAY) > 0
    lines = ReminderLine.objects.filter(reminder__on=THURSDAY, reminder__post=cast.clerk_a1)
    assert sorted(lines.values_list("share__task__title_vi", "asked_by")) == [
        ("Rà soát an ninh, trật tự trước Tết", cast.secretary.pk),
        ("Việc khác", None),
    ]
    assert Mail.objects.filter(to="clerk_a1@tay-phong.vn", key__contains="2022-01-20").count() == 1


def test_by_hand_the_stand_in_is_told_too(quiet: Office) -> None:
    cast = quiet.cast
    with clock.standing_at(MONDAY):
        days = {"valid_from": MONDAY, "valid_to": THURSDAY}
        delegate_post(by=cast.clerk_a1, post=cast.clerk_a1, stand_in=cast.reviewer_a, why="leave", **days)
    with clock.standing_at(D(2022, 1, 18)):
        actions.remind_now(by=cast.secretary, shares=[share(quiet, "a1")])
    line = ReminderLine.objects.get(reminder__on=D(2022, 1, 18), reminder__post=cast.reviewer_a)
    assert line.stands_for_id == cast.clerk_a1.pk
    assert not Mail.objects.filter(key__contains="2022-01-18").exists(), "the absent holder is not written to"


def test_who_may_not_have_others_reminded_hears_why(quiet: Office) -> None:
    cast = quiet.cast
    with clock.standing_at(D(2022, 1, 18)):
        for by, unit, why in (
            (cast.clerk_a1, "a1", "không có quyền"),
            (cast.recogniser, "a1", "không có quyền"),
            (cast.reviewer_b, "a1", "không thuộc nhánh"),
        ):
            with pytest.raises(Refusal, match=why):
                actions.remind_now(by=by, shares=[share(quiet, unit)])
        with pytest.raises(Refusal, match="Chưa chọn việc nào"):
            actions.remind_now(by=cast.secretary, shares=[])
        own = quiet.task("province", due=MONDAY)
        with pytest.raises(Refusal, match="không nhắc"):
            actions.remind_now(by=cast.secretary, shares=[quiet.share(own, "province")])
        actions.drop(by=cast.secretary, share=share(quiet, "b1"), kind="no_longer", text="Không còn cần.")
        with pytest.raises(Refusal, match="đã khép lại"):
            actions.remind_now(by=cast.secretary, shares=[share(quiet, "b1")])
    assert not Entry.objects.filter(verb="task.chased").exists()
    assert not Mail.objects.filter(key__contains="2022-01-18").exists()


def test_the_page_reminds_of_one_at_once_and_of_many_after_saying_how_many(quiet: Office) -> None:
    cast = quiet.cast
    with clock.standing_at(D(2022, 1, 18)):
        browser = signed_in(cast.secretary)
        page = browser.get("/viec/im-lang/").content.decode()
        assert "3 đơn vị" in page
        assert "2 lần từ 14/01/2022" in page
        assert "chưa có tin nào" in page
        keys = [share(quiet, unit).pk for unit in ("a1", "a2", "b1")]
        answer = browser.post("/viec/im-lang/nhac", {"phan": keys})
        asked = answer.content.decode()
        assert answer.status_code == 200
        assert "Nhắc 3 việc của 3 đơn vị: 3 chức vụ được báo, 2 thư được gửi." in asked
        assert not ReminderLine.objects.filter(reminder__on=D(2022, 1, 18)).exists()
        browser.post("/viec/im-lang/nhac", {"phan": keys[:1]})
        assert ReminderLine.objects.filter(reminder__on=D(2022, 1, 18)).count() == 1
        again = browser.post("/viec/im-lang/nhac", {"phan": keys})
        assert "1 việc không nhắc" in again.content.decode()
        done = browser.post("/viec/im-lang/nhac", {"phan": keys, "chac": "1"}, follow=True)
        assert "Đã nhắc 2 việc. 1 thư được gửi đi." in done.content.decode()
        refused = browser.post("/viec/im-lang/nhac", {})
        assert refused.status_code == 422
        assert "Chưa chọn việc nào" in refused.content.decode()
        elsewhere = signed_in(cast.reviewer_b).post("/viec/im-lang/nhac", {"phan": keys[:1]})
        assert elsewhere.status_code == 422, "what one may not see is not there"


def test_the_file_holds_the_lines_of_the_page(quiet: Office) -> None:
    with clock.standing_at(MONDAY):
        actions.report_progress(by=quiet.cast.clerk_b1, share=share(quiet, "b1"), text="Đang làm.")
        answer = signed_in(quiet.cast.secretary).get("/viec/im-lang/bang")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)  # type: ignore[union-attr]
    assert rows[0][0] == "Danh sách im lặng ngày 17/01/2022"
    assert [row[:2] + row[4:10] for row in rows[4:]] == [
        (name, "Huyện Mường Thượng", "14/01/2022", 1, 2, "14/01/2022", "17/01/2022", "chưa có tin nào")
        for name in ("Xã Nà Pang", "Thị trấn Chợ Mới")
    ]


def test_my_reminders_day_by_day_and_the_secretary_s_by_unit(quiet: Office) -> None:
    cast = quiet.cast
    with clock.standing_at(MONDAY):
        mine = signed_in(cast.clerk_a1)
        page = mine.get("/viec/nhac-viec/").content.decode()
        assert "Thứ Hai, 17/01/2022: 1 việc (1 quá hạn)" in page
        assert "quá hạn 1 ngày làm việc" in page
        assert "hạn 14/01/2022" in page
        assert "?ngay=2022-01-14" in page
        before = mine.get("/viec/nhac-viec/?ngay=2022-01-14").content.decode()
        assert "Đến hạn hôm nay" in before
        assert "không có gì phải nhắc" in mine.get("/viec/nhac-viec/?ngay=2022-01-15").content.decode()
        assert mine.get("/viec/nhac-viec/?ngay=hôm-nay").status_code == 404
        unit = cast.units["a2"].pk
        units = signed_in(cast.secretary).get(f"/viec/nhac-viec/don-vi?ngay=2022-01-17&dv={unit}").content.decode()
        assert "Cán bộ tổng hợp · Thường trực cấp ủy Thị trấn Chợ Mới" in units
        seen = signed_in(cast.reviewer_a).get(f"/viec/nhac-viec/don-vi?dv={cast.units['b1'].pk}").content.decode()
        assert "Xã Bản Lầu" not in seen
        assert "Xã Nà Pang" in seen


def test_the_pages_take_no_more_statements_for_thirty_than_for_three(office: Office) -> None:
    spent = []
    browser = signed_in(office.cast.secretary)
    for tasks, day in ((3, FRIDAY), (27, MONDAY)):
        for _ in range(tasks):
            office.task("a1", "b1", due=day)
        for at in (day, D(2022, 1, 18), D(2022, 1, 19)):
            morning(at)
        with clock.standing_at(D(2022, 1, 19)):
            counts = []
            for address in ("/viec/im-lang/", "/viec/nhac-viec/", "/viec/nhac-viec/don-vi"):
                browser.get(address)
                with CaptureQueriesContext(connection) as seen:
                    browser.get(address)
                counts.append(len(seen))
        spent.append(counts)
    assert spent[0] == spent[1]


def test_long_lists_come_page_by_page_and_long_reminders_point_to_the_list(office: Office) -> None:
    for _ in range(101):
        office.task("a1", due=FRIDAY)
    for at in (FRIDAY, MONDAY, THURSDAY):
        morning(at)
    with clock.standing_at(THURSDAY):
        browser = signed_in(office.cast.secretary)
        assert "1 đơn vị, 101 việc" in browser.get("/viec/im-lang/").content.decode()
        last = browser.get("/viec/im-lang/?trang=2").content.decode()
        assert last.count('name="phan"') == 0, "reminded of today, every one"
        assert last.count('data-ph-key="o"') == 1
        mine = signed_in(office.cast.clerk_a1).get("/viec/nhac-viec/").content.decode()
        assert "101 việc (101 quá hạn)" in mine
        assert "và 1 dòng nữa" in mine


def test_news_of_reminders_open_the_day(quiet: Office, cast: Cast) -> None:
    with clock.standing_at(MONDAY):
        page = signed_in(cast.clerk_a1).get("/").content.decode()
    assert "Nhắc: 1 việc (1 quá hạn)." in page
    assert "/viec/nhac-viec/?ngay=2022-01-17" in page
    assert [n for n in journal.unread_for(cast.clerk_a1.pk) if n.entry.facts.get("on") == "2022-01-14"] == []
    assert ADDRESSES["clerk_a1"] not in page
