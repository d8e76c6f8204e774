"""What an issued annual report says beside a figure whose sources somebody opens."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.annual.models import QuotedFigure
from phoihop.reporting.figures import Figure
from phoihop.reporting.figures.notes import Note, beside


@beside
def quoted_in(figure: Figure) -> Iterator[Note]:
    """For each issued report that quotes the figure: whether it still says what stands here. One statement."""
    rows = QuotedFigure.objects.filter(
        indicator_id=figure.indicator_id, unit_id=figure.unit_id, period=figure.period
    ).select_related("edition__issued")
    for row in rows.defer("sources").order_by("edition_id", "order"):
        issued = row.edition.issued
        if issued is None or "/" in row.token:
            continue
        changed = row.value != figure.value
        words = (
            _("%(symbol)s ngày %(day)s ghi %(then)s; số ở đây nay đã khác.")
            if changed
            else _("%(symbol)s ngày %(day)s ghi %(then)s; số ở đây vẫn như vậy.")
        )
        said = words % {"symbol": issued.symbol, "day": f"{issued.issued_on:%d/%m/%Y}", "then": row.printed}
        yield Note(said, reverse("annual:compare", args=[row.edition_id]), changed)
