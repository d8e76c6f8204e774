"""Reading a paper page by page, alone or turned by the chair, and saying something of it."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from phoihop.annual.figures import UnknownToken, frozen
from phoihop.annual.models import Edition
from phoihop.annual.papers import content, draft, head_of
from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.conferences import actions, news, queries, rules
from phoihop.conferences.forms.papers import AnswerForm, CommentForm
from phoihop.conferences.models import Comment, Paper
from phoihop.conferences.views import shared
from phoihop.conferences.views.papers import paper_for
from phoihop.documents import pictures
from phoihop.documents.html import to_html
from phoihop.orgs.access import acting, needs


@dataclass
class Typed:
    """A form on the page that was refused: shown again as it was sent."""

    comment: CommentForm | None = None
    answer: AnswerForm | None = None
    answered: int = 0


@needs("conference.read")
@require_safe
def paper(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """A page of a paper (`?trang=`), or with `?theo=1` the page the chair shows."""
    return _read(request, paper_for(request, pk, paper), Typed(), [])


def _read(request: HttpRequest, found: Paper, typed: Typed, reasons: list[Reason]) -> HttpResponse:
    post = acting(request)
    conference = found.conference
    part = rules.part_of(post, conference)
    room = queries.room_now(conference.pk, conference.last_seq, conference.log_hash)
    shown = queries.shown(conference, room) if room.is_open else None
    follows = request.GET.get("theo") == "1" and shown is not None
    seen = shown.paper if shown and follows else found
    at = shown.page if shown and follows else _page_asked(request, found)
    comment = typed.comment or CommentForm(initial={"page": at if seen.pages > 1 else None})
    for form in (comment, typed.answer):
        if form is not None:
            shared.mark(form, reasons)
    may_turn = room.is_open and (part.may_chair or part.is_secretary)
    context = {
        "conference": conference,
        "paper": found,
        "part": part,
        "topic": news.topic(conference.pk),
        "shown": shown,
        "follows": follows,
        "seen": seen,
        "page": at,
        **_content(seen, at),
        "may_turn": may_turn and not rules.why_not_show_page(post, room, part, seen, at, conference),
        "key": uuid.uuid4().hex,
        "read": part.seat is not None and found.readings.filter(delegate=part.seat).exists(),
        "comments": _answerable(queries.comments_of(found), typed, part),
        "comment": comment,
        "may_comment": part.seat is not None and rules.may_comment_now(found, clock.now()),
        "tried": typed.comment is not None,
        "crumbs": [
            *shared.crumbs(conference),
            (_("Tài liệu"), reverse("conferences:papers", args=[conference.pk])),
        ],
        "reasons": reasons,
    }
    return page(request, "conferences/paper.html", context, status=422 if reasons else 200)


def _page_asked(request: HttpRequest, found: Paper) -> int:
    asked = parse_key(request.GET.get("trang")) or 1
    return min(asked, max(found.pages, 1))


def _content(seen: Paper, at: int) -> dict[str, Any]:
    """What there is to see of the paper: a picture with its words, the live draft, or neither."""
    if seen.edition is not None:
        return {"drawn": False, "words": "", "report": _report(seen.edition)}
    file = seen.file
    drawn = file is not None and seen.pages > 0 and pictures.may_draw(file.kind)
    words = pictures.words(file, at) if drawn and file is not None else ""
    return {"drawn": drawn, "words": words, "report": None}


def _report(edition: Edition) -> Markup | None:
    """The annual report: figures of this instant until it is issued, then those it was issued with.

    None while a token of the draft names nothing.
    """
    if edition.issued is None:
        try:
            paper, _book = draft(edition)
        except (UnknownToken, Refusal):
            return None
        return to_html(paper)
    issued = edition.issued
    book = frozen(edition)
    return to_html(content(edition, book, head_of(edition), number=issued.number, dated=issued.issued_on))


def _answerable(comments: Any, typed: Typed, part: rules.Part) -> list[tuple[Comment, AnswerForm | None]]:
    """Each comment with the form for its answer, for who may answer it."""
    found = []
    for one in comments:
        form = None
        if part.is_secretary and one.answered_at is None:
            form = typed.answer if typed.answered == one.pk else AnswerForm(prefix=f"a{one.pk}")
        found.append((one, form))
    return found


@needs("conference.read")
@require_safe
def picture(request: HttpRequest, pk: int, paper: int, page: int) -> HttpResponse:
    """A page as a picture; the address changes with the file, so a browser keeps it for the day."""
    found = paper_for(request, pk, paper)
    drawn = pictures.picture(found.file, page) if found.file is not None else None
    if drawn is None:
        raise Http404
    response = HttpResponse(drawn, content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=28800"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@needs("conference.read")
@require_POST
def read(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """A seat's holder has opened the paper: sent by the page itself, or by a press where there are no scripts."""
    found = paper_for(request, pk, paper)
    quiet = request.headers.get("X-Part") == "1"
    try:
        actions.read_paper(by=acting(request), paper=found)
    except Refusal as refusal:
        if quiet:
            return JsonResponse({"read": False}, status=422)
        shared.say_why_not(request, refusal)
    return JsonResponse({"read": True}) if quiet else HttpResponseRedirect(_address(found, request))


@needs("conference.read")
@require_POST
def comment(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Say something of a paper; what is refused is shown again as it was typed."""
    found = paper_for(request, pk, paper)
    form = CommentForm(request.POST)
    reasons = form.reasons()
    if not reasons:
        given = form.cleaned_data
        try:
            actions.comment_on(by=acting(request), paper=found, text=given["text"], page=given["page"] or 0)
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Đã gửi góp ý."), extra_tags=f"comment-{found.pk}")
            return HttpResponseRedirect(_address(found, request))
    return _read(request, found, Typed(comment=form), reasons)


@needs("conference.write")
@require_POST
def answer(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """The secretary answers a comment; everybody who sees the paper sees it."""
    rows = Comment.objects.filter(paper__in=rules.visible_papers(acting(request)), paper__conference_id=pk)
    said = get_object_or_404(rows.select_related("paper"), pk=comment)
    found = paper_for(request, pk, said.paper_id)
    form = AnswerForm(request.POST, prefix=f"a{said.pk}")
    reasons = [Reason(one.text, form.add_prefix(one.field)) for one in form.reasons()]
    if not reasons:
        try:
            actions.answer_comment(by=acting(request), comment=said, text=form.cleaned_data["answer"])
        except Refusal as refusal:
            reasons = [Reason(one.text, form.add_prefix(one.field) if one.field else "") for one in refusal.reasons]
        else:
            messages.success(request, _("Đã trả lời góp ý."))
            return HttpResponseRedirect(f"{_address(found, request)}#gop-y")
    return _read(request, found, Typed(answer=form, answered=said.pk), reasons)


@needs("conference.read")
@require_POST
def show(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """The chair or the secretary turns everybody who follows to this page."""
    found = paper_for(request, pk, paper)
    at = parse_key(request.POST.get("page")) or 1
    key = request.POST.get("key", "")
    try:
        actions.show_page(by=acting(request), conference=found.conference, paper=found, page=at, key=key)
    except Refusal as refusal:
        shared.say_why_not(request, refusal)
    return HttpResponseRedirect(f"{reverse('conferences:paper', args=[pk, paper])}?trang={at}")


def _address(found: Paper, request: HttpRequest) -> str:
    """The paper at the page the reader was on."""
    at = parse_key(request.POST.get("trang"))
    address = reverse("conferences:paper", args=[found.conference_id, found.pk])
    return f"{address}?trang={at}" if at else address
