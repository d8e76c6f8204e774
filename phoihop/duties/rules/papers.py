"""Who sees the papers that give rise to work."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from phoihop.duties.models import Directive, Programme
from phoihop.duties.rules.tasks import visible_tasks
from phoihop.orgs.models import Post
from phoihop.orgs.queries import branch_through_time, tree


def visible_programmes(post: Post) -> "QuerySet[Programme]":
    """Programmes recorded by a unit above the post's, by its own or below it, and those in whose work it takes part."""
    if not post.can("task.read"):
        return Programme.objects.none()
    units = _branch(post) | {place.unit_id for place in tree().path(post.body.unit_id)}
    return Programme.objects.filter(Q(recorded_by__body__unit_id__in=units) | _takes_part(post, Programme))


def visible_directives(post: Post) -> "QuerySet[Directive]":
    """Directives received by the post's unit or below it, and those in whose work it takes part."""
    if not post.can("task.read"):
        return Directive.objects.none()
    return Directive.objects.filter(Q(unit_id__in=_branch(post)) | _takes_part(post, Directive))


def _branch(post: Post) -> set[int]:
    return {unit_id for span in branch_through_time(post.body.unit_id) for unit_id in span.unit_ids}


def _takes_part(post: Post, model: type[Programme] | type[Directive]) -> Q:
    tasks = visible_tasks(post).filter(origin_type=ContentType.objects.get_for_model(model))
    return Q(pk__in=tasks.values("origin_id"))
