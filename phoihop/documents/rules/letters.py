"""Who sees which letters, who may write, send, open, take in and recall them, and what must hold first."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.flow import may_move
from phoihop.base.numbers import format_date
from phoihop.base.text import nfc
from phoihop.documents.gate import check_text
from phoihop.documents.layouts import Layout
from phoihop.documents.models import Addressee, Letter, PaperStub
from phoihop.documents.rules.papers import why_not_issue
from phoihop.orgs.models import Body, Post
from phoihop.orgs.roles import lacks, roles_with

MOST_ENCLOSURES, MOST_ADDRESSEES = 20, 300
LONGEST_TEXT, LONGEST_SUBJECT, LONGEST_REASON = 20_000, 300, 300


@dataclass(frozen=True, kw_only=True)
class NewLetter:
    """A letter as it is to be written. `to`: keys of bodies."""

    subject: str
    text: str
    to: Sequence[int]
    signer: Post
    urgency: str = Letter.Urgency.ORDINARY
    reply_due_on: datetime.date | None = None
    answers: Letter | None = None


def visible_letters(post: Post) -> "QuerySet[Letter]":
    """Letters of the post's own body, and those that were sent to it. Nobody above or beside them sees them."""
    if not post.can("letter.read"):
        return Letter.objects.none()
    received = Addressee.objects.filter(body_id=post.body_id, delivered_at__isnull=False).values("letter_id")
    return Letter.objects.filter(Q(body_id=post.body_id) | Q(pk__in=received)).exclude(state="dropped")


def visible_stubs(post: Post) -> "QuerySet[PaperStub]":
    """Papers that the post's own body holds outside the program."""
    return PaperStub.objects.filter(held_by_id=post.body_id) if post.can("letter.read") else PaperStub.objects.none()


def withheld(post: Post, letter: Letter, addressee: Addressee | None) -> bool:
    """Whether a recalled letter's words are kept from the post: its body had not opened it before the recall."""
    mine = letter.body_id == post.body_id
    return not mine and letter.state == Letter.State.RECALLED and (addressee is None or addressee.opened_at is None)


def why_not_read(by: Post) -> list[Reason]:
    return [] if by.can("letter.read") else [lacks("letter.read")]


def why_not_draft(by: Post) -> list[Reason]:
    return [] if by.can("letter.write") else [lacks("letter.write")]


def why_not_write_letter(by: Post, letter: NewLetter) -> list[Reason]:
    """Words, at least one other body that exists today, a signer of the own body, a reply day not in the past."""
    reasons = why_not_draft(by)
    for text, field, label, most in (
        (letter.subject, "subject", _("Trích yếu"), LONGEST_SUBJECT),
        (letter.text, "text", _("Nội dung thư"), LONGEST_TEXT),
    ):
        if not text.strip():
            reasons.append(Reason(_("%(what)s còn trống.") % {"what": label}, field))
        if len(text) > most:
            say = _("%(what)s dài quá %(most)s chữ. Rút gọn, hoặc để phần dài vào tệp kèm.")
            reasons.append(Reason(say % {"what": label, "most": most}, field))
        reasons += check_text(text, field, label)
    reasons += _why_not_to(by, letter.to)
    if letter.signer.body_id != by.body_id:
        reasons.append(Reason(_("Người ký phải thuộc cơ quan gửi."), "signer"))
    if letter.urgency not in Letter.Urgency.values:
        reasons.append(Reason(_("Chọn mức độ khẩn."), "urgency"))
    if letter.reply_due_on is not None and letter.reply_due_on < clock.today():
        say = _("Hạn trả lời %(day)s đã qua. Chọn ngày từ hôm nay trở đi.")
        reasons.append(Reason(say % {"day": format_date(letter.reply_due_on)}, "reply_due_on"))
    return reasons


def bodies_to_write_to(post: Post) -> "QuerySet[Body]":
    """Bodies that exist today and in which a post may read letters, the own one left out."""
    today = clock.today()
    readers = Post.objects.filter(role__in=roles_with("letter.read"), valid_from__lte=today, valid_to__gte=today)
    there = Body.objects.filter(valid_from__lte=today, valid_to__gte=today, pk__in=readers.values("body_id"))
    return there.exclude(pk=post.body_id)


def _why_not_to(by: Post, to: Sequence[int]) -> list[Reason]:
    if not to:
        return [Reason(_("Chưa chọn cơ quan nhận."), "to")]
    if len(to) > MOST_ADDRESSEES:
        return [Reason(_("Chọn không quá %(most)s cơ quan nhận.") % {"most": MOST_ADDRESSEES}, "to")]
    if by.body_id in to:
        return [Reason(_("Cơ quan gửi không thể là cơ quan nhận."), "to")]
    if bodies_to_write_to(by).filter(pk__in=to).count() != len(set(to)):
        say = _("Có cơ quan nhận không còn hoạt động hoặc không có ai đọc thư. Chọn lại trong danh sách.")
        return [Reason(say, "to")]
    return []


def _why_not_own(by: Post, letter: Letter, verb: str) -> list[Reason]:
    reasons = why_not_draft(by)
    if letter.body_id != by.body_id:
        reasons.append(Reason(_("Chỉ cơ quan gửi làm được việc này.")))
    if not may_move(letter, verb):
        say = _("Thư đang ở tình trạng “%(state)s”, không làm được việc này nữa.")
        reasons.append(Reason(say % {"state": letter.get_state_display()}))
    return reasons


def why_not_change(by: Post, letter: Letter) -> list[Reason]:
    """The own body, while it is a draft."""
    return _why_not_own(by, letter, "send")


def why_not_answer(by: Post, letter: Letter | None) -> list[Reason]:
    """One answers what came to the own body and was not recalled, or goes on in an exchange of one's own."""
    if letter is None:
        return []
    came = letter.addressees.filter(body_id=by.body_id, opened_at__isnull=False).exists()
    if letter.state != Letter.State.SENT or not (came or letter.body_id == by.body_id):
        return [Reason(_("Chỉ trả lời thư đã mở và chưa bị thu hồi."))]
    return []


def why_not_enclose(by: Post, letter: Letter) -> list[Reason]:
    """The own body, while it is a draft; a bounded number of files."""
    reasons = why_not_change(by, letter)
    if letter.enclosures.count() >= MOST_ENCLOSURES:
        reasons.append(Reason(_("Thư đã có %(most)s tệp kèm.") % {"most": MOST_ENCLOSURES}, "file"))
    return reasons


def why_not_drop(by: Post, letter: Letter) -> list[Reason]:
    return _why_not_own(by, letter, "drop")


def why_not_send(by: Post, letter: Letter, layout: Layout) -> list[Reason]:
    """Whoever may send for the body; the letter is whole, and its number can be given today."""
    reasons = _why_not_own(by, letter, "send")
    if not by.can("letter.send"):
        reasons.append(lacks("letter.send"))
    if not letter.body.symbol:
        say = _("Cơ quan gửi chưa có ký hiệu để ghi số. Đề nghị người vận hành bổ sung ký hiệu của cơ quan.")
        reasons.append(Reason(say))
    if not letter.addressees.exists():
        reasons.append(Reason(_("Chưa chọn cơ quan nhận."), "to"))
    if letter.reply_due_on is not None and letter.reply_due_on < clock.today():
        reasons.append(Reason(_("Hạn trả lời đã qua. Sửa hạn trước khi gửi."), "reply_due_on"))
    return reasons + why_not_issue(letter.body, layout, "", clock.today())


def why_not_open(by: Post, letter: Letter, addressee: Addressee | None) -> list[Reason]:
    """A post of a body it was sent to, unless it was recalled before that body opened it."""
    reasons = why_not_read(by)
    if addressee is None or addressee.delivered_at is None:
        reasons.append(Reason(_("Thư này không gửi cho cơ quan của chức vụ đang dùng.")))
    elif withheld(by, letter, addressee):
        reasons.append(Reason(_("Thư đã được cơ quan gửi thu hồi trước khi mở.")))
    return reasons


def why_not_take_in(by: Post, letter: Letter, addressee: Addressee | None) -> list[Reason]:
    """Into the register of incoming letters, once, after it was opened. Needs "letter.write"."""
    reasons = why_not_open(by, letter, addressee) + why_not_draft(by)
    if not reasons and addressee is not None:
        if addressee.opened_at is None:
            reasons.append(Reason(_("Mở thư trước khi vào sổ.")))
        if addressee.acknowledged_at is not None:
            reasons.append(Reason(_("Thư đã vào sổ đến.")))
        if letter.state == Letter.State.RECALLED:
            reasons.append(Reason(_("Thư đã được cơ quan gửi thu hồi.")))
    return reasons


def why_not_recall(by: Post, letter: Letter, reason: str) -> list[Reason]:
    """Whoever may send for the body, with a reason that every addressee reads."""
    reasons = _why_not_own(by, letter, "recall")
    if not by.can("letter.send"):
        reasons.append(lacks("letter.send"))
    if not reason.strip():
        reasons.append(Reason(_("Ghi lý do thu hồi; cơ quan nhận sẽ đọc lý do này."), "reason"))
    if len(reason) > LONGEST_REASON:
        reasons.append(Reason(_("Lý do dài quá %(most)s chữ. Rút gọn lại.") % {"most": LONGEST_REASON}, "reason"))
    return reasons + check_text(reason, "reason", _("Lý do thu hồi"))


def why_not_note_paper(by: Post, *, number: str, issuer: str, dated: datetime.date | None) -> list[Reason]:
    """Number, issuer and day; nothing that would say what the paper is about."""
    reasons = why_not_draft(by)
    for text, field, label in ((number, "number", _("Số, ký hiệu")), (issuer, "issuer", _("Cơ quan ban hành"))):
        if not text.strip():
            reasons.append(Reason(_("%(what)s còn trống.") % {"what": label}, field))
        reasons += check_text(text, field, label)
    if dated is None or dated > clock.today():
        reasons.append(Reason(_("Ghi ngày của văn bản, không sau hôm nay."), "dated"))
    elif PaperStub.objects.filter(number=nfc(number), issuer=nfc(issuer), dated=dated).exists():
        reasons.append(Reason(_("Văn bản này đã có trong sổ."), "number"))
    return reasons
