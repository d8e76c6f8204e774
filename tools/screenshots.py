"""Pictures of the running demonstration for the README and the tour: `tools/screenshots.py [--var FOLDER] [NAME …]`.

Serves a demonstration on a free port, signs in by one click as the post whose page it is, and writes docs/pictures.
Without --var the demonstration is loaded into a throw-away folder first; names choose some of the pictures.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import conference_pictures
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
LARGEST = 120 * 1024
"""Bytes a picture may have: they travel with every copy of the tree."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--lang=vi-VN",
]
SECRETARY, LEADER, PRESS = ("", "Thư ký quy chế"), ("", "Bí thư Đảng ủy"), ("", "Cán bộ báo chí")
REVIEWER, CLERK = ("Huyện Thuận Châu", "Cán bộ tổng hợp"), ("Huyện Quỳnh Nhai", "Xã Cà Nàng")


@dataclass(frozen=True)
class Picture:
    """One picture: who signs in (district to open at the door, button), which address, which links to follow."""

    name: str
    seat: tuple[str, str] | None
    address: str
    follow: tuple[str, ...] = ()
    width: int = 1280
    height: int = 800


PICTURES = (
    Picture("door", None, "/minh-hoa", height=560),
    Picture("desk", SECRETARY, "/", height=480),
    Picture("clerk", CLERK, "/", width=380, height=760),
    Picture("report", CLERK, "/bao-cao/?tinh-trang=open", ("main a:has-text('Báo cáo quý')",), width=380, height=760),
    Picture("queue", REVIEWER, "/bao-cao/duyet/", height=640),
    Picture("dossier", REVIEWER, "/so/tieu-chuan/?nam=2021", ("main a:has-text('Bản Lầm')",)),
    Picture("rollup", SECRETARY, "/bao-cao/tong-hop/?ky=2021", height=640),
    Picture("sources", SECRETARY, "/bao-cao/tong-hop/nguon/D02/2021", height=680),
    Picture("plan", SECRETARY, "/viec/ke-hoach/?nam=2022", height=640),
    Picture("work", SECRETARY, "/viec/?chon=open&nam=2021", height=640),
    Picture("share", REVIEWER, "/viec/?chon=open&muc=cua-toi", ("main table a",), width=380, height=760),
    Picture("matrix", SECRETARY, "/viec/ma-tran/?nam=2021", height=680),
    Picture("campaign", SECRETARY, "/viec/dot/", ("main a:has-text('Tết Nhâm Dần')",), height=640),
    Picture("leader", LEADER, "/lanh-dao", height=640),
    Picture(
        "annual",
        SECRETARY,
        "/bao-cao-nam/",
        ("main a[href='/bao-cao-nam/2/']", "main a:has-text('195/204')"),
        height=410,
    ),
    Picture("compare", SECRETARY, "/bao-cao-nam/1/so-sanh", height=520),
    Picture("unit", SECRETARY, "/don-vi/", ("main a:has-text('Phường Chiềng An')",), height=720),
    Picture("conference", SECRETARY, "/hoi-nghi/2/", height=760),
    Picture("ready", SECRETARY, "/hoi-nghi/2/san-sang", height=640),
    Picture("minutes", SECRETARY, "/hoi-nghi/1/bien-ban", height=660),
    Picture("conclusions", SECRETARY, "/hoi-nghi/1/ket-luan", height=520),
    Picture("communique", PRESS, "/hoi-nghi/1/thong-cao", height=600),
)
ROOM = ("room-chair", "room-secretary", "room-site", "room-hall")
"""Screens of the coming conference; it is played for them, last."""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--var", type=Path, help="data folder in which a demonstration is already loaded")
    asked.add_argument("names", nargs="*", metavar="NAME", help="which pictures; all when none is named")
    options = asked.parse_args()
    chosen = [one for one in PICTURES if not options.names or one.name in options.names]
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(options.var or Path(folder)) as address:
        large = take(address, chosen, room=not options.names or bool(set(options.names) & set(ROOM)))
    for name in large:
        print(f"{name}.png is larger than {LARGEST // 1024} KB: show less of the page", file=sys.stderr)
    return 1 if large else 0


@contextmanager
def served(var: Path) -> Iterator[str]:
    """A demonstration of its own on a free port, ended afterwards."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [str(ROOT / ".venv" / "bin" / "phoihop"), "demo", "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PHOIHOP_")}
    server = subprocess.Popen(command, env={**environment, "PHOIHOP_VAR": str(var.resolve())})
    try:
        wait(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()


def wait(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the demonstration did not start")


def take(address: str, chosen: list[Picture], *, room: bool) -> list[str]:
    """Take each picture, and with `room` those of the conference; return the names of those too large."""
    large = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=ARGUMENTS, env={**os.environ, "LANGUAGE": "vi"}
        )
        for one in chosen:
            page = opened(browser, one)
            if one.seat:
                sign_in(page, address, *one.seat)
            visit(page, address + one.address)
            for link in one.follow:
                visit(page, urljoin(page.url, page.locator(link).first.get_attribute("href", timeout=5000) or ""))
            path = OUT / f"{one.name}.png"
            page.screenshot(path=path)
            if path.stat().st_size > LARGEST:
                large.append(one.name)
            page.context.close()
        if room:
            taken = conference_pictures.take(browser, address, OUT)
            large += [path.stem for path in taken if path.stat().st_size > LARGEST]
        browser.close()
    return large


def opened(browser: Browser, one: Picture) -> Page:
    context = browser.new_context(
        viewport={"width": one.width, "height": one.height}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )
    return context.new_page()


def visit(page: Page, address: str) -> None:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        raise SystemExit(f"{address} answered {answer and answer.status}")


def sign_in(page: Page, address: str, district: str, button: str) -> None:
    """Press the button at the demonstration's door, in the district's list or, without one, among the province's."""
    visit(page, f"{address}/minh-hoa")
    part = page.locator("main")
    if district:
        part = part.locator("details", has=page.locator("summary", has_text=district))
        part.evaluate("part => { part.open = true }")
    part.get_by_role("button", name=button, exact=True).first.click()


if __name__ == "__main__":
    sys.exit(main())
