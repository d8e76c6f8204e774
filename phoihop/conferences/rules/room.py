"""Why something may not be done in the room now: opening, the chair, roll call, agenda, queue, floor, words."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.flow import may_move
from phoihop.conferences.formulas import Room
from phoihop.conferences.formulas.queue import PRIORITY
from phoihop.conferences.models import AgendaItem, Conference, Delegate, Paper, Site, Vote
from phoihop.conferences.rules.parts import Part
from phoihop.documents.gate import check_text
from phoihop.orgs.models import Post

MARKS = ("room", "online", "excused", "left")
LONGEST_WORDS = 4000
LONGEST_REASON = 300
MOST_SECONDS = 3600


def why_not_running(room: Room) -> list[Reason]:
    if room.closed_at is not None:
        return [Reason(_("Hội nghị đã kết thúc. Việc sau hội nghị làm ở biên bản và kết luận."))]
    if room.opened_at is None:
        return [Reason(_("Hội nghị chưa khai mạc. Chờ chủ trì khai mạc."))]
    return []


def why_not_conduct(by: Post, room: Room) -> list[Reason]:
    """The one who chairs now, while the conference runs; a second chair is told who does."""
    reasons = why_not_running(room)
    if not reasons and room.chair != by.pk:
        reasons.append(Reason(_("Lúc này người khác đang chủ trì. Nhận chủ trì trước khi điều hành.")))
    return reasons


def why_not_conduct_or_keep(by: Post, room: Room, part: Part) -> list[Reason]:
    """Whoever chairs now, or the secretary for him."""
    reasons = why_not_running(room)
    if not reasons and room.chair != by.pk and not part.is_secretary:
        reasons.append(Reason(_("Chỉ người đang chủ trì hoặc thư ký hội nghị làm được việc này.")))
    return reasons


def why_not_open_room(by: Post, conference: Conference, part: Part) -> list[Reason]:
    """The chair or a deputy; once it was called, with at least one seat and one item."""
    if not part.may_chair:
        return [Reason(_("Chỉ chủ trì hoặc người thay chủ trì khai mạc được hội nghị."))]
    reasons = []
    if not may_move(conference, "open"):
        say = _("Hội nghị đang ở tình trạng “%(state)s”, không khai mạc được.")
        reasons.append(Reason(say % {"state": conference.get_state_display()}))
    if not conference.delegates.exists():
        reasons.append(Reason(_("Chưa có đại biểu nào. Thêm đại biểu cho các điểm cầu trước.")))
    if not conference.items.exists():
        reasons.append(Reason(_("Chương trình còn trống. Thêm nội dung trước khi khai mạc.")))
    return reasons


def why_not_close_room(by: Post, room: Room) -> list[Reason]:
    reasons = why_not_conduct(by, room)
    if room.poll is not None:
        reasons.append(Reason(_("Còn một cuộc biểu quyết đang mở. Đóng hoặc hủy biểu quyết trước khi bế mạc.")))
    return reasons


def why_not_take_chair(by: Post, room: Room, part: Part, reason: str) -> list[Reason]:
    """The chair or a deputy, with a reason that the minutes print."""
    reasons = why_not_running(room)
    if not part.may_chair:
        reasons.append(Reason(_("Chỉ chủ trì hoặc người được ghi thay chủ trì nhận chủ trì được.")))
    if room.chair == by.pk:
        reasons.append(Reason(_("Chức vụ này đang chủ trì rồi.")))
    return reasons + _why(reason, _("Ghi lý do nhận chủ trì, ví dụ mất đường truyền ở điểm cầu chính."))


def _why(reason: str, ask: str) -> list[Reason]:
    if not reason.strip():
        return [Reason(ask, "reason")]
    if len(reason) > LONGEST_REASON:
        return [Reason(_("Lý do dài quá %(most)s chữ. Rút gọn lại.") % {"most": LONGEST_REASON}, "reason")]
    return check_text(reason, "reason", _("Lý do"))


def why_not_mark(
    by: Post,
    conference: Conference,
    room: Room,
    part: Part,
    marks: Mapping[int, str],
    seats: Mapping[int, Delegate],
) -> list[Reason]:
    """A site's contact marks its own people, the secretary anybody's, a delegate himself as online or left.

    Open from the call on: people sit down before the opening. `seats` are the conference's seats by key.
    """
    if conference.state not in ("called", "open") or room.closed_at is not None:
        return [Reason(_("Chỉ điểm danh từ khi đã mời đến khi bế mạc."))]
    reasons = []
    if not marks:
        reasons.append(Reason(_("Chưa chọn đại biểu nào.")))
    for key, state in marks.items():
        seat = seats.get(key)
        if seat is None or state not in MARKS:
            reasons.append(Reason(_("Danh sách điểm danh không khớp hội nghị này. Tải lại trang.")))
            break
        reasons += _why_not_mark_one(part, seat, state, room)
    return reasons


def _why_not_mark_one(part: Part, seat: Delegate, state: str, room: Room) -> list[Reason]:
    """Who sits in the room is there, whatever the invitation was answered with."""
    own_site = part.site is not None and part.site.pk == seat.site_id
    own_seat = part.seat is not None and part.seat.pk == seat.pk and state in ("online", "left")
    if not (part.is_secretary or own_site or own_seat):
        say = _("%(who)s thuộc %(site)s. Mỗi điểm cầu chỉ điểm danh người của mình.")
        return [Reason(say % {"who": seat, "site": seat.site.name_vi})]
    mark = room.marks.get(seat.pk)
    if own_seat and not own_site and state == "online" and mark is not None and mark.state == "room":
        say = _("%(who)s đang được ghi có mặt tại %(site)s. Một người chỉ ở một nơi: rời phòng họp trước.")
        return [Reason(say % {"who": seat, "site": seat.site.name_vi})]
    return []


def why_not_add_seat(
    conference: Conference, part: Part, post: Post, site: Site, existing: Iterable[Delegate]
) -> list[Reason]:
    """The secretary, from preparing to closing; a post sits at one site only."""
    if not part.is_secretary:
        return [Reason(_("Chỉ thư ký hội nghị thêm đại biểu."))]
    reasons = []
    if conference.state not in ("preparing", "called", "open"):
        reasons.append(Reason(_("Hội nghị đã kết thúc hoặc đã hủy, không thêm đại biểu được.")))
    if site.conference_id != conference.pk:
        reasons.append(Reason(_("Điểm cầu không thuộc hội nghị này."), "site"))
    for seat in existing:
        if post.pk in (seat.post_id, seat.substitute_id):
            say = _("%(who)s đã có chỗ ở %(site)s. Một người chỉ dự ở một điểm cầu: bỏ chỗ kia trước.")
            reasons.append(Reason(say % {"who": post, "site": seat.site.name_vi}, "post"))
    return reasons


def why_not_start_item(by: Post, room: Room, part: Part, item: AgendaItem, conference: Conference) -> list[Reason]:
    reasons = why_not_conduct_or_keep(by, room, part)
    if item.conference_id != conference.pk:
        reasons.append(Reason(_("Nội dung này không thuộc chương trình của hội nghị.")))
    if room.item == item.pk:
        reasons.append(Reason(_("Nội dung này đang được thực hiện.")))
    return reasons


def why_not_ask_to_speak(room: Room, part: Part, seat: Delegate, kind: str) -> list[Reason]:
    """A delegate for himself, a site's contact for its people, the secretary for anybody; one asking a seat."""
    reasons = why_not_running(room)
    if kind not in PRIORITY:
        reasons.append(Reason(_("Chọn loại phát biểu."), "kind"))
    reasons += _why_not_for(part, seat)
    mark = room.marks.get(seat.pk)
    if mark is None or mark.state not in ("room", "online"):
        say = _("%(who)s chưa được điểm danh có mặt. Điểm danh trước khi xin phát biểu.")
        reasons.append(Reason(say % {"who": seat}, "delegate"))
    if seat.pk in room.asking:
        reasons.append(Reason(_("%(who)s đang chờ phát biểu rồi.") % {"who": seat}, "delegate"))
    if room.floor is not None and room.floor.delegate == seat.pk:
        reasons.append(Reason(_("%(who)s đang phát biểu.") % {"who": seat}, "delegate"))
    return reasons


def _why_not_for(part: Part, seat: Delegate) -> list[Reason]:
    own_site = part.site is not None and part.site.pk == seat.site_id
    own_seat = part.seat is not None and part.seat.pk == seat.pk
    if part.is_secretary or own_site or own_seat:
        return []
    say = _("%(who)s thuộc %(site)s. Mỗi điểm cầu chỉ làm thay người của mình.")
    return [Reason(say % {"who": seat, "site": seat.site.name_vi}, "delegate")]


def why_not_withdraw_asking(room: Room, part: Part, seat: Delegate) -> list[Reason]:
    reasons = why_not_running(room) + _why_not_for(part, seat)
    if seat.pk not in room.asking:
        reasons.append(Reason(_("%(who)s không còn trong danh sách chờ phát biểu.") % {"who": seat}, "delegate"))
    return reasons


def why_not_give_floor(by: Post, room: Room, seat: Delegate, reason: str) -> list[Reason]:
    """Who is first in the queue gets it; anybody else present only with a reason, which is recorded."""
    reasons = why_not_conduct(by, room)
    mark = room.marks.get(seat.pk)
    if mark is None or mark.state not in ("room", "online"):
        reasons.append(Reason(_("%(who)s không có mặt lúc này.") % {"who": seat}, "delegate"))
    if room.floor is not None and room.floor.delegate == seat.pk:
        reasons.append(Reason(_("%(who)s đang phát biểu.") % {"who": seat}, "delegate"))
    queue = room.queue
    if reason.strip() or not queue or queue[0].delegate != seat.pk:
        reasons += _why(reason, _("%(who)s không đứng đầu danh sách chờ. Ghi lý do mời trước.") % {"who": seat})
    return reasons


def why_not_end_floor(by: Post, room: Room, part: Part, seconds: int | None = None) -> list[Reason]:
    """The chair or the secretary; the speaker's own site may end it too. `seconds`: to be added instead."""
    own = part.site is not None and room.floor is not None and part.site.pk == room.floor.site
    reasons = why_not_running(room) if own and seconds is None else why_not_conduct_or_keep(by, room, part)
    if room.floor is None:
        reasons.append(Reason(_("Lúc này không ai đang phát biểu.")))
    if seconds is not None and not 0 < seconds <= MOST_SECONDS:
        reasons.append(Reason(_("Thêm từ 1 giây đến 60 phút."), "seconds"))
    return reasons


def why_not_foreign(conference: Conference, thing: Site | Delegate | Vote | None) -> list[Reason]:
    """What is named has to belong to the conference."""
    if thing is None or thing.conference_id == conference.pk:
        return []
    return [Reason(_("“%(what)s” không thuộc hội nghị này. Tải lại trang rồi chọn lại.") % {"what": thing})]


def why_not_note(by: Post, room: Room, part: Part, text: str, label: str) -> list[Reason]:
    """Words for the log: not empty, of bounded length, through the gate. The chair or the secretary."""
    reasons = why_not_conduct_or_keep(by, room, part)
    if not text.strip():
        reasons.append(Reason(_("%(what)s còn trống.") % {"what": label}, "text"))
    if len(text) > LONGEST_WORDS:
        say = _("%(what)s dài quá %(most)s chữ. Chia thành nhiều lần ghi.")
        reasons.append(Reason(say % {"what": label, "most": LONGEST_WORDS}, "text"))
    return reasons + check_text(text, "text", label)


def why_not_show_page(
    by: Post, room: Room, part: Part, paper: Paper, page: int, conference: Conference
) -> list[Reason]:
    reasons = why_not_conduct_or_keep(by, room, part)
    if paper.conference_id != conference.pk or paper.taken_off_at is not None:
        reasons.append(Reason(_("Tài liệu này không còn trong hội nghị."), "paper"))
    if page < 1 or (paper.pages and page > paper.pages):
        reasons.append(Reason(_("Tài liệu có %(pages)s trang.") % {"pages": paper.pages}, "page"))
    return reasons


def why_not_record(by: Post, conference: Conference, room: Room, part: Part) -> list[Reason]:
    """Recording is switched on for the conference beforehand, and runs through the video server."""
    reasons = why_not_conduct_or_keep(by, room, part)
    if not conference.is_recorded or conference.video != Conference.Video.SERVER:
        reasons.append(Reason(_("Hội nghị này không bật ghi hình.")))
    return reasons
