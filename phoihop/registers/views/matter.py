"""One matter, and every step that can be taken on it."""

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
from phoihop.orgs.queries import tree
from phoihop.registers import actions, forms, queries, rules
from phoihop.registers.models import Matter
from phoihop.registers.queries import MatterPage
from phoihop.registers.views.shared import lines_of

Step = Callable[[HttpRequest, Post, Matter], str]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("register.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """The matter for who sees its unit's branch; POST takes one step, which the verb's own rules allow or refuse."""
    post = acting(request)
    found = queries.matter_page(post, pk)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _show(request, post, found)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    try:
        said = step(request, post, found.matter)
    except Refusal as refusal:
        return _show(request, post, queries.matter_page(post, pk) or found, refusal.reasons)
    messages.success(request, said)
    return HttpResponseRedirect(request.path)


def _show(request: HttpRequest, post: Post, found: MatterPage, reasons: list[Reason] | None = None) -> HttpResponse:
    matter, step = found.matter, request.POST.get("step", "")
    today = {"on": clock.today(), "resolved_on": clock.today()}

    def form(kind: type[Plain], name: str) -> Plain:
        return kind(request.POST) if step == name else kind(initial=today)

    directs = rules.above(post, matter.unit_id, tree())
    context: dict[str, Any] = {
        "found": found,
        "matter": matter,
        "today": clock.today(),
        "reasons": reasons or [],
        "step": step,
        "directs": directs,
        "course": found.course,
        "history": lines_of(found.history),
        "step_form": form(forms.StepForm, "step"),
        "due_form": form(forms.DueForm, "due"),
        "resolve_form": form(forms.ResolveForm, "resolve"),
        "reopen_form": form(forms.ReopenMatterForm, "reopen"),
        "raise_form": form(forms.RaiseForm, "raise"),
        "evidence_form": form(forms.EvidenceForm, "attach"),
        "why_not": {
            "step": rules.why_not_add_step(post, matter),
            "due": rules.why_not_change_due(post, matter),
            "resolve": rules.why_not_resolve(post, matter),
            "reopen": rules.why_not_reopen_matter(post, matter),
            "raise": rules.why_not_raise(post, matter),
            "attach": rules.why_not_attach(post, matter),
        },
        "own": rules.keeps(post, matter.unit_id, tree()),
        "crumbs": [(_("Sổ theo dõi"), reverse("registers:home")), (_("Vụ việc"), reverse("registers:matters"))],
    }
    if directs:
        context["step_form"].fields["text"].label = _("Ý kiến chỉ đạo")
    return page(request, "registers/matter.html", context, status=422 if reasons else 200)


def _asked(form: Plain) -> dict[str, Any]:
    refuse(form.reasons())
    return form.cleaned_data


def _step(request: HttpRequest, post: Post, matter: Matter) -> str:
    actions.add_step(by=post, matter=matter, **_asked(forms.StepForm(request.POST)))
    return _("Đã ghi bước mới.")


def _due(request: HttpRequest, post: Post, matter: Matter) -> str:
    actions.change_due(by=post, matter=matter, **_asked(forms.DueForm(request.POST)))
    return _("Đã đổi hạn.")


def _resolve(request: HttpRequest, post: Post, matter: Matter) -> str:
    actions.resolve_matter(by=post, matter=matter, **_asked(forms.ResolveForm(request.POST)))
    return _("Đã ghi vụ việc giải quyết xong.")


def _reopen(request: HttpRequest, post: Post, matter: Matter) -> str:
    actions.reopen_matter(by=post, matter=matter, **_asked(forms.ReopenMatterForm(request.POST)))
    return _("Đã mở lại vụ việc.")


def _raise(request: HttpRequest, post: Post, matter: Matter) -> str:
    actions.raise_matter(by=post, matter=matter, **_asked(forms.RaiseForm(request.POST)))
    return _("Đã chuyển vụ việc lên cấp trên.")


def _attach(request: HttpRequest, post: Post, matter: Matter) -> str:
    proof = _asked(forms.EvidenceForm(request.POST, request.FILES))
    actions.attach_evidence(by=post, record_of=matter, **proof)
    return _("Đã thêm minh chứng.")


def _withdraw(request: HttpRequest, post: Post, matter: Matter) -> str:
    key = parse_key(request.POST.get("evidence"))
    evidence = matter.evidence.select_related("matter").filter(pk=key).first() if key is not None else None
    if evidence is None:
        raise Http404
    actions.withdraw_evidence(by=post, evidence=evidence)
    return _("Đã rút minh chứng.")


STEPS: dict[str, Step] = {
    "step": _step,
    "due": _due,
    "resolve": _resolve,
    "reopen": _reopen,
    "raise": _raise,
    "attach": _attach,
    "withdraw": _withdraw,
}
