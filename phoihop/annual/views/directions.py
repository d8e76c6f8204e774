"""Next year's directions under a report: the list with what each stands on and became, and the form of one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.annual import actions, forms, queries, rules
from phoihop.annual.citable import citable
from phoihop.annual.figures import Quote, said
from phoihop.annual.models import Direction, Edition
from phoihop.annual.views.pages import edition_for
from phoihop.annual.views.rows import names_in_english
from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.duties.queries import Tally, origin_word, tallies, work_of
from phoihop.duties.sources import Source
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post

TONES = {"open": "late", "given": "accepted", "waived": "returned"}


@dataclass(frozen=True)
class Cited:
    """A result as it is shown: `text` of what, `value` if it is a figure, `address` of its sources."""

    key: str
    text: str
    value: str
    address: str


@dataclass(frozen=True)
class Line:
    direction: Direction
    state: str
    word: str
    cited: list[Cited]
    tally: Tally
    drawn: bool
    why_no_work: list[Reason]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("annual.read")
def directions(request: HttpRequest, pk: int) -> HttpResponse:
    """The directions of a report; POST writes one more."""
    post = acting(request)
    edition = edition_for(post, pk)
    if request.method != "POST":
        return _list(request, post, edition, {}, [])
    try:
        asked = forms.DirectionForm(request.POST).asked()
        made = actions.add_direction(
            by=post,
            edition=edition,
            text_vi=asked["text_vi"],
            text_en=asked["text_en"],
            figures=_figures(request, asked),
            others=_others(request),
        )
    except Refusal as refusal:
        return _list(request, post, edition, _typed(request), refusal.reasons)
    messages.success(request, _("Đã ghi phương hướng."))
    return HttpResponseRedirect(_back(made))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("annual.read")
def direction(request: HttpRequest, pk: int, direction_id: int) -> HttpResponse:
    """One direction: its words and what it cites; POST writes, draws it into the report, or waives it (`do`)."""
    post = acting(request)
    edition = edition_for(post, pk)
    chosen = get_object_or_404(rules.directions(of=edition), pk=direction_id)
    if request.method != "POST":
        return _one(request, post, edition, chosen, {}, [])
    try:
        told = _do(request, post, chosen)
    except Refusal as refusal:
        return _one(request, post, edition, chosen, _typed(request), refusal.reasons)
    messages.success(request, told)
    return HttpResponseRedirect(_back(chosen))


def _do(request: HttpRequest, post: Post, chosen: Direction) -> str:
    step = request.POST.get("do", "write")
    if step == "draw":
        actions.draw_direction(by=post, direction=chosen)
        return _("Đã đưa phương hướng vào báo cáo.")
    if step == "waive":
        actions.waive_direction(by=post, direction=chosen, reason=request.POST.get("reason", "")[:300])
        return _("Đã ghi là không thành việc, kèm lý do.")
    if step != "write":
        raise Http404
    asked = forms.DirectionForm(request.POST).asked()
    actions.write_direction(
        by=post,
        direction=chosen,
        version=asked["version"] if asked["version"] is not None else -1,
        text_vi=asked["text_vi"],
        text_en=asked["text_en"],
        figures=_figures(request, asked),
        others=_others(request),
    )
    return _("Đã lưu phương hướng.")


def _list(
    request: HttpRequest, post: Post, edition: Edition, typed: dict[str, Any], reasons: list[Reason]
) -> HttpResponse:
    writing = not rules.why_not_direct(post, _unit_id(edition))
    rows = list(rules.directions(of=edition).select_related("block").prefetch_related("citations").order_by("order"))
    codes = queries.figure_codes(edition.regulation) if writing else []
    quotes = said(edition, [*codes, *(one.token for row in rows for one in row.citations.all() if one.token)])
    context = {
        "edition": edition,
        "lines": _lines(post, edition, rows, quotes),
        "next": edition.period.year + 1,
        "writing": writing,
        "giving": post.can("task.assign"),
        "typed": typed,
        "reasons": reasons,
        "crumbs": _crumbs(edition),
        **_choices(post, edition, quotes, codes, typed, None),
    }
    return page(request, "annual/directions.html", context, status=422 if reasons else 200)


def _lines(post: Post, edition: Edition, rows: list[Direction], quotes: Mapping[str, Quote]) -> list[Line]:
    kind = ContentType.objects.get_for_model(Direction)
    keys = [one.pk for one in rows]
    far = tallies(post, "task__origin_id", Q(task__origin_type=kind, task__origin_id__in=keys))
    names = names_in_english(quotes.values())
    found = []
    for one in rows:
        state = rules.state_of(one)
        found.append(
            Line(
                one,
                str(state),
                str(state.label),
                _cited(post, edition, one, quotes, names),
                far.get(one.pk, Tally()),
                hasattr(one, "block"),
                rules.why_not_give_work(one),
            )
        )
    return found


def _cited(
    post: Post, edition: Edition, one: Direction, quotes: Mapping[str, Quote], names: Mapping[str, str]
) -> list[Cited]:
    known = citable()
    found = []
    for row in one.citations.all():
        if row.token:
            quote = quotes.get(row.token)
            name = names.get(quote.name, quote.name) if quote else ""
            found.append(Cited(row.token, name, quote.printed if quote else "–", _figure_address(edition, row.token)))
        else:
            source = known[row.kind].says(row.key, post) if row.kind in known else None
            found.append(Cited(f"{row.kind}:{row.key}", source.text if source else row.label_vi, "", _opens(source)))
    return found


def _opens(source: Source | None) -> str:
    return reverse(source.to[0], args=source.to[1:]) + source.tail if source and source.to else ""


def _figure_address(edition: Edition, key: str) -> str:
    return f"{reverse('annual:edition', args=[edition.pk])}?{urlencode({'so': key})}#pane"


def _one(
    request: HttpRequest,
    post: Post,
    edition: Edition,
    chosen: Direction,
    typed: dict[str, Any],
    reasons: list[Reason],
) -> HttpResponse:
    writing = not rules.why_not_direct(post, _unit_id(edition))
    codes = queries.figure_codes(edition.regulation) if writing else []
    tokens = [one.token for one in chosen.citations.all() if one.token]
    quotes = said(edition, [*codes, *tokens])
    state = rules.state_of(chosen)
    context = {
        "edition": edition,
        "direction": chosen,
        "state": str(state),
        "word": state.label,
        "tone": "empty" if state == Direction.State.OPEN and edition.state == Edition.State.DRAFT else TONES[state],
        "cited": _cited(post, edition, chosen, quotes, names_in_english(quotes.values())),
        "writing": writing,
        "standing": rules.why_not_change_direction(chosen),
        "waivable": state == Direction.State.OPEN,
        "drawable": writing and edition.state == Edition.State.DRAFT and state != Direction.State.WAIVED,
        "drawn": hasattr(chosen, "block"),
        "giving": post.can("task.assign"),
        "why_no_work": rules.why_not_give_work(chosen),
        "work": work_of(post, chosen) if post.can("task.read") else None,
        "origin": origin_word(chosen),
        "typed": typed,
        "reasons": reasons,
        "crumbs": [
            *_crumbs(edition),
            (
                _("Phương hướng năm %(year)s") % {"year": chosen.period.year},
                reverse("annual:directions", args=[edition.pk]),
            ),
        ],
        **_choices(post, edition, quotes, codes, typed, chosen),
    }
    return page(request, "annual/direction.html", context, status=422 if reasons else 200)


def _choices(
    post: Post,
    edition: Edition,
    quotes: Mapping[str, Quote],
    codes: Iterable[str],
    typed: dict[str, Any],
    chosen: Direction | None,
) -> dict[str, Any]:
    """What the form offers: figures with what they say, other results, and what is ticked: typed, else on record."""
    kept = list(chosen.citations.all()) if chosen else []
    ticked = typed["figures"] if typed else [one.token for one in kept if one.token]
    others = typed["others"] if typed else [f"{one.kind}:{one.key}" for one in kept if one.kind]
    offered = [code for code in codes if code in quotes]
    return {
        "figures": [(code, quotes[code], code in ticked) for code in offered],
        "names": names_in_english(quotes.values()),
        "more": typed["more"] if typed else ", ".join(key for key in ticked if key not in offered),
        "others": [
            (one.label, [(f"{one.kind}:{key}", words, f"{one.kind}:{key}" in others) for key, words in choices])
            for one in citable().values()
            if (choices := one.choices(edition, post))
        ],
    }


def _figures(request: HttpRequest, asked: dict[str, Any]) -> list[str]:
    more = [word.strip().strip("[]") for word in re.split(r"[,;\s]+", asked["more"]) if word.strip()]
    return [*request.POST.getlist("figure"), *more]


def _others(request: HttpRequest) -> list[tuple[str, str]]:
    parts = (word.partition(":") for word in request.POST.getlist("other"))
    return [(kind, key) for kind, _colon, key in parts]


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was sent, for the form that comes back; nothing where only a button was pressed."""
    if request.POST.get("do", "write") != "write":
        return {}
    plain = {name: request.POST.get(name, "") for name in ("text_vi", "text_en", "more")}
    return {**plain, "figures": request.POST.getlist("figure"), "others": request.POST.getlist("other")}


def _unit_id(edition: Edition) -> int | None:
    body = queries.issuing_body(edition.regulation)
    return body.unit_id if body else None


def _crumbs(edition: Edition) -> list[tuple[str, str]]:
    return [
        (_("Báo cáo năm"), reverse("annual:editions")),
        (str(edition), reverse("annual:edition", args=[edition.pk])),
    ]


def _back(direction: Direction) -> str:
    return f"{reverse('annual:directions', args=[direction.edition_id])}#phuong-huong-{direction.pk}"
