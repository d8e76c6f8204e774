"""The programme of key areas of a year with its target, and the decisions that put areas in and take them out."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.numbers import parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place
from phoihop.registers import actions, forms, lists, queries, rules
from phoihop.registers.models import KeyArea
from phoihop.registers.queries import AreaRow


@require_safe
@needs("register.read")
def listed(request: HttpRequest) -> HttpResponse:
    """The areas of the year in the post's branch, with how far the target is."""
    post = acting(request)
    years = queries.area_years(post)
    year = parse_key(request.GET.get("nam", ""))
    if year not in years:
        year = next((one for one in years if queries.programme(post, one).rows), years[0])
    return _list(request, post, int(year), years)


def _list(
    request: HttpRequest, post: Post, year: int, years: Sequence[int], reasons: Sequence[Reason] = ()
) -> HttpResponse:
    found = queries.programme(post, year)
    standing, kind = request.GET.get("tinh-trang", ""), request.GET.get("loai", "")
    rows = [
        row for row in found.rows if (not standing or row.standing == standing) and (not kind or kind in row.type_codes)
    ]
    types = [(one.code, named(one, "name")) for one in lists.area_types_on(datetime.date(year, 12, 31))]
    address = f"{request.path}?nam={year}"
    decides = not rules.why_not_decide_areas(post)
    context: dict[str, Any] = {
        "year": year,
        "years": years,
        "found": found,
        "goal": found.goal,
        "rows": rows,
        "standing": standing,
        "kind": kind,
        "by_type": [
            (f"{name}: {sum(code in row.type_codes for row in found.rows)}", f"{address}&loai={code}", code == kind)
            for code, name in types
        ],
        "decides": decides,
        "can_take_out": decides and any(row.standing in {"chosen", "reported"} for row in rows),
        "reasons": list(reasons),
        "crumbs": [(_("Sổ theo dõi"), reverse("registers:home"))],
    }
    return page(request, "registers/areas.html", context, status=422 if reasons else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("area.decide")
def put_in(request: HttpRequest) -> HttpResponse:
    """One decision that puts units in: choose them, then see what will be written for each, then write it."""
    post, posted = acting(request), request.POST
    on = clock.today()
    chosen = [key for key in map(parse_key, posted.getlist("chon")) if key is not None]
    reasons: list[Reason] = []
    if request.method == "POST" and not chosen:
        reasons = [Reason(_("Chưa chọn đơn vị nào. Đánh dấu các đơn vị rồi bấm lại."))]
    if request.method != "POST" or reasons or "choose" in posted:
        return _choose(request, post, on, set(chosen), reasons)
    form = forms.PutInForm(posted, request.FILES) if "confirm" in posted else None
    types = {unit_id: posted.getlist(f"types_{unit_id}") for unit_id in chosen}
    if form is not None:
        reasons = form.reasons()
        if not reasons:
            try:
                clean = form.cleaned_data
                choices = list(types.items())
                actions.decide_areas(by=post, areas=choices, **clean)
            except Refusal as refusal:
                reasons = refusal.reasons
            else:
                n = len(chosen)
                text = ngettext("Đã đưa %(n)s đơn vị vào danh sách.", "Đã đưa %(n)s đơn vị vào danh sách.", n)
                messages.success(request, text % {"n": n})
                return HttpResponseRedirect(f"{reverse('registers:areas')}?nam={clean['year']}")
    return _preview_in(request, post, form, types, reasons)


def _choose(
    request: HttpRequest, post: Post, on: datetime.date, chosen: set[int], reasons: list[Reason]
) -> HttpResponse:
    year = _year(request)
    there = {row.unit_id: row for row in queries.programme(post, year).rows}
    context = {
        "year": year,
        "groups": queries.places_for_areas(post, on),
        "there": there,
        "chosen": chosen,
        "reasons": reasons,
        "crumbs": _crumbs(year),
    }
    return page(request, "registers/areas_choose.html", context, status=422 if reasons else 200)


def _preview_in(
    request: HttpRequest,
    post: Post,
    form: forms.PutInForm | None,
    types: dict[int, list[str]],
    reasons: list[Reason],
) -> HttpResponse:
    year = _year(request)
    day = form.cleaned_data.get("decided_on") if form is not None and form.is_bound else None
    known = {
        place.unit_id: (above, place)
        for above, those in queries.places_for_areas(post, clock.today())
        for place in those
    }
    shown: list[tuple[Place, Place, list[str]]] = []
    for unit_id, codes in types.items():
        if unit_id in known:
            above, place = known[unit_id]
            shown.append((above, place, codes))
    context = {
        "year": year,
        "form": form or forms.PutInForm(initial={"year": year}),
        "shown": shown,
        "types": [(one.code, named(one, "name")) for one in lists.area_types_on(day or clock.today())],
        "faults": {reason.field for reason in reasons},
        "reasons": reasons,
        "crumbs": _crumbs(year),
    }
    return page(request, "registers/areas_put_in.html", context, status=422 if reasons else 200)


@require_POST
@needs("area.decide")
def take_out(request: HttpRequest) -> HttpResponse:
    """One decision that takes chosen areas out, each as converted or with why not: a preview, then the verb."""
    post, posted = acting(request), request.POST
    areas = queries.chosen_areas(post, posted.getlist("chon"))
    year = areas[0].year if areas else _year(request)
    if not areas:
        reason = Reason(_("Chưa chọn địa bàn nào. Đánh dấu ở đầu dòng rồi bấm lại."))
        return _list(request, post, year, queries.area_years(post), [reason])
    confirmed = "confirm" in posted
    form = forms.DecisionForm(posted, request.FILES) if confirmed else forms.DecisionForm()
    outcome = {area.pk: _outcome(posted, area) for area in areas}
    reasons: list[Reason] = []
    if confirmed:
        try:
            refuse(form.reasons())
            given = {area.pk: posted.get(f"reason_{area.pk}", "") for area in areas if not outcome[area.pk]}
            actions.take_out_areas(by=post, areas=areas, converted=outcome, reasons=given, **form.cleaned_data)
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            said = _("Đã đưa ra {n} địa bàn, trong đó {converted} đã chuyển hóa.")
            messages.success(request, said.format(n=len(areas), converted=sum(outcome.values())))
            return HttpResponseRedirect(f"{reverse('registers:areas')}?nam={year}")
    rows = {row.pk: row for row in queries.programme(post, year).rows}
    shown: list[tuple[AreaRow, bool, str]] = [
        (rows[area.pk], outcome[area.pk], posted.get(f"reason_{area.pk}", "")) for area in areas if area.pk in rows
    ]
    context = {
        "year": year,
        "form": form,
        "shown": shown,
        "converted": sum(outcome.values()),
        "faults": {reason.field: str(reason.text) for reason in reasons if reason.field},
        "reasons": reasons,
        "crumbs": _crumbs(year),
    }
    return page(request, "registers/areas_take_out.html", context, status=422 if reasons else 200)


def _year(request: HttpRequest) -> int:
    """The year named in the address, if it is one; else the present one."""
    year = parse_key(request.GET.get("nam", ""))
    return year if year is not None and 2000 <= year <= 2100 else clock.today().year


def _outcome(posted: QueryDict, area: KeyArea) -> bool:
    said = posted.get(f"converted_{area.pk}", "")
    return said == "1" if said else area.state == KeyArea.State.REPORTED


def _crumbs(year: int) -> list[tuple[str, str]]:
    return [
        (_("Sổ theo dõi"), reverse("registers:home")),
        (_("Địa bàn trọng điểm"), f"{reverse('registers:areas')}?nam={year}"),
    ]
