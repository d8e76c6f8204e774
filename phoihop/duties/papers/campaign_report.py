"""The closing report of a campaign as an official paper, and its whole grid as a spreadsheet. Drafts: no number yet."""

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.base import sheets
from phoihop.base.numbers import format_date, format_moment, format_number, format_percent
from phoihop.base.text import named
from phoihop.documents.heads import head_of, lower_first
from phoihop.documents.paper import Block, Content, Heading, Paper, Paragraph, Signer, Table
from phoihop.documents.word import write
from phoihop.duties import queries, rules
from phoihop.duties.models import Campaign, Situation
from phoihop.duties.queries import End, Part, Trouble
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree

FILE = Path(__file__).parents[1] / "data" / "campaign_paper.json"


@lru_cache(maxsize=1)
def _form() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def written(campaign: Campaign, post: Post) -> bytes:
    """The report as a Word file, laid out as the post's body writes on the last day of the campaign."""
    with override("vi"):
        return write(paper(campaign, post))


def paper(campaign: Campaign, post: Post) -> Paper:
    """The report in Vietnamese, for the units the post may see."""
    form, head = _form(), head_of(post.body, campaign.ends_on)
    closer = campaign.closed_by or post
    return Paper(
        layout=head.layout,
        superior=head.superior,
        issuer=head.issuer,
        issuer_symbol=head.symbol,
        type_name=form["type_name"],
        type_symbol=form["type_symbol"],
        subject=f"kết thúc đợt “{campaign.title_vi}”",
        place=head.place,
        mark=head.mark,
        recipients=form["recipients"][head.layout.kind],
        signer=Signer("", closer.title_vi),
        body=list(_body(campaign, queries.campaign_end(campaign, post))),
    )


def _body(campaign: Campaign, end: End) -> Iterator[Block]:
    runner = rules.unit_name(campaign.unit_id, campaign.starts_on)
    yield Heading(1, "I. TÌNH HÌNH CHUNG")
    yield Paragraph(
        f"Đợt “{campaign.title_vi}” do {lower_first(runner)} điều hành, {_days(campaign)}, "
        f"{format_number(end.whole.units)} đơn vị báo tình hình theo "
        f"{format_number(campaign.slots.count())} khung giờ."
    )
    yield Paragraph(
        f"{format_number(end.reported)}/{format_number(end.whole.units)} đơn vị đã báo. Trong {_times(end.whole.due)} "
        f"phải báo có {_times(end.whole.filled)} đã báo, {_times(end.whole.in_time)} đúng giờ "
        f"({format_percent(end.whole.percent)})."
    )
    for field, slot, together, given in end.numbers:
        way = {"low": "thấp nhất ", "high": "cao nhất "}.get(field.across, "")
        yield Paragraph(
            f"{field.label_vi}: {way}{format_number(together)} {field.unit_vi} "
            f"(khung giờ {format_moment(slot.at)}, {format_number(given)} đơn vị)."
        )
    if end.silent:
        yield Paragraph(f"Chưa báo lần nào: {', '.join(end.silent)}.")
    if end.parts:
        yield _parts(end.parts, end.whole)
    yield Heading(1, "II. SỰ VIỆC VÀ KẾT QUẢ XỬ LÝ")
    if end.troubles:
        yield _troubles(campaign, end.troubles)
    else:
        yield Paragraph("Không có sự việc nào được báo.")
    yield Heading(1, "III. ĐÁNH GIÁ")
    for line in (campaign.closing_text or "(Đợt chưa kết thúc.)").splitlines():
        if line.strip():
            yield Paragraph(line.strip())


def _days(campaign: Campaign) -> str:
    first, last = format_date(campaign.starts_on), format_date(campaign.ends_on)
    return f"ngày {first}" if first == last else f"từ ngày {first} đến ngày {last}"


def _times(n: int) -> str:
    return f"{format_number(n)} lượt"


def _parts(parts: list[Part], whole: Part) -> Table:
    lines = [*parts, whole]
    rows: list[list[Content]] = [
        [
            str(n) if n <= len(parts) else "",
            part.name if n <= len(parts) else "Cộng",
            *(format_number(value) for value in (part.units, part.due, part.filled, part.in_time)),
            format_percent(part.percent),
            format_number(part.trouble),
        ]
        for n, part in enumerate(lines, start=1)
    ]
    header = [
        "TT",
        "Đơn vị",
        "Số đơn vị báo",
        "Lượt phải báo",
        "Đã báo",
        "Đúng giờ",
        "Tỷ lệ đúng giờ",
        "Lượt có sự việc",
    ]
    return Table(
        header, rows, widths=[1, 4.4, 1.8, 1.9, 1.7, 1.7, 2.7, 1.8], align="clrrrrrr", strong=frozenset({len(parts)})
    )


def _troubles(campaign: Campaign, troubles: list[Trouble]) -> Table:
    rows: list[list[Content]] = [
        [
            str(n),
            format_moment(one.situation.slot.at),
            rules.unit_name(one.situation.unit_id, campaign.starts_on),
            one.situation.note,
            ended(one),
        ]
        for n, one in enumerate(reversed(troubles), start=1)
    ]
    return Table(
        ["TT", "Khung giờ", "Đơn vị", "Nội dung", "Kết quả xử lý"], rows, widths=[1, 3, 4, 6, 5], align="cllll"
    )


def ended(trouble: Trouble) -> str:
    """How it ended: the work given for it with its state, and when the unit was calm again."""
    said = [f"{share.task.code}: {share.get_state_display()}" for share in trouble.shares]
    if trouble.calm_at:
        said.append(_("ổn định từ %(slot)s") % {"slot": format_moment(trouble.calm_at.at)})
    return "; ".join(said) or _("chưa ghi kết quả")


def spreadsheet(campaign: Campaign, post: Post) -> bytes:
    """Every unit the post may see, every slot: the state and the numbers, as one sheet."""
    slots = list(campaign.slots.order_by("at"))
    unit_ids = queries.participants_of(campaign, post)
    found = queries.cells(campaign, slots, unit_ids)
    day, fields = tree(campaign.starts_on), campaign.asked
    head = [_("Mã"), _("Đơn vị"), _("Trực thuộc")]
    for slot in slots:
        moment = f"{timezone.localtime(slot.at):%d/%m %H:%M}"
        head += [moment, *(f"{moment} {named(field, 'label')}" for field in fields)]
    rows: list[list[str | int | Decimal | None]] = []
    for place in (place for place in day if place.unit_id in set(unit_ids)):
        above = day.superior(place.unit_id)
        row: list[str | int | Decimal | None] = [place.code, place.name, above.name if above else ""]
        for slot in slots:
            cell = found[place.unit_id, slot.pk]
            row += [state_word(cell.state, late=cell.late), *(cell.number(field.code) for field in fields)]
        rows.append(row)
    return sheets.as_xlsx(head, rows, named(campaign, "title"), widths=(9, 28, 24))


def state_word(state: str, *, late: bool = False) -> str:
    """The word of a cell's state; nothing for one whose time has not come."""
    words = {"missing": _("chưa báo"), "open": _("đang chờ"), "ahead": ""}
    word = words[state] if state in words else str(Situation.Level(state).label)
    return _("%(word)s (muộn)") % {"word": word} if late else word
