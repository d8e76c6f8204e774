"""Every request acts as one post."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]


def act_as_post(get_response: Next) -> Next:
    def respond(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return respond
