"""Pages and the live stream in one process (the embedded default), or the stream alone (production)."""

import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")
pages: Any = get_asgi_application()

from phoihop.config import live, room_stream  # noqa: E402 - needs the framework to be set up
from phoihop.config.memory import settle  # noqa: E402

settle()

# Static files are small and read whole; that they come from a synchronous iterator is no fault of the page.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")


KEPT_THREADS = 8
_threads: list[ThreadPoolExecutor] = []
TOO_LARGE = (
    "<!doctype html><html lang='vi'><meta charset='utf-8'><title>Quá nặng</title>"
    "<p>Phần gửi lên nặng quá mức nhận được nên chưa được đọc. Bấm quay lại: những gì đã gõ vẫn còn ở trang trước; "
    "nén hoặc tách tệp rồi gửi lại.</p>"
    "<p lang='en'>What you sent is larger than can be taken and was not read. Go back: what you typed is still there; "
    "compress or split the file and send it again.</p></html>"
).encode()


def _announced(scope: live.Scope) -> int:
    """How many bytes the request says it brings."""
    given = dict(scope["headers"]).get(b"content-length", b"0")
    return int(given) if given.isdigit() else 0


async def application(scope: live.Scope, receive: live.Receive, send: live.Send) -> None:
    if scope["type"] == "http" and scope["path"] == live.PATH and scope["method"] == "GET":
        await live.stream(scope, receive, send)
    elif room_stream.is_ours(scope):
        await room_stream.stream(scope, receive, send)
    elif scope["type"] == "http" and _announced(scope) > settings.BODY_LIMIT:
        kind = [(b"content-type", b"text/html; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": kind})
        await send({"type": "http.response.body", "body": TOO_LARGE})
    else:
        await _page(scope, receive, send)


async def _page(scope: live.Scope, receive: live.Receive, send: live.Send) -> None:
    """A page in a thread that lasts, with its connection to the database: a thread and a connection of its own for each
    request cost as much as a small page itself."""
    thread = _threads.pop() if _threads else ThreadPoolExecutor(1, thread_name_prefix="page")
    try:
        async with ThreadSensitiveContext(executor=thread):
            await pages(scope, receive, send)
    finally:
        if len(_threads) < KEPT_THREADS:
            _threads.append(thread)
        else:
            thread.shutdown(wait=False)
