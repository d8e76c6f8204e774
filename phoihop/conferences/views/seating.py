"""Sites and delegates: all of them with what is added at once, and one site with its seats. By the secretary."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phoihop.base.errors import Reason, Refusal
from phoihop.base.forms import reasons_of
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.conferences import actions, queries
from phoihop.conferences.forms import prepare as forms
from phoihop.conferences.models import Conference, Delegate, Site
from phoihop.conferences.offsets import day_of
from phoihop.conferences.rules import BEFORE, part_of
from phoihop.conferences.views.shared import REPLY_TONES, crumbs, preparer, tabs
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Body, Post

METHODS = ["GET", "HEAD", "POST"]


@needs("conference.write")
@require_http_methods(METHODS)
def sites(request: HttpRequest, pk: int) -> HttpResponse:
    """Every site with its contact and how many sit there; `step` sites or seats adds many at once."""
    found = preparer(request, pk)
    reasons: list[Reason] = []
    if request.method == "POST":
        try:
            _add(request, found)
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            return HttpResponseRedirect(reverse("conferences:sites", args=[pk]))
    day = day_of(found)
    lines = list(queries.sites(found))
    offered = queries.candidates([site.unit_id for site in lines], day)
    kinds = {post.body.kind for post in offered}
    context = {
        "conference": found,
        "sites": lines,
        "places": queries.units_to_add(found, day),
        "chosen": set(request.POST.getlist("unit")) if reasons else None,
        "kinds": [(kind, label) for kind, label in Body.Kind.choices if kind in kinds],
        "kinds_chosen": set(request.POST.getlist("kind")),
        "may": found.state in BEFORE,
        "day": day,
        "reasons": reasons,
        "tabs": tabs(found, part_of(acting(request), found), "sites"),
        "crumbs": crumbs(found),
    }
    return page(request, "conferences/sites.html", context, status=422 if reasons else 200)


def _add(request: HttpRequest, found: Conference) -> None:
    by = acting(request)
    if request.POST.get("step") == "seats":
        n = len(actions.add_seats(by=by, conference=found, kinds=request.POST.getlist("kind")).made)
        messages.success(request, ngettext("Đã thêm %(n)s đại biểu.", "Đã thêm %(n)s đại biểu.", n) % {"n": n})
        return
    keys = [key for text in request.POST.getlist("unit") if (key := parse_key(text)) is not None]
    added = actions.add_sites(by=by, conference=found, unit_ids=keys)
    n = len(added.made)
    messages.success(request, ngettext("Đã thêm %(n)s điểm cầu.", "Đã thêm %(n)s điểm cầu.", n) % {"n": n})
    for name, why in added.left:
        messages.warning(request, f"{name}: {why}.")


@needs("conference.write")
@require_http_methods(METHODS)
def site(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    """One site: its name, room and contact; its seats in order, and who could have one."""
    found = preparer(request, pk)
    here = get_object_or_404(found.sites.select_related("contact__body", "conference"), pk=site)
    posts = queries.candidates([here.unit_id], day_of(found))
    contacts = Post.objects.select_related("body").filter(pk__in=[*(post.pk for post in posts), here.contact_id])
    first = {"name_vi": here.name_vi, "room_vi": here.room_vi, "contact": here.contact_id}
    step = request.POST.get("step", "")
    typed = request.POST if request.method == "POST" and step == "site" else None
    form = forms.SiteForm(typed, initial=first, contacts=contacts.order_by("precedence", "id"))
    reasons: list[Reason] = []
    if request.method == "POST":
        reasons = reasons_of(form) if typed is not None else []
        if not reasons:
            try:
                way = _site_step(request, here, step, form, posts)
            except Refusal as refusal:
                reasons = refusal.reasons
                forms.mark(form, reasons if typed is not None else [])
            else:
                return HttpResponseRedirect(way)
    seats = list(here.delegates.select_related("post__body", "substitute__body").order_by("precedence", "id"))
    taken = {pk for seat in found.delegates.all() for pk in (seat.post_id, seat.substitute_id)}
    context = {
        "conference": found,
        "site": here,
        "form": form,
        "seats": seats,
        "free": [post for post in posts if post.pk not in taken],
        "key": secrets.token_hex(12),
        "may": found.state in BEFORE,
        "may_add": found.state in (*BEFORE, "open"),
        "tones": REPLY_TONES,
        "reasons": reasons,
        "crumbs": [*crumbs(found), (_("Điểm cầu và đại biểu"), reverse("conferences:sites", args=[pk]))],
    }
    return page(request, "conferences/site.html", context, status=422 if reasons else 200)


def _site_step(request: HttpRequest, here: Site, step: str, form: forms.SiteForm, posts: list[Post]) -> str:
    """Do what the form asks for; gives where to go next. Raises Refusal."""
    by, back = acting(request), reverse("conferences:site", args=[here.conference_id, here.pk])
    if step == "site":
        actions.change_site(by=by, site=here, **form.cleaned_data)
        messages.success(request, _("Đã ghi điểm cầu."))
    elif step == "drop":
        actions.remove_site(by=by, site=here)
        return reverse("conferences:sites", args=[here.conference_id])
    elif step == "seat":
        _add_seat(request, here, posts)
    elif step in {"up", "down", "votes", "silent", "remove"}:
        seats = here.delegates.select_related("conference", "site", "post__body")
        _seat_step(by, step, get_object_or_404(seats, pk=parse_key(request.POST.get("seat"))))
    return back


def _add_seat(request: HttpRequest, here: Site, posts: list[Post]) -> None:
    key = parse_key(request.POST.get("post"))
    post = next((one for one in posts if one.pk == key), None)
    if post is None:
        raise Refusal([Reason(_("Chọn chức vụ để thêm."), "post")])
    votes = request.POST.get("votes") == "1"
    token = request.POST.get("key", "") or secrets.token_hex(12)
    seat = actions.add_seat(
        by=acting(request), conference=here.conference, site=here, post=post, votes=votes, key=token
    )
    messages.success(request, _("Đã thêm %(who)s.") % {"who": seat.label})


def _seat_step(by: Post, step: str, seat: Delegate) -> None:
    if step in {"up", "down"}:
        actions.move_seat(by=by, seat=seat, up=step == "up")
    elif step in {"votes", "silent"}:
        actions.set_votes(by=by, seat=seat, votes=step == "votes")
    else:
        actions.remove_seat(by=by, seat=seat)
