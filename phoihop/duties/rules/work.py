"""A unit's share of a task: who may report on it, submit it, ask about it; who may accept it, and what is missing."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.flow import may_move
from phoihop.base.numbers import format_date
from phoihop.documents.gate import check_text
from phoihop.duties.ladder import horizon, ladders
from phoihop.duties.models import Acceptance, Assignment, Extension, Question, TaskEvidence
from phoihop.duties.rules.tasks import not_at, past_term
from phoihop.orgs.models import Post

REFUSALS_TO_DISAGREE = 2
"""After so many refusals of a joint duty either side may have the disagreement recorded as the result."""


def why_not_work(by: Post | None, share: Assignment) -> list[Reason]:
    """Whether the post may write into the share now: its own unit's, open, and not waiting for acceptance."""
    say = _("Chỉ cán bộ của chính đơn vị được giao mới ghi được. Cấp trên có thể hỏi hoặc trả lại.")
    return not_at(by, share.unit_id, "task.write", say) or not_in(share, "submit")


def why_not_prove(by: Post | None, share: Assignment) -> list[Reason]:
    """Evidence is added while the unit works on the share, and to one that is done when what proves it runs out."""
    if share.state == Assignment.State.DONE and runs_out(share):
        say = _("Chỉ cán bộ của chính đơn vị được giao mới ghi được. Cấp trên có thể hỏi hoặc trả lại.")
        return not_at(by, share.unit_id, "task.write", say)
    return why_not_work(by, share)


def why_not_report_progress(by: Post | None, share: Assignment, *, percent: int | None, text: str) -> list[Reason]:
    reasons = why_not_work(by, share) + _bare(share, "text")
    if not text.strip():
        reasons.append(Reason(_("Ghi đã làm được gì."), "text"))
    if percent is not None and not 0 <= percent <= 100:
        reasons.append(Reason(_("Tiến độ là số từ 0 đến 100."), "percent"))
    return reasons + check_text(text, "text", _("Tiến độ"))


def why_not_attach(
    by: Post | None, share: Assignment, *, title: str, fact_on: datetime.date, expires_on: datetime.date | None
) -> list[Reason]:
    """The day of the fact lies in the period of the task (or before its due day), and not in the future; what renews
    the evidence of a share that is done may be later than both."""
    reasons = why_not_prove(by, share) + _bare(share, "file")
    if not title.strip():
        reasons.append(Reason(_("Nhập tên minh chứng."), "title"))
    period = share.task.period
    first, last = min(period.starts_on, share.task.starts_on), max(period.ends_on, share.due_on)
    if share.state == Assignment.State.DONE:
        last = max(last, clock.today())
    if fact_on > clock.today():
        say = _("Ngày của sự việc %(day)s chưa đến. Nhập ngày trên văn bản hoặc ngày việc xảy ra.")
        reasons.append(Reason(say % {"day": format_date(fact_on)}, "fact_on"))
    elif not first <= fact_on <= last:
        say = _(
            "Ngày của sự việc %(day)s nằm ngoài kỳ của việc (từ %(first)s đến %(last)s). "
            "Minh chứng của kỳ khác thì gắn vào việc của kỳ đó; làm muộn thì xin gia hạn trước."
        )
        words = {"day": format_date(fact_on), "first": format_date(first), "last": format_date(last)}
        reasons.append(Reason(say % words, "fact_on"))
    if expires_on is not None and expires_on < fact_on:
        reasons.append(Reason(_("Ngày hết hiệu lực đứng trước ngày của sự việc."), "expires_on"))
    return reasons + check_text(title, "title", _("Tên minh chứng"))


def why_not_withdraw_evidence(by: Post | None, evidence: TaskEvidence) -> list[Reason]:
    """Needs the assignment with its task loaded."""
    if evidence.withdrawn_at:
        return [Reason(_("Minh chứng này đã được rút trước đó."))]
    return why_not_work(by, evidence.assignment)


def why_not_submit(by: Post | None, share: Assignment, *, text: str) -> list[Reason]:
    """A result in words; a lead's share also needs evidence that still holds, where the task asks for it.

    Work of a joint operation is handed in by its day alone.
    """
    reasons = why_not_work(by, share)
    if text.strip():
        reasons += _bare(share, "text")
    elif not share.task.is_bare:
        reasons.append(Reason(_("Ghi kết quả: đã làm gì, sản phẩm là gì."), "text"))
    if share.task.needs_evidence and share.role == Assignment.Role.LEAD and not _proofs(share):
        reasons.append(Reason(_("Chưa có minh chứng còn hiệu lực. Thêm tệp minh chứng rồi nộp."), "file"))
    return reasons + check_text(text, "text", _("Kết quả"))


def _bare(share: Assignment, field: str) -> list[Reason]:
    if not share.task.is_bare:
        return []
    say = _("Việc theo chuyên án chỉ giữ mã, đơn vị và ngày: không ghi nội dung, không kèm tệp. Khi xong thì bấm nộp.")
    return [Reason(say, field)]


def proofs_of(share: Assignment) -> list[TaskEvidence]:
    """The evidence of the share that was not taken out, and of those it follows since units were reorganised."""
    own = [one for one in share.evidence.all() if one.withdrawn_at is None]
    return own + (proofs_of(share.follows) if share.follows else [])


def _proofs(share: Assignment) -> bool:
    today = clock.today()
    return any(one.expires_on is None or one.expires_on >= today for one in proofs_of(share))


def why_not_take_back(by: Post | None, share: Assignment) -> list[Reason]:
    """The unit takes its result back while nobody has turned a key on it."""
    say = _("Chỉ cán bộ của chính đơn vị được giao mới rút lại được kết quả.")
    reasons = not_at(by, share.unit_id, "task.write", say) or not_in(share, "take_back")
    if not reasons and turned(share):
        reasons.append(Reason(_("Đã có bên xem xét kết quả này. Chờ hai bên xong, hoặc đề nghị trả lại.")))
    return reasons


def why_not_ask(by: Post | None, share: Assignment, *, text: str) -> list[Reason]:
    say = _("Chỉ đơn vị được giao mới hỏi về việc này.")
    reasons = not_at(by, share.unit_id, "task.write", say) or _closed(share) or _bare(share, "text")
    if not text.strip():
        reasons.append(Reason(_("Ghi câu hỏi."), "text"))
    return reasons + check_text(text, "text", _("Câu hỏi"))


def why_not_answer(by: Post | None, question: Question, *, text: str) -> list[Reason]:
    say = _("Bên nhận kết quả mới trả lời câu hỏi này.")
    reasons = not_at(by, question.assignment.to_unit_id, "task.accept", say)
    if question.answered_at:
        reasons.append(Reason(_("Câu hỏi này đã được trả lời.")))
    if not text.strip():
        reasons.append(Reason(_("Ghi câu trả lời."), "text"))
    return reasons + check_text(text, "text", _("Trả lời"))


def why_not_ask_extension(by: Post | None, share: Assignment, *, until: datetime.date, reason: str) -> list[Reason]:
    """A later day, within the regulation's term; one request at a time."""
    reasons = why_not_work(by, share)
    if until <= share.due_on:
        say = _("Hạn xin phải sau hạn hiện nay (%(day)s).") % {"day": format_date(share.due_on)}
        reasons.append(Reason(say, "until"))
    reasons += past_term(share.task.regulation, until, "until")
    if not reason.strip():
        reasons.append(Reason(_("Ghi lý do xin gia hạn."), "reason"))
    if share.extensions.filter(granted=None).exists():
        reasons.append(Reason(_("Đã có một đề nghị gia hạn đang chờ trả lời.")))
    return reasons + check_text(reason, "reason", _("Lý do"))


def why_not_decide_extension(by: Post | None, extension: Extension, *, granted: bool, remark: str) -> list[Reason]:
    share = extension.assignment
    say = _("Bên nhận kết quả mới quyết định gia hạn.")
    reasons = not_at(by, share.to_unit_id, "task.accept", say) or _closed(share)
    if extension.granted is not None:
        reasons.append(Reason(_("Đề nghị này đã có trả lời.")))
    if not granted and not remark.strip():
        reasons.append(Reason(_("Không cho gia hạn thì phải ghi lý do."), "remark"))
    return reasons + check_text(remark, "remark", _("Lý do"))


def keys_of(share: Assignment) -> tuple[str, ...]:
    """The keys that must turn before the share is done, in the order in which they stand on the page."""
    keys = [Acceptance.Key.CHECK] if share.task.is_checked and share.role == Assignment.Role.LEAD else []
    if share.task.both_accept and share.role == Assignment.Role.LEAD:
        keys.append(Acceptance.Key.OWN)
    return tuple(str(key) for key in (*keys, Acceptance.Key.OTHER))


def turned(share: Assignment) -> dict[str, Acceptance]:
    """Key → what was said with it on the present submission. Where one key decides alone, it is not asked for while
    the result waits: turned, it would have moved the share on."""
    if share.state == Assignment.State.SUBMITTED and len(keys_of(share)) == 1:
        return {}
    return {one.key: one for one in share.acceptances.all() if one.round == share.round}


def why_not_turn(by: Post | None, share: Assignment, key: str) -> list[Reason]:
    """Whether the post may turn this key now. Nobody examines what he submitted, or turns two keys of one result."""
    if key not in keys_of(share):
        return [Reason(_("Việc này không cần bước “%(key)s”.") % {"key": Acceptance.Key(key).label})]
    capability = {"check": "task.check", "own": "task.agree"}.get(
        key, "task.agree" if share.task.both_accept else "task.accept"
    )
    at = share.unit_id if key == Acceptance.Key.OWN else share.to_unit_id
    if by is not None and not (by.body.unit_id == at and by.can(capability)):
        say = _("Bước “%(key)s” thuộc đơn vị khác.") % {"key": Acceptance.Key(key).label}
        return not_at(by, at, capability, say)
    reasons = not_in(share, "close")
    if reasons:
        return reasons
    done = turned(share)
    if key in done:
        return [Reason(_("Bước này đã có người làm."))]
    if by is not None and _same(by, share.submitted_by_id, share.submitted_account_id):
        reasons.append(Reason(_("Người nộp không tự nhận kết quả của mình. Chuyển cho người khác.")))
    if by is not None and any(_same(by, one.by_id, one.account_id) for one in done.values()):
        reasons.append(Reason(_("Đã làm một bước trên kết quả này; bước còn lại phải do người khác.")))
    if key == Acceptance.Key.OTHER and Acceptance.Key.CHECK in keys_of(share) and "check" not in done:
        reasons.append(Reason(_("Chưa được kiểm tra độc lập. Chờ kiểm tra xong rồi nhận.")))
    return reasons


def _same(by: Post, post_id: int | None, account_id: int | None) -> bool:
    """Whether it is the same hand: the post itself, one that stands in for it, or another post of the same person."""
    return post_id in by.hands or (account_id is not None and account_id == by.acting_user_id)


def key_to_turn(by: Post | None, share: Assignment) -> str | None:
    """The key that this post may turn now on the result, or None."""
    return next((key for key in keys_of(share) if not why_not_turn(by, share, key)), None)


def doubts(share: Assignment) -> list[Reason]:
    """What asks for a look at a result by itself before it is accepted: proof missing or run out, handed in late."""
    found = []
    if share.submitted_at is not None and (day := timezone.localtime(share.submitted_at).date()) > share.due_on:
        words = {"day": format_date(day), "due": format_date(share.due_on)}
        found.append(Reason(_("Nộp muộn: ngày %(day)s, hạn %(due)s.") % words))
    if (ended := ran_out(share)) is not None:
        found.append(Reason(_("Minh chứng hết hiệu lực ngày %(day)s.") % {"day": format_date(ended)}))
    elif share.task.needs_evidence and share.role == Assignment.Role.LEAD and not _proofs(share):
        found.append(Reason(_("Không còn minh chứng nào.")))
    return found


def ran_out(share: Assignment) -> datetime.date | None:
    """The last day on which any of the share's evidence held, where there is some and none holds today."""
    days = [one.expires_on for one in proofs_of(share)]
    return max(day for day in days if day) if days and not _proofs(share) else None


def runs_out(share: Assignment) -> bool:
    """Whether the share has evidence and none of it holds longer than those are warned who keep it."""
    today = clock.today()
    soon = horizon(ladders(today)["evidence"], today)
    days = [one.expires_on for one in proofs_of(share)]
    return bool(days) and all(day is not None and day <= soon for day in days)


def why_not_accept(by: Post | None, share: Assignment, key: str) -> list[Reason]:
    return why_not_turn(by, share, key)


def why_not_return(by: Post | None, share: Assignment, key: str, *, reason: str) -> list[Reason]:
    """Refusing with a key sends the share back; it needs a reason."""
    reasons = why_not_turn(by, share, key)
    if not reason.strip():
        reasons.append(Reason(_("Ghi lý do trả lại, để đơn vị biết phải sửa gì."), "reason"))
    return reasons + check_text(reason, "reason", _("Lý do"))


def why_not_drop(by: Post | None, share: Assignment, *, kind: str, text: str) -> list[Reason]:
    """An end that is not "done": decided by who accepts, with a kind of reason and words."""
    say = _("Bên nhận kết quả mới kết thúc được việc này.")
    reasons = not_at(by, share.to_unit_id, "task.accept", say) or not_in(share, "drop")
    if kind not in Assignment.DropReason.values:
        reasons.append(Reason(_("Chọn vì sao kết thúc."), "kind"))
    if not text.strip():
        reasons.append(Reason(_("Ghi rõ lý do kết thúc."), "text"))
    return reasons + check_text(text, "text", _("Lý do"))


def why_not_disagree(by: Post | None, share: Assignment, *, text: str) -> list[Reason]:
    """A joint duty refused again and again: either side may have the disagreement recorded as its result."""
    if not share.task.both_accept:
        return [Reason(_("Chỉ việc chung của hai bên mới ghi chưa thống nhất."))]
    at = share.to_unit_id if by is not None and by.body.unit_id == share.to_unit_id else share.unit_id
    reasons = not_at(by, at, "task.agree", _("Chỉ hai bên của việc này mới ghi được.")) or not_in(share, "disagree")
    refused = sum(not one.accepted for one in share.acceptances.all())
    if not reasons and refused < REFUSALS_TO_DISAGREE:
        say = _("Mới có %(n)s lần không nhận; ghi chưa thống nhất khi đã từ %(least)s lần.")
        reasons.append(Reason(say % {"n": refused, "least": REFUSALS_TO_DISAGREE}))
    if not text.strip():
        reasons.append(Reason(_("Ghi ý kiến của mỗi bên."), "text"))
    return reasons + check_text(text, "text", _("Ý kiến hai bên"))


def not_in(share: Assignment, verb: str) -> list[Reason]:
    """Why the share, in its state, cannot take this step, with what has to come first."""
    if may_move(share, verb):
        return []
    if not share.is_open:
        return _closed(share)
    if share.state == Assignment.State.SUBMITTED:
        return [Reason(_("Kết quả đã nộp và đang chờ nhận. Muốn sửa thì rút lại trước."))]
    return [Reason(_("Đơn vị chưa nộp kết quả."))]


def _closed(share: Assignment) -> list[Reason]:
    if share.is_open:
        return []
    return [Reason(_("Việc này đã khép lại: %(state)s.") % {"state": share.get_state_display()})]
