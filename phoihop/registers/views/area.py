"""One key area: why it is in the programme, what was reported, how it left, whether the result was kept."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.forms import Plain
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.registers import actions, forms, queries, rules
from phoihop.registers.models import KeyArea
from phoihop.registers.queries import AreaPage
from phoihop.registers.views.shared import lines_of

Step = Callable[[HttpRequest, Post, KeyArea], str]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("register.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The area for who sees its unit's branch; POST takes one step, which the verb's own rules allow or refuse."""
    post = acting(request)
    found = queries.area_page(post, pk)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _show(request, post, found)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    try:
        said = step(request, post, found.area)
    except Refusal as refusal:
        return _show(request, post, queries.area_page(post, pk) or found, refusal.reasons)
    messages.success(request, said)
    return HttpResponseRedirect(request.path)


def _show(request: HttpRequest, post: Post, found: AreaPage, reasons: list[Reason] | None = None) -> HttpResponse:
    area, step = found.area, request.POST.get("step", "")

    def form(kind: type[Plain], name: str) -> Plain:
        return kind(request.POST) if step == name else kind(initial={"on": clock.today()})

    context: dict[str, Any] = {
        "found": found,
        "area": area,
        "row": found.row,
        "reasons": reasons or [],
        "step": step,
        "history": lines_of(found.history),
        "conversion_form": form(forms.ConversionForm, "report"),
        "remark_form": form(forms.RemarkForm, "return"),
        "check_form": form(forms.CheckForm, "check"),
        "evidence_form": form(forms.EvidenceForm, "attach"),
        "decides": post.can("area.decide"),
        "why_not": {
            "report": rules.why_not_report_conversion(post, area),
            "return": rules.why_not_return_conversion(post, area),
            "check": rules.why_not_check_kept(post, area),
        },
        "crumbs": [
            (_("Sổ theo dõi"), reverse("registers:home")),
            (_("Địa bàn trọng điểm"), f"{reverse('registers:areas')}?nam={area.year}"),
        ],
    }
    return page(request, "registers/area.html", context, status=422 if reasons else 200)


def _report(request: HttpRequest, post: Post, area: KeyArea) -> str:
    form = forms.ConversionForm(request.POST, request.FILES)
    refuse(form.reasons())
    actions.report_conversion(by=post, area=area, **form.cleaned_data)
    return _("Đã báo chuyển hóa. Địa bàn được tính khi có quyết định đưa ra.")


def _return(request: HttpRequest, post: Post, area: KeyArea) -> str:
    form = forms.RemarkForm(request.POST)
    refuse(form.reasons())
    actions.return_conversion(by=post, area=area, remark=form.cleaned_data["remark"])
    return _("Đã trả lại để đơn vị bổ sung.")


def _check(request: HttpRequest, post: Post, area: KeyArea) -> str:
    form = forms.CheckForm(request.POST)
    refuse(form.reasons())
    actions.check_kept(by=post, area=area, **forms.read_kept(form))
    return _("Đã ghi kết quả kiểm tra.")


def _attach(request: HttpRequest, post: Post, area: KeyArea) -> str:
    form = forms.EvidenceForm(request.POST, request.FILES)
    refuse(form.reasons())
    actions.attach_evidence(by=post, record_of=area, **form.cleaned_data)
    return _("Đã thêm minh chứng.")


def _withdraw(request: HttpRequest, post: Post, area: KeyArea) -> str:
    key = parse_key(request.POST.get("evidence"))
    evidence = area.evidence.select_related("area").filter(pk=key).first() if key is not None else None
    if evidence is None:
        raise Http404
    actions.withdraw_evidence(by=post, evidence=evidence)
    return _("Đã rút minh chứng.")


STEPS: dict[str, Step] = {
    "report": _report,
    "return": _return,
    "check": _check,
    "attach": _attach,
    "withdraw": _withdraw,
}
