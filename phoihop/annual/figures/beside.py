"""What an issued paper says of a figure, told beside the figure's sources: whether it has changed since."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.annual.models import Edition, QuotedFigure
from phoihop.base.numbers import format_date
from phoihop.reporting.figures import Figure
from phoihop.reporting.figures.notes import Note, beside


@beside
def quoted(figure: Figure) -> list[Note]:
    """One sentence for each issued report that quotes the figure of this unit and period. One statement."""
    rows = QuotedFigure.objects.filter(
        indicator_id=figure.indicator_id,
        period_id=figure.period.pk,
        unit_id=figure.unit_id,
        edition__state=Edition.State.ISSUED,
    ).exclude(token__contains="/")  # noqa: S106 - a token of a figure: of those with two codes each has its own
    with override("vi"):
        now = figure.text
    found = []
    for row in rows.select_related("edition__issued").defer("sources").order_by("edition__issued_at", "order"):
        issued = row.edition.issued
        if issued is None:
            continue
        same = row.printed == now
        words = (
            _("Đã đổi từ bản phát hành: không. %(symbol)s ngày %(day)s ghi %(printed)s.")
            if same
            else _("Đã đổi từ bản phát hành: có. %(symbol)s ngày %(day)s ghi %(printed)s, nay là %(now)s.")
        )
        said = {
            "symbol": issued.symbol,
            "day": format_date(issued.issued_on),
            "printed": row.printed,
            "now": figure.text,
        }
        found.append(Note(words % said, reverse("annual:compare", args=[row.edition_id]), changed=not same))
    return list({note.text: note for note in found}.values())
