"""Calling a conference, calling it off, and what the invited answer."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.base.flow import may_move, move
from phoihop.base.text import nfc
from phoihop.conferences import queries, rules
from phoihop.conferences.models import Conference, Delegate, PinGuess
from phoihop.conferences.offsets import due_day
from phoihop.conferences.papers import invitation
from phoihop.conferences.papers.letters import letters
from phoihop.conferences.usual import usual
from phoihop.documents.actions import ToIssue
from phoihop.documents.actions import issue as issue_paper
from phoihop.documents.heads import head_of
from phoihop.journal.actions import outdate, queue_mails, record
from phoihop.orgs.models import Post


@transaction.atomic
def call(*, by: Post, conference: Conference, reason: str = "") -> Conference:
    """Invite everybody: the invitation gets its number and its .docx, and every post that takes part is told.

    The secretary, once sites, delegates and agenda stand. Later than the working days that are asked for only with a
    `reason`, which is recorded.
    """
    held = _held(conference)
    today = clock.today()
    refuse(rules.why_not_call(by, held, queries.prepared(held), due_day("invitation", held), reason))
    late = today > due_day("invitation", held)
    issued = issue_paper(
        by=by,
        paper=_to_issue(held),
        render=lambda number: invitation.written(held, today, number),
        about=held,
    )
    move(held, "call", called_at=clock.now(), invitation=issued)
    posts = queries.invited_posts(held)
    facts = {
        "code": held.code,
        "symbol": issued.symbol,
        "sites": held.sites.count(),
        "seats": held.delegates.count(),
        "posts": posts,
        "letters": _write(held, posts, _("Giấy mời %(symbol)s") % {"symbol": issued.symbol}, "call"),
    }
    record("conference.called", by=by, about=held, facts=facts | ({"reason": nfc(reason)} if late else {}))
    conference.refresh_from_db()
    return held


def _held(conference: Conference) -> Conference:
    rows = Conference.objects.select_for_update(of=("self",)).select_related("chair__body", "secretary__body")
    return rows.get(pk=conference.pk)


def _to_issue(conference: Conference) -> ToIssue:
    today, body = clock.today(), invitation.body_of(conference)
    try:
        head = head_of(body, today)
    except LookupError:
        refuse([Reason(_("Chưa có mẫu trình bày cho ngày hôm nay. Bổ sung mẫu rồi mời lại."))])
        raise
    return ToIssue(
        body=body,
        layout=head.layout,
        type_symbol=usual(today).invitation.type_symbol,
        issued_on=today,
        place=head.place,
        subject=conference.title_vi,
        signer_label=conference.chair.journal_label,
        name=f"giay-moi-{conference.code}",
    )


def _write(conference: Conference, posts: Sequence[int], opening: str, key: str) -> int:
    with override("vi"):
        return queue_mails(letters(conference, posts, opening, key))


@transaction.atomic
def cancel(*, by: Post, conference: Conference, reason: str) -> None:
    """Call it off, with a reason that everybody who was invited is told. The secretary, until it is opened."""
    held = _held(conference)
    refuse(rules.why_not_cancel(by, held, reason))
    invited = held.state == Conference.State.CALLED
    move(held, "cancel", cancel_reason=nfc(reason))
    posts = queries.invited_posts(held) if invited else []
    said = _("Hội nghị đã hủy: %(reason)s") % {"reason": nfc(reason)}
    facts = {"code": held.code, "reason": nfc(reason), "posts": posts, "letters": _write(held, posts, said, "cancel")}
    record("conference.cancelled", by=by, about=held, facts=facts)
    conference.refresh_from_db()


@transaction.atomic
def reply(*, by: Post, seat: Delegate, answer: str, substitute: Post | None = None, reason: str = "") -> Delegate:
    """Answer an invitation: "comes", "delegated" to a named post of the same body, or "absent" with its reason.

    Who was invited, his site's contact or the secretary; it may be changed until the conference is opened.
    """
    held = Delegate.objects.select_for_update(of=("self",)).select_related("conference", "site", "post__body")
    seat = held.get(pk=seat.pk)
    part = rules.part_of(by, seat.conference)
    stands_in = substitute if answer == Delegate.Reply.DELEGATED else None
    taken = queries.taken_by(seat.conference_id, stands_in) if stands_in else None
    own = by.pk == seat.post_id
    refuse(rules.why_not_reply(part, seat, answer, substitute=stands_in, reason=reason, taken=taken, own=own))
    why = nfc(reason) if answer != Delegate.Reply.COMES else ""
    label = stands_in.journal_label if stands_in else ""
    if (seat.state, seat.substitute_id, seat.reason) == (answer, stands_in.pk if stands_in else None, why):
        return seat
    before = seat.substitute_id
    changes = {
        "substitute": stands_in,
        "substitute_label": label,
        "reason": why,
        "replied_at": clock.now(),
        "replied_by": by,
    }
    verb = {"comes": "come", "delegated": "delegate", "absent": "be_absent"}[answer]
    if may_move(seat, verb):
        move(seat, verb, **changes)
    else:
        Delegate.objects.filter(pk=seat.pk).update(**changes)
    with override("vi"):
        said = str(Delegate.Reply(answer).label)
    if stands_in and stands_in.pk != before:
        opening = _("%(who)s cử dự thay") % {"who": seat.label}
        _write(seat.conference, [stands_in.pk], opening, f"reply.{seat.pk}.{stands_in.pk}")
    facts = {
        "conference": seat.conference_id,
        "reply": said,
        "stand_in": label,
        "substitute": stands_in.pk if stands_in else None,
        "before": before,
    }
    record("conference.replied", by=by, about=seat, facts=facts | ({"reason": why} if why else {}))
    return seat


@transaction.atomic
def chase(*, by: Post, conference: Conference) -> int:
    """Tell once more everybody who has not answered, and the contacts of their sites. Returns how many posts were
    told. The secretary."""
    waiting = queries.waiting(conference)
    refuse(rules.why_not_chase(by, conference, len(waiting)))
    posts = list(dict.fromkeys(pk for seat in waiting for pk in (seat.post_id, seat.site.contact_id)))
    outdate("conference.chased", posts)
    key = f"chase.{clock.today():%Y%m%d}"
    sent = _write(conference, posts, _("Nhắc trả lời giấy mời"), key)
    facts = {"code": conference.code, "posts": posts, "seats": len(waiting), "letters": sent}
    record("conference.chased", by=by, about=conference, facts=facts)
    return len(posts)


@transaction.atomic
def issue_pin(*, by: Post, seat: Delegate) -> Delegate:
    """A new PIN for a seat; the old one no longer opens it, and what was typed wrong is forgotten. The secretary."""
    refuse(rules.why_not_issue_pin(rules.part_of(by, seat.conference), seat.conference))
    held = Delegate.objects.select_for_update().get(pk=seat.pk)
    held.pin_issue += 1
    held.save(update_fields=["pin_issue"])
    PinGuess.objects.filter(delegate=held).delete()
    record("conference.pin_issued", by=by, about=held, facts={"issue": held.pin_issue})
    return held
