"""The dossier of one result, and every step that can be taken on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.forms import Plain
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.journal.models import Entry
from phoihop.journal.registry import name_of
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.registers import actions, forms, queries, rules
from phoihop.registers.models import Evidence

Done = str
Step = Callable[[HttpRequest, Post, queries.Dossier], Done]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("register.read")
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier for who sees the unit's branch; POST takes one step, which the verb's own rules allow or refuse."""
    post = acting(request)
    found = queries.dossier(post, pk)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _show(request, post, found)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    try:
        said = step(request, post, found)
    except Refusal as refusal:
        now = queries.dossier(post, pk) or found  # part of it may have been kept, by this step or by somebody faster
        return _show(request, post, now, refusal.reasons)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("registers:standard", args=[pk]))


def _show(
    request: HttpRequest, post: Post, found: queries.Dossier, reasons: list[Reason] | None = None
) -> HttpResponse:
    result, typed = found.result, request.POST
    step = typed.get("step", "")

    def form(kind: type[Plain], name: str) -> Plain:
        return kind(typed) if step == name else kind()

    context: dict[str, Any] = {
        "dossier": found,
        "row": found.row,
        "reasons": reasons or [],
        "named_faults": {reason.field: str(reason.text) for reason in reasons or [] if reason.field},
        "typed": typed,
        "step": step,
        "history": [(entry, name_of(entry.verb), _said(entry)) for entry in found.history],
        "can": {capability: post.can(f"register.{capability}") for capability in ("write", "propose", "recognise")},
        "own": post.body.unit_id == result.unit_id,
        "evidence_form": form(forms.EvidenceForm, "attach"),
        "remark_form": form(forms.RemarkForm, "return"),
        "ruling_form": form(forms.RulingForm, "decide"),
        "reopen_form": form(forms.ReopenForm, "reopen"),
        "why_not": {
            "answer": rules.why_not_answer(post, result),
            "assess": rules.why_not_assess(post, result),
            "return": rules.why_not_return(post, result),
            "propose": rules.why_not_propose(post, result),
            "decide": rules.why_not_rule(post, result),
            "reopen": rules.why_not_reopen(post, result),
        },
        "crumbs": [
            (_("Sổ theo dõi"), reverse("registers:home")),
            (_("Tiêu chuẩn an ninh, trật tự"), f"{reverse('registers:standards')}?nam={result.period.year}"),
        ],
    }
    return page(request, "registers/standard.html", context, status=422 if reasons else 200)


def _said(entry: Entry) -> str:
    """The words a step was taken with: remark, reason, number of a decision, name of a piece of evidence."""
    facts = entry.facts
    return " · ".join(str(facts[name]) for name in ("number", "title", "remark", "reason") if facts.get(name))


def _answer(request: HttpRequest, post: Post, found: queries.Dossier) -> Done:
    given, faults = forms.read_answers(request.POST, [line.criterion for line in found.lines])
    refuse(faults)
    seen = parse_key(request.POST.get("version"))
    actions.answer_criteria(by=post, result=found.result, given=given, seen_version=seen)
    if "hand_in" not in request.POST:
        return _("Đã lưu câu trả lời.")
    actions.assess_result(by=post, result=found.result)
    return _("Đã nộp bản tự đánh giá.")


def _attach(request: HttpRequest, post: Post, found: queries.Dossier) -> Done:
    form = forms.EvidenceForm(request.POST, request.FILES)
    refuse(form.reasons())
    clean = form.cleaned_data
    actions.attach_evidence(
        by=post, record_of=found.result, file=clean["file"], title=clean["title"], fact_on=clean["fact_on"]
    )
    return _("Đã thêm minh chứng.")


def _withdraw(request: HttpRequest, post: Post, found: queries.Dossier) -> Done:
    key = parse_key(request.POST.get("evidence"))
    rows = Evidence.objects.select_related("result__period", "model").filter(result=found.result)
    evidence = rows.filter(pk=key).first() if key is not None else None
    if evidence is None:
        raise Http404
    actions.withdraw_evidence(by=post, evidence=evidence)
    return _("Đã rút minh chứng.")


def _return(request: HttpRequest, post: Post, found: queries.Dossier) -> Done:
    form = forms.RemarkForm(request.POST)
    refuse(form.reasons())
    actions.return_result(by=post, result=found.result, remark=form.cleaned_data["remark"])
    return _("Đã trả lại để đơn vị sửa.")


def _propose(request: HttpRequest, post: Post, found: queries.Dossier) -> Done:
    passed = request.POST.get("outcome") == "1"
    actions.propose_results(by=post, results=[found.result], outcomes={found.result.pk: passed})
    return _("Đã đề nghị công nhận đạt.") if passed else _("Đã đề nghị chưa đạt.")


def _decide(request: HttpRequest, post: Post, found: queries.Dossier) -> Done:
    form = forms.RulingForm(request.POST)
    refuse(form.reasons())
    key = found.result.pk
    actions.rule_on_results(
        by=post,
        results=[found.result],
        number=form.cleaned_data["number"],
        decided_on=form.cleaned_data["decided_on"],
        outcomes={key: request.POST.get("outcome") == "1"},
        reasons={key: request.POST.get(f"reason_{key}", "")},
    )
    return _("Đã ghi quyết định.")


def _reopen(request: HttpRequest, post: Post, found: queries.Dossier) -> Done:
    form = forms.ReopenForm(request.POST)
    refuse(form.reasons())
    actions.reopen_result(by=post, result=found.result, reason=form.cleaned_data["reason"])
    return _("Đã cho xét lại. Quyết định cũ còn được tính đến khi có quyết định mới.")


STEPS: dict[str, Step] = {
    "answer": _answer,
    "attach": _attach,
    "withdraw": _withdraw,
    "return": _return,
    "propose": _propose,
    "decide": _decide,
    "reopen": _reopen,
}
