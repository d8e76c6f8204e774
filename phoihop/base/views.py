"""How every page is rendered, the pages for what went wrong, and the page of living examples."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from phoihop.base import clock, examples
from phoihop.base.numbers import date_in_words, format_date, parse_date


class Frame:
    """What the frame round a page shows; made without a query beyond what the request has loaded.

    Everything is read when it is shown: a fragment, which has no frame, does not use up the messages.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def post(self) -> Any:
        """The post that acts (`orgs.Post` with its body loaded), or None: signed out, or no post held today."""
        return getattr(self._request, "post", None)

    @property
    def signed_in(self) -> bool:
        user = getattr(self._request, "user", None)
        return bool(user and user.is_authenticated)

    @property
    def today(self) -> str:
        """In words: "thứ Năm, 13/01/2022"."""
        return date_in_words(clock.today())

    @property
    def language(self) -> str:
        return get_language() or "vi"

    @property
    def demonstration(self) -> bool:
        return clock.instance().demonstration

    @property
    def one_click(self) -> bool:
        """Whether one may enter without a password: both the program and the database have to be a demonstration."""
        return settings.DEMONSTRATION and self.demonstration

    @property
    def stands_on(self) -> str:
        """The day a demonstration stands on, dd/mm/yyyy; empty otherwise."""
        day = clock.instance().stands_on
        return format_date(day) if day else ""

    @cached_property
    def messages(self) -> list[Any]:
        return list(get_messages(self._request)) if hasattr(self._request, "_messages") else []

    @property
    def query(self) -> str:
        return self._request.GET.get("q", "")

    @property
    def path(self) -> str:
        return self._request.path

    @property
    def full_path(self) -> str:
        return self._request.get_full_path()


def with_frame(request: HttpRequest) -> dict[str, Frame]:
    """Context of every Jinja2 page, those of borrowed views included."""
    return {"frame": Frame(request)}


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render `template` for this request; every view of every room answers with this.

    The page finds `frame` (class Frame) in its context. The view may put there `crumbs`, a list of (label, address)
    from the top to the page's parent, and `reasons`, a list of base.errors.Reason shown as the summary of errors.
    """
    return render(request, template, dict(context or {}), status=status)


def way_back(request: HttpRequest) -> str:
    """Where the reader came from (`next`), if that is a page of ours; else the entrance."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if ours else "/"


def day_asked(text: str) -> datetime.date | None:
    """The day named in an address; None where none is named, 404 for what is no day."""
    day = parse_date(text)
    if text and day is None:
        raise Http404
    return day


@login_not_required
@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Living examples of every part, for who builds pages; in a demonstration only."""
    if not clock.instance().demonstration:
        raise Http404
    return page(request, "base/style.html", examples.shown())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, "base/error.html", {"kind": 400, "said": ""}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The exception's own words are shown: raise PermissionDenied(_("…")) with what, why and what to do."""
    return page(request, "base/error.html", {"kind": 403, "said": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, "base/error.html", {"kind": 404, "said": ""}, status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    return page(request, "base/error.html", {"kind": 429, "said": ""}, status=429)


def failed(request: HttpRequest) -> HttpResponse:
    """No database, no session, no frame: whatever broke may be what the frame needs."""
    return render(request, "base/failed.html", status=500)


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection against foreign pages did not match: mostly a page left open across a sign-in."""
    return page(request, "base/error.html", {"kind": "csrf", "said": ""}, status=403)
