"""Setting up regulations: new ones, articles, wordings, duties. Every form keeps what was typed when it is refused."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.duties import actions, forms
from phoihop.duties.models import Article, Regulation
from phoihop.orgs.access import acting, needs


@needs("regulation.write")
@require_http_methods(["GET", "POST"])
def add_regulation(request: HttpRequest) -> HttpResponse:
    form = forms.RegulationForm(request.POST if request.method == "POST" else None)

    def write(given: dict[str, Any]) -> str:
        thing = actions.add_regulation(by=acting(request), **given)
        return reverse("duties:regulation", args=[thing.pk])

    return _form(request, form, write, _("Thêm quy chế"), [(_("Quy chế"), reverse("duties:regulations"))])


@needs("regulation.write")
@require_http_methods(["GET", "POST"])
def add_article(request: HttpRequest, pk: int) -> HttpResponse:
    """A chapter, article, clause or point of the regulation `pk`, under the article `?duoi=` if named."""
    regulation = get_object_or_404(Regulation, pk=pk)
    under = request.GET.get("duoi")
    first = {"parent": under, "kind": Article.Kind.CLAUSE if under else Article.Kind.ARTICLE}
    form = forms.ArticleForm(request.POST if request.method == "POST" else None, regulation=regulation, initial=first)

    def write(given: dict[str, Any]) -> str:
        actions.add_article(by=acting(request), regulation=regulation, **given)
        return reverse("duties:regulation", args=[pk])

    return _form(request, form, write, _("Thêm điều khoản"), _crumbs(regulation))


@needs("regulation.write")
@require_http_methods(["GET", "POST"])
def reword_article(request: HttpRequest, pk: int) -> HttpResponse:
    """A new wording of the article `pk` from a day on; the old one stays readable."""
    article = get_object_or_404(Article.objects.select_related("regulation", "parent__parent__parent"), pk=pk)
    last = article.versions.order_by("-valid_from").first()
    first = {"text_vi": last.text_vi, "text_en": last.text_en} if last else {}
    form = forms.RewordForm(request.POST if request.method == "POST" else None, initial=first)

    def write(given: dict[str, Any]) -> str:
        actions.reword_article(by=acting(request), article=article, **given)
        day = given["valid_from"].isoformat()
        return f"{reverse('duties:regulation', args=[article.regulation_id])}?on={day}#muc-{pk}"

    title = _("Sửa câu chữ %(place)s") % {"place": forms.place_of(article)}
    return _form(request, form, write, title, _crumbs(article.regulation))


@needs("regulation.write")
@require_http_methods(["GET", "POST"])
def waive_clause(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for the article `pk` giving rise to no duty."""
    article = get_object_or_404(Article.objects.select_related("regulation", "parent__parent__parent"), pk=pk)
    form = forms.WaiveForm(request.POST if request.method == "POST" else None)

    def write(given: dict[str, Any]) -> str:
        actions.waive_clause(by=acting(request), article=article, **given)
        return f"{reverse('duties:regulation', args=[article.regulation_id])}#muc-{pk}"

    title = _("%(place)s không sinh nghĩa vụ") % {"place": forms.place_of(article).capitalize()}
    return _form(request, form, write, title, _crumbs(article.regulation))


@needs("regulation.write")
@require_http_methods(["GET", "POST"])
def add_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """A duty to which the article `pk` gives rise."""
    article = get_object_or_404(Article.objects.select_related("regulation", "parent__parent__parent"), pk=pk)
    term = article.regulation
    form = forms.DutyForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_from": term.term_from, "valid_to": term.term_to},
    )

    def write(given: dict[str, Any]) -> str:
        actions.add_duty(by=acting(request), article=article, **given)
        return f"{reverse('duties:regulation', args=[article.regulation_id])}#muc-{pk}"

    title = _("Thêm nghĩa vụ theo %(place)s") % {"place": forms.place_of(article)}
    return _form(request, form, write, title, _crumbs(term))


def _form(
    request: HttpRequest,
    form: django_forms.Form,
    write: Callable[[dict[str, Any]], str],
    title: str,
    crumbs: list[tuple[str, str | None]],
) -> HttpResponse:
    """Show the form; when it is sent and the verb agrees, go where `write` says."""
    reasons: list[Reason] = []
    if request.method == "POST":
        reasons = forms.reasons_of(form)
        if not reasons:
            try:
                address = write(form.cleaned_data)
            except Refusal as refusal:
                reasons = refusal.reasons
                forms.mark(form, reasons)
            else:
                messages.success(request, _("Đã ghi."))
                return HttpResponseRedirect(address)
    context = {"form": form, "title": title, "crumbs": crumbs, "reasons": reasons}
    return page(request, "duties/form.html", context, status=422 if reasons else 200)


def _crumbs(regulation: Regulation) -> list[tuple[str, str | None]]:
    return [
        (_("Quy chế"), reverse("duties:regulations")),
        (regulation.code, reverse("duties:regulation", args=[regulation.pk])),
    ]
