"""One-click sign-in as any post: in a marked demonstration that `phoihop demo` serves, and nowhere else."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from phoihop.base import clock
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.ops.demo.windows import coming, windows
from phoihop.orgs.middleware import CHOSEN
from phoihop.orgs.models import Holding, Post
from phoihop.orgs.queries import Place, tree
from phoihop.orgs.roles import ROLES

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@dataclass(frozen=True, slots=True)
class Seat:
    """A post one may sit down at."""

    post: Post
    role: object
    unit: str


def is_open() -> bool:
    """Two keys: the database is marked as a demonstration, and this process was started to show it."""
    return settings.DEMONSTRATION and clock.instance().demonstration


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Choose a post and act as it; `?chon=` offers one post alone, which then goes to the conference `den`.

    404 in anything but an open demonstration.
    """
    if not is_open():
        raise Http404
    if request.method == "POST":
        return _enter(request)
    key = parse_key(request.GET.get("chon"))
    chosen = Post.objects.select_related("body").filter(pk=key).first() if key is not None else None
    if chosen is not None:
        return page(request, "ops/demo_one_post.html", {"post": chosen, "to": parse_key(request.GET.get("den"))})
    conference = coming()
    offered = windows(request, conference) if conference else []
    return page(request, "ops/demo_sign_in.html", {**_seats(), "conference": conference, "windows": offered})


def _enter(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    holdings = Holding.objects.select_related("person__user").filter(valid_from__lte=today, valid_to__gte=today)
    holding = get_object_or_404(holdings, post_id=parse_key(request.POST.get("post")), person__user__isnull=False)
    login(request, holding.person.user, backend=BACKEND)
    request.session[CHOSEN] = holding.post_id
    conference = parse_key(request.POST.get("den"))
    return redirect("conferences:conference", conference) if conference is not None else redirect("desk:home")


def _seats() -> dict[str, object]:
    """The province's posts, then each district with its own and its communes' posts. Two statements."""
    today, on = clock.today(), tree()
    held = Holding.objects.filter(valid_from__lte=today, valid_to__gte=today, person__user__isnull=False)
    rows = (
        Post.objects.select_related("body")
        .filter(valid_from__lte=today, valid_to__gte=today, pk__in=held.values("post_id"))
        .order_by("precedence", "id")
    )
    by_unit: dict[int, list[Seat]] = {}
    for post in rows:
        by_unit.setdefault(post.body.unit_id, []).append(Seat(post, ROLES[post.role][0], on.name(post.body.unit_id)))
    top = on.roots()[0]
    return {
        "province": by_unit.get(top.unit_id, []),
        "districts": [
            (place, by_unit.get(place.unit_id, []), _communes(on.below(place.unit_id), by_unit))
            for place in on.below(top.unit_id)
        ],
    }


def _communes(places: tuple[Place, ...], by_unit: dict[int, list[Seat]]) -> list[Seat]:
    return [seat for place in places for seat in by_unit.get(place.unit_id, [])]
