"""How every page is rendered, the pages for what went wrong, and the page of living examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from phoihop.base import clock, examples
from phoihop.base.numbers import date_in_words, format_date


@dataclass(frozen=True)
class Frame:
    """What the frame round a page shows; made without a query beyond what the request has loaded."""

    post: Any
    """The post that acts (`orgs.Post` with its body loaded), or None: signed out, or no post chosen yet."""
    signed_in: bool
    today: str
    """In words: "thứ Năm, 13/01/2022"."""
    language: str
    demonstration: bool
    stands_on: str
    """The day a demonstration stands on, dd/mm/yyyy; empty otherwise."""
    messages: list[Any]
    query: str
    path: str
    full_path: str


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render `template` for this request; every view of every room answers with this.

    Adds `frame` (class Frame) to the context. The context may hold `crumbs`, a list of (label, address) from the top
    to the page's parent, and `reasons`, a list of base.errors.Reason shown as the summary of errors above the page.
    """
    return render(request, template, {**(context or {}), "frame": frame(request)}, status=status)


def frame(request: HttpRequest) -> Frame:
    kept = clock.instance()
    user = getattr(request, "user", None)
    return Frame(
        post=getattr(request, "post", None),
        signed_in=bool(user and user.is_authenticated),
        today=date_in_words(clock.today()),
        language=get_language() or "vi",
        demonstration=kept.demonstration,
        stands_on=format_date(kept.stands_on) if kept.stands_on else "",
        messages=list(get_messages(request)) if hasattr(request, "_messages") else [],
        query=request.GET.get("q", ""),
        path=request.path,
        full_path=request.get_full_path(),
    )


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


def failed(request: HttpRequest) -> HttpResponse:
    """No database, no session, no frame: whatever broke may be what the frame needs."""
    return render(request, "base/failed.html", status=500)


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection against foreign pages did not match: mostly a page left open across a sign-in."""
    return page(request, "base/error.html", {"kind": "csrf", "said": ""}, status=403)
