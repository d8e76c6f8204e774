"""Joint operations: codes, bodies and days, nothing else."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.roles import lacks
from phoihop.registers import actions, forms, queries, rules


@require_http_methods(["GET", "HEAD", "POST"])
@needs("register.read")
def listed(request: HttpRequest) -> HttpResponse:
    """The operations in which bodies of the post's branch take part; POST adds or closes one."""
    post, reasons = acting(request), list[Reason]()
    if request.method == "POST":
        try:
            said = _do(request, post)
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, said)
            return HttpResponseRedirect(request.get_full_path())
    among = queries.years()
    asked = request.GET.get("nam", "")
    year = queries.chosen_year(asked, among) if asked else None
    step, why_not = request.POST.get("step", ""), rules.why_not_write_operations(post)
    bodies = _bodies(post) if not why_not else []
    context = {
        "years": among,
        "year": year,
        "rows": queries.operation_rows(post, year.reporting if year else None),
        "form": forms.NewOperationForm(bodies, request.POST if step == "add" else None),
        "task_form": forms.TaskOperationForm(request.POST if step == "task" else None),
        "why_not_task": [] if post.can("task.assign") else [lacks("task.assign")],
        "close_form": forms.CloseForm(request.POST if step == "close" else None),
        "closing": request.POST.get("operation", ""),
        "year_tabs": [
            (str(one.number), f"{request.path}?nam={one.number}", one == year) for one in among if one.reporting
        ],
        "step": step,
        "reasons": reasons,
        "why_not": why_not,
        "crumbs": [(_("Sổ theo dõi"), reverse("registers:home"))],
    }
    return page(request, "registers/operations.html", context, status=422 if reasons else 200)


def _bodies(post: Post) -> list[tuple[str, str]]:
    return [(str(body.pk), named(body, "name")) for body in queries.bodies_to_choose(post)]


def _do(request: HttpRequest, post: Post) -> str:
    step = request.POST.get("step", "")
    refuse(rules.why_not_write_operations(post))
    if step == "add":
        form = forms.NewOperationForm(_bodies(post), request.POST)
        refuse(form.reasons())
        wanted = set(form.cleaned_data["bodies"])
        chosen = [body for body in queries.bodies_to_choose(post) if str(body.pk) in wanted]
        clean = form.cleaned_data
        actions.add_operation(by=post, code=clean["code"], opened_on=clean["opened_on"], bodies=chosen)
        return _("Đã ghi chuyên án vào sổ.")
    rows = {str(row.pk): row.operation for row in queries.operation_rows(post)}
    operation = rows.get(request.POST.get("operation", ""))
    if step not in {"close", "task"} or operation is None:
        raise Http404
    if step == "task":
        asked = forms.TaskOperationForm(request.POST)
        refuse(asked.reasons())
        actions.task_operation(by=post, operation=operation, due_on=asked.cleaned_data["due_on"])
        return _("Đã giao việc cho các bên của chuyên án.")
    close = forms.CloseForm(request.POST)
    refuse(close.reasons())
    actions.close_operation(by=post, operation=operation, closed_on=close.cleaned_data["closed_on"])
    return _("Đã ghi chuyên án kết thúc.")
