"""What only a browser shows: behaviour of the scripts, accessibility, width on a telephone, weight over the wire."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from phoihop.base import clock
from phoihop.base.models import Instance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Any]


@pytest.fixture
def examples(live_server: Any) -> Iterator[str]:
    """The address of the living examples, in a demonstration."""
    Instance.objects.create(pk=1, demonstration=True, stands_on=datetime.date(2022, 1, 13))
    clock.instance.cache_clear()
    yield live_server.url + reverse("base:style")
    clock.instance.cache_clear()


@pytest.mark.parametrize("width", [1280, 380])
def test_the_parts_and_the_door_are_accessible_and_fit(
    examples: str, live_server: Any, visit: Visit, width: int
) -> None:
    page = visit(width=width)
    for address in (examples, live_server.url + reverse("account_login"), live_server.url + "/khong-co"):
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_what_was_typed_is_offered_again_and_forgotten_when_safe(examples: str, visit: Visit) -> None:
    page = visit()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(examples)
    page.fill("#id_note", "Chưa gửi được vì mất mạng")
    page.check("#id_agreed")
    page.reload()
    assert page.input_value("#id_note") == ""
    page.get_by_role("button", name="Lấy lại").click()
    assert page.input_value("#id_note") == "Chưa gửi được vì mất mạng"
    assert page.is_checked("#id_agreed")
    page.fill("#id_note", "")
    page.uncheck("#id_agreed")
    kept = "localStorage.getItem('phoihop:style')"
    for _try in range(200):
        if page.evaluate(kept) is None:
            break
        page.wait_for_timeout(50)
    assert page.evaluate(kept) is None
    page.reload()
    assert page.get_by_role("button", name="Lấy lại").count() == 0


def test_leaving_with_unsent_changes_is_asked_about(examples: str, visit: Visit) -> None:
    page = visit()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(examples)
    page.reload()
    assert asked == []
    page.locator("#id_note").press_sequentially("x")
    page.reload()
    assert asked == ["beforeunload"]


def test_a_table_is_sorted_by_number_and_by_the_vietnamese_alphabet_and_its_sum_stays(
    examples: str, visit: Visit
) -> None:
    page = visit()
    page.goto(examples)
    names = page.locator("table[data-ph-sort] tbody th")
    page.get_by_role("button", name="Đạt", exact=True).click()
    assert names.all_inner_texts() == ["Sốp Cộp", "Quỳnh Nhai", "Mai Sơn", "Thuận Châu", "Cộng"]
    page.get_by_role("button", name="Đạt", exact=True).click()
    assert names.all_inner_texts() == ["Thuận Châu", "Mai Sơn", "Quỳnh Nhai", "Sốp Cộp", "Cộng"]
    assert page.locator("th[aria-sort=descending]").inner_text() == "Đạt"
    page.get_by_role("button", name="Huyện", exact=True).click()
    assert names.all_inner_texts() == ["Mai Sơn", "Quỳnh Nhai", "Sốp Cộp", "Thuận Châu", "Cộng"]


def test_keys_walk_the_rows_and_press_what_the_row_offers(examples: str, visit: Visit) -> None:
    page = visit()
    page.goto(examples)
    page.evaluate(
        "document.querySelectorAll('[data-ph-key=a]').forEach((b) => b.onclick = () => { b.dataset.done = 1; })"
    )
    for key in ("j", "j", "k", "j", "a"):
        page.keyboard.press(key)
    assert page.locator("tr.here th").inner_text() == "Quỳnh Nhai"
    assert page.locator("tr:has([data-done]) th").all_inner_texts() == ["Quỳnh Nhai"]
    page.focus("#id_note")
    page.keyboard.press("j")
    assert page.input_value("#id_note") == "j", "a letter in a field is a letter"
    assert page.locator("tr.here th").inner_text() == "Quỳnh Nhai"


def test_news_renews_the_part_that_follows_it_and_spares_what_is_being_typed(examples: str, visit: Visit) -> None:
    page = visit()
    visits = {"page": 0, "told": False}

    def answer_page(route: Any) -> None:
        visits["page"] += 1
        follows = (
            '<p id="count" data-ph-topic="reporting">{n}</p>'
            '<div id="cell" data-ph-topic="reporting"><span>{n}</span><input id="own" aria-label="own"></div>'
        ).format(n=visits["page"])
        body = route.fetch().text().replace("<body", '<body data-ph-live="/live"').replace("<h1>", follows + "<h1>")
        route.fulfill(body=body, content_type="text/html")

    def answer_stream(route: Any) -> None:
        said = "retry: 60000\n\n" + ("" if visits["told"] else "id: 7\ndata: reporting\n\n")
        visits["told"] = True
        page.evaluate("document.getElementById('own').focus()")
        route.fulfill(body=said, content_type="text/event-stream")

    page.route(examples, answer_page)
    page.route("**/live?topic=reporting", answer_stream)
    page.goto(examples)
    page.locator("#count", has_text="2").wait_for()
    page.locator("#cell", has_text="Tải lại trang").wait_for()
    assert page.locator("#cell span").inner_text() == "1"
    assert page.evaluate("document.activeElement.id") == "own"


def test_a_part_that_fails_says_so_at_the_top_and_keeps_what_was_typed(examples: str, visit: Visit) -> None:
    page = visit()
    page.on("dialog", lambda dialog: dialog.accept())
    cell = '<input id="own" name="own" aria-label="own" hx-get="/cell" hx-target="#cell" hx-trigger="change">'
    asks = f'<div id="cell">{cell}</div>'

    def answer_page(route: Any) -> None:
        route.fulfill(body=route.fetch().text().replace("<h1>", asks + "<h1>"), content_type="text/html")

    def ask(typed: str, **answer: Any) -> str:
        page.unroute("**/cell?*")
        page.route(
            "**/cell?*", lambda route: route.fulfill(content_type="text/html", **answer) if answer else route.abort()
        )
        page.fill("#own", typed)
        page.locator("#own").blur()
        page.locator(".says .notice.error").wait_for()
        said: str = page.locator(".says").inner_text()
        page.evaluate("document.querySelector('.says').replaceChildren()")
        assert page.input_value("#own") == typed
        return said

    page.route(examples, answer_page)
    page.goto(examples)
    assert "mất kết nối" in ask("1")
    assert "tải lại trang" in ask("2", status=500, body="")
    assert (
        ask("3", status=403, body="<main><h1>Chưa được phép</h1><p>Kỳ đã khoá.</p></main>")
        == "Chưa được phép. Kỳ đã khoá."
    )
    page.unroute("**/cell?*")
    page.route("**/cell?*", lambda route: route.fulfill(status=422, body="Ô này phải là số.", content_type="text/html"))
    page.fill("#own", "4")
    page.locator("#own").blur()
    page.locator("#cell", has_text="Ô này phải là số.").wait_for()
