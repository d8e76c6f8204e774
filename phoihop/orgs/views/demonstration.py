"""One-click sign-in as any post of a demonstration. Nothing else ever offers it."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from phoihop.base import clock
from phoihop.base.text import collation_key
from phoihop.base.views import page
from phoihop.orgs import queries
from phoihop.orgs.middleware import CHOSEN
from phoihop.orgs.models import Holding, UnitVersion


@login_not_required
@require_http_methods(["GET", "POST"])
def demonstration_posts(request: HttpRequest) -> HttpResponse:
    """Anyone may enter as any held post, when both hold: the program was started by `phoihop demo`, and the database
    was marked as a demonstration when it was loaded. Otherwise the address does not exist."""
    if not (settings.DEMONSTRATION and clock.instance().demonstration):
        raise Http404
    held = _held_today()
    if request.method == "GET":
        return page(request, "orgs/demonstration_posts.html", {"levels": _by_level(held)})
    chosen = next((h for h in held if str(h.post_id) == request.POST.get("post")), None)
    if chosen is None or chosen.person.user is None:
        raise Http404
    login(request, chosen.person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[CHOSEN] = chosen.post_id
    return HttpResponseRedirect("/")


def _held_today() -> list[Holding]:
    day = clock.today()
    return list(
        Holding.objects.select_related("post__body", "person__user")
        .filter(valid_from__lte=day, valid_to__gte=day, person__user__is_active=True)
        .filter(post__valid_from__lte=day, post__valid_to__gte=day)
        .order_by("post__precedence", "post_id")
    )


def _by_level(held: list[Holding]) -> list[tuple[str, list[Holding]]]:
    """Posts by the level of their unit, the highest level first; below the top by the name of the body."""
    places = queries.tree().places
    levels = []
    for level in UnitVersion.Level:
        here = [h for h in held if h.post.body.unit_id in places and places[h.post.body.unit_id].level == level]
        if level != UnitVersion.Level.PROVINCE:
            here.sort(key=lambda h: collation_key(h.post.body.name_vi))
        if here:
            levels.append((str(level.label), here))
    return levels
