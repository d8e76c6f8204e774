"""What each entry of the log is called in words: one sentence a verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.conferences.formulas import Happened
from phoihop.conferences.queries.names import Names

MOST_NAMED = 4
"""So many seats of one roll call are named in its sentence; more are counted."""


@dataclass(frozen=True)
class Told:
    """An entry with what its sentence needs of the room before it, free of names and language.

    `item` was running. `seconds`: how long what ended here had lasted (a speech, an item, a lost line). `entitled`: of
    the vote. `new`, `back`: seats of a roll call that came late, or again.
    """

    entry: Happened
    by_label: str
    item: int | None
    seconds: float | None = None
    entitled: int = 0
    new: frozenset[int] = frozenset()
    back: frozenset[int] = frozenset()
    speaker: int | None = None


def sentence(one: Told, names: Names) -> str:
    """In the language of the page. A verb that is not known says its own name rather than nothing."""
    say = _SAYS.get(one.entry.verb)
    return say(one, one.entry.facts, names) if say else one.entry.verb


def lasted(seconds: float | None) -> str:
    """ "3 phút 41 giây", "12 phút", "40 giây"."""
    whole = round(seconds or 0)
    minutes, rest = divmod(whole, 60)
    said = [ngettext("%(n)s phút", "%(n)s phút", minutes) % {"n": minutes}] if minutes else []
    if rest or not minutes:
        said.append(ngettext("%(n)s giây", "%(n)s giây", rest) % {"n": rest})
    return " ".join(said)


def counted(counts: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """ "Đồng ý 5, Không đồng ý 1"."""
    return ", ".join(f"{labels.get(code, code)} {count}" for code, count in counts.items())


def _opened(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    say = _("Khai mạc hội nghị; danh sách có %(n)s đại biểu. Chủ trì: %(who)s.")
    return say % {"n": len(facts["seats"]), "who": one.by_label}


def _chair(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    return _("%(who)s nhận chủ trì. Lý do: %(why)s") % {"who": one.by_label, "why": facts["reason"]}


def _seat_added(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    return _("Thêm %(who)s ở %(site)s.") % {"who": names.seat(facts["delegate"]), "site": names.site(facts["site"])}


def _roll(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    ways: dict[str, list[int]] = {}
    for seat, state in facts["marks"]:
        way = "late" if seat in one.new else "back" if seat in one.back else state
        ways.setdefault(way, []).append(seat)
    words = {
        "room": _("có mặt tại phòng họp"),
        "online": _("dự qua mạng"),
        "late": _("đến sau khai mạc"),
        "back": _("trở lại"),
        "excused": _("vắng có phép"),
        "left": _("rời phòng họp"),
    }
    said = "; ".join(f"{words[way]}: {_seats(ways[way], names)}" for way in words if way in ways)
    sites = {names.site_of(seat) for seat, _state in facts["marks"]}
    where = sites.pop() if len(sites) == 1 else _("nhiều điểm cầu")
    return _("Điểm danh, %(where)s: %(said)s.") % {"where": where, "said": said}


def _seats(seats: list[int], names: Names) -> str:
    if len(seats) > MOST_NAMED:
        return ngettext("%(n)s đại biểu", "%(n)s đại biểu", len(seats)) % {"n": len(seats)}
    return ", ".join(names.seat(seat) for seat in seats)


def _joined(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    site = names.site(facts["site"])
    if one.seconds is None:
        return _("%(site)s đã kết nối.") % {"site": site}
    return _("%(site)s nối lại sau %(time)s.") % {"site": site, "time": lasted(one.seconds)}


def _muted(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    say = _("Tắt tiếng %(site)s.") if facts["muted"] else _("Mở tiếng %(site)s.")
    return say % {"site": names.site(facts["site"])}


def _item_ended(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    return _("Hết nội dung %(item)s, sau %(time)s.") % {"item": names.item(one.item), "time": lasted(one.seconds)}


def _asked(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    says = {
        "order": _("%(who)s (%(site)s) xin nói về cách điều hành."),
        "reply": _("%(who)s (%(site)s) xin trả lời."),
        "speech": _("%(who)s (%(site)s) xin trình bày tham luận đã đăng ký."),
    }
    say = says.get(facts["kind"], _("%(who)s (%(site)s) xin phát biểu."))
    return say % {"who": names.seat(facts["delegate"]), "site": names.site(facts["site"])}


def _given(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    said = {"who": names.seat(facts["delegate"]), "site": names.site(facts["site"]), "why": facts.get("reason", "")}
    if said["why"]:
        return _("%(who)s (%(site)s) phát biểu, được mời trước thứ tự. Lý do: %(why)s") % said
    return _("%(who)s (%(site)s) phát biểu.") % said


def _extended(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    return _("Thêm %(time)s cho %(who)s.") % {"time": lasted(facts["seconds"]), "who": names.seat(one.speaker)}


def _floor_ended(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    if one.speaker is None:
        return _("Kết thúc phát biểu.")
    say = _("%(who)s phát biểu xong, sau %(time)s.")
    return say % {"who": names.seat(one.speaker), "time": lasted(one.seconds)}


def _vote(facts: Mapping[str, Any], names: Names) -> dict[str, Any]:
    vote = names.votes[facts["vote"]]
    return {"n": vote.number, "question": vote.question_vi, "how": vote.get_method_display()}


def _vote_opened(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    say = _("Mở biểu quyết %(n)s (%(how)s): %(question)s. Được biểu quyết: %(entitled)s người.")
    if facts["by_paper"]:
        say = _("Mở biểu quyết %(n)s (%(how)s, phiếu giấy): %(question)s. Được biểu quyết: %(entitled)s người.")
    said = _vote(facts, names)
    return say % {**said, "question": said["question"].rstrip("."), "entitled": len(facts["entitled"])}


def _cast(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    said = {"n": names.votes[facts["vote"]].number, "who": names.seat(facts["delegate"])}
    if names.votes[facts["vote"]].method != "named":
        return _("%(who)s đã bỏ phiếu ở biểu quyết %(n)s.") % said
    choice = names.options(facts["vote"]).get(facts["choice"], facts["choice"])
    return _("%(who)s bỏ phiếu ở biểu quyết %(n)s: %(choice)s.") % {**said, "choice": choice}


def _paper(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    say = _("Kiểm phiếu giấy ở biểu quyết %(n)s, lần nhập thứ nhất: %(counts)s.")
    return say % {**_vote(facts, names), "counts": counted(facts["counts"], names.options(facts["vote"]))}


def _vote_closed(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    say = _("Đóng biểu quyết %(n)s: %(counts)s; %(cast)s/%(entitled)s phiếu.")
    counts = facts["counts"]
    said = {"counts": counted(counts, names.options(facts["vote"])), "cast": sum(counts.values())}
    return say % {**_vote(facts, names), **said, "entitled": one.entitled}


def _vote_cancelled(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    return _("Hủy biểu quyết %(n)s. Lý do: %(why)s") % {**_vote(facts, names), "why": facts["reason"]}


def _page(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    paper = names.papers.get(facts["paper"])
    return _("Chiếu %(paper)s, trang %(page)s.") % {"paper": paper or "?", "page": facts["page"]}


def _note(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    if facts.get("delegate"):
        return _("Ý kiến của %(who)s: %(text)s") % {"who": names.seat(facts["delegate"]), "text": facts["text"]}
    return _("Ghi chép: %(text)s") % {"text": facts["text"]}


def _concluded(one: Told, facts: Mapping[str, Any], names: Names) -> str:
    first, last = facts["first"], facts["last"]
    numbers = f"{first}" if first == last else f"{first}–{last}"
    return _("Kết luận %(numbers)s: %(text)s") % {"numbers": numbers, "text": facts["text"]}


Say = Callable[[Told, Mapping[str, Any], Names], str]
_SAYS: dict[str, Say] = {
    "room.opened": _opened,
    "room.closed": lambda one, facts, names: _("Bế mạc hội nghị."),
    "chair.taken": _chair,
    "seat.added": _seat_added,
    "roll.marked": _roll,
    "site.joined": _joined,
    "site.lost": lambda one, facts, names: _("%(site)s mất kết nối.") % {"site": names.site(facts["site"])},
    "site.muted": _muted,
    "item.started": lambda one, facts, names: _("Chuyển sang nội dung %(item)s.") % {"item": names.item(facts["item"])},
    "item.ended": _item_ended,
    "queue.asked": _asked,
    "queue.withdrawn": lambda one, facts, names: (
        _("%(who)s thôi xin phát biểu.") % {"who": names.seat(facts["delegate"])}
    ),
    "floor.given": _given,
    "floor.extended": _extended,
    "floor.ended": _floor_ended,
    "vote.opened": _vote_opened,
    "vote.cast": _cast,
    "vote.paper_entered": _paper,
    "vote.closed": _vote_closed,
    "vote.cancelled": _vote_cancelled,
    "page.shown": _page,
    "note.written": _note,
    "conclusion.read": _concluded,
    "recording.switched": lambda one, facts, names: _("Bắt đầu ghi hình.") if facts["on"] else _("Ngừng ghi hình."),
}
