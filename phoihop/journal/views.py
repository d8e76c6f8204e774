"""The page of the log."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from phoihop.base.views import page
from phoihop.journal import queries, registry, rules, words
from phoihop.journal.forms import LogFilter

PAGE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What happened, newest first, for posts that may read the log."""
    for reason in rules.why_not_read(getattr(request, "post", None)):
        raise PermissionDenied(reason.text)
    form = LogFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.log(verb=asked.get("verb", ""), text=asked.get("text", ""), day=asked.get("day"))
    shown = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    lines = [(entry, registry.name_of(entry.verb), words.facts_of(entry)) for entry in shown]
    kept = request.GET.copy()
    kept.pop("trang", None)
    context = {"form": form, "page": shown, "lines": lines, "address": f"?{kept.urlencode()}&trang=".replace("?&", "?")}
    return page(request, "journal/log.html", context)
