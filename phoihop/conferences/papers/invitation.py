"""The invitation on paper (giấy mời): what, chaired by whom, when, where, who is invited and what is asked of them."""

import datetime
from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import override

from phoihop.annual.queries import issuing_body
from phoihop.base.numbers import date_in_words, format_number
from phoihop.conferences.models import AgendaItem, Conference, Delegate
from phoihop.conferences.offsets import day_of
from phoihop.conferences.queries import timed
from phoihop.conferences.usual import Invitation, usual
from phoihop.documents.heads import head_of, lower_first
from phoihop.documents.paper import Annex, Block, Paper, Paragraph, Signer, Table
from phoihop.documents.word import write
from phoihop.orgs.models import Body
from phoihop.orgs.queries import holders


def body_of(conference: Conference) -> Body:
    """Whose paper it is: the body that one of the regulations names first, at the unit that calls; else the
    secretary's."""
    for regulation in conference.regulations.order_by("pk"):
        body = issuing_body(regulation)
        if body is not None and body.unit_id == conference.unit_id:
            return body
    return conference.secretary.body


def written(conference: Conference, on: datetime.date, number: int) -> bytes:
    """The invitation as a Word file, with its number and day."""
    with override("vi"):
        return write(paper(conference, on, number))


def paper(conference: Conference, on: datetime.date, number: int | None = None) -> Paper:
    """The invitation of a day; without a number it is a draft."""
    with override("vi"):
        head, form = head_of(body_of(conference), on), usual(on).invitation
        holder = next(iter(holders(conference.chair, on)), None)
        signs_for = form.signs_for[head.layout.kind]
        authority = f"{head.layout.authority['collective']} {signs_for}" if signs_for else ""
        seats = list(conference.delegates.select_related("site", "post__body").order_by("site__order", "precedence"))
        return Paper(
            layout=head.layout,
            superior=head.superior,
            issuer=head.issuer,
            issuer_symbol=head.symbol,
            type_name=form.type_name,
            type_symbol=form.type_symbol,
            subject=f"dự {lower_first(conference.title_vi)}",
            place=head.place,
            mark=head.mark,
            number=number,
            dated=on if number is not None else None,
            to=("các đồng chí có tên chức vụ trong danh sách kèm theo",),
            recipients=form.recipients[head.layout.kind],
            signer=Signer(authority, conference.chair.title_vi, holder.person.name if holder else ""),
            body=list(_body(conference, form)),
            annexes=(Annex("Thành phần dự hội nghị", list(_invited(seats)), label=""),),
        )


def _body(conference: Conference, form: Invitation) -> Iterator[Block]:
    issuer = body_of(conference)
    yield Paragraph(f"{issuer.name_vi} trân trọng kính mời các đồng chí dự {lower_first(conference.title_vi)}, cụ thể:")
    start, end = timezone.localtime(conference.starts_at), timezone.localtime(conference.ends_at)
    last = "" if start.date() == end.date() else f", {date_in_words(end.date())}"
    yield Paragraph(
        f"1. Thời gian: từ {start:%H giờ %M}, {date_in_words(day_of(conference))} đến {end:%H giờ %M}{last}."
    )
    n = conference.sites.count()
    sites = f", kết nối trực tuyến với {format_number(n - 1)} điểm cầu" if n > 1 else ""
    yield Paragraph(f"2. Địa điểm: {conference.place_vi} (điểm cầu chính){sites}.")
    yield Paragraph(f"3. Chủ trì: đồng chí {conference.chair.journal_label}.")
    yield Paragraph("4. Nội dung, chương trình:")
    yield _agenda(conference)
    for number, ask in enumerate(form.asks, 5):
        yield Paragraph(f"{number}. {ask}")


def _agenda(conference: Conference) -> Table:
    lines = timed(conference, conference.items.select_related("speaker"))
    rows = [
        (f"{timezone.localtime(line.start):%H:%M}", line.item.title_vi, _led_by(line.item), str(line.item.minutes))
        for line in lines
    ]
    return Table(("Giờ", "Nội dung", "Người trình bày", "Phút"), rows, widths=(1.2, 5, 3.6, 1), align="lllr")


def _led_by(item: AgendaItem) -> str:
    return item.speaker.label if item.speaker else ""


def _invited(seats: Sequence[Delegate]) -> Iterator[Block]:
    rows = [(str(n), seat.label, seat.site.name_vi) for n, seat in enumerate(seats, 1)]
    yield Table(("TT", "Chức vụ, cơ quan", "Điểm cầu"), rows, widths=(1, 6, 4), align="rll")
