"""Pictures of the coming conference of a demonstration while it is played, window by window, as its people would.

It changes the demonstration it plays in: the conference is opened, spoken in and voted in.
"""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, expect

WAIT = 20_000


@dataclass
class Played:
    """The windows of one conference, each under its own name and so with its own sign-in."""

    browser: Browser
    address: str
    out: Path
    pages: dict[str, Page] = field(default_factory=dict)

    def open(self, name: str, part: str, screen: str, width: int = 1280, height: int = 800) -> Page:
        """The window the door offers under `part`, at its screen."""
        size = {"width": width, "height": height}
        context = self.browser.new_context(viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.goto(f"{self.address}/minh-hoa")
        page.goto(page.get_by_role("link", name=part, exact=True).first.get_attribute("href") or "")
        page.get_by_role("button", name="Vào với chức vụ này").click()
        page.wait_for_url("**/hoi-nghi/*/")
        page.goto(urljoin(page.url, f"phong/{screen}"))
        expect(page.locator("[data-ph-room]")).to_have_attribute("data-line", "good", timeout=WAIT)
        self.pages[name] = page
        return page

    def take(self, name: str) -> Path:
        path = self.out / f"{name}.png"
        self.pages[name].evaluate("scrollTo(0, 0)")
        self.pages[name].screenshot(path=path)
        return path


def take(browser: Browser, address: str, out: Path) -> list[Path]:
    """Play the conference up to its first vote; pictures of the chair, secretary, site, hall and a delegate."""
    played = Played(browser, address, out)
    sites = [
        played.open("room-site", "Điểm cầu huyện Quỳnh Nhai", "diem-cau", 380, 760),
        played.open("host", "Điểm cầu tỉnh Sơn La", "diem-cau"),
        played.open("city", "Điểm cầu thành phố Sơn La", "diem-cau"),
    ]
    for site in sites:
        site.get_by_role("button", name="Tất cả có mặt").click()
        expect(site.get_by_role("button", name="Tất cả có mặt")).to_be_hidden(timeout=WAIT)
    secretary = played.open("room-secretary", "Thư ký", "thu-ky", height=520)
    chair = played.open("room-chair", "Chủ trì", "chu-tri", height=560)
    _roll(secretary)
    chair.reload()
    chair.get_by_role("link", name="Khai mạc", exact=True).click()
    chair.get_by_role("button", name="Khai mạc").click()
    chair.get_by_role("button", name="Bắt đầu: Tham luận, thảo luận").click()
    played.open("room-hall", "Màn hình hội trường", "hoi-truong", 1280, 720)
    for site in sites:
        site.get_by_role("button", name="Xin phát biểu").first.click()
    chair.locator("#part-queue button.primary").click()
    expect(played.pages["room-hall"].locator(".wall-speaker")).to_be_visible(timeout=WAIT)
    expect(chair.locator("#part-queue li")).to_have_count(2, timeout=WAIT)
    chair.reload()
    expect(chair.locator("[data-ph-elapsed]")).to_contain_text("0:0", timeout=WAIT)
    chair.wait_for_timeout(4000)  # a speaker's clock that has begun to run
    taken = [played.take(name) for name in ("room-hall", "room-chair")]
    chair.get_by_placeholder("Ghi kết luận").fill(
        "Các huyện ủy, thành ủy rà soát mô hình tự quản, báo cáo trước 31/3/2022."
    )
    chair.get_by_role("button", name="Đọc kết luận").click()
    expect(secretary.locator("#part-conclusions")).to_contain_text("rà soát mô hình", timeout=WAIT)
    taken += [played.take(name) for name in ("room-secretary", "room-site")]
    for page in played.pages.values():
        page.context.close()
    return taken


def _roll(secretary: Page) -> None:
    """The other ten sites call their rolls; here the secretary does it for them, site by site."""
    here = secretary.url
    others = secretary.locator("#part-sites a[href*='/diem-danh/']")
    addresses = [urljoin(secretary.url, others.nth(nth).get_attribute("href") or "") for nth in range(others.count())]
    for address in addresses:
        secretary.goto(address)
        for row in secretary.locator("main tbody tr").all():
            if "vắng" not in row.locator("td").first.inner_text():
                row.locator("input[value=room]").check()
        secretary.get_by_role("button", name="Ghi điểm danh").click()
    secretary.goto(here)
