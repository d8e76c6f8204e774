"""Many ticked shares at once: one page that says what will happen to how many and why not to others, then done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.duties import actions, forms, queries
from phoihop.duties.actions import Bulk
from phoihop.duties.models import Assignment
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post


@dataclass(frozen=True)
class Step:
    """What may be done to many shares: its words, its form, and the verb with its preview."""

    title: str | Promise
    will: Callable[[int], str]
    button: str | Promise
    form: type[django_forms.Form]
    preview: Callable[[Post, list[Assignment], dict[str, Any]], Bulk]
    do: Callable[[Post, list[Assignment], dict[str, Any]], Bulk]
    did: Callable[[int], str]


STEPS = {
    "move": Step(
        gettext_lazy("Đổi hạn nhiều phần việc"),
        lambda n: ngettext("Sẽ đổi hạn %(n)s phần việc.", "Sẽ đổi hạn %(n)s phần việc.", n) % {"n": n},
        gettext_lazy("Đổi hạn"),
        forms.MoveForm,
        lambda post, shares, given: actions.preview_move(by=post, shares=shares, until=given.get("until")),
        lambda post, shares, given: actions.move_due_days(by=post, shares=shares, **given),
        lambda n: ngettext("Đã đổi hạn %(n)s phần việc.", "Đã đổi hạn %(n)s phần việc.", n) % {"n": n},
    ),
    "withdraw": Step(
        gettext_lazy("Rút nhiều phần việc"),
        lambda n: ngettext("Sẽ rút %(n)s phần việc.", "Sẽ rút %(n)s phần việc.", n) % {"n": n},
        gettext_lazy("Rút"),
        forms.WithdrawForm,
        lambda post, shares, _given: actions.preview_withdrawal(by=post, shares=shares),
        lambda post, shares, given: actions.withdraw_shares(by=post, shares=shares, **given),
        lambda n: ngettext("Đã rút %(n)s phần việc.", "Đã rút %(n)s phần việc.", n) % {"n": n},
    ),
    "drop": Step(
        gettext_lazy("Kết thúc nhiều phần việc, không phải xong"),
        lambda n: ngettext("Sẽ kết thúc %(n)s phần việc.", "Sẽ kết thúc %(n)s phần việc.", n) % {"n": n},
        gettext_lazy("Kết thúc"),
        forms.DropForm,
        lambda post, shares, _given: actions.preview_drop(by=post, shares=shares),
        lambda post, shares, given: actions.drop_many(by=post, shares=shares, kind=given["kind"], text=given["reason"]),
        lambda n: ngettext("Đã kết thúc %(n)s phần việc.", "Đã kết thúc %(n)s phần việc.", n) % {"n": n},
    ),
}


def steps_of(post: Post) -> list[tuple[str, str]]:
    """What the post may do to many shares at once, for the list in which they are ticked."""
    rights = {"move": "task.assign", "withdraw": "task.assign", "drop": "task.accept"}
    return [(do, str(step.button)) for do, step in STEPS.items() if post.can(rights[do])]


@require_POST
@needs("task.accept")
def bulk(request: HttpRequest) -> HttpResponse:
    """`do` with the ticked `share`s: first the page that says it all, then, with `confirmed`, done."""
    post, back = acting(request), _back(request)
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        raise Http404
    ticked = [key for key in map(parse_key, request.POST.getlist("share")) if key is not None]
    shares = list(queries.with_standing(queries.shares(post)).filter(pk__in=ticked).order_by("due_on", "pk"))
    if not shares:
        messages.warning(request, _("Chưa chọn phần việc nào. Đánh dấu các dòng rồi bấm lại."))
        return HttpResponseRedirect(back)
    confirmed = "confirmed" in request.POST
    form = step.form(request.POST if confirmed else None)
    reasons: list[Reason] = forms.reasons_of(form) if confirmed else []
    if confirmed and not reasons:
        try:
            done = step.do(post, shares, form.cleaned_data)
        except Refusal as refusal:
            reasons = refusal.reasons
            forms.mark(form, reasons)
        else:
            messages.success(request, step.did(len(done.done)))
            if done.skipped:
                said = ngettext("%(n)s phần việc giữ nguyên.", "%(n)s phần việc giữ nguyên.", len(done.skipped))
                messages.info(request, said % {"n": len(done.skipped)})
            return HttpResponseRedirect(back)
    return _shown(request, step, shares, form, reasons, back)


def _shown(
    request: HttpRequest,
    step: Step,
    shares: list[Assignment],
    form: django_forms.Form,
    reasons: list[Reason],
    back: str,
) -> HttpResponse:
    given = {name: value for name, value in getattr(form, "cleaned_data", {}).items() if value}
    plan = step.preview(acting(request), shares, given)
    whys = [" ".join(dict.fromkeys(str(reason.text) for reason in found)) for _share, found in plan.skipped]
    context = {
        "step": step,
        "do": request.POST["do"],
        "form": form,
        "reasons": reasons,
        "said": step.will(len(plan.done)),
        "offered": bool(step.preview(acting(request), shares, {}).done),
        "lines": queries.share_lines(plan.done),
        "skipped": list(zip(queries.share_lines([share for share, _why in plan.skipped]), whys, strict=True)),
        "ticked": [share.pk for share in shares],
        "back": back,
        "crumbs": [(_("Công việc"), back)],
    }
    return page(request, "duties/bulk.html", context, status=422 if reasons else 200)


def _back(request: HttpRequest) -> str:
    back, listed = request.POST.get("next", ""), reverse("tasks:list")
    return back if back == listed or back.startswith(f"{listed}?") else listed
