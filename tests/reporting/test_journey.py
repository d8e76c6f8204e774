"""One report's way in a real browser: filled in, something forgotten, sent, returned, mended, accepted."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from phoihop.reporting import rules
from phoihop.reporting.models import Value
from tests.cast import Cast, signed_in
from tests.reporting.conftest import prepare

pytestmark = pytest.mark.browser


def enter(page: Any, live_server: Any, post: Any) -> None:
    """Sign in as the holder of a post."""
    page.context.clear_cookies()
    session = signed_in(post).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def test_a_clerk_forgets_a_cell_and_a_district_returns_the_report(
    demonstration_cast: Cast, live_server: Any, visit: Callable[..., Any]
) -> None:
    desk = prepare(demonstration_cast)
    report = desk.report("a1")
    page = visit()
    enter(page, live_server, desk.cast.clerk_a1)
    page.goto(f"{live_server.url}/bao-cao/")
    page.get_by_role("link", name="Báo cáo quý, Quý IV/2021").click()
    with page.expect_response("**/o/X01"):
        page.get_by_label("Ô 1: Chỉ tiêu X01").fill("3")
        page.get_by_label("Ô 2 tử số: Chỉ tiêu X02").focus()
    page.get_by_text("Chưa gửi được, còn 3 việc:").wait_for()
    assert rules.draft_of(report).cells["X01"].amount == 3  # saved as it was left
    with page.expect_response("**/o/X02"):
        page.get_by_label("Ô 2 tử số: Chỉ tiêu X02").fill("18")
        page.get_by_label("Kết quả nổi bật").focus()
    page.get_by_label("Kết quả nổi bật").fill("Ba bản tự quản tốt.")
    page.get_by_role("button", name="Gửi báo cáo").click()
    summary = page.get_by_role("alert")
    summary.get_by_role("link", name="ô 2 (mẫu số) còn trống").click()
    assert page.evaluate("document.activeElement.name") == "c-X03"
    expect(page.get_by_label("Kết quả nổi bật")).to_have_value("Ba bản tự quản tốt.")
    page.keyboard.type("25")
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.get_by_text("Đã gửi báo cáo lúc").wait_for()

    enter(page, live_server, desk.cast.reviewer_a)
    page.goto(f"{live_server.url}/bao-cao/duyet/?mau=NC&ky=2021-Q4")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.get_by_label("Ý kiến trả lại").fill("Ô 1: tính trùng bản Pom.")
    page.get_by_role("button", name="Trả lại").click()
    page.get_by_text("Đã trả lại báo cáo.").wait_for()

    enter(page, live_server, desk.cast.clerk_a1)
    page.goto(f"{live_server.url}/bao-cao/{report.pk}/")
    page.get_by_text("Bị trả lại: Ô 1: tính trùng bản Pom.").wait_for()
    page.get_by_label("Ô 1: Chỉ tiêu X01").fill("2")
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.get_by_text("Đã gửi báo cáo lúc").wait_for()

    enter(page, live_server, desk.cast.reviewer_a)
    page.goto(f"{live_server.url}/bao-cao/duyet/?mau=NC&ky=2021-Q4")
    page.get_by_text("ô 1: 3 → 2").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.get_by_text("Đã nhận báo cáo.").wait_for()
    counted = Value.objects.filter(revision__counted_for=report, indicator__code="X01")
    assert [value.amount for value in counted] == [2]
    page.goto(f"{live_server.url}/bao-cao/tong-hop/?ky=2021-Q4&bieu=NC")
    head = page.locator("#rollup thead th").all_inner_texts()
    column = next(at for at, words in enumerate(head) if "X01" in words)
    row = page.locator("#rollup tbody tr").filter(has_text="Huyện Mường Thượng").first
    expect(row.locator("th, td").nth(column)).to_have_text("2")


def test_what_was_typed_outlives_a_lost_link(
    demonstration_cast: Cast, live_server: Any, visit: Callable[..., Any]
) -> None:
    desk = prepare(demonstration_cast)
    address = f"{live_server.url}/bao-cao/{desk.report('a1').pk}/"
    page = visit()
    enter(page, live_server, desk.cast.clerk_a1)
    page.goto(address)
    page.context.set_offline(True)
    page.get_by_label("Kết quả nổi bật").fill("Viết lúc mất mạng.")
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.get_by_label("Kết quả nổi bật")).to_have_value("Viết lúc mất mạng.")


def test_the_form_works_without_scripts(demonstration_cast: Cast, live_server: Any, visit: Callable[..., Any]) -> None:
    desk = prepare(demonstration_cast)
    page = visit(width=380, java_script_enabled=False)
    enter(page, live_server, desk.cast.clerk_a1)
    page.goto(f"{live_server.url}/bao-cao/{desk.report('a1').pk}/")
    page.get_by_label("Ô 1: Chỉ tiêu X01").fill("3")
    page.get_by_role("button", name="Lưu bản nháp").click()
    page.get_by_text("Đã lưu bản nháp.").wait_for()
    expect(page.get_by_label("Ô 1: Chỉ tiêu X01")).to_have_value("3")
