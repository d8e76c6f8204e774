"""A campaign in Chromium: a telephone without scripts, a weak link, and a grid that changes while one looks at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from phoihop.base import clock
from phoihop.duties.models import Campaign, Situation
from phoihop.orgs.models import Post
from tests.cast import PASSWORD, Cast, signed_in
from tests.duties.drill import running
from tests.duties.office import open_office

Visit = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
SERVED = """
import sys, django
django.setup()
from phoihop.base import clock, ensure
ensure.database()
from phoihop.base.models import Instance
from tests import cast as standing
from tests.duties import drill, office
Instance.objects.update_or_create(pk=1, defaults={"demonstration": True, "stands_on": standing.DAY})
clock.instance.cache_clear()
now = clock.now().replace(second=0, microsecond=0)
drill.running(office.open_office(standing.bring_on()), slots=[now])
from phoihop.ops import server
server.run_all(int(sys.argv[1]))
"""
"""The cast with a campaign whose one slot is open, served with its live stream by a process of its own."""


@pytest.fixture
def campaign(demonstration_cast: Cast) -> Campaign:
    """Running, with one slot that is open now."""
    return running(open_office(demonstration_cast), slots=[clock.now().replace(second=0, microsecond=0)])


def enter(page: Any, live_server: Any, post: Post) -> None:
    session = signed_in(post).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


def fill(page: Any, note: str = "Mất điện ở bản Nà.") -> None:
    page.get_by_label("có sự việc").check()
    page.get_by_label("Cử tri đã bỏ phiếu").fill("41,5")
    page.get_by_label("Ghi chú").fill(note)


def until(page: Any, holds: Callable[[], bool], what: str) -> None:
    """Wait as the page does, so that what it asks for goes on meanwhile."""
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError(what)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_on_a_telephone_without_scripts(
    campaign: Campaign, demonstration_cast: Cast, live_server: Any, visit: Visit
) -> None:
    page = visit(width=380, java_script_enabled=False)
    enter(page, live_server, demonstration_cast.clerk_a1)
    page.goto(live_server.url + reverse("tasks:campaigns"))
    page.get_by_role("link", name="Báo tình hình").click()
    fill(page, "Gọi 0912345678.")
    page.get_by_role("button", name="Gửi báo").click()
    page.get_by_text("số điện thoại").first.wait_for()
    assert page.get_by_label("Ghi chú").input_value() == "Gọi 0912345678."
    assert page.get_by_label("Cử tri đã bỏ phiếu").input_value() == "41,5"
    assert page.get_by_label("có sự việc").is_checked()
    page.get_by_label("Ghi chú").fill("Mất điện ở bản Nà.")
    page.get_by_role("button", name="Gửi báo").click()
    page.get_by_text("đã gửi lúc").wait_for()
    page.get_by_role("link", name="Sửa lần báo này").click()
    page.get_by_label("ổn định").check()
    page.get_by_label("Ghi chú").fill("")
    page.get_by_role("button", name="Gửi sửa đổi").click()
    page.locator("p", has_text="đã gửi lúc").get_by_text("ổn định").wait_for()
    said = Situation.objects.order_by("revision").values_list("level", "numbers", "note")
    assert list(said) == [("trouble", {"voted": "41.5"}, "Mất điện ở bản Nà."), ("calm", {"voted": "41.5"}, "")]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_over_a_weak_link_it_waits_is_sent_once_and_never_lost(
    campaign: Campaign, demonstration_cast: Cast, live_server: Any, visit: Visit
) -> None:
    page = visit(width=380)
    enter(page, live_server, demonstration_cast.clerk_a1)
    page.goto(live_server.url + reverse("tasks:report_situation", args=[campaign.pk]))
    fill(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Gửi báo").click()
    page.get_by_text("chờ gửi vì mạng yếu. Lần thử 1").wait_for()
    assert Situation.objects.count() == 0
    lost: list[int] = []

    def swallow(route: Any) -> None:
        """The first answer is lost on its way back: the server has the report, the telephone does not know."""
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/bao*", swallow)
    page.context.set_offline(False)
    until(page, lambda: lost == [204], "the first sending arrived")
    assert Situation.objects.count() == 1
    page.get_by_text("đã gửi lúc").wait_for()
    kept = "Object.keys(localStorage).filter((name) => name.startsWith('phoihop:'))"
    until(page, lambda: page.evaluate(kept) == [], "what was sent waits no longer on the telephone")
    assert Situation.objects.count() == 1, "sent twice, said once"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_waits_outlives_the_page_and_a_refusal_shows_it_again(
    campaign: Campaign, demonstration_cast: Cast, live_server: Any, visit: Visit
) -> None:
    page = visit(width=380)
    enter(page, live_server, demonstration_cast.clerk_a1)
    address = live_server.url + reverse("tasks:report_situation", args=[campaign.pk])
    page.goto(address)
    fill(page, "Gọi 0912345678.")
    page.get_by_role("button", name="Gửi báo").click()
    page.locator(".error-summary").get_by_text("số điện thoại").wait_for()
    assert page.get_by_label("Ghi chú").input_value() == "Gọi 0912345678."
    page.route("**/bao*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label("Ghi chú").fill("Mất điện ở bản Nà.")
    page.get_by_role("button", name="Gửi báo").click()
    page.get_by_text("chờ gửi vì mạng yếu").wait_for()
    page.goto(live_server.url + reverse("tasks:campaigns"))
    page.unroute("**/bao*")
    page.goto(address)
    page.get_by_text("đã gửi lúc").wait_for()
    assert Situation.objects.get().note == "Mất điện ở bản Nà."


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a server with a live stream."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHOIHOP_")}
    environment = {**kept, "PHOIHOP_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "phoihop.config.settings"}
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", SERVED, str(port)], env=environment, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        assert process.poll() is None
        try:
            urllib.request.urlopen(f"{address}/suc-khoe", timeout=10).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    try:
        for _ in range(1800):
            if answers():
                break
            time.sleep(0.1)
        else:
            raise AssertionError("the server never answered")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)


def sign_in(page: Any, served: str, name: str) -> None:
    page.goto(served + "/tai-khoan/dang-nhap")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.get_by_role("button", name="Đăng xuất", include_hidden=True).first.wait_for(state="attached")


@pytest.mark.browser
def test_the_provinces_grid_changes_while_it_is_looked_at(served: str, visit: Visit) -> None:
    """The field sends; the open page of the province shows it without being loaded again, and stays where it was."""
    province, field = visit(), visit(width=380)
    sign_in(province, served, "secretary")
    province.goto(served + "/viec/dot/1?mo=tat-ca")
    row = province.locator("tr", has_text="Xã Nà Pang")
    assert "đang chờ" in row.inner_text()
    province.evaluate("window.stayed = true")
    sign_in(field, served, "clerk_a1")
    field.goto(served + "/viec/dot/1/bao")
    fill(field)
    field.get_by_role("button", name="Gửi báo").click()
    field.get_by_text("đã gửi lúc").wait_for()
    row.get_by_role("link", name="41,5 có sự việc").wait_for(timeout=15000)
    province.locator("#dot-tinh-hinh").get_by_text("Mất điện ở bản Nà.").wait_for()
    assert "1 có sự việc" in province.locator("#dot-tinh-hinh").inner_text()
    assert province.evaluate("window.stayed") is True
