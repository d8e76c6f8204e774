"""What work that follows from a conference is said to come from, and where a conference leaves the cycle open."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.annual.citable import Citable, may_be_cited
from phoihop.annual.models import Edition
from phoihop.base.numbers import parse_key
from phoihop.conferences.models import Conclusion, Conference, Minutes
from phoihop.conferences.queries import LOOSE, notice_due_on
from phoihop.conferences.rules import visible_conferences
from phoihop.duties.queries import LooseEnd, finds_loose_ends
from phoihop.duties.sources import Source, says_source
from phoihop.orgs.models import Post


@says_source(Conclusion)
def _conclusion(conclusion: Conclusion, post: Post) -> Source:
    """Whoever was not called to the conference reads the sentence and does not open the page."""
    seen = visible_conferences(post).filter(pk=conclusion.conference_id).exists()
    said = {"n": conclusion.number, "conference": conclusion.conference.title}
    to = ("conferences:conclusions", conclusion.conference_id) if seen else ()
    return Source(_("Kết luận số %(n)s · %(conference)s") % said, to, f"#ket-luan-{conclusion.number}")


def _may_cite(edition: Edition, post: Post) -> list[tuple[str, str]]:
    """The conclusions of conferences of the report's regulation and year which the post may see. One statement."""
    held = visible_conferences(post).filter(regulations=edition.regulation_id, period__year=edition.period.year)
    rows = Conclusion.objects.filter(conference__in=held).select_related("conference")
    return [(str(one.pk), str(one.journal_subject)) for one in rows.order_by("conference__code", "number")]


def _cited(key: str, post: Post) -> Source | None:
    found = Conclusion.objects.select_related("conference").filter(pk=parse_key(key) or 0).first()
    return _conclusion(found, post) if found else None


may_be_cited(Citable(kind="conclusion", label=gettext_lazy("Từ kết luận hội nghị"), choices=_may_cite, says=_cited))


@finds_loose_ends(
    {
        "conclusion": gettext_lazy("kết luận hội nghị chưa thành việc, cũng chưa có ai ghi lý do"),
        "minutes": gettext_lazy("biên bản hội nghị chưa được thông qua"),
        "notice": gettext_lazy("thông báo kết luận hội nghị quá hạn"),
    }
)
def of_conferences(year: int, on: datetime.date) -> Iterator[LooseEnd]:
    """Of conferences on a period of that year, closed by the day. Three statements."""
    closed = Conference.objects.filter(period__year=year, state="closed", closed_at__date__lte=on).order_by("code")
    loose = Conclusion.objects.filter(LOOSE, conference__in=closed).select_related("conference")
    for one in loose.order_by("conference__code", "number"):
        code = f"{one.conference.code} · {one.number}"
        yield LooseEnd("conclusion", code, one.text_vi, one.pk, ("conferences:conclusions", one.conference_id))
    adopted = set(Minutes.objects.filter(conference__in=closed, adopted_at__isnull=False).values_list("conference_id"))
    for held in closed:
        if (held.pk,) not in adopted:
            yield LooseEnd("minutes", held.code, held.title_vi, held.pk, ("conferences:minutes", held.pk))
    for held in closed:
        due = notice_due_on(held)
        if held.notice_id is None and due is not None and due < on:
            yield LooseEnd("notice", held.code, held.title_vi, held.pk, ("conferences:notice", held.pk))
