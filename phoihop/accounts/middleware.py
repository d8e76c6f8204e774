"""Around every request: the chosen language, the end of an idle session, and one's own password before any work."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from phoihop.base import clock

Next = Callable[[HttpRequest], HttpResponse]
SEEN = "seen"
NOTED_EVERY = 60
"""Seconds between two writings of the session only to say that its holder is still there."""
OPEN_BEFORE_CHANGE = ("account_change_password", "account_reauthenticate", "account_logout", "accounts:language")


def chosen_language(get_response: Next) -> Next:
    """The language of the cookie, else Vietnamese whatever the browser asks for: few here are set up for it."""

    def respond(request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return respond


def keep_language(response: HttpResponse, language: str) -> None:
    """Remember the language in the browser for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def idle_limit(get_response: Next) -> Next:
    """Sign out who has sent no request for SESSION_IDLE_SECONDS; sign-in then returns to the page asked for."""

    def respond(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        now = int(clock.machine_now().timestamp())
        seen = request.session.get(SEEN, now)
        if now - seen > settings.SESSION_IDLE_SECONDS:
            logout(request)
            return get_response(request)
        if SEEN not in request.session or now - seen >= NOTED_EVERY:
            request.session[SEEN] = now
        return get_response(request)

    return respond


def whole_page_to_sign_in(get_response: Next) -> Next:
    """A part of a page asked for after the session ended: the browser is told to load the whole page, which leads to
    the sign-in page and back; the sign-in page never stands inside another one."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "HX-Request" in request.headers and response.status_code == 302 and not request.user.is_authenticated:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return response

    return respond


def own_password_first(get_response: Next) -> Next:
    """Whoever signed in with a password given by someone else changes it before anything else."""

    def respond(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            where = reverse("account_change_password")
            if request.path not in {reverse(name) for name in OPEN_BEFORE_CHANGE}:
                return HttpResponseRedirect(where)
        return get_response(request)

    return respond
