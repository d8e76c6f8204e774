"""Who may do what: roles as a table, and the posts of a unit with who held them when."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from phoihop.base import clock
from phoihop.base.views import page
from phoihop.orgs import queries, roles
from phoihop.orgs.access import acting, needs
from phoihop.orgs.forms import TreeForm


@needs("units.read")
@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    """The posts of one unit of the reader's branch (`?under=CODE`, his own without), and what every role may do."""
    form = TreeForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    on = given.get("on") or clock.today()
    post = acting(request)
    tree = queries.tree(on)
    branch = tree.subtree(post.body.unit_id)
    code = given.get("under")
    here = next((p for p in branch if p.code == code), None) if code else tree.get(post.body.unit_id)
    if code and here is None:
        raise Http404
    context = {
        "on": on,
        "here": here,
        "path": [place for place in tree.path(here.unit_id) if place in branch] if here else [],
        "below": tree.below(here.unit_id) if here else (),
        "held": queries.posts_with_holdings(here.unit_id) if here else [],
        "roles": [(label, name, may) for name, (label, may) in roles.ROLES.items()],
        "capabilities": roles.CAPABILITIES.items(),
        "role_name": lambda role: roles.ROLES[role][0],
    }
    return page(request, "orgs/posts.html", context)
