"""Writing: every form on the page of a draft. A refusal shows the same page again with what was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phoihop.annual import actions, forms
from phoihop.annual.actions import StaleBlock
from phoihop.annual.actions.issue import why_not_issue_today
from phoihop.annual.figures import UnknownToken, live, needed
from phoihop.annual.models import Block, Edition, Section, Waiver
from phoihop.annual.views.desk import Asked, show
from phoihop.annual.views.pages import edition_for
from phoihop.base.errors import Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.reporting.models import Text

Done = tuple[str, str]
"""What is said, and the selection the page then opens with."""


@require_POST
@needs("annual.write")
def section(request: HttpRequest, pk: int, section_id: int) -> HttpResponse:
    """Add a paragraph of one's own, or take over a unit's text (`text`), shortened or as it is."""
    post = acting(request)
    edition = edition_for(post, pk)
    chosen = get_object_or_404(Section.objects.select_related("edition"), pk=section_id, edition=edition)

    def act() -> Done:
        asked = forms.WordsForm(request.POST).asked()
        if request.POST.get("text"):
            text = get_object_or_404(
                Text.objects.select_related("revision__report", "block"), pk=_pk(request.POST["text"])
            )
            block = actions.draw_text(by=post, section=chosen, text=text, shorten=asked["body"])
            return _("Đã đưa lời của đơn vị vào mục."), _at(block)
        block = actions.add_block(by=post, section=chosen, body=asked["body"])
        return _("Đã thêm đoạn."), _at(block)

    return _answer(request, post, edition, act, Asked(section=chosen.pk))


@require_POST
@needs("annual.write")
def block(request: HttpRequest, pk: int, block_id: int) -> HttpResponse:
    """One step on a paragraph: write, up, down, drop, bind a number to a token, answer for a number."""
    post = acting(request)
    edition = edition_for(post, pk)
    rows = Block.objects.select_related("section__edition")
    chosen = rows.filter(pk=block_id, section__edition=edition).first()
    if chosen is None:
        asked = Asked(typed=_typed(request), stale=StaleBlock(None, request.POST.get("body", "")))
        asked.reasons = asked.stale.reasons if asked.stale else []
        return show(request, post, edition, asked, status=409)
    step = STEPS.get(request.POST.get("do", "write"))
    if step is None:
        raise Http404
    return _answer(request, post, edition, lambda: step(request, post, chosen), Asked(block=chosen.pk))


@require_POST
@needs("annual.write")
def waiver(request: HttpRequest, pk: int, waiver_id: int) -> HttpResponse:
    """Stop answering for a typed number."""
    post = acting(request)
    edition = edition_for(post, pk)
    chosen = get_object_or_404(Waiver.objects.select_related("edition__regulation"), pk=waiver_id, edition=edition)

    def act() -> Done:
        block_id = chosen.block_id
        actions.take_back_waiver(by=post, waiver=chosen)
        return _("Số này lại cần gắn thẻ."), f"?doan={block_id}#pane"

    return _answer(request, post, edition, act, Asked())


@require_POST
@needs("annual.write")
def paper_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the day printed on the draft."""
    post = acting(request)
    edition = edition_for(post, pk)

    def act() -> Done:
        asked = forms.DateForm(request.POST).asked()
        actions.set_paper_date(by=post, edition=edition, paper_on=asked["paper_on"])
        return _("Đã đặt ngày ghi trên báo cáo."), ""

    return _answer(request, post, edition, act, Asked())


@require_http_methods(["GET", "HEAD", "POST"])
@needs("annual.issue")
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the way, what will happen, and the one button that issues."""
    post = acting(request)
    edition = edition_for(post, pk)
    if edition.state != Edition.State.DRAFT:
        return HttpResponseRedirect(reverse("annual:edition", args=[edition.pk]))
    reasons = None
    if request.method == "POST":
        try:
            asked = forms.IssueForm(request.POST).asked()
            done = actions.issue_edition(by=post, edition=edition, missing_reason=asked["missing_reason"])
            symbol = done.issued.symbol if done.issued else ""
            messages.success(request, _("Đã phát hành %(symbol)s.") % {"symbol": symbol})
            return HttpResponseRedirect(reverse("annual:edition", args=[edition.pk]))
        except Refusal as refusal:
            reasons = refusal.reasons
    book = None
    try:
        book = live(edition, needed(edition), ())
        standing = why_not_issue_today(post, edition, book)
    except UnknownToken as unknown:
        standing = unknown.reasons
    context = {
        "edition": edition,
        "standing": [one for one in standing if one.field != "missing_reason"],
        "missing": [one for one in standing if one.field == "missing_reason"],
        "figures": len(book.quotes) if book else 0,
        "typed": request.POST.get("missing_reason", ""),
        "reasons": reasons or [],
        "crumbs": [
            (_("Báo cáo năm"), reverse("annual:editions")),
            (str(edition), reverse("annual:edition", args=[edition.pk])),
        ],
    }
    return page(request, "annual/issue.html", context, status=409 if reasons else 200)


def _write(request: HttpRequest, post: Post, chosen: Block) -> Done:
    asked = forms.WordsForm(request.POST).asked()
    version = asked["version"] if asked["version"] is not None else -1
    done = actions.write_block(by=post, block=chosen, body=asked["body"], version=version)
    return _("Đã lưu đoạn."), _at(done)


def _up(request: HttpRequest, post: Post, chosen: Block) -> Done:
    actions.move_block(by=post, block=chosen, step=-1)
    return _("Đã chuyển đoạn lên."), _at(chosen)


def _down(request: HttpRequest, post: Post, chosen: Block) -> Done:
    actions.move_block(by=post, block=chosen, step=1)
    return _("Đã chuyển đoạn xuống."), _at(chosen)


def _drop(request: HttpRequest, post: Post, chosen: Block) -> Done:
    asked = forms.WordsForm(request.POST).asked()
    version = asked["version"] if asked["version"] is not None else -1
    actions.drop_block(by=post, block=chosen, version=version)
    return _("Đã bỏ đoạn; nội dung cũ còn trong nhật ký."), f"?muc={chosen.section_id}#pane"


def _bind(request: HttpRequest, post: Post, chosen: Block) -> Done:
    asked = forms.BindForm(request.POST).asked()
    done = actions.bind_number(by=post, block=chosen, **asked)
    return _("Đã gắn thẻ số liệu."), _at(done)


def _waive(request: HttpRequest, post: Post, chosen: Block) -> Done:
    asked = forms.WaiveForm(request.POST).asked()
    actions.waive_number(by=post, block=chosen, **asked)
    return _("Đã giữ số gõ tay; lý do sẽ in ở phụ lục."), _at(chosen)


STEPS: dict[str, Callable[[HttpRequest, Post, Block], Done]] = {
    "write": _write,
    "up": _up,
    "down": _down,
    "drop": _drop,
    "bind": _bind,
    "waive": _waive,
}


def _answer(request: HttpRequest, post: Post, edition: Edition, act: Callable[[], Done], asked: Asked) -> HttpResponse:
    try:
        said, where = act()
    except Refusal as refusal:
        asked.reasons = list(refusal.reasons)
        asked.typed = _typed(request)
        asked.stale = refusal if isinstance(refusal, StaleBlock) else None
        return show(request, post, edition, asked, status=409)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("annual:edition", args=[edition.pk]) + where)


def _at(block: Block) -> str:
    return f"?doan={block.pk}#doan-{block.pk}"


def _typed(request: HttpRequest) -> dict[str, str]:
    return {key: str(value) for key, value in request.POST.items() if key != "csrfmiddlewaretoken"}


def _pk(text: str) -> int:
    key = parse_key(text)
    if key is None:
        raise Http404
    return key
