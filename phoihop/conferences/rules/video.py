"""Who may have moving pictures, and what may pass between two sites' browsers."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.conferences.models import Conference, Site
from phoihop.conferences.rules.parts import Part

MESH_SITES = 4
LARGEST_SIGNAL = 20_000
PICTURED = ("site", "chair", "hall")
"""The screens that show moving pictures."""


def why_no_picture(conference: Conference) -> list[Reason]:
    """Why this conference has no moving pictures now, in words for the page."""
    if conference.state not in ("called", "open"):
        return [Reason(_("Hình chỉ có từ khi đã mời đến khi bế mạc."))]
    if conference.video == Conference.Video.NONE:
        return [Reason(_("Hội nghị này không dùng hình."))]
    if conference.video == Conference.Video.SERVER and not settings.HAS_VIDEO_SERVER:
        say = _("Hội nghị dùng hình qua máy chủ, nhưng chưa cài máy chủ hình nào. Mọi việc khác vẫn làm được ở đây.")
        return [Reason(say)]
    if conference.video == Conference.Video.MESH and conference.sites.count() > MESH_SITES:
        say = _("Hình giữa các máy chỉ dùng cho không quá %(most)s điểm cầu. Chọn hình qua máy chủ.")
        return [Reason(say % {"most": MESH_SITES})]
    return []


def why_not_signal(conference: Conference, own: Site | None, receiver: Site | None, size: int) -> list[Reason]:
    """`size` of the body in bytes, -1 for what is no body at all."""
    if conference.video != Conference.Video.MESH:
        return [Reason(_("Hình của hội nghị này không đi thẳng giữa các máy."))]
    reasons = why_no_picture(conference)
    if own is None:
        reasons.append(Reason(_("Chỉ máy của điểm cầu nối hình được với điểm cầu khác.")))
    if receiver is None or receiver == own:
        reasons.append(Reason(_("Điểm cầu nhận không thuộc hội nghị này.")))
    if not 0 <= size <= LARGEST_SIGNAL:
        reasons.append(Reason(_("Tin nối hình không đúng hoặc quá dài.")))
    return reasons


def only_who_keeps(part: Part) -> None:
    """Recordings are for who conducts the conference or keeps its log."""
    if not (part.is_secretary or part.may_chair):
        raise PermissionDenied(_("Chỉ chủ trì và thư ký hội nghị xem được bản ghi hình."))
