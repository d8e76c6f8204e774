"""Who may change units, bodies and posts, and what must hold of them first."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.numbers import format_date
from phoihop.journal.rules import is_address
from phoihop.orgs import roles
from phoihop.orgs.formulas import DAY, ChangeRow, VersionRow, by_code, covering, in_cycle, on_day, overlaps
from phoihop.orgs.models import BEGINNING, OPEN_END, Body, Delegation, Holding, Person, Post, UnitVersion

_LEVELS = UnitVersion.Level.values
"""From the top down; a unit stands under one of a level further up, and only the topmost stands under none."""


def why_not_manage(by: Post | None, capability: str) -> list[Reason]:
    """`by` None is the program itself: a command on the machine, or the demonstration."""
    if by is None or roles.can(by.role, capability):
        return []
    return [roles.lacks(capability)]


def why_not_rows(
    given: Sequence[VersionRow], recorded: Sequence[VersionRow], unread: Collection[str] = ()
) -> list[Reason]:
    """What is wrong with the given rows, alone and beside what is on record. `recorded` without what they replace."""
    seen: dict[tuple[str, datetime.date], VersionRow] = {}
    reasons = []
    for row in given:
        if row.key in seen:
            say = _("Trùng với %(other)s: mã %(code)s đã có từ ngày này.")
            reasons.append(Reason(say % {"other": seen[row.key].place, "code": row.code}, "code", row.place))
        seen[row.key] = row
    codes = by_code([*seen.values(), *recorded])
    for versions in codes.values():
        for earlier, later in overlaps(versions):
            say = _("Mã %(code)s còn hiệu lực đến %(day)s ở %(other)s. Kết thúc dòng đó trước khi bắt đầu dòng này.")
            words = {"code": later.code, "day": shown(earlier.valid_to), "other": earlier.place}
            reasons.append(Reason(say % words, "valid_from", later.place))
    for versions in codes.values():
        for row in versions:
            if row.parent_code not in unread:
                reasons += _wrong_parent(row, codes)
    return reasons


def _wrong_parent(row: VersionRow, codes: dict[str, list[VersionRow]]) -> list[Reason]:
    if not row.parent_code:
        if row.level == _LEVELS[0]:
            return []
        return [Reason(_("Đơn vị %(name)s chưa có mã cấp trên.") % {"name": row.name}, "parent_code", row.place)]
    parents = codes.get(row.parent_code)
    if parents is None:
        say = _("Không có đơn vị cấp trên mang mã %(code)s.") % {"code": row.parent_code}
        return [Reason(say, "parent_code", row.place)]
    if in_cycle(row, codes):
        say = _("%(name)s (mã %(code)s) đứng dưới chính mình: cấp trên đi vòng.")
        return [Reason(say % {"name": row.name, "code": row.code}, "parent_code", row.place)]
    above = covering(row, parents)
    if above is None:
        say = _("Cấp trên mã %(code)s không có hiệu lực suốt thời gian của %(name)s (%(first)s – %(last)s).")
        words = {
            "code": row.parent_code,
            "name": row.name,
            "first": shown(row.valid_from),
            "last": shown(row.valid_to),
        }
        return [Reason(say % words, "parent_code", row.place)]
    if any(_LEVELS.index(p.level) >= _LEVELS.index(row.level) for p in above):
        say = _("Cấp trên mã %(code)s không ở cấp cao hơn %(name)s.") % {"code": row.parent_code, "name": row.name}
        return [Reason(say, "parent_code", row.place)]
    return []


def why_not_correct(row: VersionRow, recorded: VersionRow) -> list[Reason]:
    """Of a version on record only its last day may change; all else needs a new version."""
    same = (row.parent_code, row.level, row.type, row.name) == (
        recorded.parent_code,
        recorded.level,
        recorded.type,
        recorded.name,
    )
    if same:
        return []
    say = _("Mã %(code)s từ %(day)s đã ghi là “%(old)s”, khác dòng này. Cái đã ghi không sửa: thêm dòng từ ngày mới.")
    words = {"code": row.code, "day": shown(row.valid_from), "old": recorded.name}
    return [Reason(say % words, "name_vi", row.place)]


def why_not_changes(
    changes: Iterable[ChangeRow], codes: dict[str, list[VersionRow]], unread: Collection[str] = ()
) -> list[Reason]:
    """Each change names a unit of the day before and one of the day itself, once."""
    reasons = []
    seen: dict[tuple[str, str, datetime.date], str] = {}
    for change in changes:
        pair = (change.old_code, change.new_code, change.effective_on)
        if pair in seen:
            reasons.append(Reason(_("Trùng với %(other)s.") % {"other": seen[pair]}, "old_code", change.place))
        seen[pair] = change.place
        for column, code, day in (
            ("old_code", change.old_code, change.effective_on - DAY),
            ("new_code", change.new_code, change.effective_on),
        ):
            if code not in unread and on_day(codes.get(code, ()), day) is None:
                say = _("Ngày %(day)s không có đơn vị mang mã %(code)s.") % {"day": shown(day), "code": code}
                reasons.append(Reason(say, column, change.place))
    return reasons


def why_not_add_body(by: Post | None, *, valid_from: datetime.date, valid_to: datetime.date) -> list[Reason]:
    return why_not_manage(by, "account.manage") + _wrong_days(valid_from, valid_to)


def why_not_add_post(
    by: Post | None, *, body: Body, role: str, valid_from: datetime.date, valid_to: datetime.date
) -> list[Reason]:
    reasons = why_not_manage(by, "account.manage") + _wrong_days(valid_from, valid_to)
    if role not in roles.ROLES:
        reasons.append(Reason(_("Không có vai “%(role)s”.") % {"role": role}, "role"))
    if valid_from < body.valid_from or valid_to > body.valid_to:
        say = _("Cơ quan %(body)s có từ %(first)s đến %(last)s; chức vụ phải nằm trong thời gian đó.")
        words = {"body": body.name_vi, "first": shown(body.valid_from), "last": shown(body.valid_to)}
        reasons.append(Reason(say % words, "valid_from"))
    return reasons


def why_not_hold_post(by: Post | None, *, post: Post, since: datetime.date, last: Holding | None) -> list[Reason]:
    """`last` is the post's holding with the latest first day."""
    reasons = why_not_manage(by, "account.manage")
    if not post.valid_from <= since <= post.valid_to:
        say = _("Chức vụ có từ %(first)s đến %(last)s; chọn một ngày trong thời gian đó.")
        words = {"first": shown(post.valid_from), "last": shown(post.valid_to)}
        reasons.append(Reason(say % words, "since"))
    if last is not None and last.valid_from >= since:
        say = _("Đã ghi người giữ chức vụ từ %(day)s. Chọn ngày sau ngày đó.") % {"day": shown(last.valid_from)}
        reasons.append(Reason(say, "since"))
    return reasons


def why_not_leave_post(by: Post | None, *, holding: Holding, last_day: datetime.date) -> list[Reason]:
    reasons = why_not_manage(by, "account.manage")
    if not holding.valid_from <= last_day <= holding.valid_to:
        say = _("Người này giữ chức vụ từ %(first)s đến %(last)s; chọn một ngày trong thời gian đó.")
        words = {"first": shown(holding.valid_from), "last": shown(holding.valid_to)}
        reasons.append(Reason(say % words, "last_day"))
    return reasons


def why_not_change_contact(by: Post | None, *, person: Person, contact: str) -> list[Reason]:
    """Everyone says for himself where letters reach him; "account.manage" for others. Empty: no letters."""
    own = by is not None and by.acting_user_id is not None and by.acting_user_id == person.user_id
    reasons = [] if own else why_not_manage(by, "account.manage")
    longest = Person._meta.get_field("contact").max_length or 0
    if contact and (len(contact) > longest or not is_address(contact)):
        say = _("“%(text)s” không phải là địa chỉ thư điện tử. Ghi lại địa chỉ, ví dụ vanthu@tinh.gov.vn.")
        reasons.append(Reason(say % {"text": contact}, "contact"))
    return reasons


LONGEST_ABSENCE = 366
"""Days. Whoever is away for longer has left the post to somebody else."""


@dataclass(frozen=True)
class Circumstances:
    """What the rule of standing in asks of the days in question.

    `over`: the post's unit is in the recorder's branch. `near`: the two units are one, or one stands right under the
    other, on the first day and on the last. `absent`, `present`: accounts of the holders of the post and of the
    stand-in on the first day. `taken`: other delegations of these days in which either post has a part.
    """

    over: bool
    near: bool
    absent: frozenset[int]
    present: frozenset[int]
    taken: tuple[Delegation, ...]


def why_not_speak_for(by: Post | None, post: Post, *, over: bool) -> list[Reason]:
    """Whether `by` may say that the post's holder is away, or back: the holder, or who may record it for a branch."""
    if by is None or by.pk == post.pk or (by.can("post.delegate") and over):
        return []
    return [Reason(_("Chỉ người giữ chức vụ đó, thư ký quy chế hoặc người vận hành ghi được người thay."))]


def why_not_delegate(
    by: Post | None,
    *,
    post: Post,
    stand_in: Post,
    valid_from: datetime.date,
    valid_to: datetime.date,
    today: datetime.date,
    found: Circumstances,
) -> list[Reason]:
    """The rights of a post pass to one near it, for days to come, once: a stand-in passes nothing on."""
    reasons = why_not_speak_for(by, post, over=found.over) + _wrong_recorder(by, post, found)
    reasons += _wrong_absence(post, stand_in, valid_from, valid_to, today)
    reasons += _wrong_stand_in(post, stand_in, found)
    return reasons or [_taken(post, stand_in, other) for other in found.taken]


def _wrong_recorder(by: Post | None, post: Post, found: Circumstances) -> list[Reason]:
    """Nobody gives a borrowed right on, and nobody gives himself another's."""
    if by is None:
        return []
    if by.pk == post.pk:
        if by.through is None:
            return []
        return [Reason(_("Đang thay chức vụ này nên không giao tiếp được. Người giữ chức vụ hoặc thư ký quy chế ghi."))]
    if by.acting_user_id in found.present:
        say = _("Không tự ghi mình thay chức vụ khác. Người giữ chức vụ đó ghi, hoặc nhờ người vận hành.")
        return [Reason(say, "stand_in")]
    return []


def _wrong_absence(
    post: Post, stand_in: Post, first: datetime.date, last: datetime.date, today: datetime.date
) -> list[Reason]:
    if last < first:
        return _wrong_days(first, last)
    if first < today:
        return [Reason(_("Ngày đầu đã qua. Chọn từ hôm nay, %(day)s, trở đi.") % {"day": shown(today)}, "valid_from")]
    if (last - first).days >= LONGEST_ABSENCE:
        say = _("Thay nhau nhiều nhất %(n)s ngày. Vắng lâu hơn thì giao hẳn chức vụ cho người khác.")
        return [Reason(say % {"n": LONGEST_ABSENCE}, "valid_to")]
    say = _("Chức vụ %(post)s có từ %(first)s đến %(last)s; chọn ngày trong thời gian đó.")
    return [
        Reason(say % {"post": one, "first": shown(one.valid_from), "last": shown(one.valid_to)}, "valid_to")
        for one in (post, stand_in)
        if first < one.valid_from or one.valid_to < last
    ]


def _wrong_stand_in(post: Post, stand_in: Post, found: Circumstances) -> list[Reason]:
    if post.pk == stand_in.pk:
        return [Reason(_("Chọn một chức vụ khác với chức vụ vắng mặt."), "stand_in")]
    if not found.near:
        say = _("%(post)s ở xa quá. Chọn chức vụ cùng đơn vị, hoặc ở đơn vị ngay trên, ngay dưới.")
        return [Reason(say % {"post": stand_in}, "stand_in")]
    if not roles.may_stand_in(post.role, stand_in.role):
        return [
            Reason(_("Người vận hành không đọc nội dung nên chỉ thay và được thay bởi người vận hành."), "stand_in")
        ]
    if not found.present:
        say = _("%(post)s chưa có người giữ có tài khoản, nên không ai làm thay được. Chọn chức vụ khác.")
        return [Reason(say % {"post": stand_in}, "stand_in")]
    if found.present <= found.absent:
        say = _("%(post)s do chính người vắng mặt giữ. Chọn chức vụ của người khác.")
        return [Reason(say % {"post": stand_in}, "stand_in")]
    return []


def _taken(post: Post, stand_in: Post, other: Delegation) -> Reason:
    """Why another delegation of the same days stands in the way."""
    words = {"first": shown(other.valid_from), "last": shown(other.valid_to)}
    if other.post_id == post.pk:
        say = _("Từ %(first)s đến %(last)s đã ghi %(who)s thay. Kết thúc lần đó trước, hoặc chọn ngày khác.")
        return Reason(say % {**words, "who": other.stand_in}, "valid_from")
    if other.post_id == stand_in.pk:
        say = _("%(who)s cũng vắng từ %(first)s đến %(last)s. Chọn chức vụ khác hoặc ngày khác.")
        return Reason(say % {**words, "who": stand_in}, "stand_in")
    say = _(
        "Từ %(first)s đến %(last)s chức vụ này đang thay %(who)s. Kết thúc việc thay đó trước, hoặc chọn ngày khác."
    )
    return Reason(say % {**words, "who": other.post}, "valid_from")


def why_not_end_delegation(
    by: Post | None, *, delegation: Delegation, over: bool, today: datetime.date
) -> list[Reason]:
    """The absent post itself, also through its stand-in, or who may record it for a branch; only what is not over."""
    reasons = why_not_speak_for(by, delegation.post, over=over)
    if delegation.ended_on is not None:
        reasons.append(Reason(_("Việc thay này đã kết thúc từ %(day)s.") % {"day": shown(delegation.ended_on)}))
    elif delegation.valid_to < today:
        reasons.append(Reason(_("Việc thay này đã hết từ %(day)s.") % {"day": shown(delegation.valid_to)}))
    return reasons


def shown(day: datetime.date) -> str:
    """A day of validity in words: the two ends of time have no number."""
    if day == BEGINNING:
        return _("từ đầu")
    return _("chưa hết hiệu lực") if day == OPEN_END else format_date(day)


def _wrong_days(valid_from: datetime.date, valid_to: datetime.date) -> list[Reason]:
    return [Reason(_("Ngày cuối đứng trước ngày đầu."), "valid_to")] if valid_to < valid_from else []
