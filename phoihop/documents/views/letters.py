"""Letters that came and went, one letter with its course and exchange, and what one does with it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.documents import actions, html, papers, queries, rules
from phoihop.documents.models import Letter
from phoihop.orgs.access import acting, needs

LIMIT = 200
"""So many letters a list shows; older ones stand in the register."""


@needs("letter.read")
@require_safe
def incoming(request: HttpRequest) -> HttpResponse:
    """What came to the own body: `?loc=cho` only what waits to be opened or answered."""
    post = acting(request)
    found = queries.came(post)
    waiting = [one for one in found if one.state in ("unopened", "late", "owed")]
    only = request.GET.get("loc") == "cho"
    context = {
        "rows": (waiting if only else found)[:LIMIT],
        "waiting": len(waiting),
        "only": only,
        "may_write": post.can("letter.write"),
        "today": clock.today(),
    }
    return page(request, "documents/incoming.html", context)


@needs("letter.read")
@require_safe
def outgoing(request: HttpRequest) -> HttpResponse:
    """Drafts of the own body, and what it sent, with how far each has come."""
    post = acting(request)
    context = {"rows": queries.went(post)[:LIMIT], "may_write": post.can("letter.write"), "crumbs": crumbs()}
    return page(request, "documents/outgoing.html", context)


def crumbs() -> list[tuple[str, str | None]]:
    return [(_("Thư"), reverse("letters:incoming"))]


def visible(request: HttpRequest, pk: int) -> Letter:
    """The letter, or 404 for whoever may not see it."""
    rows = rules.visible_letters(acting(request)).select_related("body", "issued__file", "signer", "answers__issued")
    return get_object_or_404(rows, pk=pk)


@needs("letter.read")
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: the paper, what goes with it, where it has got to, what was exchanged about it."""
    return show(request, visible(request, pk))


def show(
    request: HttpRequest, found: Letter, reasons: list[Reason] | None = None, typed: dict[str, str] | None = None
) -> HttpResponse:
    """The page of a letter; words of a letter not yet opened, or recalled unopened, stay closed."""
    post = acting(request)
    addressee = found.addressees.filter(body_id=post.body_id).first()
    own = found.body_id == post.body_id
    closed = not own and (addressee is None or addressee.opened_at is None)
    dated = found.issued.issued_on if found.issued else None
    number = found.issued.number if found.issued else None
    context = {
        "letter": found,
        "own": own,
        "addressee": addressee,
        "closed": closed,
        "paper": None if closed else html.to_html(papers.letter_paper(found, number=number, dated=dated)),
        "enclosures": [] if closed else found.enclosures.select_related("file"),
        "addressees": found.addressees.select_related("body", "opened_by") if own else [],
        "readings": found.readings.all() if own else [],
        "exchange": queries.exchange(post, found),
        "may_open": not rules.why_not_open(post, found, addressee),
        "may_take_in": not rules.why_not_take_in(post, found, addressee),
        "may_answer": post.can("letter.write") and not rules.why_not_answer(post, found),
        "may_change": not rules.why_not_change(post, found),
        "may_send": post.can("letter.send"),
        "may_recall": own and found.state == Letter.State.SENT and post.can("letter.send"),
        "typed": typed or {},
        "reasons": reasons or [],
        "crumbs": crumbs() if not own else [*crumbs(), (_("Thư đi"), reverse("letters:outgoing"))],
    }
    return page(request, "documents/letter.html", context, status=422 if reasons else 200)


def act(request: HttpRequest, pk: int, do: Callable[[Letter], object], said: str, **typed: str) -> HttpResponse:
    """Do it and come back to the letter; a refusal shows the letter with what was typed."""
    found = visible(request, pk)
    try:
        do(found)
    except Refusal as refusal:
        return show(request, visible(request, pk), refusal.reasons, typed)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("letters:letter", args=[pk]))


@needs("letter.read")
@require_POST
def open_letter(request: HttpRequest, pk: int) -> HttpResponse:
    post = acting(request)
    return act(request, pk, lambda found: actions.open_letter(by=post, letter=found), _("Đã mở thư."))


@needs("letter.write")
@require_POST
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    post = acting(request)
    return act(request, pk, lambda found: actions.take_in_letter(by=post, letter=found), _("Đã vào sổ thư đến."))


@needs("letter.send")
@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    post, reason = acting(request), request.POST.get("reason", "")

    def do(found: Letter) -> object:
        return actions.recall_letter(by=post, letter=found, reason=reason)

    return act(request, pk, do, _("Đã thu hồi thư."), reason=reason)
