"""In the browser: a clerk assesses, the district examines, its people's committee decides; one number changes."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from phoihop.registers.models import StandardResult
from phoihop.registers.queries import records
from tests.cast import Cast, signed_in
from tests.registers.conftest import build


@pytest.mark.browser
def test_from_self_assessment_to_a_counted_decision(
    demonstration_cast: Cast, live_server: Any, visit: Callable[..., Any]
) -> None:
    year = build(demonstration_cast)
    cast, key = year.cast, year.result("a1").pk

    def open_as(post: Any, path: str, width: int = 1280) -> Any:
        cookie = signed_in(post).cookies[settings.SESSION_COOKIE_NAME].value
        page = visit(width)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    clerk = open_as(cast.clerk_a1, f"/so/tieu-chuan/{key}", width=380)
    for number in (1, 2, 3):
        clerk.get_by_label(f"Tiêu chí {number}", exact=True).select_option(label="đạt")
    clerk.get_by_label("Số đạt").fill("16")
    clerk.get_by_label("Tổng số").fill("25")
    clerk.get_by_role("button", name="Nộp bản tự đánh giá").click()
    expect(clerk.get_by_role("alert")).to_contain_text("Tiêu chí 4 chưa có câu trả lời")
    expect(clerk.get_by_text("cần ít nhất 18")).to_be_visible()
    expect(clerk.get_by_label("Số đạt")).to_have_value("16")
    clerk.get_by_label("Số đạt").fill("18")
    clerk.get_by_label("Tiêu chí 4", exact=True).select_option(label="đạt")
    clerk.get_by_role("button", name="Nộp bản tự đánh giá").click()
    expect(clerk.get_by_text("Đã nộp bản tự đánh giá.", exact=True)).to_be_visible()

    reviewer = open_as(cast.reviewer_a, "/so/tieu-chuan/?nam=2021")
    reviewer.get_by_role("button", name="Thẩm tra tất cả 1 hồ sơ đang chờ").click()
    reviewer.get_by_role("button", name="Đề nghị", exact=True).click()
    expect(reviewer.get_by_text("Đã đề nghị 1 đơn vị.")).to_be_visible()

    recogniser = open_as(year.recogniser_a, f"/so/tieu-chuan/{key}")
    recogniser.get_by_label("Số quyết định").fill("2415/QĐ-UBND")
    recogniser.get_by_label("Ngày quyết định").fill("2021-12-01")
    recogniser.get_by_role("button", name="Ghi quyết định").click()
    expect(recogniser.get_by_text("Đã ghi quyết định.")).to_be_visible()

    assert StandardResult.objects.get(pk=key).ruling.decided_on == datetime.date(2021, 12, 1)  # type: ignore[union-attr]
    assert [record.in_set for record in records("standard.passed", year.period, year.branch("province"))] == [True]
