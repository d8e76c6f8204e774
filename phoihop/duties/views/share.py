"""One unit's share of a task, and every step that can be taken on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import actions, queries, rules
from phoihop.duties.forms import work as forms
from phoihop.duties.models import Acceptance, Assignment, Extension, Question, TaskEvidence
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post

Typed = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """A step: the shape of what is typed for it, and the verb that takes it, which answers with what was done."""

    form: type[forms.Step]
    take: Callable[[HttpRequest, Post, queries.SharePage, Typed], str]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("task.read")
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """The share for who sees it; POST takes one step, which the verb's own rules allow or refuse."""
    post = acting(request)
    found = queries.share_page(post, pk)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _show(request, post, found)
    name = request.POST.get("step", "")
    step = STEPS.get(name)
    if step is None:
        raise Http404
    form = _kind(name, found.share)(_prefix(request, name), request.POST, request.FILES)
    reasons = form.reasons()
    if not reasons:
        try:
            said = step.take(request, post, found, form.cleaned_data)
        except Refusal as refusal:
            reasons = form.placed(refusal.reasons)
            for reason in reasons:
                if (field := reason.field.removeprefix(f"{form.prefix}-")) in form.fields:
                    form.add_error(field, str(reason.text))
    if reasons:
        now = queries.share_page(post, pk) or found  # somebody may have been faster
        return _show(request, post, now, form, reasons)
    messages.success(request, said, extra_tags=f"task-{form.prefix}-{pk}")
    back = request.POST.get("next", "")
    return HttpResponseRedirect(back if back.startswith(reverse("tasks:list") + "?") else request.path)


def _kind(step: str, share: Assignment) -> type[forms.Step]:
    """The shape of what is typed for a step. Work without content is handed in without a word."""
    return forms.Bare if step == "submit" and share.task.is_bare else STEPS[step].form


def _prefix(request: HttpRequest, step: str) -> str:
    """What stands before the names of a step's fields; a question has its own answer, a key its own form."""
    about = parse_key(request.POST.get("question"))
    return f"{step}{about}" if step == "answer" and about is not None else step


def _show(
    request: HttpRequest,
    post: Post,
    found: queries.SharePage,
    sent: forms.Step | None = None,
    reasons: list[Reason] | None = None,
) -> HttpResponse:
    share = found.share

    def form(name: str, kind: type[forms.Step]) -> forms.Step:
        return sent if sent is not None and sent.prefix == name else kind(name)

    why_not, keys = _why_not(post, share), _keys(post, found)
    steps = _steps(post, found, why_not)
    steps |= {"accept", "return"} if any(one["mine"] for one in keys) else set()
    answers = [(one, form(f"answer{one.pk}", forms.Answer)) for one in found.questions] if "answer" in steps else []
    shown = {name: form(name, _kind(name, share)) for name in STEPS if name in steps}
    on_page = {*shown, *(one.prefix for _question, one in answers)}
    title = named(share.task, "title")
    context: dict[str, Any] = {
        "p": found,
        "share": share,
        "task": share.task,
        "title": title,
        "forms": shown,
        "steps": steps,
        "sent": sent.prefix if sent is not None else "",
        "kept": _typed(sent) if sent is not None and sent.prefix not in on_page else [],
        "reasons": reasons or [],
        "answers": answers,
        "keys": keys,
        "why_not": why_not,
        "reminded": queries.reminded([share.pk]).get(share.pk),
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "crumbs": [(_("Công việc"), reverse("tasks:list")), (share.task.code, "")],
    }
    return page(request, "duties/share.html", context, status=422 if reasons else 200)


def _steps(post: Post, found: queries.SharePage, why_not: dict[str, list[Reason]]) -> set[str]:
    """The steps that concern this post in the share's state; some of them cannot be taken yet, and say why."""
    share, steps = found.share, set[str]()
    if post.body.unit_id == share.unit_id and post.can("task.write"):
        if not why_not["work"]:
            steps |= {"progress", "detach", "submit", "more_time"}
        if not why_not["prove"]:
            steps.add("attach")
        if share.is_open:
            steps.add("ask")
        if share.state == Assignment.State.SUBMITTED:
            steps.add("take_back")
    if share.task.is_bare:
        steps -= {"progress", "attach", "detach", "ask"}
    if post.body.unit_id == share.to_unit_id and post.can("task.accept"):
        steps |= {"answer"} if found.questions else set()
        steps |= {"decide"} if found.extension and share.is_open else set()
        steps |= {"drop"} if not why_not["drop"] else set()
    refused = any(not said.accepted for said in share.acceptances.all())
    if post.body.unit_id in {share.unit_id, share.to_unit_id} and post.can("task.agree") and share.task.both_accept:
        steps |= {"disagree"} if share.is_open and refused else set()
    return steps


def _typed(sent: forms.Step) -> list[tuple[str, str]]:
    """What was typed into a form that the page shows no more, so that it can at least be copied."""
    found = [(str(one.label), str(sent.data.get(one.html_name) or "")) for one in sent.visible_fields()]
    return [(label, text) for label, text in found if text]


def _keys(post: Post, found: queries.SharePage) -> list[dict[str, Any]]:
    """The keys of the share: what was said with each, and whether it concerns the post, with why it cannot turn it."""
    share, shown = found.share, []
    asks = any(post.can(f"task.{right}") for right in ("accept", "check", "agree"))
    for key in found.line.keys:
        at_side = post.body.unit_id == (share.unit_id if key == Acceptance.Key.OWN else share.to_unit_id)
        said = found.line.turned.get(key)
        shown.append(
            {
                "key": key,
                "label": Acceptance.Key(key).label,
                "said": said,
                "mine": at_side and asks and share.is_open and said is None,
                "why_not": rules.why_not_turn(post, share, key),
                "judges": key == Acceptance.Key.OTHER,
            }
        )
    return shown


def _why_not(post: Post, share: Assignment) -> dict[str, list[Reason]]:
    """Why each step cannot be taken, whatever is typed."""
    more_time = rules.why_not_ask_extension(post, share, until=share.due_on, reason="")
    return {
        "work": rules.why_not_work(post, share),
        "prove": rules.why_not_prove(post, share),
        "submit": _whatever_is_typed(rules.why_not_submit(post, share, text=""), "text"),
        "take_back": rules.why_not_take_back(post, share),
        "ask": _whatever_is_typed(rules.why_not_ask(post, share, text=""), "text"),
        "more_time": _whatever_is_typed(more_time, "until", "reason"),
        "drop": _whatever_is_typed(rules.why_not_drop(post, share, kind="", text=""), "kind", "text"),
        "disagree": _whatever_is_typed(rules.why_not_disagree(post, share, text=""), "text"),
    }


def _whatever_is_typed(reasons: list[Reason], *fields: str) -> list[Reason]:
    return [reason for reason in reasons if reason.field not in fields]


def _of(found: queries.SharePage, kind: type[Any]) -> Any:
    """The rows of a kind that hang on the share, whatever became of them: the verb says whether it is too late."""
    return kind.objects.filter(assignment=found.share).select_related("assignment__task__regulation")


def _progress(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    actions.report_progress(by=post, share=found.share, **typed)
    return _("Đã ghi tiến độ.")


def _attach(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    actions.attach_evidence(by=post, share=found.share, **typed)
    return _("Đã thêm minh chứng.")


def _detach(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    evidence = get_object_or_404(_of(found, TaskEvidence), pk=parse_key(request.POST.get("evidence")))
    actions.withdraw_evidence(by=post, evidence=evidence)
    return _("Đã rút minh chứng.")


def _submit(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    actions.submit(by=post, share=found.share, text=typed.get("text", ""))
    return _("Đã nộp kết quả.")


def _take_back(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    actions.take_back(by=post, share=found.share)
    return _("Đã rút lại kết quả để sửa.")


def _ask(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    actions.ask(by=post, share=found.share, **typed)
    return _("Đã gửi câu hỏi.")


def _answer(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    question = get_object_or_404(_of(found, Question), pk=parse_key(request.POST.get("question")))
    actions.answer(by=post, question=question, **typed)
    return _("Đã trả lời.")


def _more_time(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    actions.ask_extension(by=post, share=found.share, **typed)
    return _("Đã gửi đề nghị gia hạn.")


def _decide(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    extension = get_object_or_404(_of(found, Extension), pk=parse_key(request.POST.get("extension")))
    granted = request.POST.get("granted") == "1"
    actions.decide_extension(by=post, extension=extension, granted=granted, **typed)
    return _("Đã cho gia hạn.") if granted else _("Đã trả lời không gia hạn.")


def _accept(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    judged = forms.effective(typed["effective"])
    share = actions.accept(by=post, share=found.share, key=typed["key"], effective=judged)
    return _("Đã nhận, việc xong.") if share.closed_at else _("Đã ghi một bên nhận. Việc xong khi đủ các bên.")


def _return(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    actions.return_share(by=post, share=found.share, **typed)
    return _("Đã trả lại kết quả.")


def _drop(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    actions.drop(by=post, share=found.share, **typed)
    return _("Đã kết thúc phần việc.")


def _disagree(request: HttpRequest, post: Post, found: queries.SharePage, typed: Typed) -> str:
    actions.disagree(by=post, share=found.share, **typed)
    return _("Đã ghi hai bên chưa thống nhất.")


STEPS: dict[str, Step] = {
    "progress": Step(forms.Progress, _progress),
    "attach": Step(forms.Evidence, _attach),
    "detach": Step(forms.Bare, _detach),
    "submit": Step(forms.Result, _submit),
    "take_back": Step(forms.Bare, _take_back),
    "ask": Step(forms.Asking, _ask),
    "answer": Step(forms.Answer, _answer),
    "more_time": Step(forms.MoreTime, _more_time),
    "decide": Step(forms.Decision, _decide),
    "accept": Step(forms.Turning, _accept),
    "return": Step(forms.Return, _return),
    "drop": Step(forms.Dropping, _drop),
    "disagree": Step(forms.Disagreement, _disagree),
}
