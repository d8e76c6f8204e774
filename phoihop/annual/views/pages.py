"""Reading: the list of reports, one report, what changed since, the files."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phoihop.annual import actions, forms, queries, rules
from phoihop.annual.figures import Book, Quote, compare, frozen, live
from phoihop.annual.formulas.tokens import Token
from phoihop.annual.models import Edition
from phoihop.annual.papers import draft, rebuild, written
from phoihop.annual.views.desk import asked_of, show
from phoihop.annual.views.rows import names_in_english
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import format_change
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.documents import kinds, pdf, store
from phoihop.duties.models import Period, Regulation
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post


def edition_for(post: Post, pk: int) -> Edition:
    """The edition, if the post may see it; else 404."""
    rows = rules.visible_to(post).select_related("regulation", "period", "issued__file", "issued_by__body")
    return get_object_or_404(rows, pk=pk)


@require_safe
@needs("annual.read")
def editions(request: HttpRequest) -> HttpResponse:
    """The annual reports there are."""
    return _editions(request, [])


@require_POST
@needs("annual.write")
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the annual report of a regulation for a year."""
    try:
        asked = forms.OpenForm(request.POST).asked()
        edition = actions.open_edition(
            by=acting(request),
            regulation=get_object_or_404(Regulation, pk=asked["regulation"]),
            period=get_object_or_404(Period, pk=asked["period"]),
        )
    except Refusal as refusal:
        return _editions(request, list(refusal.reasons))
    return HttpResponseRedirect(reverse("annual:edition", args=[edition.pk]))


def _editions(request: HttpRequest, reasons: list[Reason]) -> HttpResponse:
    post = acting(request)
    context = {
        "editions": queries.editions_for(post),
        "writing": post.can("annual.write"),
        "regulations": [
            (one.pk, named(one, "title")) for one in Regulation.objects.filter(annual_figures__isnull=False).distinct()
        ],
        "periods": [(one.pk, one.year) for one in Period.objects.filter(kind=Period.Kind.YEAR).order_by("-year")],
        "typed": request.POST,
        "reasons": reasons,
    }
    return page(request, "annual/editions.html", context, status=409 if reasons else 200)


@require_safe
@needs("annual.read")
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """The report: outline, the paper as it prints, and beside it what is selected."""
    post = acting(request)
    return show(request, post, edition_for(post, pk), asked_of(request))


@require_safe
@needs("annual.read")
def compared(request: HttpRequest, pk: int) -> HttpResponse:
    """An issued report against the records of today, and the year against the year before."""
    found = edition_for(acting(request), pk)
    issued = found.state == Edition.State.ISSUED
    before = queries.last_year(found.period)
    codes = queries.figure_codes(found.regulation)
    tokens = [Token(code) for code in codes]
    then = [Token(code, period=before.label) for code in codes] if before else []
    book = frozen(found, []) if issued else live(found, tokens, ())
    last = live(found, then, ()) if then else None
    context = {
        "edition": found,
        "changes": _changed(found) if issued else None,
        "before": before,
        "names": names_in_english(book.quotes.values()),
        "lines": [
            _line(book.quotes[code], last.quotes.get(f"{code}@{before.label}") if last and before else None)
            for code in codes
            if code in book.quotes
        ],
        "crumbs": [
            (_("Báo cáo năm"), reverse("annual:editions")),
            (str(found), reverse("annual:edition", args=[found.pk])),
        ],
    }
    return page(request, "annual/compare.html", context)


def _line(now: Quote, last: Quote | None) -> tuple[Quote, Quote | None, str, bool]:
    """This year's figure, last year's, the difference in words (of shares in points), whether another rule made it."""
    if last is None or last.value is None or now.value is None:
        return now, last, "", False
    share = now.numerator is not None
    difference = format_change(now.value - last.value, 2 if share else None)
    words = _("%(n)s điểm %%") % {"n": difference} if share else difference
    return now, last, words, not set(last.rules) <= set(now.rules)


def _changed(found: Edition) -> object:
    kept = frozen(found)
    own = Book("", "", "", "", {key: one for key, one in kept.quotes.items() if not one.token.unit}, ())
    return compare(own, live(found, [one.token for one in own.quotes.values()]))


@require_safe
@needs("annual.read")
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The report as .docx or .pdf: the issued file itself, or today's draft for who may see drafts."""
    post = acting(request)
    found = edition_for(post, pk)
    if kind not in {"docx", "pdf"}:
        raise Http404
    try:
        data = _bytes(found)
        data = pdf.from_docx(data) if kind == "pdf" else data
    except Refusal as refusal:
        asked = asked_of(request)
        asked.reasons = refusal.reasons
        return show(request, post, found, asked, status=409)
    state = "" if found.issued else "-ban-thao"
    name = f"bao-cao-{found.period.label}{state}.{kind}"
    response = HttpResponse(data, content_type=kinds.MEDIA[kind])
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _bytes(found: Edition) -> bytes:
    if found.issued is not None:
        return store.read(found.issued.file)
    paper, book = draft(found)
    return written(paper, found, book)


@require_safe
@needs("annual.read")
def rebuilt(request: HttpRequest, pk: int) -> HttpResponse:
    """An issued paper made again from what was kept: the same words and figures, whatever changed since."""
    found = edition_for(acting(request), pk)
    if found.issued is None:
        raise Http404
    _paper, data = rebuild(found)
    response = HttpResponse(data, content_type=kinds.MEDIA["docx"])
    name = f"bao-cao-{found.period.label}-dung-lai.docx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
