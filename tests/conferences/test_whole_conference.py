"""One conference in seven windows, from the invitation to the communiqué, by what people do on pages alone."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from phoihop.conferences.models import Conclusion, Conference, LogEntry, Vote
from phoihop.conferences.rules import pin_of
from phoihop.duties.models import Assignment
from phoihop.orgs.models import Body, Post
from tests.cast import Cast, signed_in
from tests.conferences.test_stream_in_a_browser import server
from tests.conferences.world import World, build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume"),
]
Visit = Callable[..., Any]
__all__ = ["server"]
PATIENCE = 20_000


@pytest.fixture
def world(demonstration_cast: Cast) -> World:
    Body.objects.filter(pk=demonstration_cast.secretary.body_id).update(symbol="ĐUCA")
    world = build(demonstration_cast, state="preparing")
    now = datetime.timedelta(days=2)
    Conference.objects.update(starts_at=world.conference.starts_at + now, ends_at=world.conference.ends_at + now)
    return world


class Windows:
    """The people's windows: each has its own profile, so its own sign-in."""

    def __init__(self, visit: Visit, server: str, world: World) -> None:
        self.visit, self.server, self.world = visit, server, world

    def of(self, post: Post, name: str, *args: object, **options: Any) -> Any:
        page = self.visit(**options)
        page.set_default_timeout(PATIENCE)
        session = signed_in(post).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.server}])
        self.go(page, name, *args)
        return page

    def go(self, page: Any, name: str, *args: object) -> None:
        page.goto(self.server + reverse(f"conferences:{name}", args=[self.world.conference.pk, *args]))

    def screen(self, post: Post, slug: str, **options: Any) -> Any:
        page = self.of(post, "screen", slug, **options)
        expect(page.locator("[data-ph-room]")).to_have_attribute("data-line", "good", timeout=PATIENCE)
        return page


def test_from_the_invitation_to_the_communique(world: World, server: str, visit: Visit) -> None:
    cast, windows = world.cast, Windows(visit, server, world)
    secretary = windows.of(cast.secretary, "conference")
    called(secretary, windows)
    chair, site_a, site_b, host, hall = opened(world, windows)
    spoken(world, chair, site_b, hall)
    voted(world, secretary, windows, chair, site_a, site_b, host, hall)
    concluded(world, chair, secretary, windows)
    followed(world, secretary, chair, windows)


def called(secretary: Any, windows: Windows) -> None:
    """The secretary calls, late and therefore with a reason; an invited post answers on a telephone."""
    world = windows.world
    windows.go(secretary, "call")
    secretary.get_by_label("Lý do mời gấp").fill("Cấp trên yêu cầu họp sớm.")
    secretary.get_by_role("button", name="Gửi giấy mời").click()
    expect(secretary.get_by_text("Đã mời 6 đại biểu")).to_be_visible(timeout=PATIENCE)
    telephone = windows.of(world.cast.leader_a, "replies", width=380)
    telephone.get_by_label("Dự", exact=True).check()
    telephone.get_by_role("button", name="Gửi trả lời").click()
    expect(telephone.get_by_text("Đã ghi trả lời")).to_be_visible(timeout=PATIENCE)


def opened(world: World, windows: Windows) -> tuple[Any, ...]:
    """The sites call their rolls; the chair opens; every screen, the hall's too, says so without being touched."""
    cast = world.cast
    sites = [windows.screen(post, "diem-cau") for post in (cast.reviewer_a, cast.reviewer_b, cast.inspector)]
    for site in sites:
        site.get_by_role("button", name="Tất cả có mặt").click()
        expect(site.locator("#part-own-people")).to_contain_text("2/2 có mặt", timeout=PATIENCE)
    hall = windows.screen(cast.inspector, "hoi-truong", width=1920, height=1080)
    chair = windows.screen(cast.leader, "chu-tri")
    expect(chair.locator("#part-head")).to_contain_text("6/6 có mặt", timeout=PATIENCE)
    chair.get_by_role("link", name="Khai mạc", exact=True).click()
    chair.get_by_role("button", name="Khai mạc").click()
    expect(chair.locator("#part-head")).to_contain_text("đủ túc số", timeout=PATIENCE)
    chair.get_by_role("button", name="Bắt đầu: Thảo luận").click()
    expect(hall.locator("main")).to_contain_text("3. Thảo luận", timeout=PATIENCE)
    return chair, *sites, hall


def spoken(world: World, chair: Any, site: Any, hall: Any) -> None:
    """A hand goes up at a site; the chair gives the floor, more time, and ends it."""
    label = world.seats["b1"].label
    site.get_by_role("button", name=f"Xin phát biểu: {label}").click()
    chair.get_by_role("button", name=f"Mời: {label}").click()
    expect(hall.locator("main")).to_contain_text(label, timeout=PATIENCE)
    chair.get_by_role("button", name="Thêm 2 phút").click()
    expect(hall.locator("main")).to_contain_text("/ 7:00", timeout=PATIENCE)
    chair.get_by_role("button", name="Dừng").click()
    expect(site.get_by_role("button", name=f"Xin phát biểu: {label}")).to_be_visible(timeout=PATIENCE)


def voted(
    world: World, secretary: Any, windows: Windows, chair: Any, site_a: Any, site_b: Any, host: Any, hall: Any
) -> None:
    """A named vote: by PIN on the shared computers, and once on a delegate's own device."""
    windows.go(secretary, "questions")
    secretary.get_by_label("Nội dung", exact=True).fill("Thông qua phương hướng năm 2022")
    secretary.get_by_label("Phương án").fill("Đồng ý\nKhông đồng ý")
    secretary.get_by_label("Cách biểu quyết").select_option("named")
    secretary.get_by_role("button", name="Thêm nội dung biểu quyết").click()
    expect(secretary.get_by_role("rowheader", name="Thông qua phương hướng năm 2022")).to_be_visible(timeout=PATIENCE)
    chair.reload()
    chair.get_by_role("button", name="Mở biểu quyết").click()
    own = windows.screen(world.cast.leader_a, "dai-bieu", width=380)
    own.get_by_role("button", name="Đồng ý", exact=True).click()
    expect(own.get_by_text("bạn đã bỏ phiếu")).to_be_visible(timeout=PATIENCE)
    for site, names in ((site_a, ["a2"]), (site_b, ["b1", "b2"]), (host, ["recogniser"])):
        for name in names:
            seat = world.seats[name]
            site.get_by_role("radio", name=seat.label).check()
            site.get_by_label("Mã của người đó").fill(pin_of(seat))
            site.get_by_role("button", name="Không đồng ý" if name == "b2" else "Đồng ý", exact=True).click()
            expect(site.locator(".ballot .voted", has_text=seat.label)).to_be_visible(timeout=PATIENCE)
    expect(chair.locator("#part-vote")).to_contain_text("5/6 đã bỏ phiếu", timeout=PATIENCE)
    chair.get_by_role("button", name="Đóng biểu quyết").click()
    expect(hall.locator(".wall-result")).to_contain_text("4", timeout=PATIENCE)
    assert LogEntry.objects.get(verb="vote.closed").facts["counts"] == {"o1": 4, "o2": 1}
    assert Vote.objects.get().state == "closed"


def concluded(world: World, chair: Any, secretary: Any, windows: Windows) -> None:
    """Two sentences of conclusion fall, and the conference is closed."""
    windows.go(secretary, "screen", "thu-ky")
    chair.get_by_role("button", name="Tiếp: Kết luận").click()
    chair.get_by_placeholder("Ghi kết luận").fill("Rà soát lại các mô hình tự quản. Cảm ơn các cơ quan đã phối hợp.")
    chair.get_by_role("button", name="Đọc kết luận").click()
    expect(secretary.locator("#part-conclusions")).to_contain_text("Rà soát lại các mô hình tự quản.", timeout=PATIENCE)
    chair.get_by_role("link", name="Bế mạc", exact=True).click()
    chair.get_by_role("button", name="Bế mạc").click()
    expect(chair.locator("#part-head")).to_contain_text("đã bế mạc", timeout=PATIENCE)
    expect(secretary.locator("#part-head")).to_contain_text("đã bế mạc", timeout=PATIENCE)


def followed(world: World, secretary: Any, chair: Any, windows: Windows) -> None:
    """A sentence becomes work, one is waived; minutes adopted; the conclusion announced, the communiqué released."""
    work, thanks = Conclusion.objects.order_by("number")
    windows.go(secretary, "conclusion", thanks.pk)
    secretary.get_by_label("Lý do").fill("Lời cảm ơn các cơ quan.")
    secretary.get_by_role("button", name="Ghi lý do").click()
    windows.go(secretary, "give")
    secretary.get_by_label("Hạn chung").fill("2022-03-31")
    secretary.get_by_label("Tất cả cấp huyện (2)").check()
    secretary.get_by_role("button", name="Xem lại trước khi giao").click()
    secretary.get_by_role("button", name="Giao việc").click()
    expect(secretary.locator("main")).to_contain_text("1/2", timeout=PATIENCE)
    assert {one.unit_id for one in Assignment.objects.filter(task__conclusions=work)} == {
        world.cast.units["a"].pk,
        world.cast.units["b"].pk,
    }
    windows.go(secretary, "minutes")
    secretary.get_by_role("button", name="Lập biên bản từ nhật ký").click()
    expect(secretary.locator("article.paper")).to_contain_text("Thông qua phương hướng năm 2022", timeout=PATIENCE)
    secretary.get_by_role("button", name="Đề nghị chủ trì thông qua").click()
    windows.go(chair, "minutes")
    chair.get_by_role("button", name="Thông qua biên bản").click()
    expect(chair.get_by_text("đã thông qua").first).to_be_visible(timeout=PATIENCE)
    windows.go(secretary, "notice")
    secretary.get_by_role("button", name="Ban hành thông báo").click()
    expect(secretary.get_by_text("đã ban hành", exact=True)).to_be_visible(timeout=PATIENCE)
    windows.go(chair, "communique")
    chair.locator("button[value=place]").click()
    expect(chair.get_by_text("Đã cho đưa tin.")).to_be_visible(timeout=PATIENCE)
    chair.get_by_role("button", name="Phát hành thông cáo").click()
    expect(chair.get_by_text("đã phát hành", exact=True)).to_be_visible(timeout=PATIENCE)
    conference = Conference.objects.get()
    assert None not in (conference.invitation, conference.notice, conference.communique)
