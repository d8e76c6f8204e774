"""The report in a browser: a figure on the paper opens its units beside it, without leaving the page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from phoihop.orgs.models import Body
from tests.annual.world import build, filled
from tests.cast import Cast, signed_in


@pytest.mark.browser
def test_a_figure_is_opened_and_a_paragraph_changed(
    demonstration_cast: Cast, live_server: Any, visit: Callable[..., Any]
) -> None:
    cast = demonstration_cast
    communes = [cast.units[name] for name in ("a1", "a2", "b1", "b2")]
    world = build(
        cast.units["province"],
        communes,
        cast.posts(),
        failed=[cast.units["b2"]],
        district_body=Body.objects.filter(unit=cast.units["a"]).first(),
    )
    edition = filled(world)
    session = signed_in(cast.secretary).cookies[settings.SESSION_COOKIE_NAME].value
    page = visit()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/bao-cao-nam/{edition.pk}/")
    page.evaluate("window.stayed = true")
    page.click('a.figure[data-key="S02/S01"]')
    page.wait_for_selector("#pane h2:has-text('3/4')")
    assert page.evaluate("window.stayed") is True
    expect(page.locator("#pane tbody tr")).to_have_count(4)
    assert "so=S02" in page.url
    page.click("article.paper a.beside >> nth=1")
    page.wait_for_selector("#pane textarea")
    page.fill("#pane textarea", "Các bên họp giao ban đều, có 12 cuộc trong năm.")
    page.click("#pane button[value=write]")
    page.wait_for_selector("text=Đã lưu đoạn.")
    assert page.locator("article.paper").inner_text().count("có 12 cuộc trong năm") == 1
    expect(page.locator(".annual-state")).to_contain_text("1 số gõ tay")
    phone = visit(width=380)
    phone.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    phone.goto(f"{live_server.url}/bao-cao-nam/{edition.pk}/?so=D02")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 380
