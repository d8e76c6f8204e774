"""What work that follows a direction is said to come from, how it is given, and which directions hang loose."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.annual import rules
from phoihop.annual.models import Direction
from phoihop.annual.queries import loose_directions
from phoihop.base.text import named
from phoihop.duties.models import Period, Regulation, Task
from phoihop.duties.queries import LooseEnd, finds_loose_ends
from phoihop.duties.rules import Crumbs, Origin, gives_work
from phoihop.duties.sources import Source, says_source
from phoihop.orgs.models import Post


@says_source(Direction)
def _direction(direction: Direction, post: Post) -> Source:
    """The direction, and the figures it stands on."""
    cited = ", ".join(one.token or one.label_vi for one in direction.citations.all())
    words = _("%(name)s, từ kết quả %(cited)s: %(text)s") if cited else _("%(name)s: %(text)s")
    said = {"name": direction.name, "cited": cited, "text": named(direction, "text")}
    seen = rules.visible_to(post).filter(pk=direction.edition_id).exists()
    to = ("annual:directions", direction.edition_id) if seen else ()
    return Source(words % said, to, f"#phuong-huong-{direction.pk}")


def _setting(direction: Direction) -> tuple[Regulation | None, Period | None]:
    return direction.edition.regulation, direction.period


def _crumbs(direction: Direction) -> Crumbs:
    return [
        (_("Báo cáo năm"), reverse("annual:editions")),
        (str(direction.edition), reverse("annual:edition", args=[direction.edition_id])),
        (
            _("Phương hướng năm %(year)s") % {"year": direction.period.year},
            reverse("annual:directions", args=[direction.edition_id]),
        ),
    ]


gives_work(
    Origin(
        word="direction",
        model=Direction,
        kind=Task.Kind.DIRECTION,
        visible=lambda post: rules.directions(visible=post).select_related("edition__regulation", "period"),
        why_not=rules.why_not_give_work,
        stands_in=_setting,
        crumbs=_crumbs,
    )
)


@finds_loose_ends(
    {
        "direction_from_nothing": gettext_lazy("phương hướng chưa dẫn kết quả nào"),
        "direction_without_work": gettext_lazy("phương hướng chưa thành việc"),
    }
)
def _loose(year: int, day: datetime.date) -> Iterator[LooseEnd]:
    bare, idle = loose_directions(year)
    for kind, rows in (("direction_from_nothing", bare), ("direction_without_work", idle)):
        for one in rows:
            yield LooseEnd(kind, one.name, one.text_vi, one.pk, ("annual:directions", one.edition_id))
