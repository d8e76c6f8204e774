"""The door-keeper of every view: a request acts as one post, and the post's role must hold the capability."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from phoihop.orgs import roles
from phoihop.orgs.models import Post

View = Callable[..., HttpResponse]


def acting(request: HttpRequest) -> Post:
    """The post this request acts as; without one the request is refused with a sentence."""
    post: Post | None = getattr(request, "post", None)
    if post is None:
        raise PermissionDenied(
            _("Tài khoản này hôm nay không giữ chức vụ nào. Liên hệ người vận hành để được gán chức vụ.")
        )
    return post


def needs(capability: str) -> Callable[[View], View]:
    """Decorate a view with the capability its post must hold; what the post may see is then the view's first query."""
    roles.CAPABILITIES[capability]

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not roles.can(acting(request).role, capability):
                raise PermissionDenied(roles.lacks(capability).text)
            return view(request, *args, **kwargs)

        enter.capability = capability  # type: ignore[attr-defined]
        return enter

    return decorate
