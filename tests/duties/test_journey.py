"""Work in a real browser: a commune from its desk to acceptance, a joint duty under two keys; without scripts too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from phoihop.duties.models import Assignment
from tests.cast import Cast, signed_in
from tests.duties.office import PDF, Office, open_office

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]
TITLE = "Rà soát an ninh, trật tự trước Tết"


@pytest.fixture
def office(demonstration_cast: Cast) -> Office:
    return open_office(demonstration_cast)


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    file = tmp_path / "bien-ban.pdf"
    file.write_bytes(PDF)
    return file


def enter(page: Any, live_server: Any, post: Any) -> None:
    """Sign in as the holder of a post, and stand at its desk."""
    page.context.clear_cookies()
    session = signed_in(post).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + "/")


def attach(page: Any, file: Path, title: str = "Biên bản họp") -> None:
    page.get_by_label("Tên minh chứng").fill(title)
    page.get_by_label("Ngày của sự việc").fill("2022-01-12")
    page.get_by_label("Tệp").set_input_files(file)
    page.get_by_role("button", name="Thêm minh chứng").click()
    page.get_by_text("Đã thêm minh chứng.").wait_for()


def hand_in(page: Any, words: str) -> None:
    page.get_by_label("Kết quả", exact=True).fill(words)
    page.get_by_role("button", name="Nộp kết quả").click()
    page.get_by_text("Đã nộp kết quả.").wait_for()


def do_and_return_and_mend(page: Any, live_server: Any, office: Office, minutes: Path) -> Assignment:
    """The way of a share from the clerk's desk through a refusal to its end; every page as its reader meets it."""
    cast = office.cast
    task = office.task("a1", by=cast.reviewer_a)
    enter(page, live_server, cast.clerk_a1)
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_label("Tiến độ, phần trăm").fill("60")
    page.get_by_label("Đã làm được gì").fill("Đã họp bàn, phân công từng bản.")
    page.get_by_role("button", name="Ghi tiến độ").click()
    page.get_by_text("báo tiến độ 60 %").wait_for()
    assert page.get_by_role("button", name="Nộp kết quả").is_disabled()
    page.get_by_text("Chưa có minh chứng còn hiệu lực.").wait_for()
    attach(page, minutes)
    hand_in(page, "Đã rà soát 12 bản.")

    enter(page, live_server, cast.reviewer_a)
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_label("Lý do trả lại").fill("Biên bản thiếu chữ ký.")
    page.get_by_role("button", name="Trả lại").click()
    page.get_by_text("Đã trả lại kết quả.").wait_for()

    enter(page, live_server, cast.clerk_a1)
    page.get_by_role("link", name=f"Sửa và nộp lại: {TITLE}").click()
    page.get_by_text("Bị trả lại: Biên bản thiếu chữ ký.").wait_for()
    page.get_by_role("button", name="Rút minh chứng Biên bản họp").click()
    page.get_by_text("Đã rút minh chứng.").wait_for()
    minutes.write_bytes(PDF + b"%2")
    attach(page, minutes, "Biên bản đã ký")
    hand_in(page, "Đã rà soát 12 bản, biên bản đủ chữ ký.")
    return office.share(task, "a1")


def test_a_commune_does_its_work_is_sent_back_mends_it_and_is_accepted(
    office: Office, live_server: Any, visit: Visit, minutes: Path
) -> None:
    page = visit()
    share = do_and_return_and_mend(page, live_server, office, minutes)
    enter(page, live_server, office.cast.reviewer_a)
    page.get_by_role("link", name="Công việc").click()
    page.get_by_role("link", name="Chờ tôi nhận (1)").click()
    page.get_by_role("button", name="Nhận các phần việc đã chọn").click()
    page.get_by_text("1 phần việc sẽ được nhận và xong hẳn.").wait_for()
    page.get_by_label("Đánh giá kết quả").select_option("có hiệu quả")
    page.get_by_role("button", name="Nhận 1 phần việc").click()
    page.get_by_text("Đã nhận 1 phần việc.").wait_for()
    page.get_by_text("Không có kết quả nào chờ chức vụ này nhận.").wait_for()
    share = office.share(share.task, "a1")
    assert (share.state, share.round, share.effective) == ("done", 2, True)

    enter(page, live_server, office.cast.clerk_a1)
    page.get_by_text("Đã được nhận, việc xong").wait_for()
    page.get_by_role("link", name="Công việc").click()
    page.get_by_text("Không có phần việc nào đúng với lựa chọn này.").wait_for()
    page.locator("ul.counts li", has_text="đúng hạn").get_by_role("link").click()
    page.get_by_role("link", name=TITLE).click()
    course = page.locator("ol.course").inner_text()
    assert course.count("nộp kết quả") == 2
    assert course.index("nhận: bên nhận") < course.index("trả lại: bên nhận")


def test_a_joint_duty_is_done_when_both_sides_have_turned_their_keys(
    office: Office, live_server: Any, visit: Visit
) -> None:
    cast = office.cast
    share = office.hand_in(office.task("a", both_accept=True), "a", cast.reviewer_a)
    above, own = visit(), visit()
    enter(above, live_server, cast.leader)
    enter(own, live_server, cast.leader_a)
    address = live_server.url + reverse("tasks:share", args=[share.pk])
    above.goto(address)
    own.get_by_role("link", name=TITLE, exact=True).click()
    above.get_by_label("Đánh giá kết quả").select_option("có hiệu quả")
    above.get_by_role("button", name="Nhận: bên nhận").click()
    above.get_by_text("Đã ghi một bên nhận.").wait_for()
    assert office.share(share.task, "a").state == "submitted"
    own.get_by_role("button", name="Nhận: bên thực hiện").click()
    own.get_by_text("Đã nhận, việc xong.").wait_for()  # though the page stood open since before the other key
    share = office.share(share.task, "a")
    assert (share.state, share.effective) == ("done", True)


def test_without_scripts_and_on_a_telephone_too(office: Office, live_server: Any, visit: Visit, minutes: Path) -> None:
    page = visit(width=380, java_script_enabled=False)
    share = do_and_return_and_mend(page, live_server, office, minutes)
    enter(page, live_server, office.cast.reviewer_a)
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_role("button", name="Nhận", exact=True).click()
    page.get_by_text("Đã nhận, việc xong.").wait_for()
    assert office.share(share.task, "a1").state == "done"
