"""The minutes (biên bản): drawn from the log in parts, each a list of paragraphs, and set as an official paper."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import override

from phoihop.conferences import queries
from phoihop.conferences.models import Conference, Delegate, Minutes
from phoihop.conferences.offsets import day_of
from phoihop.conferences.papers.official import official
from phoihop.conferences.queries import Attended, Names, Sentence, SiteAttendance, names_of
from phoihop.documents.paper import Block, Heading, Paper, Paragraph
from phoihop.documents.word import write

PARTS = {
    "opening": "I. THỜI GIAN, ĐỊA ĐIỂM, CHỦ TRÌ",
    "attendance": "II. THÀNH PHẦN THAM DỰ",
    "course": "III. DIỄN BIẾN",
    "statements": "IV. Ý KIẾN PHÁT BIỂU",
    "votes": "V. BIỂU QUYẾT",
    "conclusions": "VI. KẾT LUẬN CỦA CHỦ TRÌ",
    "closing": "VII. KẾT THÚC",
}
"""The parts in their order, with their headings."""
NOTHING = {
    "course": "Không có diễn biến nào khác được ghi.",
    "statements": "Không có ý kiến phát biểu được ghi.",
    "votes": "Hội nghị không biểu quyết nội dung nào.",
    "conclusions": "Chủ trì không kết luận nội dung nào được ghi.",
}
"""What a part says when nothing of its kind happened."""
_COURSE = frozenset({"chair.taken", "seat.added", "item.started", "site.lost", "site.joined", "recording.switched"})
Parts = dict[str, list[str]]


def drawn(conference: Conference) -> Parts:
    """The parts as they follow from the log of a conference that was closed. In Vietnamese, whatever the page's
    language. A constant number of statements."""
    with override("vi"):
        names = names_of(conference)
        lines = queries.course(conference, names=names)
        opening = next(line.seq for line in lines if line.verb == "room.opened")
        found = {
            "opening": list(_opening(conference)),
            "attendance": list(_attendance(conference)),
            "course": [f"{_hour(one.at)}: {one.text}" for one in lines if one.verb in _COURSE and one.seq > opening],
            "statements": list(_statements(lines, names)),
            "votes": list(_votes(lines, names)),
            "conclusions": [str(one.facts["text"]) for one in lines if one.verb == "conclusion.read"],
            "closing": list(_closing(conference)),
        }
    return {name: paragraphs or ([NOTHING[name]] if name in NOTHING else []) for name, paragraphs in found.items()}


def _opening(conference: Conference) -> Iterator[str]:
    start = timezone.localtime(conference.opened_at)
    yield f"Thời gian bắt đầu: {_time(start)}."
    sites = conference.sites.count()
    linked = f", kết nối trực tuyến với {sites - 1} điểm cầu" if sites > 1 else ""
    yield f"Địa điểm: {conference.place_vi} (điểm cầu chính){linked}."
    yield f"Chủ trì: {conference.chair.journal_label}."
    yield f"Thư ký: {conference.secretary.journal_label}."


def _attendance(conference: Conference) -> Iterator[str]:
    sites = queries.attendance(conference)
    there = sum(site.attended for site in sites)
    seats = sum(len(site.seats) for site in sites)
    yield f"Tổng số: {there}/{seats} đại biểu dự tại {len(sites)} điểm cầu."
    if conference.opened_at is not None:
        quorum = queries.quorum_at(conference, conference.opened_at)
        enough = "đủ" if quorum.is_reached else "chưa đủ"
        said = f"{quorum.present}/{quorum.entitled} đại biểu có quyền biểu quyết, cần {quorum.need}"
        yield f"Khi khai mạc có {said}: {enough} túc số."
    for site in sites:
        yield " ".join(_site(site, conference.closed_at))


def _site(site: SiteAttendance, closed_at: datetime.datetime | None) -> Iterator[str]:
    yield f"{site.site.name_vi}: {site.attended}/{len(site.seats)} đại biểu."
    there = [one for one in site.seats if one.was_there]
    said = {
        "Có mặt": [_name(one.seat) for one in there],
        "Dự qua mạng": [str(one.seat) for one in there if any(stay.how == "online" for stay in one.stays)],
        "Đến sau khai mạc": [f"{one.seat} ({_hour(one.stays[0].since)})" for one in there if one.late],
        "Rời phòng họp rồi trở lại": [f"{one.seat} ({away})" for one in there if (away := _away(one))],
        "Về trước khi bế mạc": [f"{one.seat} ({_hour(gone)})" for one in there if (gone := _gone(one, closed_at))],
        "Vắng có phép": [_absent(one.seat) for one in site.seats if one.is_excused],
        "Vắng": [str(one.seat) for one in site.seats if not one.was_there and not one.is_excused],
    }
    for word, names in said.items():
        if names:
            yield f"{word}: {'; '.join(names)}."


def _name(seat: Delegate) -> str:
    """Who sat there, and for whom."""
    return f"{seat} (thay {seat.label})" if seat.substitute_label else str(seat)


def _absent(seat: Delegate) -> str:
    return f"{seat} ({seat.reason.rstrip('.')})" if seat.reason else str(seat)


def _away(one: Attended) -> str:
    """From when to when a seat was left within the conference."""
    gaps = [
        f"{_hour(before.until)} – {_hour(after.since)}"
        for before, after in zip(one.stays, one.stays[1:], strict=False)
        if before.until is not None and before.until < after.since
    ]
    return ", ".join(gaps)


def _gone(one: Attended, closed_at: datetime.datetime | None) -> datetime.datetime | None:
    """When a seat was left for good before the closing."""
    until = one.stays[-1].until
    return until if until is not None and closed_at is not None and until < closed_at else None


def _statements(lines: Sequence[Sentence], names: Names) -> Iterator[str]:
    """Who spoke and what was kept of it, under the items of the agenda."""
    item: int | None = None
    for one in lines:
        if one.verb not in ("floor.given", "note.written"):
            continue
        if one.item is not None and one.item != item:
            item = one.item
            yield f"Nội dung {names.item(item)}"
        if one.verb == "floor.given":
            yield f"{_hour(one.at)}: {one.text}"
        else:
            yield one.text if one.delegate else str(one.facts["text"])


def _votes(lines: Sequence[Sentence], names: Names) -> Iterator[str]:
    """Each vote with its result; who chose what only where the vote was named, a secret one never."""
    chosen: dict[int, dict[str, list[str]]] = {}
    for one in lines:
        if one.verb == "vote.cast" and names.votes[one.facts["vote"]].method == "named":
            of_vote = chosen.setdefault(one.facts["vote"], {})
            of_vote.setdefault(one.facts["choice"], []).append(names.seat(one.facts["delegate"]))
        if one.verb in ("vote.opened", "vote.closed", "vote.cancelled"):
            yield f"{_hour(one.at)}: {one.text}"
        if one.verb == "vote.closed":
            for code, label in names.options(one.facts["vote"]).items():
                if who := chosen.get(one.facts["vote"], {}).get(code):
                    yield f"{label}: {'; '.join(who)}."


def _closing(conference: Conference) -> Iterator[str]:
    yield f"Hội nghị kết thúc vào {_time(timezone.localtime(conference.closed_at))}."


def _hour(moment: datetime.datetime | None) -> str:
    return f"{timezone.localtime(moment):%H giờ %M}"


def _time(moment: datetime.datetime) -> str:
    return f"{moment:%H giờ %M}, ngày {moment:%d/%m/%Y}"


def paper(conference: Conference, parts: Mapping[str, Sequence[str]], minutes: Minutes | None = None) -> Paper:
    """The minutes set in the layout of the conference's day, which they bear once they are adopted.

    They take no number of the issuing body: they are the conference's own.
    """
    body, day = [*_body(parts), *_hands(minutes)], day_of(conference)
    made = official(conference, "minutes", conference.title_vi, body, day, signer=conference.chair)
    return replace(made, dated=day) if minutes is not None and minutes.adopted_at is not None else made


def _body(parts: Mapping[str, Sequence[str]]) -> Iterator[Block]:
    for name, heading in PARTS.items():
        yield Heading(1, heading, key=name)
        for text in parts.get(name, ()):
            yield Paragraph(text)


def _hands(minutes: Minutes | None) -> Iterator[Block]:
    """Whose minutes they are: who proposed them, and who adopted them."""
    if minutes is None or minutes.proposed_at is None:
        return
    said = f"Thư ký đề nghị thông qua: {minutes.proposed_label}, {_time(timezone.localtime(minutes.proposed_at))}."
    yield Paragraph(said)
    if minutes.adopted_at is not None:
        yield Paragraph(f"Chủ trì thông qua: {minutes.adopted_label}, {_time(timezone.localtime(minutes.adopted_at))}.")


def written(conference: Conference, parts: Mapping[str, Sequence[str]], minutes: Minutes | None = None) -> bytes:
    """The minutes as a Word file."""
    with override("vi"):
        return write(paper(conference, parts, minutes))
