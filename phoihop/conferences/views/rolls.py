"""Roll call of any site on one page, for the secretary and the site's own contact; and the whole log in words."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.views.conduct import METHODS, room_of, way_to_room
from phoihop.conferences.views.shared import crumbs, visible
from phoihop.orgs.access import acting, needs


@needs("conference.read")
@require_http_methods(METHODS)
def roll(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    """Everybody of a site at once: in the room, online, absent with leave, left. What is not changed is not sent on."""
    post, found = acting(request), visible(request, pk)
    where = get_object_or_404(rules.sites_of(post, found), pk=site)
    part = rules.part_of(post, found)
    if not (part.is_secretary or (part.site is not None and part.site.pk == where.pk)):
        raise PermissionDenied(_("Chỉ thư ký và đầu mối của điểm cầu điểm danh ở đây."))
    now = next(one for one in queries.attendance(found) if one.site.pk == where.pk)
    reasons: list[Reason] = []
    if request.method == "POST":
        chosen = {one.seat.pk: request.POST.get(f"s{one.seat.pk}", "") for one in now.seats}
        changed = {one.seat.pk: chosen[one.seat.pk] for one in now.seats if chosen[one.seat.pk] not in ("", one.state)}
        try:
            actions.mark(by=post, conference=found, marks=changed, key=request.POST.get("key", ""))
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            n = len(changed)
            said = ngettext("Đã điểm danh %(n)s đại biểu.", "Đã điểm danh %(n)s đại biểu.", n) % {"n": n}
            messages.success(request, said)
            return HttpResponseRedirect(reverse("conferences:roll", args=[pk, site]))
    context = {
        "conference": found,
        "now": now,
        "sites": rules.sites_of(post, found),
        "ways": _ways(),
        "typed": {one.seat.pk: request.POST.get(f"s{one.seat.pk}", one.state) for one in now.seats},
        "key": request.POST.get("key") or secrets.token_hex(16),
        "back": way_to_room(post, found),
        "reasons": reasons,
        "crumbs": crumbs(found),
    }
    return page(request, "conferences/roll.html", context, status=422 if reasons else 200)


def _ways() -> list[tuple[str, str]]:
    return [
        ("room", _("Tại phòng")),
        ("online", _("Qua mạng")),
        ("excused", _("Vắng có phép")),
        ("left", _("Đã rời")),
    ]


@needs("conference.read")
@require_safe
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Every entry in words, the seal of the log, and who was there; for who conducts or keeps the conference."""
    post, found = acting(request), visible(request, pk)
    part = rules.part_of(post, found)
    if not (part.is_secretary or part.may_chair):
        raise PermissionDenied(_("Nhật ký hội nghị chỉ mở cho chủ trì và thư ký. Biên bản mở cho người dự."))
    names = queries.names_of(found)
    context = {
        "conference": found,
        "room": room_of(found),
        "names": names,
        "lines": queries.course(found, names=names),
        "sites": queries.attendance(found),
        "back": way_to_room(post, found),
        "crumbs": crumbs(found),
    }
    return page(request, "conferences/log.html", context)
