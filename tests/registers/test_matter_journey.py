"""In the browser: a commune opens a matter and works on it; it drags and rises; the district directs; it is settled."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from phoihop.base import clock
from phoihop.registers import actions
from phoihop.registers.models import Matter
from tests.cast import DAY, Cast, signed_in


@pytest.mark.browser
def test_from_opening_through_what_drags_to_settlement(
    demonstration_cast: Cast, live_server: Any, visit: Callable[..., Any]
) -> None:
    cast = demonstration_cast

    def open_as(post: Any, path: str, width: int = 1280) -> Any:
        cookie = signed_in(post).cookies[settings.SESSION_COOKIE_NAME].value
        page = visit(width)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    clerk = open_as(cast.clerk_a1, "/so/vu-viec/", width=380)
    clerk.get_by_text("Ghi vụ việc mới của đơn vị mình").click()
    clerk.get_by_label("Nội dung vụ việc").fill("Tranh chấp nguồn nước, anh Lò Văn khiếu nại")
    clerk.locator("#id_kind").select_option(label="Tranh chấp nguồn nước, thủy lợi")
    clerk.get_by_label("Ngày phát sinh").fill("2021-12-01")
    clerk.get_by_label("Hạn giải quyết").fill("2022-01-12")
    clerk.get_by_role("button", name="Ghi vụ việc").click()
    expect(clerk.get_by_role("alert")).to_contain_text("có vẻ ghi tên một người")
    expect(clerk.get_by_label("Hạn giải quyết")).to_have_value("2022-01-12")
    clerk.get_by_label("Nội dung vụ việc").fill("Tranh chấp nguồn nước giữa hai bản")
    clerk.get_by_role("button", name="Ghi vụ việc").click()
    clerk.get_by_text("Đã ghi vụ việc VV-2021-001.").wait_for()
    clerk.get_by_label("Việc đã làm").fill("Họp hai bản, lập biên bản hiện trạng")
    clerk.get_by_label("Ngày của việc").fill("2021-12-06")
    clerk.get_by_role("button", name="Ghi bước").click()
    clerk.get_by_text("Đã ghi bước mới.").wait_for()
    expect(clerk.locator("main .status", has_text="quá hạn").first).to_be_visible()

    with clock.standing_at(DAY):
        assert actions.raise_dragging() == 1
    reviewer = open_as(cast.reviewer_a, "/")
    reviewer.get_by_role("link", name="Cho ý kiến").first.click()
    expect(reviewer.get_by_text("chuyển lên Huyện Mường Thượng")).to_be_visible()
    reviewer.get_by_label("Ý kiến chỉ đạo").fill("Xã phối hợp phòng chuyên môn đo lưu lượng, báo cáo trong tuần")
    reviewer.get_by_role("button", name="Ghi ý kiến").click()
    reviewer.get_by_text("Đã ghi bước mới.").wait_for()

    clerk.reload()
    expect(clerk.get_by_text("Xã phối hợp phòng chuyên môn").first).to_be_visible()
    clerk.locator("summary", has_text="Giải quyết xong").click()
    clerk.get_by_label("Ngày giải quyết xong").fill("2022-01-13")
    clerk.get_by_label("Kết quả").fill("Hai bản ký cam kết lịch lấy nước")
    clerk.get_by_role("button", name="Ghi đã giải quyết").click()
    clerk.get_by_text("Đã ghi vụ việc giải quyết xong.").wait_for()
    made = Matter.objects.get()
    assert (made.state, made.resolved_on) == ("resolved", datetime.date(2022, 1, 13))
    assert not made.raises.filter(ended_at=None).exists()
    reviewer.goto(live_server.url + "/so/vu-viec/")
    expect(reviewer.get_by_text("Không có vụ việc nào khớp")).to_be_visible()
