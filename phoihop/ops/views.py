"""Doors for the machine, not for people's work."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from phoihop.ops import queries


@require_safe
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Plain text for a monitor: 200 "ok", or 503 naming what is not; letters that wait or were given up are counted.

    Says nothing of any content.
    """
    try:
        found = queries.health()
    except DatabaseError:
        return HttpResponse("database unreachable\n", content_type="text/plain", status=503)
    lines = [f"late: {name}" for name in found.late] + [f"failed: {name}" for name in found.failed]
    lines = lines or ["ok"]
    counts = (("waiting", found.mail.waiting), ("given up", found.mail.given_up))
    lines += [f"mail {word}: {count}" for word, count in counts if count]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain", status=200 if found.well else 503)


@require_safe
def no_stream(request: HttpRequest) -> HttpResponse:
    """The live address in a process that serves pages alone: 204 tells the browser not to ask again."""
    return HttpResponse(status=204)
