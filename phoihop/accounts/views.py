"""The account's own pages; sign-in, password and second factor are django-allauth's, in our frame."""

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from phoihop.accounts import actions
from phoihop.accounts.middleware import keep_language
from phoihop.accounts.models import User
from phoihop.base.views import page, way_back


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """One's own account: name, password, second factor. Everyone sees his own only."""
    second_factor = request.user.is_authenticated and is_mfa_enabled(request.user)
    has_password = request.user.is_authenticated and request.user.has_usable_password()
    return page(request, "accounts/home.html", {"second_factor": second_factor, "has_password": has_password})


class Password(PasswordChangeView):
    """Change one's password. An account that has none (a demonstration's) is sent back: the library would ask for a
    page to set one, which does not exist here, since accounts are given by the office."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User) and not request.user.has_usable_password():
            return HttpResponseRedirect(reverse("accounts:home"))
        shown: HttpResponse = super().dispatch(request, *args, **kwargs)
        return shown


@method_decorator(never_cache, name="dispatch")
class RecoveryCodes(ViewRecoveryCodesView):
    """The library notes that codes were seen, which is a write: they are shown on a POST; GET offers the button."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return page(request, "mfa/recovery_codes/ask.html")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown: HttpResponse = super().get(request, *args, **kwargs)
        return shown


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language, in the browser and with the account; then back to the page he came from."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        actions.choose_language(user=request.user, language=chosen)
    response = HttpResponseRedirect(way_back(request))
    keep_language(response, chosen)
    return response
