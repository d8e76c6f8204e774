"""Every request acts as one post."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from phoihop.orgs import queries
from phoihop.orgs.models import Post

Next = Callable[[HttpRequest], HttpResponse]
CHOSEN = "post"
"""Key in the session: the post the person chose to act as."""


def act_as_post(get_response: Next) -> Next:
    """Set `request.post`: the post chosen in the session if it is held or stood in for today, else the first held.

    None for visitors and for accounts that hold no post today. One statement a request, two for who stands in for
    another post today, none for visitors.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        request.post = acting_post(request)  # type: ignore[attr-defined]
        return get_response(request)

    return respond


def acting_post(request: HttpRequest) -> Post | None:
    user = request.user
    if not user.is_authenticated:
        return None
    posts = queries.posts_of(user)
    chosen = request.session.get(CHOSEN)
    post = next((p for p in posts if p.pk == chosen), posts[0] if posts else None)
    if post is not None:
        post.acting_user_id = user.pk
    return post
