"""Answers to the invitation: one's own, those of a site's people, the table of all; PINs; the calendar file."""

import datetime
from collections.abc import Sequence

import icalendar
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phoihop.base.errors import Reason, Refusal
from phoihop.base.forms import reasons_of
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.forms import prepare as forms
from phoihop.conferences.models import Conference, Delegate
from phoihop.conferences.offsets import day_of
from phoihop.conferences.views.shared import REPLY_TONES, crumbs, preparer, say_why_not, tabs, visible
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post

METHODS = ["GET", "HEAD", "POST"]


@needs("conference.read")
@require_http_methods(METHODS)
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for the post's own answer, and the answers of the sites it sees. `?cho=` opens one seat's form."""
    found, post = visible(request, pk), acting(request)
    part = rules.part_of(post, found)
    lines = queries.replies(found, list(rules.sites_of(post, found).select_related("contact__body")))
    seats = {seat.pk: seat for seat in queries.answerable(post, found, part)}
    if part.is_secretary:
        seats = {seat.pk: seat for line in lines for seat in line.seats} | seats
    seat = _asked(request, post, seats)
    form, reasons = None, list[Reason]()
    if seat is not None:
        typed = request.POST if request.method == "POST" else None
        first = {"answer": seat.state, "substitute": seat.substitute_id, "reason": seat.reason}
        choices = queries.substitutes(seat, day_of(found))
        form = forms.ReplyForm(typed, initial=first, substitutes=choices)
        if typed is not None:
            reasons = _answer(request, seat, form, choices)
            if not reasons:
                return HttpResponseRedirect(reverse("conferences:replies", args=[pk]))
    context = {
        "conference": found,
        "lines": lines,
        "totals": queries.totals(lines),
        "waiting": sum(line.counts["invited"] for line in lines),
        "form": form if found.state == Conference.State.CALLED else None,
        "seat": seat,
        "own": seat is not None and seat.post_id == post.pk,
        "may_answer": set(seats) if found.state == Conference.State.CALLED else set(),
        "is_secretary": part.is_secretary,
        "part": part,
        "tones": REPLY_TONES,
        "reasons": reasons,
        "tabs": tabs(found, part, "replies"),
        "crumbs": crumbs(found),
    }
    return page(request, "conferences/replies.html", context, status=422 if reasons else 200)


def _asked(request: HttpRequest, post: Post, seats: dict[int, Delegate]) -> Delegate | None:
    """The seat to answer for: the one asked for, else the post's own."""
    asked = parse_key(request.POST.get("seat") or request.GET.get("cho"))
    if asked is not None:
        seat = seats.get(asked)
        if seat is None and request.method == "POST":
            raise Http404
        return seat
    return next((seat for seat in seats.values() if seat.post_id == post.pk), None)


def _answer(request: HttpRequest, seat: Delegate, form: forms.ReplyForm, choices: Sequence[Post]) -> list[Reason]:
    """Write the answer; gives why not. A substitute outside the list is asked of the verb, which says why."""
    key = parse_key(request.POST.get("substitute"))
    answer, reason = request.POST.get("answer", ""), request.POST.get("reason", "")
    form.is_valid()
    if "answer" in form.errors or "reason" in form.errors:
        return [one for one in reasons_of(form) if one.field != "substitute"]
    substitute = next((one for one in choices if one.pk == key), None)
    if substitute is None and key is not None:
        substitute = Post.objects.select_related("body").filter(pk=key).first()
    try:
        actions.reply(by=acting(request), seat=seat, answer=answer, substitute=substitute, reason=reason)
    except Refusal as refusal:
        form.errors.pop("substitute", None)
        forms.mark(form, refusal.reasons)
        return refusal.reasons
    messages.success(request, _("Đã ghi trả lời của %(who)s.") % {"who": seat.label})
    return []


@needs("conference.write")
@require_POST
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell once more who has not answered."""
    found = preparer(request, pk)
    try:
        n = actions.chase(by=acting(request), conference=found)
    except Refusal as refusal:
        say_why_not(request, refusal)
    else:
        messages.success(request, ngettext("Đã nhắc %(n)s chức vụ.", "Đã nhắc %(n)s chức vụ.", n) % {"n": n})
    return HttpResponseRedirect(reverse("conferences:replies", args=[pk]))


@needs("conference.write")
@require_http_methods(METHODS)
def pins(request: HttpRequest, pk: int) -> HttpResponse:
    """One slip a delegate, by site, to be cut out and handed over; POST issues one again."""
    found, by = preparer(request, pk), acting(request)
    part = rules.part_of(by, found)
    if request.method == "POST":
        seats = found.delegates.select_related("conference", "site")
        seat = get_object_or_404(seats, pk=parse_key(request.POST.get("seat")))
        try:
            actions.issue_pin(by=by, seat=seat)
        except Refusal as refusal:
            say_why_not(request, refusal)
        else:
            messages.success(request, _("Đã cấp mã mới cho %(who)s. Mã cũ không dùng được nữa.") % {"who": seat})
        return HttpResponseRedirect(reverse("conferences:pins", args=[pk]))
    lines = queries.replies(found, list(found.sites.all()))
    slips = [(line.site, [(seat, rules.pin_of(seat)) for seat in line.seats if seat.votes]) for line in lines]
    context = {
        "conference": found,
        "slips": [(site, those) for site, those in slips if those],
        "may": not rules.why_not_issue_pin(part, found),
        "tabs": tabs(found, part, "pins"),
        "crumbs": crumbs(found),
    }
    return page(request, "conferences/pins.html", context)


@needs("conference.read")
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The conference as an .ics file, with its hours, for any calendar program."""
    found = visible(request, pk)
    book = icalendar.Calendar()
    book.add("prodid", "-//Phoi Hop//vi")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    entry = icalendar.Event()
    entry.add("uid", f"conference-{found.pk}@phoihop")
    entry.add("dtstamp", (found.called_at or found.created_at).astimezone(datetime.UTC))
    entry.add("dtstart", found.starts_at.astimezone(datetime.UTC))
    entry.add("dtend", found.ends_at.astimezone(datetime.UTC))
    entry.add("summary", found.title)
    entry.add("location", found.place_vi)
    entry.add("status", "CANCELLED" if found.state == Conference.State.CANCELLED else "CONFIRMED")
    entry.add("url", request.build_absolute_uri(reverse("conferences:conference", args=[pk])))
    book.add_component(entry)
    response = HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.code}.ics"'
    return response
