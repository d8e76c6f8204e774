"""What the pages of a conference have in common: finding it, the way to it, and saying why not."""

from collections.abc import Iterable
from typing import NoReturn

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from phoihop.base.errors import Reason, Refusal
from phoihop.conferences.models import Conference
from phoihop.conferences.rules import BEFORE, Part, prepares, visible_conferences
from phoihop.orgs.access import acting

Crumbs = list[tuple[str, str | None]]
TONES = {
    "preparing": "empty",
    "called": "soon",
    "open": "pending",
    "closed": "accepted",
    "cancelled": "returned",
}
"""State of a conference → tone of components.status."""
REPLY_TONES = {"invited": "empty", "comes": "accepted", "delegated": "pending", "absent": "returned"}
"""Reply of a seat → tone of components.status."""
TIER_TONES = {"video": "accepted", "audio": "soon", "data": "late"}
"""What a site's line carries → tone of components.status."""


def visible(request: HttpRequest, pk: int, rows: "QuerySet[Conference] | None" = None) -> Conference:
    """The conference, chair and secretary loaded, if the post may see it; 404 otherwise."""
    found = visible_conferences(acting(request)) if rows is None else rows
    return get_object_or_404(
        found.select_related("chair__body", "secretary__body", "period", "unit", "invitation"), pk=pk
    )


def preparer(request: HttpRequest, pk: int) -> Conference:
    """The conference, for the secretary of the unit that calls it; 404 for one the post may not see."""
    found, post = visible(request, pk), acting(request)
    if not prepares(post, found):
        raise PermissionDenied(_("Chỉ thư ký của đơn vị triệu tập chuẩn bị hội nghị này."))
    return found


def crumbs(conference: Conference | None = None) -> Crumbs:
    """The way to a page below the list, or below a conference's page."""
    way: Crumbs = [(_("Hội nghị"), reverse("conferences:list"))]
    if conference is not None:
        way.append((conference.title, reverse("conferences:conference", args=[conference.pk])))
    return way


def tabs(conference: Conference, part: Part, current: str) -> list[tuple[str, str, bool]]:
    """(name, address, whether it is this one) of the pages before a conference that the part may open."""
    before, called = conference.state in BEFORE, conference.state in ("called", "open", "closed")
    secretary = part.is_secretary
    offered = [
        (_("Hội nghị"), "conference", True),
        (_("Trả lời"), "replies", called),
        (_("Điểm cầu và đại biểu"), "sites", secretary and before),
        (_("Chương trình"), "agenda", secretary and before),
        (_("Tham luận"), "speeches", not part.is_none),
        (_("Phiếu mã biểu quyết"), "pins", secretary and called),
        (_("Sửa thông tin"), "change", secretary and before),
    ]
    shown = [(name, route) for name, route, may in offered if may]
    return [(name, reverse(f"conferences:{route}", args=[conference.pk]), route == current) for name, route in shown]


def address_if(name: str, *args: object) -> str | None:
    """The address, or None where this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def say_why_not(request: HttpRequest, refusal: Refusal) -> None:
    """The reasons of a refusal above the next page: for buttons that ask for nothing to be typed."""
    for reason in refusal.reasons:
        messages.error(request, str(reason))


def forbid(sentence: str) -> NoReturn:
    """What the post sees that there is, and may not open: said in a sentence."""
    raise PermissionDenied(sentence)


def mark(form: Form, reasons: Iterable[Reason]) -> None:
    """Show each reason of a verb at its field too; faults of shape stand there already."""
    if not form.is_bound:
        return
    for reason in reasons:
        name = next((one for one in form.fields if form.add_prefix(one) == reason.field), None)
        if name is not None and not form.has_error(name):
            form.add_error(name, str(reason.text))
