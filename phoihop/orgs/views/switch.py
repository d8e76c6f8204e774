"""Choosing as which post one acts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base.views import page, way_back
from phoihop.orgs import queries
from phoihop.orgs.middleware import CHOSEN
from phoihop.orgs.models import Post


@require_http_methods(["GET", "POST"])
def switch_post(request: HttpRequest) -> HttpResponse:
    """Whoever signed in sees the posts he holds or stands in for today and chooses one for this session.

    Nothing else is stored. It asks no capability, since it is the page that leads to one; a post not held today is 404.
    """
    posts = queries.posts_of(request.user) if request.user.is_authenticated else []
    back = way_back(request)
    if request.method == "GET":
        post: Post | None = getattr(request, "post", None)
        away = queries.absences(post) if post else []
        return page(request, "orgs/switch_post.html", {"posts": posts, "next": back, "away": away})
    chosen = next((p for p in posts if str(p.pk) == request.POST.get("post")), None)
    if chosen is None:
        raise Http404
    request.session[CHOSEN] = chosen.pk
    messages.success(request, _("Đang làm việc với chức vụ: %(post)s.") % {"post": chosen})
    return HttpResponseRedirect(back)
