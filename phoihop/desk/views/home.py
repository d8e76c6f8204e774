"""The desk: what waits for the post that acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from phoihop.base.views import page
from phoihop.desk.queries import home
from phoihop.journal.actions import mark_read
from phoihop.journal.queries import unread_for
from phoihop.journal.registry import telling
from phoihop.orgs.access import acting

NEWS_SHOWN = 8


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Late, today, to decide, coming; below, what others did that concerns the post."""
    post = acting(request)
    news = []
    for notice in unread_for(post.pk)[:NEWS_SHOWN]:
        told = telling(notice.entry.verb)
        if told is not None:
            news.append({"at": notice.created_at, "words": told.words(notice.told), "url": told.address(notice.told)})
    return page(request, "desk/home.html", {"columns": home.columns(post), "news": news})


@require_POST
def read_news(request: HttpRequest) -> HttpResponse:
    """All that is told to this post so far has been seen."""
    post = acting(request)
    mark_read(unread_for(post.pk), by=post)
    return redirect("desk:home")
