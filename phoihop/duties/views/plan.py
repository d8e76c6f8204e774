"""A year's plan: what a regulation's duties ask of whom, shown before it is given; and the dated terms of a duty."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.duties import actions, forms, queries, rules
from phoihop.duties.models import Duty, DutyTerms, Regulation
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import UnitVersion
from phoihop.orgs.queries import count_by_type, tree


@needs("regulation.write")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """What giving the duties of `?quy-che=` for the year `?nam=` would do; POST does it, as it was shown (`mark`)."""
    among = queries.regulations()
    regulation = queries.chosen_regulation(among, parse_key(request.GET.get("quy-che")))
    years = queries.years()
    asked = parse_key(request.GET.get("nam"))
    year = asked if asked in years else queries.current_year(clock.today())
    reasons: list[Reason] = []
    if request.method == "POST" and regulation is not None:
        try:
            done = actions.apply_plan(
                by=acting(request), regulation=regulation, year=year, mark=request.POST.get("mark", "")
            )
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, said_of(done) or _("Không có gì phải thêm, đổi hoặc rút."))
            asks = urlencode({"quy-che": regulation.pk, "nam": year})
            return HttpResponseRedirect(f"{reverse('tasks:plan')}?{asks}")
    context = {
        "regulations": among,
        "regulation": regulation,
        "years": years,
        "year": year,
        "reasons": reasons,
        "crumbs": _crumbs(regulation),
        **(_shown(request, regulation, year) if regulation is not None else {}),
    }
    return page(request, "duties/plan.html", context, status=422 if reasons else 200)


def _shown(request: HttpRequest, regulation: Regulation, year: int) -> dict[str, Any]:
    found = queries.year_plan(regulation, year)
    post = acting(request)
    return {
        "plan": found,
        "sections": queries.sections(found),
        "said": said_of(found),
        "why_not": rules.why_not_apply_plan(post, shown=found.mark, now=found.mark, touched=found.touched),
        "next": queries.next_opening(regulation, clock.today()) if found.is_empty else None,
        "today": clock.today(),
    }


def said_of(plan: queries.Plan) -> str:
    """ "thêm 18 phần việc, đổi hạn 3, rút 1"; empty for a plan with nothing in it."""
    parts = [
        (len(plan.add), ngettext("thêm %(n)s phần việc", "thêm %(n)s phần việc", len(plan.add))),
        (len(plan.change), ngettext("đổi hạn %(n)s phần việc", "đổi hạn %(n)s phần việc", len(plan.change))),
        (len(plan.restore), ngettext("giao lại %(n)s phần việc", "giao lại %(n)s phần việc", len(plan.restore))),
        (len(plan.withdraw), ngettext("rút %(n)s phần việc", "rút %(n)s phần việc", len(plan.withdraw))),
    ]
    return ", ".join(words % {"n": n} for n, words in parts if n)


@needs("regulation.write")
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """When the duty `pk` falls due and for whom, from which day; POST records new terms.

    With `see` it records nothing and says what the plan would then change.
    """
    duties = Duty.objects.exclude(kind=Duty.Kind.REPORT).select_related("article__regulation")
    duty = get_object_or_404(duties.prefetch_related("terms"), pk=pk)
    now = queries.terms_on(duty, clock.today())
    first = {"valid_from": clock.today(), **({"due_days": now.due_days, "unit_types": now.unit_types} if now else {})}
    form = forms.TermsForm(request.POST if request.method == "POST" else None, types=_types(duty), initial=first)
    reasons = forms.reasons_of(form) if request.method == "POST" else []
    supposed: DutyTerms | None = None
    if request.method == "POST" and not reasons:
        given = form.cleaned_data
        try:
            if "see" in request.POST:
                days = {"valid_from": given["valid_from"], "due_days": given["due_days"]}
                refuse(rules.why_not_set_terms(acting(request), duty, **days))
                supposed = DutyTerms(duty=duty, **given)
            else:
                actions.set_terms(by=acting(request), duty=duty, **given)
                messages.success(request, _("Đã ghi thời hạn mới. Việc đã giao đổi theo khi áp dụng kế hoạch."))
                return HttpResponseRedirect(reverse("tasks:terms", args=[pk]))
        except Refusal as refusal:
            reasons = refusal.reasons
            forms.mark(form, reasons)
    regulation = duty.article.regulation
    context = {
        "duty": duty,
        "regulation": regulation,
        "form": form,
        "reasons": reasons,
        "types": dict(UnitVersion.Type.choices),
        "terms": sorted(duty.terms.all(), key=lambda one: one.valid_from, reverse=True),
        "now": now,
        "supposed": supposed,
        "foreseen": [
            (found.year, said_of(found) or _("không phải thêm, đổi hoặc rút gì"))
            for found in queries.foreseen(duty, suppose=supposed)
        ],
        "crumbs": _crumbs(regulation),
    }
    return page(request, "duties/terms.html", context, status=422 if reasons else 200)


def _types(duty: Duty) -> list[tuple[str, str]]:
    """Types of the units that may owe the duty today, with how many there are."""
    places = [place for place in tree() if place.level == duty.debtor_level]
    return [(kind, f"{UnitVersion.Type(kind).label} ({n})") for _level, kind, n in count_by_type(places)]


def _crumbs(regulation: Regulation | None) -> list[tuple[str, str | None]]:
    crumbs: list[tuple[str, str | None]] = [(_("Quy chế"), reverse("duties:regulations"))]
    if regulation is not None:
        crumbs.append((regulation.code, reverse("duties:regulation", args=[regulation.pk])))
    return crumbs
