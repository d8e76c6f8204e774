"""Papers: the list with who has read them, adding and ordering them, and what was said of them."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.forms.papers import PaperForm, WindowForm
from phoihop.conferences.models import Conference, Paper
from phoihop.conferences.views import shared
from phoihop.orgs.access import acting, needs


def paper_for(request: HttpRequest, pk: int, paper: int) -> Paper:
    """The paper, if the post may see it; 404 otherwise."""
    rows = rules.visible_papers(acting(request)).filter(conference_id=pk)
    return get_object_or_404(rows.select_related("conference", "file", "edition", "item", "added_by__body"), pk=paper)


def refuse_strangers(request: HttpRequest, found: Conference, part: rules.Part) -> None:
    """Papers are for the people of the conference; who merely sees that there is one is told so."""
    if not rules.is_of(acting(request), found, part):
        shared.forbid(_("Tài liệu dành cho người dự hội nghị. Hỏi thư ký hội nghị hoặc đầu mối của điểm cầu."))


@needs("conference.read")
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of a conference; who prepares it adds one here."""
    found = shared.visible(request, pk)
    part = rules.part_of(acting(request), found)
    refuse_strangers(request, found, part)
    sent = request.method == "POST"
    form = PaperForm(found.items.all(), request.POST if sent else None, request.FILES if sent else None)
    reasons = form.reasons() if sent else []
    if sent and not reasons:
        try:
            made = actions.add_paper(
                by=acting(request),
                conference=found,
                title=form.cleaned_data["title"],
                upload=form.cleaned_data["file"],
                item=form.item_asked,
                comments_until=form.cleaned_data["comments_until"],
            )
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Đã thêm tài liệu: %(title)s.") % {"title": made.title_vi})
            return HttpResponseRedirect(reverse("conferences:papers", args=[pk]))
    return _list(request, found, part, form, reasons)


def _list(
    request: HttpRequest, found: Conference, part: rules.Part, form: PaperForm, reasons: list[Reason]
) -> HttpResponse:
    shared.mark(form, reasons)
    context = {
        "conference": found,
        "part": part,
        "lines": queries.papers_of(found, part),
        "due": rules.papers_due_on(found),
        "form": form,
        "may_add": not rules.why_not_prepare_papers(acting(request), found),
        "crumbs": shared.crumbs(found),
        "reasons": reasons,
    }
    return page(request, "conferences/papers.html", context, status=422 if reasons else 200)


@needs("conference.write")
@require_POST
def change(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Move a paper up or down, take it off, or set until when comments are taken."""
    found = paper_for(request, pk, paper)
    by, step = acting(request), request.POST.get("step", "")
    back = HttpResponseRedirect(reverse("conferences:papers", args=[pk]))
    if step == "window":
        return _window(request, found)
    verbs: dict[str, Callable[[], Any]] = {
        "up": lambda: actions.move_paper(by=by, paper=found, up=True),
        "down": lambda: actions.move_paper(by=by, paper=found, up=False),
        "off": lambda: actions.take_off_paper(by=by, paper=found),
    }
    try:
        verbs.get(step, lambda: None)()
    except Refusal as refusal:
        shared.say_why_not(request, refusal)
    else:
        if step == "off":
            messages.success(request, _("Đã rút tài liệu: %(title)s.") % {"title": found.title_vi})
    return back


def _window(request: HttpRequest, found: Paper) -> HttpResponse:
    form = WindowForm(request.POST)
    reasons = form.reasons()
    if not reasons:
        try:
            until = form.cleaned_data["comments_until"]
            actions.set_comment_window(by=acting(request), paper=found, until=until)
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Đã đặt hạn góp ý."))
            return HttpResponseRedirect(reverse("conferences:paper_readers", args=[found.conference_id, found.pk]))
    return _readers(request, found, form, reasons)


@needs("conference.write")
@require_safe
def readers(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Who has opened a paper and who has not, by site and seat: for who prepares the conference."""
    found = paper_for(request, pk, paper)
    return _readers(request, found, WindowForm(initial={"comments_until": found.comments_until}), [])


def _readers(request: HttpRequest, found: Paper, form: WindowForm, reasons: list[Reason]) -> HttpResponse:
    if not rules.prepares(acting(request), found.conference):
        shared.forbid(_("Chỉ thư ký của cơ quan triệu tập hội nghị xem ai đã đọc."))
    shared.mark(form, reasons)
    seats = list(queries.readers(found))
    by_site = [(site, list(those)) for site, those in groupby(seats, key=lambda seat: seat.site)]
    context = {
        "conference": found.conference,
        "paper": found,
        "sites": [(site, those, sum(bool(one.first) for one in those)) for site, those in by_site],  # type: ignore[attr-defined]
        "read": sum(bool(one.first) for one in seats),  # type: ignore[attr-defined]
        "seats": len(seats),
        "form": form,
        "may_change": not rules.why_not_change_paper(acting(request), found),
        "crumbs": [
            *shared.crumbs(found.conference),
            (_("Tài liệu"), reverse("conferences:papers", args=[found.conference_id])),
        ],
        "reasons": reasons,
    }
    return page(request, "conferences/paper_readers.html", context, status=422 if reasons else 200)
