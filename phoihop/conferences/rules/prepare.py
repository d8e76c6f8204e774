"""Why a conference may not be prepared so: what it is, its sites and seats, its agenda, the speeches registered."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import format_moment
from phoihop.conferences.models import AgendaItem, Conference, Delegate, Site
from phoihop.conferences.rules.parts import Part, prepares
from phoihop.documents.gate import check_text
from phoihop.duties.models import Period, Regulation
from phoihop.orgs.models import Post
from phoihop.orgs.roles import lacks

BEFORE = ("preparing", "called")
"""States in which a conference is still prepared."""
MESH_SITES = 4
SHORTEST_SPEECH, LONGEST_SPEECH = 30, 3600
LONGEST = datetime.timedelta(days=3)
MOST_MINUTES = 600


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a conference is to be; `speech_seconds` is what a speaker is granted at first."""

    title_vi: str
    title_en: str = ""
    period: Period
    regulations: Sequence[Regulation]
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    place_vi: str
    chair: Post
    deputies: Sequence[Post] = ()
    quorum: str = Conference.Quorum.MAJORITY
    speech_seconds: int = 300
    video: str = Conference.Video.NONE
    video_link: str = ""
    is_recorded: bool = False


def why_not_prepare(by: Post, conference: Conference) -> list[Reason]:
    """The secretary of the unit that calls it, until it is opened."""
    if not prepares(by, conference):
        return [lacks("conference.write")] if not by.can("conference.write") else [Reason(_("Đơn vị khác triệu tập."))]
    if conference.state not in BEFORE:
        say = _("Hội nghị %(state)s, không sửa phần chuẩn bị được nữa.")
        return [Reason(say % {"state": conference.get_state_display()})]
    return []


def why_not_plan(by: Post, plan: Plan, *, starts_before: datetime.datetime | None = None) -> list[Reason]:
    """Needs "conference.write". `starts_before`: when it was to begin, for one that is being changed."""
    if not by.can("conference.write"):
        return [lacks("conference.write")]
    reasons = _words(plan)
    if not plan.regulations:
        reasons.append(Reason(_("Chưa chọn quy chế nào. Hội nghị giao ban là của ít nhất một quy chế."), "regulations"))
    reasons += _times(plan, starts_before)
    reasons += _people(by, plan)
    if not SHORTEST_SPEECH <= plan.speech_seconds <= LONGEST_SPEECH:
        say = _("Thời gian một lượt phát biểu từ nửa phút đến một giờ.")
        reasons.append(Reason(say, "speech_minutes"))
    if plan.video == Conference.Video.LINK and not plan.video_link.startswith(("https://", "http://")):
        reasons.append(Reason(_("Ghi địa chỉ phòng họp hình, bắt đầu bằng https://."), "video_link"))
    return reasons


def _words(plan: Plan) -> list[Reason]:
    reasons = []
    for text, field, label in (
        (plan.title_vi, "title_vi", _("Tên hội nghị")),
        (plan.place_vi, "place_vi", _("Nơi họp")),
    ):
        if not text.strip():
            reasons.append(Reason(_("%(what)s còn trống.") % {"what": label}, field))
        reasons += check_text(text, field, label)
    return reasons + check_text(plan.title_en, "title_en", _("Tên tiếng Anh"))


def _times(plan: Plan, before: datetime.datetime | None) -> list[Reason]:
    reasons = []
    if plan.ends_at <= plan.starts_at:
        reasons.append(Reason(_("Giờ kết thúc phải sau giờ bắt đầu."), "ends_at"))
    elif plan.ends_at - plan.starts_at > LONGEST:
        reasons.append(Reason(_("Một hội nghị dài nhất ba ngày. Sửa giờ kết thúc."), "ends_at"))
    if plan.starts_at != before and plan.starts_at <= clock.now():
        say = _("Giờ bắt đầu %(at)s đã qua. Chọn giờ sau lúc này.") % {"at": format_moment(plan.starts_at)}
        reasons.append(Reason(say, "starts_at"))
    return reasons


def _people(by: Post, plan: Plan) -> list[Reason]:
    reasons = []
    if not plan.chair.can("conference.chair"):
        say = _("%(post)s không có quyền chủ trì hội nghị. Chọn chức vụ lãnh đạo.") % {"post": plan.chair}
        reasons.append(Reason(say, "chair"))
    if plan.chair.pk in {post.pk for post in plan.deputies}:
        reasons.append(Reason(_("Chủ trì không đồng thời là người thay chủ trì. Bỏ một trong hai."), "deputies"))
    for post in plan.deputies:
        if not post.can("conference.read"):
            say = _("%(post)s không có quyền xem hội nghị nên không thay chủ trì được.") % {"post": post}
            reasons.append(Reason(say, "deputies"))
    return reasons


def why_not_be_contact(site_unit_id: int, post: Post, others: Iterable[Site]) -> list[Reason]:
    """A contact belongs to the site's unit, may see conferences, and serves one console only."""
    if post.body.unit_id != site_unit_id:
        say = _("%(post)s không thuộc đơn vị của điểm cầu. Chọn đầu mối tại chỗ.") % {"post": post}
        return [Reason(say, "contact")]
    if not post.can("conference.read"):
        say = _("%(post)s không có quyền xem hội nghị nên không làm đầu mối được.") % {"post": post}
        return [Reason(say, "contact")]
    for site in others:
        if site.contact_id == post.pk:
            say = _("%(post)s đã là đầu mối của %(site)s. Chọn người khác.") % {"post": post, "site": site.name_vi}
            return [Reason(say, "contact")]
    return []


def why_not_change_site(by: Post, site: Site, *, name: str, room: str, contact: Post) -> list[Reason]:
    conference = site.conference
    reasons = why_not_prepare(by, conference)
    if not name.strip():
        reasons.append(Reason(_("Tên điểm cầu còn trống."), "name_vi"))
    reasons += check_text(name, "name_vi", _("Tên điểm cầu")) + check_text(room, "room_vi", _("Phòng họp"))
    return reasons + why_not_be_contact(site.unit_id, contact, conference.sites.exclude(pk=site.pk))


def why_not_remove_site(by: Post, site: Site) -> list[Reason]:
    reasons = why_not_prepare(by, site.conference)
    n = site.delegates.count()
    if n:
        say = ngettext(
            "%(site)s còn %(n)s đại biểu. Bỏ đại biểu trước.", "%(site)s còn %(n)s đại biểu. Bỏ đại biểu trước.", n
        )
        reasons.append(Reason(say % {"site": site.name_vi, "n": n}))
    return reasons


def why_not_sit(post: Post, elsewhere: Delegate | None) -> list[Reason]:
    """A delegate may see conferences; `elsewhere` is the seat its holder has by another post."""
    if not post.can("conference.read"):
        say = _("%(post)s không có quyền xem hội nghị nên không là đại biểu được.") % {"post": post}
        return [Reason(say, "post")]
    if elsewhere is not None:
        say = _("Người giữ chức vụ %(post)s đã có chỗ ở %(site)s với chức vụ %(other)s. Một người chỉ có một chỗ.")
        said = {"post": post, "site": elsewhere.site.name_vi, "other": elsewhere.label}
        return [Reason(say % said, "post")]
    return []


def why_not_remove_seat(by: Post, seat: Delegate, *, marked: bool) -> list[Reason]:
    """`marked`: the roll call has begun and knows the seat. What was said of papers stays with who said it."""
    reasons = why_not_prepare(by, seat.conference)
    if marked or seat.readings.exists() or seat.comments.exists():
        say = _("%(who)s đã đọc tài liệu, góp ý hoặc đã điểm danh nên không bỏ được. Ghi vắng có lý do thay vào đó.")
        reasons.append(Reason(say % {"who": seat}))
    return reasons


def why_not_item(
    by: Post, conference: Conference, *, title: str, minutes: int, speaker: Delegate | None = None
) -> list[Reason]:
    """A point of the agenda: named, of some minutes, led by a delegate of this conference."""
    reasons = why_not_prepare(by, conference)
    if not title.strip():
        reasons.append(Reason(_("Nội dung còn trống."), "title_vi"))
    reasons += check_text(title, "title_vi", _("Nội dung"))
    if not 1 <= minutes <= MOST_MINUTES:
        say = _("Số phút từ 1 đến %(most)s.") % {"most": MOST_MINUTES}
        reasons.append(Reason(say, "minutes"))
    if speaker is not None and speaker.conference_id != conference.pk:
        reasons.append(Reason(_("Người trình bày phải là đại biểu của hội nghị này."), "speaker"))
    return reasons


def why_not_register_speech(part: Part, item: AgendaItem, delegate: Delegate, title: str) -> list[Reason]:
    """The delegate, his site's contact or the secretary, until the conference is opened; one for an item."""
    reasons = why_not_speak_for(part, delegate)
    if item.conference.state not in BEFORE:
        reasons.append(Reason(_("Hội nghị đã khai mạc: xin phát biểu ở màn hình của mình, không đăng ký trước nữa.")))
    if item.conference_id != delegate.conference_id:
        reasons.append(Reason(_("Nội dung và đại biểu thuộc hai hội nghị khác nhau."), "item"))
    if delegate.state == Delegate.Reply.ABSENT:
        say = _("%(who)s đã báo vắng. Báo dự trước khi đăng ký tham luận.") % {"who": delegate}
        reasons.append(Reason(say, "delegate"))
    if not title.strip():
        reasons.append(Reason(_("Ghi tên tham luận."), "title_vi"))
    reasons += check_text(title, "title_vi", _("Tên tham luận"))
    if item.speeches.filter(delegate=delegate).exists():
        say = _("%(who)s đã đăng ký tham luận ở nội dung này. Bỏ đăng ký cũ trước.") % {"who": delegate}
        reasons.append(Reason(say, "item"))
    return reasons


def why_not_speak_for(part: Part, delegate: Delegate) -> list[Reason]:
    """Who answers and registers for a delegate: who fills the seat, his site's contact, the secretary."""
    own = part.seat is not None and part.seat.pk == delegate.pk
    contact = part.site is not None and part.site.pk == delegate.site_id
    if own or contact or part.is_secretary:
        return []
    return [Reason(_("Chỉ đại biểu đó, đầu mối của điểm cầu hoặc thư ký hội nghị làm được việc này."))]


def why_not_withdraw_speech(conference: Conference) -> list[Reason]:
    if conference.state in BEFORE:
        return []
    return [Reason(_("Hội nghị đã khai mạc: rút xin phát biểu ở màn hình của mình."))]
