"""The evening after a conference, in the browser: closed, given as work, put on paper, announced, told to the press."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from phoihop.base import clock
from phoihop.conferences.models import Conference
from phoihop.duties.models import Task
from phoihop.orgs.models import Post
from tests.cast import Cast
from tests.conferences.after import concluded
from tests.conferences.world import build
from tests.house.test_pages import enter, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_closing_to_the_press(demonstration_cast: Cast, live_server: Any, visit: Callable[..., Any]) -> None:
    cast = demonstration_cast
    world = build(cast)
    concluded(world)
    page = visit()
    faults: list[object] = []

    def go(post: Post, name: str) -> None:
        enter(page, live_server, post)
        page.goto(live_server.url + reverse(f"conferences:{name}", args=[world.conference.pk]))

    def look() -> None:
        for width in (380, 1280):
            faults.extend((page.url, fault) for fault in faults_of(page, width))

    go(cast.secretary, "conclusions")
    look()
    page.get_by_label("1", exact=True).check()
    page.get_by_label("2", exact=True).check()
    page.get_by_role("button", name="Giao việc từ kết luận").click()
    page.get_by_label("Hạn chung").fill("2022-02-28")
    for box in page.get_by_label("Tất cả cấp huyện (2)").all():
        box.check()
    look()
    page.get_by_role("button", name="Xem lại trước khi giao").click()
    expect(page.get_by_text("2 việc, 4 phần việc của các đơn vị.")).to_be_visible()
    look()
    page.get_by_role("button", name="Giao việc", exact=True).click()
    expect(page.get_by_text("Đã giao 2 việc từ kết luận.")).to_be_visible()
    page.get_by_role("link", name="ghi lý do, tách, gộp").click()
    look()
    page.get_by_label("Lý do").fill("Lời cảm ơn.")
    page.get_by_role("button", name="Ghi lý do").click()
    expect(page.get_by_text("Đã ghi lý do không thành việc.")).to_be_visible()

    go(cast.secretary, "minutes")
    page.get_by_role("button", name="Lập biên bản từ nhật ký").click()
    page.get_by_role("button", name="Sửa biên bản").click()
    page.get_by_label("Ý kiến phát biểu").fill("Các đại biểu thống nhất với dự thảo.")
    look()
    page.get_by_role("button", name="Lưu bản mới").click()
    page.get_by_role("button", name="Đề nghị chủ trì thông qua").click()
    go(cast.leader, "minutes")
    look()
    page.get_by_role("button", name="Thông qua biên bản").click()
    expect(page.get_by_text("Từ nay biên bản giữ nguyên.")).to_be_visible()

    go(cast.secretary, "notice")
    look()
    page.get_by_role("button", name="Ban hành thông báo").click()
    expect(page.locator(".says")).to_contain_text("Đã ban hành Số 01-TB/")

    go(cast.leader, "communique")
    page.locator("button[value=place]").click()
    expect(page.get_by_text("Đã cho đưa tin.")).to_be_visible()
    page.get_by_label("Câu thêm vào thông cáo").fill("Có 99 đại biểu dự.")
    page.get_by_role("button", name="Kiểm tra và thêm").click()
    expect(page.get_by_role("alert")).to_contain_text("Số 99 không có trong nội dung nào đã cho đưa tin.")
    look()
    page.get_by_role("button", name="Phát hành thông cáo").click()
    expect(page.locator(".says")).to_contain_text("Đã phát hành Số 01-TC/")
    assert faults == []
    assert Task.objects.filter(kind="conclusion", due_on=clock.today().replace(month=2, day=28)).count() == 2
    done = Conference.objects.get(pk=world.conference.pk)
    assert done.notice is not None
    assert done.communique is not None
