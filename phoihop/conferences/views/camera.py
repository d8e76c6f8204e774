"""The one exception to "no camera and no other server": screens of a conference."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse

from phoihop.base.middleware import POLICY

View = Callable[..., HttpResponse]


def with_camera(view: View) -> View:
    """Decorate a page that uses this machine's camera and sound, and may speak to the office's video server."""

    @wraps(view)
    def enter(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        server = f" {_origin(settings.VIDEO_URL)}" if settings.HAS_VIDEO_SERVER else ""
        policy = POLICY.replace("connect-src 'self'", f"connect-src 'self'{server}")
        response.headers["Content-Security-Policy"] = f"{policy}; media-src 'self' blob:"
        response.headers["Permissions-Policy"] = "camera=(self), microphone=(self), geolocation=()"
        return response

    return enter


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
