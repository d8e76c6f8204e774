"""A site tests its line, by a script or by hand; the secretary and the chair see whether all is ready."""

import json
import os
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.forms.lines import ByHandForm, MeasuredForm, ReadyForm
from phoihop.conferences.formulas import Measured, browser_name
from phoihop.conferences.models import Conference, LineTest, Site
from phoihop.conferences.views import shared
from phoihop.conferences.views.camera import with_camera
from phoihop.orgs.access import acting, needs

MOST_BYTES = 256 * 1024
"""What is sent down at once to measure with, and taken up."""


def site_for(request: HttpRequest, found: Conference) -> Site:
    """The site whose computer the post serves."""
    site = rules.part_of(acting(request), found).site
    if site is None:
        shared.forbid(_("Chỉ đầu mối của một điểm cầu kiểm tra đường truyền, trên máy sẽ dùng khi họp."))
    return site


@with_camera
@needs("conference.read")
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """The test of a line: one button; or the same said by hand, sent from here."""
    found = shared.visible(request, pk)
    site = site_for(request, found)
    sent = request.method == "POST"
    form = ByHandForm(request.POST if sent else None)
    reasons = form.reasons() if sent else []
    if sent and not reasons:
        measured = form.measured(timezone.localtime(clock.machine_now()))
        try:
            _kept(request, found, site, measured, request.POST.get("key", ""), by_hand=True)
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Đã ghi kết quả do đầu mối khai."))
            return HttpResponseRedirect(reverse("conferences:line", args=[pk]))
    shared.mark(form, reasons)
    last = site.tests.select_related("by__body").first()
    context = {
        "conference": found,
        "site": site,
        "test": last,
        "faults": queries.fault_words(last) if last else (),
        "tones": shared.TIER_TONES,
        "form": form,
        "key": uuid.uuid4().hex,
        "sizes": MOST_BYTES,
        "crumbs": shared.crumbs(found),
        "reasons": reasons,
    }
    return page(request, "conferences/line.html", context, status=422 if reasons else 200)


def _kept(
    request: HttpRequest, found: Conference, site: Site, measured: Measured, key: str, *, by_hand: bool = False
) -> LineTest:
    browser = browser_name(request.headers.get("User-Agent", ""))
    return actions.record_line_test(
        by=acting(request),
        conference=found,
        site=site,
        line=measured,
        browser=browser,
        key=key,
        by_hand=by_hand,
    )


@needs("conference.read")
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """What the script measured, as JSON with a key; the same key again adds nothing."""
    found = shared.visible(request, pk)
    site = site_for(request, found)
    try:
        sent = json.loads(request.body)
    except ValueError:
        sent = None
    form = MeasuredForm(sent if isinstance(sent, dict) else {})
    if not form.is_valid():
        return _refused([Reason(_("Số đo gửi lên không hợp lệ. Tải lại trang rồi kiểm tra lại."))])
    try:
        test = _kept(request, found, site, form.measured(), form.cleaned_data["key"])
    except Refusal as refusal:
        return _refused(refusal.reasons)
    return JsonResponse({"tier": test.tier, "faults": test.faults})


def _refused(reasons: list[Reason]) -> HttpResponse:
    return JsonResponse({"reasons": [str(one) for one in reasons]}, status=422)


@needs("conference.read")
@require_safe
def ping(request: HttpRequest, pk: int) -> HttpResponse:
    """The server's own clock in milliseconds, in as few bytes as can be: delay and the difference of clocks."""
    shared.visible(request, pk)
    return _fresh(JsonResponse({"now": round(clock.machine_now().timestamp() * 1000)}))


@needs("conference.read")
@require_safe
def down(request: HttpRequest, pk: int) -> HttpResponse:
    """Bytes that nothing on the way can make smaller, `?n=` of them."""
    shared.visible(request, pk)
    size = min(parse_key(request.GET.get("n")) or MOST_BYTES, MOST_BYTES)
    response = _fresh(HttpResponse(os.urandom(size), content_type="application/octet-stream"))
    response.headers["Content-Encoding"] = "identity"
    return response


@needs("conference.read")
@require_POST
def up(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes bytes and forgets them."""
    shared.visible(request, pk)
    return _fresh(JsonResponse({"bytes": len(request.body)}))


def _fresh(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


@needs("conference.read")
@require_http_methods(["GET", "HEAD", "POST"])
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    """Every site with its contact, last test, faults, replies and papers read; go or no-go."""
    found = shared.visible(request, pk)
    part = rules.part_of(acting(request), found)
    if not (part.is_secretary or part.may_chair):
        shared.forbid(_("Trang sẵn sàng dành cho chủ trì và thư ký hội nghị."))
    sent = request.method == "POST"
    form = ReadyForm(request.POST if sent else None)
    reasons = form.reasons() if sent else []
    if sent and not reasons:
        is_ready = request.POST.get("say") == "ready"
        try:
            actions.say_ready(
                by=acting(request), conference=found, is_ready=is_ready, reason=form.cleaned_data["reason"]
            )
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Đã ghi: sẵn sàng.") if is_ready else _("Đã ghi: chưa sẵn sàng."))
            return HttpResponseRedirect(reverse("conferences:ready", args=[pk]))
    return _ready(request, found, form, reasons)


def _ready(request: HttpRequest, found: Conference, form: ReadyForm, reasons: list[Reason]) -> HttpResponse:
    shared.mark(form, reasons)
    now = queries.ready_of(found)
    context: dict[str, Any] = {
        "conference": found,
        "ready": now,
        "tones": shared.TIER_TONES,
        "now": clock.now(),
        "form": form,
        "may_say": found.state in ("preparing", "called"),
        "crumbs": shared.crumbs(found),
        "reasons": reasons,
    }
    return page(request, "conferences/ready.html", context, status=422 if reasons else 200)
