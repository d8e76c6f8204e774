"""Writing a letter: draft, enclosures, sending."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.documents import actions, queries, rules
from phoihop.documents.forms import LetterForm
from phoihop.documents.models import Letter
from phoihop.documents.rules import NewLetter
from phoihop.documents.views.letters import act, crumbs, visible
from phoihop.orgs.access import acting, needs


@needs("letter.write")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A new letter; `?tra-loi=` names the one it answers."""
    post = acting(request)
    answers = _answered(request)
    first = {"subject": answers.subject, "to": [answers.body_id]} if answers else {}
    form = LetterForm(request.POST if request.method == "POST" else None, post=post, initial=first)

    def save(given: NewLetter) -> Letter:
        return actions.draft_letter(by=post, letter=given)

    return _form(request, form, save, _("Soạn thư"), answers)


@needs("letter.write")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for a draft."""
    post, found = acting(request), visible(request, pk)
    if rules.why_not_change(post, found):
        raise Http404
    first = {
        **{name: getattr(found, name) for name in ("subject", "text", "urgency", "reply_due_on", "signer")},
        "to": list(found.addressees.values_list("body_id", flat=True)),
    }
    form = LetterForm(request.POST if request.method == "POST" else None, post=post, initial=first)

    def save(given: NewLetter) -> Letter:
        return actions.change_letter(by=post, letter=found, to=given)

    return _form(request, form, save, _("Sửa thư"), None)


def _answered(request: HttpRequest) -> Letter | None:
    asked = parse_key(request.POST.get("answers") or request.GET.get("tra-loi"))
    return get_object_or_404(rules.visible_letters(acting(request)), pk=asked) if asked else None


def _form(
    request: HttpRequest, form: LetterForm, save: Callable[[NewLetter], Letter], title: str, answers: Letter | None
) -> HttpResponse:
    reasons: list[Reason] = []
    if request.method == "POST":
        reasons = form.reasons()
        if not reasons:
            try:
                made = save(form.letter(answers))
            except Refusal as refusal:
                reasons = refusal.reasons
            else:
                messages.success(request, _("Đã lưu bản thảo. Xem lại như sẽ in, kèm tệp nếu cần, rồi gửi."))
                return HttpResponseRedirect(reverse("letters:letter", args=[made.pk]))
    context = {
        "form": form,
        "groups": queries.bodies_by_kind(acting(request), form.chosen()),
        "title": title,
        "answers": answers,
        "reasons": reasons,
        "crumbs": crumbs(),
    }
    return page(request, "documents/write.html", context, status=422 if reasons else 200)


@needs("letter.write")
@require_POST
def enclose(request: HttpRequest, pk: int) -> HttpResponse:
    """One file or several, each through the gate."""
    post, files = acting(request), request.FILES.getlist("file")

    def do(found: Letter) -> None:
        if not files:
            raise Refusal([Reason(_("Chưa chọn tệp nào."), "file")])
        for one in files:
            actions.enclose(by=post, letter=found, upload=one)

    return act(request, pk, do, _("Đã kèm tệp."))


@needs("letter.write")
@require_POST
def take_out(request: HttpRequest, pk: int, enclosure: int) -> HttpResponse:
    post = acting(request)

    def do(found: Letter) -> None:
        actions.take_out(by=post, enclosure=get_object_or_404(found.enclosures.all(), pk=enclosure))

    return act(request, pk, do, _("Đã bỏ tệp khỏi thư."))


@needs("letter.send")
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    post = acting(request)
    return act(request, pk, lambda found: actions.send_letter(by=post, letter=found), _("Đã gửi thư."))


@needs("letter.write")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    post, found = acting(request), visible(request, pk)
    try:
        actions.drop_letter(by=post, letter=found)
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, _("Đã bỏ bản thảo."))
    return HttpResponseRedirect(reverse("letters:outgoing"))
