"""The sources of one figure, and the list of figures with their rules."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phoihop.base import clock
from phoihop.base.text import named
from phoihop.base.views import day_asked, page
from phoihop.duties.models import Period
from phoihop.orgs.access import acting, needs
from phoihop.orgs.queries import tree
from phoihop.reporting.figures.words import population_words, rule_words, validity_words
from phoihop.reporting.models import Indicator
from phoihop.reporting.papers.standing import Filter, standing
from phoihop.reporting.views.rollup import place_for


@require_safe
@needs("figure.read")
def behind(request: HttpRequest, code: str, label: str) -> HttpResponse:
    """Everything behind a figure of a unit in the post's branch; `?unit=` its code, `?on=` the day of another tree."""
    post, get = acting(request), request.GET.get
    period = Period.objects.filter(label=label).first()
    if period is None:
        raise Http404
    day = day_asked(get("on", ""))
    tree_shown = tree(day or period.ends_on)
    place = place_for(post, get("unit", ""), tree_shown)
    asked = Filter(get("huyen", ""), get("loai", ""), get("kq", ""), get("trang", ""))
    found = standing(code, period, place, post, asked, tree_shown, day) if place else None
    if found is None:
        raise Http404
    context = {
        "found": found,
        "asked": asked,
        "period": named(period, "name"),
        "label": label,
        "unit": get("unit", ""),
        "on": get("on", ""),
        "pager": f"?{_without_page(request)}trang=",
        "crumbs": [(_("Tổng hợp"), f"{reverse('reporting:rollup')}?ky={label}")],
    }
    template = "_lines" if request.headers.get("HX-Target") == "lines" else "sources"
    return page(request, f"reporting/{template}.html", context)


def _without_page(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("trang", None)
    return f"{asked.urlencode()}&" if asked else ""


@require_safe
@needs("figure.read")
def indicators(request: HttpRequest) -> HttpResponse:
    """Every figure and how it comes about, from when to when."""
    today = clock.today()
    rows = []
    for indicator in Indicator.objects.prefetch_related("rules__numerator", "rules__denominator"):
        rules = [
            (
                rule_words(rule, indicator.code),
                population_words(rule),
                validity_words(rule),
                rule.basis,
                rule.valid_from <= today <= rule.valid_to,
            )
            for rule in sorted(indicator.rules.all(), key=lambda r: r.valid_from, reverse=True)
        ]
        rows.append((indicator.code, named(indicator, "name"), named(indicator, "measure"), rules))
    crumbs = [(_("Tổng hợp"), reverse("reporting:rollup"))]
    return page(request, "reporting/indicators.html", {"rows": rows, "crumbs": crumbs})
