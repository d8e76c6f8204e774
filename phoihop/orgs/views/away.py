"""Saying that a post's holder is away and who stands in, and that he is back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.orgs import actions, queries, rules
from phoihop.orgs.access import acting
from phoihop.orgs.forms import AwayForm
from phoihop.orgs.models import Delegation, Post


@require_http_methods(["GET", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """When the acting post was or will be away, and for whom it stood in; a form for the next time.

    Who may record it for a branch finds another post there with `?tim=` and opens it with `?chuc-vu=`.
    """
    by = acting(request)
    post = _post(by, request.GET.get("chuc-vu"))
    near = queries.posts_near(post)
    sent = request.POST if request.method == "POST" else None
    form = AwayForm(sent, near=near, initial={"valid_from": clock.today(), "valid_to": clock.today()})
    reasons: list[Reason] = []
    if request.method == "POST":
        reasons = form.reasons()
        if not reasons:
            try:
                _record(by, post, near, form)
            except Refusal as refusal:
                reasons = refusal.reasons
                for reason in reasons:
                    if reason.field in form.fields:
                        form.add_error(reason.field, str(reason.text))
            else:
                messages.success(request, _("Đã ghi người thay."))
                return HttpResponseRedirect(_address(by, post))
    return _page(request, by, post, form, reasons)


@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """The holder is back: nobody stands in from today on."""
    by = acting(request)
    delegation = get_object_or_404(Delegation.objects.select_related("post__body", "stand_in__body"), pk=pk)
    post = _post(by, str(delegation.post_id))
    try:
        actions.end_delegation(by=by, delegation=delegation)
    except Refusal as refusal:
        return _page(request, by, post, AwayForm(near=queries.posts_near(post)), refusal.reasons)
    messages.success(request, _("Đã kết thúc việc thay."))
    return HttpResponseRedirect(_address(by, post))


def _post(by: Post, asked: str | None) -> Post:
    """The acting post, or one of its branch that `by` may speak for; anything else is not there."""
    key = parse_key(asked) if asked else by.pk
    if key == by.pk:
        return by
    post = get_object_or_404(Post.objects.select_related("body"), pk=key)
    if rules.why_not_speak_for(by, post, over=queries.is_over(by, post, clock.today())):
        raise Http404
    return post


def _record(by: Post, post: Post, near: list[tuple[str, list[Post]]], form: AwayForm) -> None:
    given = dict(form.cleaned_data)
    chosen = given.pop("stand_in")
    stand_in = next(one for _unit, posts in near for one in posts if one.pk == chosen)
    actions.delegate_post(by=by, post=post, stand_in=stand_in, **given)


def _page(request: HttpRequest, by: Post, post: Post, form: AwayForm, reasons: list[Reason]) -> HttpResponse:
    asked = request.GET.get("tim", "").replace("\0", "")
    today = clock.today()
    known = queries.delegations_of(post)
    context = {
        "post": post,
        "own": post.pk == by.pk,
        "lent": post.pk == by.pk and by.through is not None,
        "form": form,
        "reasons": reasons,
        "known": [(one, one.post_id == post.pk, _standing(one)) for one in known],
        "may_end": lambda one: (
            not rules.why_not_end_delegation(by, delegation=one, over=queries.is_over(by, one.post, today), today=today)
        ),
        "speaks_for_others": by.can("post.delegate"),
        "asked": asked,
        "found": queries.find_posts(by, asked) if by.can("post.delegate") else [],
        "crumbs": [(_("Chức vụ đang dùng"), reverse("orgs:switch_post"))],
    }
    return page(request, "orgs/away.html", context, status=422 if reasons else 200)


def _standing(one: Delegation) -> tuple[str, str]:
    """How it stands today, as a word and a tone of components.status."""
    today = clock.today()
    if one.holds(today):
        return _("đang thay"), "accepted"
    if one.ended_on is not None:
        return _("kết thúc sớm"), "empty"
    return (_("sắp tới"), "soon") if one.valid_from > today else (_("đã hết"), "empty")


def _address(by: Post, post: Post) -> str:
    return reverse("orgs:away") + (f"?chuc-vu={post.pk}" if post.pk != by.pk else "")
