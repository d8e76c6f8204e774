"""The frame, the parts, the charts and the pages for what went wrong."""

import datetime
import re
from decimal import Decimal
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from phoihop.base import charts, clock, views
from phoihop.base.models import Instance
from phoihop.config import navigation
from phoihop.orgs import roles
from tests.cast import Cast

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(str.replace(drawing, "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@given(
    st.lists(
        st.tuples(st.text(st.characters(blacklist_categories=["Cc", "Cs"]), max_size=30), st.integers(0, 300)),
        max_size=12,
    )
)
def test_bars_are_as_long_as_their_values_whatever_they_are_called(rows: list[tuple[str, int]]) -> None:
    drawing = charts.bar_chart("Theo huyện", [charts.Bar(label, value, str(value)) for label, value in rows])
    widths = [float(rect.get("width", "")) for rect in parsed(drawing).iter(f"{SVG}rect")]
    longest = max((value for _label, value in rows), default=0) or 1
    assert widths == pytest.approx([230 * value / longest for _label, value in rows], abs=0.051)


def test_a_chart_of_twelve_bars_is_small_and_says_what_it_shows() -> None:
    bars = [charts.Bar(f"Huyện Mường Thượng {n}", n, f"{n}/12", before=n) for n in range(1, 13)]
    drawing = charts.bar_chart("Xã đạt chuẩn", bars)
    assert len(drawing.encode()) < 4096
    picture = parsed(drawing)
    assert picture.get("role") == "img"
    assert picture.findtext(f"{SVG}title") == "Xã đạt chuẩn"
    assert "Huyện Mường Thượng 12: 12/12" in (picture.findtext(f"{SVG}desc") or "")


def test_a_line_is_broken_where_there_is_no_figure() -> None:
    drawing = charts.line_chart(
        "Đúng hạn", ["I", "II", "III", "IV"], [charts.Series("2021", [1, None, Decimal("2.5"), 3])]
    )
    line = next(path for path in parsed(drawing).iter(f"{SVG}path") if path.get("class") == "line")
    assert re.sub(r"[\d. ]", "", line.get("d", "")) == "MML"


def test_places_with_an_address_are_links_with_a_name() -> None:
    tiles = [charts.Tile("116", 0, 0, "Mai Sơn", "22/22", "good", "/don-vi/1"), charts.Tile("118", 0, 1, "A & B", "<1")]
    picture = parsed(charts.tile_map("Mười hai huyện", tiles))
    links = list(picture.iter(f"{SVG}a"))
    assert [(link.get("href"), link.get("aria-label")) for link in links] == [("/don-vi/1", "Mai Sơn: 22/22")]
    assert picture.get("role") == "group"
    assert parsed(charts.bar_chart("Theo huyện", [charts.Bar("A", 1, "1", url="/a")])).get("role") == "group"


@pytest.fixture
def demonstration(db: None) -> None:
    Instance.objects.create(pk=1, demonstration=True, stands_on=datetime.date(2022, 1, 13))
    clock.instance.cache_clear()


@pytest.mark.usefixtures("demonstration")
def test_a_demonstration_says_so_on_every_page_and_shows_the_parts(client: Client) -> None:
    for address in (reverse("base:style"), reverse("account_login"), "/khong-co-trang-nay"):
        page = client.get(address).content.decode()
        assert "Dữ liệu minh hoạ" in page
        assert "13/01/2022" in page
        assert "thứ Năm" in page


@pytest.mark.usefixtures("demonstration")
def test_a_page_of_many_parts_is_light_over_the_wire(client: Client) -> None:
    def weight(address: str) -> int:
        answer = client.get(address, headers={"accept-encoding": "gzip"})
        assert answer.status_code == 200
        return len(b"".join(answer.streaming_content) if answer.streaming else answer.content)  # type: ignore[attr-defined]

    page = client.get(reverse("base:style")).content.decode()
    parts = re.findall(r'<(?:link|script)[^>]* (?:href|src)="([^"]+)"', page)
    weights = {part.partition("?")[0]: weight(part) for part in parts}
    assert len(weights) == 15
    assert sum(size for part, size in weights.items() if part.endswith(".css")) < 20 * 1024
    assert weight(reverse("base:style")) + sum(weights.values()) < 50 * 1024


@pytest.mark.django_db
def test_an_ordinary_installation_has_no_page_of_examples(client: Client) -> None:
    answer = client.get(reverse("base:style"))
    assert answer.status_code == 404
    assert "Dữ liệu minh hoạ" not in answer.content.decode()


@pytest.mark.django_db
def test_what_went_wrong_is_said_in_plain_words() -> None:
    request = RequestFactory().get("/x")
    said = views.forbidden(request, PermissionDenied("Kỳ đã khoá <b>. Hỏi thư ký."))
    assert "Kỳ đã khoá &lt;b&gt;. Hỏi thư ký." in said.content.decode()
    answers = [
        views.bad_request(request, SuspiciousOperation("internal detail")),
        said,
        views.not_found(request, Exception("internal detail")),
        views.too_many(request),
        views.failed(request),
    ]
    assert [answer.status_code for answer in answers] == [400, 403, 404, 429, 500]
    for answer in answers:
        page = answer.content.decode()
        assert "internal detail" not in page
        assert page.count("<h1") == 1


def test_a_foreign_form_is_refused_with_the_remedy(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("accounts:language"), {"language": "en"})
    assert answer.status_code == 403
    assert "tải lại trang" in answer.content.decode()


@pytest.mark.django_db
def test_the_frame_asks_the_database_nothing(cast: Cast, django_assert_num_queries: object) -> None:
    request = RequestFactory().get("/x")
    request.post = cast.secretary  # type: ignore[attr-defined]
    request.user = SimpleNamespace(is_authenticated=True)  # type: ignore[assignment]
    clock.instance()
    views.not_found(request, Exception())
    with django_assert_num_queries(0):  # type: ignore[operator]
        page = views.not_found(request, Exception()).content.decode()
    assert str(cast.secretary) in page


def test_navigation_offers_what_the_role_may_open_and_marks_where_one_is() -> None:
    for role in roles.ROLES:
        post = SimpleNamespace(role=role)
        shown = {item.label for item in navigation.items(post, "/")}
        forbidden = {str(e.label) for e in navigation.ENTRIES if e.needs and not roles.can(role, e.needs)}
        assert not shown & forbidden
    here = reverse("journal:log")
    items = navigation.items(SimpleNamespace(role="secretary"), here)
    assert [item.url for item in items if item.current] == [here]
    assert navigation.items(None, "/") == []
