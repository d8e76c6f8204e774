"""The page on which a report is written: outline, paper, and beside it what belongs to whatever is selected."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from phoihop.annual import rules
from phoihop.annual.actions import StaleBlock
from phoihop.annual.figures import Book, UnknownToken, compare, frozen, live, needed
from phoihop.annual.formulas.tokens import Token, read
from phoihop.annual.models import Block, Edition, Section
from phoihop.annual.outline import outline
from phoihop.annual.papers.content import block_key, content, head_of, numbered
from phoihop.annual.queries import Faults, faults, issuing_body, texts_for
from phoihop.annual.views.rows import figure_rows, names_in_english
from phoihop.base.errors import Reason
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.documents.html import to_html
from phoihop.documents.paper import Block as PaperBlock
from phoihop.documents.paper import FigureRun
from phoihop.orgs.models import Post
from phoihop.orgs.queries import posts_at


@dataclass
class Asked:
    """What is selected on the page, and what a refused form had typed."""

    figure: str = ""
    section: int | None = None
    block: int | None = None
    branch: int | None = None
    reasons: list[Reason] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    stale: StaleBlock | None = None


def asked_of(request: HttpRequest) -> Asked:
    """The selection in the address."""
    return Asked(
        figure=request.GET.get("so", ""),
        section=parse_key(request.GET.get("muc")),
        block=parse_key(request.GET.get("doan")),
        branch=parse_key(request.GET.get("nhanh")),
    )


def show(request: HttpRequest, post: Post, edition: Edition, asked: Asked, status: int = 200) -> HttpResponse:
    """The page of an edition. A fragment request for the pane gets the pane alone, from the same template."""
    body = issuing_body(edition.regulation)
    writing = not rules.why_not_write(post, edition, body.unit_id if body else None)
    found = faults(edition)
    context: dict[str, Any] = {
        "edition": edition,
        "writing": writing,
        "issuing": edition.state == Edition.State.DRAFT and post.can("annual.issue"),
        "faults": found,
        "asked": asked,
        "reasons": asked.reasons,
        "crumbs": [(_("Báo cáo năm"), reverse("annual:editions"))],
        "section": None,
        "block": None,
        "figure": None,
        "changes": None,
        "texts": None,
        "branches": [],
        "loose": [],
        "directions_take": outline().directions,
    }
    alone = request.headers.get("HX-Target") == "pane" and not asked.reasons
    book = _book(edition, found, asked, alone=alone)
    context |= _pane(edition, book, asked, found)
    context["names"] = names_in_english(book.quotes.values()) if book else {}
    if alone:
        return page(request, "annual/_pane.html", context, status)
    context |= _outline(edition, found)
    context["paper"] = _paper(post, edition, book, found, writing) if book else None
    return page(request, "annual/edition.html", context, status)


def _book(edition: Edition, found: Faults, asked: Asked, *, alone: bool) -> Book | None:
    """The figures to show: frozen ones of an issued report, today's for a draft; members only of what is listed.

    A pane that is asked for alone needs its own figure only. None when a token names nothing: then the fault is shown
    in place of the paper.
    """
    listed = [Token(*outline().units)]
    if asked.figure:
        try:
            listed.append(read(asked.figure))
        except ValueError:
            asked.figure = ""
    if edition.state == Edition.State.ISSUED:
        return frozen(edition, listed)
    if found.unknown:
        return None
    try:
        wanted = listed[1:] if alone and asked.figure else needed(edition)
        extra = [one for one in listed[1:] if one not in wanted]
        return live(edition, [*wanted, *extra], listed)
    except UnknownToken as unknown:
        asked.reasons.extend(unknown.reasons)
        return None


def _outline(edition: Edition, found: Faults) -> dict[str, Any]:
    """The headings with how many paragraphs each has and what is missing."""
    sections = list(edition.sections.all())
    counts: dict[int, int] = {}
    for section_id in Block.objects.filter(section__edition=edition).values_list("section_id", flat=True):
        counts[section_id] = counts.get(section_id, 0) + 1
    numbers = numbered(sections, counts)
    loose: dict[int, int] = {}
    for fault in found.loose:
        loose[fault.section_id] = loose.get(fault.section_id, 0) + 1
    empty = {section.pk for section in found.empty}
    return {
        "lines": [
            (one, numbers.get(one.pk, ""), counts.get(one.pk, 0), loose.get(one.pk, 0), one.pk in empty)
            for one in sections
        ]
    }


def _paper(post: Post, edition: Edition, book: Book, found: Faults, writing: bool) -> Markup:
    signer = None
    body = issuing_body(edition.regulation)
    if body is not None and edition.state == Edition.State.DRAFT:
        signer = next((one for one in posts_at([body.unit_id], "annual.issue") if one.body_id == body.pk), None)
    issued = edition.issued
    paper = content(
        edition,
        book,
        head_of(edition, signer),
        number=issued.number if issued else None,
        dated=issued.issued_on if issued else None,
    )
    blocks = {block_key(one.pk): one for one in Block.objects.filter(section__edition=edition)} if writing else {}

    def href(run: FigureRun) -> str:
        return f"?{urlencode({'so': run.key})}#pane"

    def beside(block: PaperBlock) -> Markup:
        words = blocks.get(getattr(block, "key", ""))
        if words is None:
            return Markup("")
        loose = len(found.of_block(words.pk))
        mark = Markup(' <b class="loose">{}</b>').format(_("%(n)s số gõ tay") % {"n": loose}) if loose else ""
        return Markup(' <a class="beside" href="?doan={}#pane">{}</a>{}').format(words.pk, _("Sửa"), mark)

    return to_html(paper, href, beside)


def _pane(edition: Edition, book: Book | None, asked: Asked, found: Faults) -> dict[str, Any]:
    if asked.figure and book is not None and asked.figure in book.quotes:
        return {"figure": figure_rows(book.quotes[asked.figure])}
    if asked.block is not None:
        block = (
            Block.objects.select_related("section", "changed_by__body", "source__revision__report__period")
            .filter(pk=asked.block, section__edition=edition)
            .first()
        )
        if block is not None:
            return {"block": block, "section": block.section, "loose": _suggested(found, block.pk, book)}
    if asked.section is not None:
        section = Section.objects.select_related("edition__period").filter(pk=asked.section, edition=edition).first()
        if section is not None:
            texts = texts_for(section, asked.branch)
            branches = [(place.unit_id, place.name) for place in texts.branches]
            return {"section": section, "texts": texts, "branches": branches}
    return {"changes": _changes(edition, book)}


def _suggested(found: Faults, block_id: int, book: Book | None) -> list[tuple[Any, str]]:
    """Each typed number with the token whose figure is printed the same way, if one is."""
    printed: dict[str, str] = {}
    for key, quote in (book.quotes if book else {}).items():
        if not quote.token.unit:
            printed.setdefault(quote.printed.replace("\u00a0", ""), key)
    return [
        (fault, printed.get(fault.number.replace("\u00a0", "").replace(" ", ""), ""))
        for fault in found.of_block(block_id)
    ]


def _changes(edition: Edition, book: Book | None) -> Any:
    """For an issued report: the figures that would be printed otherwise today, with the causes."""
    if edition.state != Edition.State.ISSUED or book is None:
        return None
    own = [quote.token for quote in book.quotes.values() if not quote.token.unit]
    try:
        now = live(edition, own, ())
        moved = [one for one in own if now.quotes[str(one)].printed != book.quotes[str(one)].printed]
        # The shares tell the result of a unit that is in none of the moved sets any more.
        shares = [one for one in own if one.over]
        before, after = frozen(edition, [*moved, *shares]), live(edition, [*moved, *shares])
    except UnknownToken:
        return None
    names = {str(one) for one in moved}
    return [change for change in compare(before, after) if change.key in names]
