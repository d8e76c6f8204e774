"""Models of mass protection: the list of a year, and one model with its sites."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post, Unit
from phoihop.registers import actions, forms, queries, rules
from phoihop.registers.models import Evidence


@require_http_methods(["GET", "HEAD", "POST"])
@needs("register.read")
def listed(request: HttpRequest) -> HttpResponse:
    """The models of the post's branch as they stand in the chosen year; POST adds one of the post's own unit."""
    post, reasons = acting(request), list[Reason]()
    form = forms.NewModelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            refuse(form.reasons())
            unit = Unit.objects.get(pk=post.body.unit_id)
            model = actions.add_model(by=post, unit=unit, **form.cleaned_data)
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Đã ghi mô hình. Mô hình được tính khi cấp trên xác nhận."))
            return HttpResponseRedirect(reverse("registers:model", args=[model.pk]))
    among = [year for year in queries.years() if year.reporting]
    year = queries.chosen_year(request.GET.get("nam", ""), among)
    rows = queries.model_rows(post, year.reporting) if year and year.reporting else []
    standing = request.GET.get("loai", "")
    context = {
        "years": among,
        "year": year,
        "rows": [row for row in rows if not standing or row.standing == standing],
        "totals": {kind: sum(row.standing == kind for row in rows) for kind in ("kept", "new", "waiting", "ended")},
        "standing": standing,
        "form": form,
        "reasons": reasons,
        "why_not": rules.why_not_add_model(post, post.body.unit_id),
        "crumbs": [(_("Sổ theo dõi"), reverse("registers:home"))],
    }
    return page(request, "registers/models.html", context, status=422 if reasons else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("register.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One model; POST takes one step, which the verb's own rules allow or refuse."""
    post = acting(request)
    found = queries.model_page(post, pk)
    if found is None:
        raise Http404
    reasons: list[Reason] = []
    if request.method == "POST":
        try:
            said = _do(request, post, found)
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
    return _show(request, post, found, reasons)


def _show(request: HttpRequest, post: Post, found: queries.ModelPage, reasons: list[Reason]) -> HttpResponse:
    step, typed = request.POST.get("step", ""), request.POST
    write = rules.why_not_write_model(post, found.model)
    units = _units(post) if not write else []
    context: dict[str, Any] = {
        "found": found,
        "reasons": reasons,
        "may_write": post.can("register.write") and post.body.unit_id == found.model.unit_id,
        "may_confirm": post.can("register.propose"),
        "why_not": {"write": write, "confirm": rules.why_not_confirm_model(post, found.model)},
        "site_form": forms.SiteForm(units, typed if step == "site" else None),
        "end_form": forms.EndModelForm(typed if step == "end" else None),
        "evidence_form": forms.EvidenceForm(typed if step == "attach" else None),
        "step": step,
        "crumbs": [(_("Sổ theo dõi"), reverse("registers:home")), (_("Mô hình"), reverse("registers:models"))],
    }
    return page(request, "registers/model.html", context, status=422 if reasons else 200)


def _units(post: Post) -> list[tuple[str, str]]:
    return [(str(place.unit_id), place.name) for place in queries.places_to_choose(post)]


def _do(request: HttpRequest, post: Post, found: queries.ModelPage) -> str:
    step, model = request.POST.get("step", ""), found.model
    if step == "confirm":
        actions.confirm_model(by=post, model=model)
        return _("Đã xác nhận mô hình.")
    if step == "end":
        end = forms.EndModelForm(request.POST)
        refuse(end.reasons())
        actions.end_model(by=post, model=model, **end.cleaned_data)
        return _("Đã ghi mô hình kết thúc.")
    if step == "site":
        site = forms.SiteForm(_units(post), request.POST)
        refuse(site.reasons())
        clean = site.cleaned_data
        unit = Unit.objects.get(pk=int(clean["unit"]))
        actions.add_site(by=post, model=model, unit=unit, groups=clean["groups"], since=clean["since"])
        return _("Đã thêm điểm.")
    if step == "attach":
        proof = forms.EvidenceForm(request.POST, request.FILES)
        refuse(proof.reasons())
        actions.attach_evidence(by=post, record_of=model, **proof.cleaned_data)
        return _("Đã thêm minh chứng.")
    if step == "withdraw":
        key = parse_key(request.POST.get("evidence"))
        rows = Evidence.objects.select_related("model", "result").filter(model=model)
        evidence = rows.filter(pk=key).first() if key is not None else None
        if evidence is not None:
            actions.withdraw_evidence(by=post, evidence=evidence)
            return _("Đã rút minh chứng.")
    raise Http404
