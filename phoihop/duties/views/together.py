"""Accepting many results at once: first a page that says what will happen to how many, then, confirmed, done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.duties import actions, queries
from phoihop.duties.forms import work as forms
from phoihop.orgs.access import acting, needs


@require_POST
@needs("task.read")
def accept(request: HttpRequest) -> HttpResponse:
    """Turn the post's key on the ticked results. Which of them it may turn is asked of the verb."""
    post = acting(request)
    back = request.POST.get("next", "")
    back = back if back.startswith(reverse("tasks:list") + "?") else f"{reverse('tasks:list')}?muc={queries.TO_TURN}"
    ticked = [key for key in map(parse_key, request.POST.getlist("share")) if key is not None]
    seen = list(queries.with_standing(queries.shares(post)).filter(pk__in=ticked).order_by("due_on", "pk"))
    if not seen:
        messages.warning(request, _("Chưa chọn phần việc nào. Đánh dấu các dòng cần nhận."))
        return HttpResponseRedirect(back)
    reasons: list[Reason] = []
    judged = request.POST.get("effective", "")
    if "confirmed" in request.POST:
        try:
            done = actions.accept_many(by=post, shares=seen, effective=forms.effective(judged))
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            n = len(done.turns)
            said = ngettext("Đã nhận %(n)s phần việc.", "Đã nhận %(n)s phần việc.", n) % {"n": n}
            messages.success(request, said)
            return HttpResponseRedirect(back)
    plan = actions.preview_acceptance(by=post, shares=seen)
    keys = {share.pk: key for share, key in plan.turns}
    lines = queries.share_lines([share for share, _key in plan.turns], keys)
    whys = [why for _share, why in plan.skipped]
    context = {
        "lines": lines,
        "done": len(plan.done),
        "half": {share.pk for share, _key in plan.half},
        "doubtful": sum(bool(line.doubts) for line in lines),
        "judges": any(key == "other" for key in keys.values()),
        "skipped": list(zip(queries.share_lines([share for share, _why in plan.skipped]), whys, strict=True)),
        "effective": judged,
        "effective_options": forms.EFFECTIVE,
        "back": back,
        "reasons": reasons,
        "crumbs": [(_("Công việc"), back)],
    }
    return page(request, "duties/accept_together.html", context, status=422 if reasons else 200)
