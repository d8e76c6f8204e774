"""Pages and the live stream in one process (the embedded default), or the stream alone (production)."""

import os
import warnings
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")
pages: Any = get_asgi_application()

from phoihop.config import live  # noqa: E402 - needs the framework to be set up
from phoihop.config.memory import settle  # noqa: E402

settle()

# Static files are small and read whole; that they come from a synchronous iterator is no fault of the page.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")


async def application(scope: live.Scope, receive: live.Receive, send: live.Send) -> None:
    if scope["type"] == "http" and scope["path"] == live.PATH and scope["method"] == "GET":
        await live.stream(scope, receive, send)
    else:
        await pages(scope, receive, send)
