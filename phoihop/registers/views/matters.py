"""The board of matters: filters, counts, how old what is open is by unit; a new matter; the list as a file."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from phoihop.base import charts, clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.numbers import parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post, Unit
from phoihop.registers import actions, forms, lists, papers, queries, rules
from phoihop.registers.queries import Ageing, AskedMatters, MatterRow

A_PAGE = 100
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@needs("register.read")
def listed(request: HttpRequest) -> HttpResponse:
    """The matters of the post's branch, the open ones unless asked otherwise; POST records one of the post's unit."""
    post, reasons = acting(request), list[Reason]()
    why_not = rules.why_not_open_matter(post)
    form = _form(request, post) if not why_not else None
    if request.method == "POST":
        try:
            refuse(why_not)
            made = _open(post, form) if form else None
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Đã ghi vụ việc {code}.").format(code=made.code if made else ""))
            return HttpResponseRedirect(reverse("registers:matter", args=[made.pk if made else 0]))
    return _show(request, post, form, reasons, why_not)


def _open(post: Post, form: forms.NewMatterForm) -> Any:
    refuse(form.reasons())
    clean = dict(form.cleaned_data)
    bodies = {str(body.pk): body for body in queries.bodies_responsible(post)}
    responsible = bodies[clean.pop("responsible")]
    return actions.open_matter(by=post, unit=Unit.objects.get(pk=post.body.unit_id), responsible=responsible, **clean)


def _show(
    request: HttpRequest,
    post: Post,
    form: forms.NewMatterForm | None,
    reasons: list[Reason],
    why_not: Sequence[Reason],
) -> HttpResponse:
    every, asked = queries.matter_rows(post), _asked(request)
    chosen = queries.chosen_matters(every, asked)
    units = queries.matter_units(post)
    ages = queries.ageing(post, every) if units else []
    narrowed = request.GET.copy()
    narrowed.pop("trang", None)
    context: dict[str, Any] = {
        "page": Paginator(chosen, A_PAGE).get_page(request.GET.get("trang")),
        "chosen": len(chosen),
        "counts": queries.matter_counts(every),
        "every": len(every),
        "asked": asked,
        "kinds": sorted({row.kind for row in every}),
        "units": units,
        "states": _states(),
        "ages": ages,
        "ends": queries.AGES,
        "chart": _chart(ages) if len(ages) > 1 else None,
        "narrowed": narrowed.urlencode(),
        "today": clock.today(),
        "form": form,
        "reasons": reasons,
        "why_not": why_not,
        "crumbs": [(_("Sổ theo dõi"), reverse("registers:home"))],
    }
    return page(request, "registers/matters.html", context, status=422 if reasons else 200)


@require_safe
@needs("register.read")
def export(request: HttpRequest) -> HttpResponse:
    """The lines of the list, with the same filters, as .xlsx or (`dang=csv`) .csv."""
    rows: list[MatterRow] = queries.chosen_matters(queries.matter_rows(acting(request)), _asked(request))
    if request.GET.get("dang") == "csv":
        answer, ending = HttpResponse(papers.matters_as_csv(rows), content_type="text/csv; charset=utf-8"), "csv"
    else:
        answer, ending = HttpResponse(papers.matters_as_xlsx(rows, _("Vụ việc")), content_type=SHEET), "xlsx"
    answer["Content-Disposition"] = f'attachment; filename="vu-viec-{clock.today():%Y-%m-%d}.{ending}"'
    return answer


def _asked(request: HttpRequest) -> AskedMatters:
    get = request.GET.get
    unit = parse_key(get("don-vi", ""))
    return AskedMatters(str(unit or ""), get("loai", ""), get("tinh-trang", ""), get("tim", "").strip())


def _form(request: HttpRequest, post: Post) -> forms.NewMatterForm:
    today = clock.today()
    kinds = [(kind.code, named(kind, "name")) for kind in lists.kinds_on(today)]
    bodies = [(str(body.pk), named(body, "name")) for body in queries.bodies_responsible(post)]
    posted = request.POST if request.method == "POST" else None
    return forms.NewMatterForm([("", "–"), *kinds], bodies, posted, initial={"opened_on": today})


def _states() -> list[tuple[str, str]]:
    return [
        ("", _("đang giải quyết")),
        ("dragging", _("kéo dài")),
        ("late", _("quá hạn")),
        ("soon", _("sắp đến hạn")),
        ("raised", _("chuyển lên đơn vị mình")),
        ("resolved", _("đã giải quyết")),
        ("all", _("tất cả")),
    ]


def _chart(ages: Sequence[Ageing]) -> Markup:
    """By unit, how many matters are open how long."""
    address = reverse("registers:matters")
    last = queries.AGES[-1]
    names = [_("đến %(n)s ngày") % {"n": end} for end in queries.AGES] + [_("trên %(n)s ngày") % {"n": last}]
    stacks = [
        charts.Stack(
            one.short,
            one.ages,
            ngettext("%(n)s vụ việc", "%(n)s vụ việc", one.open) % {"n": one.open},
            f"{address}?don-vi={one.unit_id}",
        )
        for one in ages
    ]
    parts = [(name, f"age-{number}") for number, name in enumerate(names, start=1)]
    return charts.stack_chart(_("Vụ việc đang giải quyết theo số ngày làm việc đã mở"), parts, stacks)
