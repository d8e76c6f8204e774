"""Forms, their periods, their locks."""

from phoihop.base import clock
from phoihop.duties.models import Period
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, tree
from phoihop.reporting.models import Form, Lock


def forms() -> list[Form]:
    """Every form, by code."""
    return list(Form.objects.select_related("duty").order_by("code"))


def periods_of(form: Form) -> list[Period]:
    """The periods of a form that have opened, latest first."""
    return list(
        Period.objects.filter(kind=form.every, opens_on__lte=clock.today(), ends_on__gte=form.valid_from).order_by(
            "-ends_on"
        )
    )


def locks(form: Form) -> dict[int, Lock]:
    """period -> its lock, with who set it and the exceptions. Two statements."""
    rows = Lock.objects.filter(form=form).select_related("by__body", "period", "form")
    return {lock.period_id: lock for lock in rows.prefetch_related("exceptions__by__body")}


def unit_in_branch(post: Post, code: str, period: Period | None = None) -> Place | None:
    """The unit with this code that the post sees, in the tree of the period's last day (of today without one)."""
    on = tree(period.ends_on if period else None)
    place = on.by_code(code)
    if place is None or not (place.unit_id == post.body.unit_id or on.is_within(place.unit_id, post.body.unit_id)):
        return None
    return place
