"""One's own place: as which post one acts, and where letters reach one."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page, way_back
from phoihop.orgs import actions, queries
from phoihop.orgs.access import acting
from phoihop.orgs.middleware import CHOSEN
from phoihop.orgs.models import Person, Post


@require_http_methods(["GET", "POST"])
def switch_post(request: HttpRequest) -> HttpResponse:
    """Whoever signed in sees the posts he holds or stands in for today and chooses one for this session.

    Nothing else is stored. It asks no capability, since it is the page that leads to one; a post not held today is 404.
    """
    posts = queries.posts_of(request.user) if request.user.is_authenticated else []
    back = way_back(request)
    if request.method == "GET":
        return _page(request, posts, back)
    chosen = next((p for p in posts if str(p.pk) == request.POST.get("post")), None)
    if chosen is None:
        raise Http404
    request.session[CHOSEN] = chosen.pk
    messages.success(request, _("Đang làm việc với chức vụ: %(post)s.") % {"post": chosen})
    return HttpResponseRedirect(back)


@require_POST
def contact(request: HttpRequest) -> HttpResponse:
    """Everyone says where letters about his work reach him; an empty line stops them."""
    by = acting(request)
    person = get_object_or_404(Person.objects.select_related("user"), user=by.acting_user_id)
    typed = request.POST.get("contact", "")
    try:
        actions.change_contact(by=by, person=person, contact=typed)
    except Refusal as refusal:
        posts = queries.posts_of(person.user) if person.user else []
        return _page(request, posts, way_back(request), typed, refusal.reasons)
    messages.success(request, _("Đã ghi địa chỉ thư.") if person.contact else _("Không gửi thư nữa."))
    return HttpResponseRedirect(reverse("orgs:switch_post"))


def _page(
    request: HttpRequest, posts: list[Post], back: str, typed: str | None = None, reasons: Sequence[Reason] = ()
) -> HttpResponse:
    post: Post | None = getattr(request, "post", None)
    person = Person.objects.filter(user=post.acting_user_id).first() if post else None
    context = {
        "posts": posts,
        "next": back,
        "away": queries.absences(post) if post else [],
        "contact": typed if typed is not None else person.contact if person else "",
        "reasons": reasons,
    }
    return page(request, "orgs/switch_post.html", context, status=422 if reasons else 200)
