"""Votes: a question is put, opened, answered seat by seat or counted from paper, and closed with its result."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.flow import move
from phoihop.base.text import nfc
from phoihop.conferences import rules
from phoihop.conferences.actions.log import Facts, enter, hold
from phoihop.conferences.formulas import Room, tally_of
from phoihop.conferences.models import AgendaItem, Ballot, Conference, Delegate, LogEntry, PinGuess, Site, Vote
from phoihop.journal.actions import record
from phoihop.orgs.models import Post


@transaction.atomic
def put_question(
    *,
    by: Post,
    conference: Conference,
    question: str,
    method: str,
    options: Sequence[str],
    item: AgendaItem | None = None,
    by_paper: bool = False,
) -> Vote:
    """A question ready to be put to the vote: "open", "named" or "secret". The chair or the secretary.

    Sent again word by word while the first still waits, it is that first one.
    """
    held = hold(conference)
    refuse(rules.why_not_put_question(held, rules.part_of(by, held), question, method, options, item))
    given = [{"code": f"o{number}", "label_vi": label} for number, label in enumerate(rules.given(options), 1)]
    waiting = held.votes.filter(
        state=Vote.State.READY, item=item, question_vi=nfc(question), method=method, by_paper=by_paper
    )
    for vote in waiting:
        if vote.options == given:
            return vote
    vote = Vote.objects.create(
        conference=held,
        item=item,
        number=held.votes.count() + 1,
        question_vi=nfc(question),
        method=method,
        by_paper=by_paper,
        options=given,
    )
    record("conference.question_put", by=by, about=held, facts={"code": held.code, "number": vote.number})
    return vote


def open_vote(*, by: Post, conference: Conference, vote: Vote, key: str) -> LogEntry:
    """Open a vote: those present who may vote are frozen as entitled. The one who chairs, with a quorum."""

    def write(held: Conference, room: Room) -> Facts:
        move(vote, "open")
        return {
            "vote": vote.pk,
            "method": vote.method,
            "by_paper": vote.by_paper,
            "options": [option["code"] for option in vote.options],
            "entitled": sorted(room.voters),
        }

    return enter(
        by=by,
        conference=conference,
        verb="vote.opened",
        key=key,
        why_not=lambda held, room: rules.why_not_open_vote(by, room, vote) + rules.why_not_foreign(held, vote),
        write=write,
    )


def cast(*, by: Post, conference: Conference, vote: Vote, seat: Delegate, choice: str, key: str) -> LogEntry:
    """A seat's ballot from its holder's own device."""
    return _cast(by, conference, vote, seat, choice, key)


def cast_at_site(
    *, by: Post, conference: Conference, vote: Vote, seat: Delegate, choice: str, pin: str, key: str
) -> LogEntry:
    """A seat's ballot on the shared computer of its site, after the seat's PIN. The site's contact is signed in there.

    A wrong PIN is counted although the verb refuses; the fifth shuts the seat until a new one is issued.
    """
    part = rules.part_of(by, conference)
    site = part.site
    if site is None:
        raise Refusal(rules.why_not_join(by, conference, "site", part))
    reasons = _try_pin(seat, site, pin)
    if reasons:
        raise Refusal(reasons)
    return _cast(by, conference, vote, seat, choice, key)


def _try_pin(seat: Delegate, site: Site, pin: str) -> list[Reason]:
    """A right PIN after no wrong one writes nothing: five hundred ballots do not queue twice for the database."""
    wrong = rules.wrong_pins(seat)
    reasons = rules.why_not_pin(seat, site, pin, wrong)
    if seat.site_id != site.pk or (not reasons and not wrong):
        return reasons
    return _count_try(seat, site, pin)


@transaction.atomic
def _count_try(seat: Delegate, site: Site, pin: str) -> list[Reason]:
    """One try at a time, so that many sent at once are no more tries than one after another."""
    PinGuess.objects.get_or_create(delegate=seat)
    guess = PinGuess.objects.select_for_update().get(delegate=seat)
    reasons = rules.why_not_pin(seat, site, pin, guess.wrong)
    wrong = min(guess.wrong + 1, rules.MOST_WRONG) if reasons else 0
    if wrong != guess.wrong:
        PinGuess.objects.filter(pk=guess.pk).update(wrong=wrong)
    return reasons


def _cast(by: Post, conference: Conference, vote: Vote, seat: Delegate, choice: str, key: str) -> LogEntry:
    part = rules.part_of(by, conference)

    def write(held: Conference, room: Room) -> Facts:
        secret = room.polls[vote.pk].method == Vote.Method.SECRET
        Ballot.objects.create(vote=vote, delegate=seat, is_secret=secret, choice="" if secret else choice)
        if not secret:
            return {"vote": vote.pk, "delegate": seat.pk, "choice": choice}
        urn = Vote.objects.select_for_update().get(pk=vote.pk)
        counts = {option["code"]: urn.secret_counts.get(option["code"], 0) for option in urn.options}
        counts[choice] += 1
        Vote.objects.filter(pk=vote.pk).update(secret_counts=counts)
        return {"vote": vote.pk, "delegate": seat.pk}

    return enter(
        by=by,
        conference=conference,
        verb="vote.cast",
        key=key,
        why_not=lambda held, room: rules.why_not_cast(room, part, vote, seat, choice),
        write=write,
        named={"vote": vote.pk, "delegate": seat.pk},
    )


def close_vote(*, by: Post, conference: Conference, vote: Vote, key: str) -> LogEntry:
    """Close a vote; its result is part of the entry. The one who chairs."""

    def write(held: Conference, room: Room) -> Facts:
        move(vote, "close")
        vote.refresh_from_db()
        codes = [option["code"] for option in vote.options]
        if vote.method == Vote.Method.SECRET:
            return {"vote": vote.pk, "counts": {code: vote.secret_counts.get(code, 0) for code in codes}}
        return {"vote": vote.pk, "counts": tally_of(codes, vote.ballots.values_list("choice", flat=True))}

    return enter(
        by=by,
        conference=conference,
        verb="vote.closed",
        key=key,
        why_not=lambda held, room: rules.why_not_close_vote(by, room, vote),
        write=write,
    )


def cancel_vote(*, by: Post, conference: Conference, vote: Vote, reason: str, key: str) -> LogEntry:
    """Break off an open vote; what was cast counts for nothing. The one who chairs, with a reason."""

    def write(held: Conference, room: Room) -> Facts:
        move(vote, "cancel", secret_counts={})
        return {"vote": vote.pk, "reason": nfc(reason)}

    return enter(
        by=by,
        conference=conference,
        verb="vote.cancelled",
        key=key,
        why_not=lambda held, room: rules.why_not_cancel_vote(by, room, vote, reason),
        write=write,
    )


def enter_paper(*, by: Post, conference: Conference, vote: Vote, counts: Mapping[str, int], key: str) -> LogEntry:
    """What was counted from paper; waits for another hand. Entered again it starts anew. The chair or the secretary."""
    part = rules.part_of(by, conference)
    return enter(
        by=by,
        conference=conference,
        verb="vote.paper_entered",
        key=key,
        why_not=lambda held, room: rules.why_not_enter_paper(by, room, part, vote, counts),
        write=lambda held, room: {"vote": vote.pk, "counts": dict(counts), "hands": by.hands},
    )


def confirm_paper(*, by: Post, conference: Conference, vote: Vote, counts: Mapping[str, int], key: str) -> LogEntry:
    """A second person enters the same counts, which closes the vote. The chair or the secretary, another hand."""
    part = rules.part_of(by, conference)

    def write(held: Conference, room: Room) -> Facts:
        move(vote, "close")
        return {"vote": vote.pk, "counts": dict(counts)}

    return enter(
        by=by,
        conference=conference,
        verb="vote.closed",
        key=key,
        why_not=lambda held, room: rules.why_not_confirm_paper(by, room, part, vote, counts),
        write=write,
    )
