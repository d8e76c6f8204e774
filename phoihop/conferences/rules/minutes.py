"""Who reads, draws, edits, proposes and adopts the minutes, and why not now."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.numbers import format_moment
from phoihop.conferences.models import Conference, Minutes
from phoihop.conferences.rules.parts import part_of, prepares
from phoihop.documents.gate import check_text
from phoihop.orgs.models import Post

LONGEST_PART = 60_000


def sees_drafts(post: Post, conference: Conference) -> bool:
    """The secretary, the chair and those who may chair for him; everybody else reads what was adopted."""
    return prepares(post, conference) or part_of(post, conference).may_chair


def why_not_keep_minutes(by: Post, conference: Conference, latest: Minutes | None) -> list[Reason]:
    """The secretary, of a conference that was closed, until they are adopted."""
    if not prepares(by, conference):
        return [Reason(_("Chỉ thư ký của đơn vị triệu tập lập và sửa biên bản."))]
    if conference.state != Conference.State.CLOSED:
        return [Reason(_("Hội nghị chưa bế mạc. Biên bản lập từ nhật ký đã niêm khi bế mạc."))]
    if latest is not None and latest.adopted_at is not None:
        say = _("Biên bản đã được %(who)s thông qua lúc %(when)s và giữ nguyên từ đó.")
        return [Reason(say % {"who": latest.adopted_label, "when": format_moment(latest.adopted_at)})]
    return []


def why_not_draw_minutes(by: Post, conference: Conference, latest: Minutes | None) -> list[Reason]:
    """Once: further revisions are edited from the first."""
    reasons = why_not_keep_minutes(by, conference, latest)
    if not reasons and latest is not None:
        reasons.append(Reason(_("Biên bản đã lập rồi. Sửa bản đang có.")))
    return reasons


def why_not_edit_minutes(
    by: Post, conference: Conference, latest: Minutes | None, based_on: int, parts: Mapping[str, Sequence[str]]
) -> list[Reason]:
    """Only on top of the latest revision: whoever saved in between is named, and both texts are shown."""
    reasons = why_not_keep_minutes(by, conference, latest)
    if latest is None:
        return [*reasons, Reason(_("Chưa có biên bản. Lập biên bản từ nhật ký trước."))]
    if not reasons and latest.number != based_on:
        say = _(
            "%(who)s đã lưu bản %(n)s lúc %(when)s, sau khi trang này mở. Hai bản hiện cạnh nhau: đưa phần cần giữ "
            "của bản kia vào rồi lưu lại."
        )
        said = {"who": latest.by_label, "n": latest.number, "when": format_moment(latest.at)}
        reasons.append(Reason(say % said))
    for name, paragraphs in parts.items():
        text = "\n".join(paragraphs)
        if len(text) > LONGEST_PART:
            say = _("Phần này dài quá %(most)s chữ. Rút gọn lại.")
            reasons.append(Reason(say % {"most": LONGEST_PART}, name))
        reasons += check_text(text, name, _("Biên bản"))
    if not reasons and latest.parts == {name: list(lines) for name, lines in parts.items()}:
        reasons.append(Reason(_("Chưa có chữ nào đổi so với bản đang có.")))
    return reasons


def why_not_propose_minutes(by: Post, conference: Conference, latest: Minutes | None) -> list[Reason]:
    reasons = why_not_keep_minutes(by, conference, latest)
    if latest is None:
        return [*reasons, Reason(_("Chưa có biên bản. Lập biên bản từ nhật ký trước."))]
    if not reasons and latest.proposed_at is not None:
        reasons.append(Reason(_("Bản này đã được đề nghị thông qua, chờ chủ trì.")))
    return reasons


def why_not_adopt_minutes(by: Post, conference: Conference, latest: Minutes | None, number: int) -> list[Reason]:
    """The chair or a deputy, the revision that was proposed, by another hand than proposed it."""
    if not part_of(by, conference).may_chair:
        return [Reason(_("Chỉ chủ trì hoặc người thay chủ trì thông qua biên bản."))]
    if latest is None or latest.proposed_at is None:
        return [Reason(_("Chưa có bản nào được đề nghị. Thư ký đề nghị thông qua trước."))]
    if latest.adopted_at is not None:
        return [Reason(_("Biên bản đã được thông qua trước đó."))]
    if latest.number != number:
        say = _("Đã có bản %(n)s mới hơn bản đang xem. Tải lại trang, đọc bản mới rồi thông qua.")
        return [Reason(say % {"n": latest.number})]
    same_account = latest.proposed_user is not None and latest.proposed_user == by.acting_user_id
    if latest.proposed_by_id in by.hands or same_account:
        return [Reason(_("Người đề nghị không tự thông qua. Người khác giữ quyền chủ trì thông qua."))]
    return []
