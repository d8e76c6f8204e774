"""Pictures of the running demonstration for README and tour: `tools/screenshots.py [ADDRESS]`.

Without an address it loads and serves a demonstration of its own in build/ and ends it afterwards.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--lang=vi-VN",
]
DESK, TELEPHONE = (1280, 860), (380, 780)
PICTURES = (
    ("door", "", "/minh-hoa", DESK),
    ("desk", "Thư ký quy chế", "/", DESK),
    ("leader", "Bí thư Đảng ủy", "/lanh-dao", DESK),
    ("rollup", "Thư ký quy chế", "/bao-cao/tong-hop/?ky=2021", DESK),
    ("sources", "Thư ký quy chế", "/bao-cao/nguon/D02/2021", DESK),
    ("annual", "Thư ký quy chế", "/bao-cao-nam/", DESK),
    ("report", "Phường Chiềng Lề", "/bao-cao/", TELEPHONE),
    ("clerk", "Phường Chiềng Lề", "/", TELEPHONE),
)
"""(file name, whose button to press at the door, address, size of the window)"""


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 1:
        take(sys.argv[1].rstrip("/"))
        return 0
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = {**os.environ, "PHOIHOP_VAR": str(ROOT / "build" / "screenshots")}
    command = [str(ROOT / ".venv" / "bin" / "phoihop"), "demo", "--port", str(port)]
    server = subprocess.Popen(command, env=environment)
    try:
        wait(port, server)
        take(f"http://127.0.0.1:{port}")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
    return 0


def wait(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the demonstration did not start")


def take(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for name, post, path, size in PICTURES:
            page = opened(browser, size)
            if post:
                sign_in(page, address, post)
            page.goto(address + path)
            if name in {"annual", "report"}:
                page.locator("main table a, main li a").first.click()
            page.screenshot(path=OUT / f"{name}.png")
            page.context.close()
        browser.close()


def opened(browser: Browser, size: tuple[int, int]) -> Page:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )
    return context.new_page()


def sign_in(page: Page, address: str, post: str) -> None:
    """Press the first button of that name at the demonstration's door, opening the lists it stands in."""
    page.goto(f"{address}/minh-hoa")
    for part in page.locator("main details").all():
        part.evaluate("part => { part.open = true }")
    page.get_by_role("button", name=post, exact=True).first.click()


if __name__ == "__main__":
    sys.exit(main())
