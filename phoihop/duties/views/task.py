"""One task with all its shares; who gave it may take it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phoihop.base.errors import Reason, Refusal
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import actions, queries
from phoihop.duties.forms.work import Withdrawal
from phoihop.journal.registry import name_of
from phoihop.journal.words import facts_of
from phoihop.orgs.access import acting, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("task.read")
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """The task for who gave it or sees a share of it; POST takes it back as a whole, with a reason."""
    post = acting(request)
    found = queries.task_page(post, pk)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _show(request, found)
    form = Withdrawal("withdraw", request.POST)
    reasons = form.reasons()
    if not reasons:
        try:
            n = actions.withdraw_task(by=post, task=found.task, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            reasons = form.placed(refusal.reasons)
        else:
            said = ngettext("Đã rút việc của %(n)s đơn vị.", "Đã rút việc của %(n)s đơn vị.", n) % {"n": n}
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
    return _show(request, found, form, reasons)


def _show(
    request: HttpRequest,
    found: queries.TaskPage,
    form: Withdrawal | None = None,
    reasons: list[Reason] | None = None,
) -> HttpResponse:
    title, listed = named(found.task, "title"), reverse("tasks:list")
    words = (
        ("given", _("đã giao")),
        ("done", _("đã xong")),
        ("on_time", _("đúng hạn")),
        ("waiting", _("chờ nhận")),
        ("overdue", _("quá hạn")),
    )
    context: dict[str, Any] = {
        "p": found,
        "task": found.task,
        "title": title,
        "sums": [(label, found.sums[name], f"{listed}?viec={found.task.pk}&chon={name}") for name, label in words],
        "history": [(entry, name_of(entry.verb), facts_of(entry)) for entry in found.history],
        "form": form or Withdrawal("withdraw"),
        "reasons": reasons or [],
        "crumbs": [(_("Công việc"), listed), (found.task.code, "")],
    }
    return page(request, "duties/task.html", context, status=422 if reasons else 200)
