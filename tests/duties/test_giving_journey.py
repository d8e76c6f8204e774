"""In the browser: the secretary applies the year's plan, records its programme, gives a task to every district."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from phoihop.base import clock
from phoihop.documents.models import File
from phoihop.duties import actions
from phoihop.duties.models import Assignment, Programme, Task
from phoihop.orgs.models import Post
from tests.cast import Cast, signed_in
from tests.duties.office import PDF, D, open_office
from tests.duties.test_loading import ALL, HEAD, row, xlsx

pytestmark = pytest.mark.browser


@pytest.fixture
def open_as(live_server: Any, visit: Callable[..., Any]) -> Callable[..., Any]:
    def come(post: Post, path: str, **options: Any) -> Any:
        page = visit(**options)
        cookie = signed_in(post).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return come


def test_from_the_plan_of_the_year_to_work_on_every_desk(demonstration_cast: Cast, open_as: Callable[..., Any]) -> None:
    office, cast = open_office(demonstration_cast), demonstration_cast
    page = open_as(cast.secretary, reverse("duties:regulation", args=[office.regulation.pk]) + "?nam=2022")
    page.get_by_role("link", name="Kế hoạch giao việc").click()
    expect(page.get_by_text("Áp dụng sẽ thêm 18 phần việc.")).to_be_visible()
    page.get_by_text("Tên đơn vị").first.click()
    expect(page.get_by_text("Huyện Mường Hạ, Huyện Mường Thượng")).to_be_visible()
    page.get_by_role("button", name="Áp dụng kế hoạch").click()
    expect(page.get_by_text("thêm 18 phần việc", exact=True)).to_be_visible()
    expect(page.get_by_text("18 phần việc của năm đã giao đúng như quy chế")).to_be_visible()

    page.get_by_role("link", name="Xem việc đã giao").click()
    page.get_by_role("link", name="Chương trình công tác").click()
    page.get_by_role("link", name="Ghi chương trình").click()
    page.get_by_label("Năm", exact=True).select_option(label="Năm 2022")
    page.get_by_label("Số, ký hiệu").fill("05-CTr/ĐUCA")
    page.get_by_label("Trích yếu", exact=True).fill("Chương trình công tác năm 2022")
    page.get_by_label("Ngày ban hành").fill("2022-01-05")
    page.get_by_label("Tệp văn bản").set_input_files({"name": "ct.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("Văn bản này chưa thành việc nào.")).to_be_visible()
    expect(page.get_by_role("link", name="ct.pdf")).to_be_visible()
    assert Programme.objects.get().file == File.objects.get()

    page.get_by_role("link", name="Giao việc", exact=True).last.click()
    page.get_by_label("Nội dung việc").fill("Ra quân tấn công, trấn áp tội phạm dịp Tết")
    page.get_by_label("Hạn hoàn thành").fill("2022-02-02")
    page.get_by_role("button", name="Xem lại trước khi giao").click()
    expect(page.get_by_role("alert").get_by_text("Chưa chọn đơn vị chủ trì.")).to_be_visible()
    page.get_by_role("group", name="Chủ trì").get_by_label("Tất cả cấp huyện (2)").check()
    page.get_by_role("button", name="Xem lại trước khi giao").click()
    expect(page.get_by_text("là ngày nghỉ (Tết Nguyên đán Nhâm Dần)")).to_be_visible()
    page.get_by_role("button", name="Sửa lại").click()
    expect(page.get_by_label("Nội dung việc")).to_have_value("Ra quân tấn công, trấn áp tội phạm dịp Tết")
    expect(page.get_by_role("group", name="Chủ trì").get_by_label("Tất cả cấp huyện (2)")).to_be_checked()
    page.get_by_label("Hạn hoàn thành").fill("2022-01-28")
    page.get_by_role("button", name="Xem lại trước khi giao").click()
    page.get_by_role("button", name="Giao việc").click()
    expect(page.get_by_text("Đã giao việc CT-2022-001 cho 2 đơn vị.")).to_be_visible()
    page.get_by_role("link", name="đang làm 2").first.click()
    expect(page.locator("tbody.shares tr")).to_have_count(2)
    assert Task.objects.get(code="CT-2022-001").origin == Programme.objects.get()

    desk = open_as(cast.reviewer_b, "/", width=380)
    expect(desk.get_by_text("Ra quân tấn công, trấn áp tội phạm dịp Tết").first).to_be_visible()


def test_the_silent_are_chased_and_what_they_then_hand_in_is_accepted(
    demonstration_cast: Cast, open_as: Callable[..., Any]
) -> None:
    """Two districts are overdue, were reminded by the ladder and said nothing; the secretary chases, then accepts."""
    office, cast = open_office(demonstration_cast), demonstration_cast
    with clock.standing_at(D(2021, 12, 20)):
        task = office.task("a", "b", due=D(2022, 1, 5), title_vi="Rà soát điểm bắn pháo hoa")
    for day in (D(2022, 1, 6), D(2022, 1, 11)):
        with clock.standing_at(day):
            actions.send_reminders(on=day)
    page = open_as(cast.secretary, reverse("tasks:list"))
    page.get_by_role("link", name="Danh sách im lặng").first.click()
    expect(page.get_by_text("2 đơn vị, 2 việc.")).to_be_visible()
    for box in page.locator("input[name=phan]").all():
        box.check()
    page.get_by_role("button", name="Nhắc ngay các việc đã chọn").click()
    expect(page.get_by_text("Nhắc 2 việc của 2 đơn vị")).to_be_visible()
    page.get_by_role("button", name="Nhắc 2 việc").click()
    expect(page.get_by_text("Đã nhắc 2 việc.")).to_be_visible()
    desk = open_as(cast.reviewer_a, "/")
    expect(desk.locator(".news").get_by_text("Nhắc").first).to_be_visible()

    office.hand_in(task, "a", cast.reviewer_a)
    page.get_by_role("link", name="Vào việc").first.click()
    page.get_by_role("link", name="Xem và nhận: Rà soát điểm bắn pháo hoa").click()
    page.get_by_label("Đánh giá kết quả").select_option("có hiệu quả")
    page.get_by_role("button", name="Nhận", exact=True).click()
    page.get_by_text("đã xong").first.wait_for()
    assert (office.share(task, "a").state, office.share(task, "b").state) == ("done", "assigned")


def test_on_a_telephone_without_scripts_tasks_come_from_a_file_and_their_day_is_moved(
    demonstration_cast: Cast, open_as: Callable[..., Any]
) -> None:
    open_office(demonstration_cast)
    page = open_as(demonstration_cast.secretary, reverse("tasks:load"), width=380, java_script_enabled=False)
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def send(data: bytes) -> None:
        page.get_by_label("Tệp .xlsx hoặc .csv").set_input_files(
            {"name": "viec.xlsx", "mimeType": sheet, "buffer": data}
        )
        page.get_by_role("button", name="Xem trước").click()

    send(xlsx(HEAD, row(G="mai"), ALL))
    expect(page.get_by_role("alert").get_by_text("Dòng 2, cột G (Hạn): “mai” không phải là ngày.")).to_be_visible()
    send(xlsx(HEAD, row(), ALL))
    expect(page.get_by_text("Sẽ giao 2 việc, 7 phần việc, cho 6 đơn vị.")).to_be_visible()
    page.get_by_role("button", name="Giao tất cả").click()
    expect(page.get_by_text("Đã giao 2 việc, 7 phần việc, cho 6 đơn vị.")).to_be_visible()
    for box in page.locator('input[name="share"]').all():
        box.check()
    page.get_by_label("Phần việc đã chọn:").select_option(label="Đổi hạn")
    page.locator("form#bulk").get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("Sẽ đổi hạn 7 phần việc.")).to_be_visible()
    page.get_by_label("Hạn mới").fill("2022-02-11")
    page.get_by_label("Lý do đổi hạn").fill("Nghỉ Tết.")
    page.get_by_role("button", name="Đổi hạn").click()
    expect(page.get_by_text("Đã đổi hạn 7 phần việc.")).to_be_visible()
    assert set(Assignment.objects.values_list("due_on", flat=True)) == {Task.objects.get(code="NV-1").due_on}
