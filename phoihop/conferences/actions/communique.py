"""Letting facts go to the press, taking them back, and issuing the communiqué that is made of them."""

from django.db import transaction
from django.db.models import Max

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.text import nfc
from phoihop.conferences import queries, rules
from phoihop.conferences.actions.log import hold
from phoihop.conferences.models import Conference, ReleasedFact
from phoihop.conferences.papers import communique as papers
from phoihop.conferences.papers.official import to_issue
from phoihop.documents.actions import issue as issue_paper
from phoihop.documents.models import Issued
from phoihop.journal.actions import record
from phoihop.orgs.models import Post


@transaction.atomic
def release_fact(*, by: Post, conference: Conference, key: str) -> ReleasedFact:
    """Let one fact go to the press, in the words in which it stands now. Needs "communique.release".

    `key` is that of a candidate (queries.Press). Who released it stays beside it.
    """
    held = hold(conference)
    press = queries.Press(held)
    candidate = press.candidate(key)
    text = candidate.text if candidate else None
    refuse(rules.why_not_release(by, held, key, text, press.released, codes=press.codes, people=press.people))
    assert candidate is not None
    return _release(by, held, key, candidate.text)


@transaction.atomic
def release_words(*, by: Post, conference: Conference, text: str) -> ReleasedFact:
    """Add words of one's own, through the gate: they may say only what is released. Needs "communique.release"."""
    held = hold(conference)
    press, words = queries.Press(held), " ".join(nfc(text).split())
    rests_on = [fact.text_vi for fact in press.released if not fact.key.startswith("words:")]
    refuse(rules.why_not_release_words(by, held, words, released=rests_on, codes=press.codes, people=press.people))
    number = held.released.filter(key__startswith="words:").count() + 1
    return _release(by, held, f"words:{number}", words)


def _release(by: Post, conference: Conference, key: str, text: str) -> ReleasedFact:
    last = conference.released.aggregate(last=Max("order"))["last"] or 0
    fact = ReleasedFact.objects.create(
        conference=conference,
        order=last + 1,
        key=key,
        text_vi=text,
        released_by=by,
        released_label=by.journal_label,
        released_at=clock.now(),
    )
    record("conference.fact_released", by=by, about=conference, facts={"code": conference.code, "text": text})
    return fact


@transaction.atomic
def withdraw_fact(*, by: Post, fact: ReleasedFact) -> ReleasedFact:
    """Take a fact back before the communiqué goes out. Needs "communique.release"."""
    held = hold(fact.conference)
    found = ReleasedFact.objects.select_for_update().get(pk=fact.pk)
    found.conference = held
    refuse(rules.why_not_withdraw_fact(by, found))
    found.withdrawn_at, found.withdrawn_by = clock.now(), by
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record("conference.fact_withdrawn", by=by, about=held, facts={"code": held.code, "text": found.text_vi})
    return found


@transaction.atomic
def issue_communique(*, by: Post, conference: Conference) -> Issued:
    """Give the communiqué its number; it stays as it went out. Needs "communique.release".

    Free words are held against what is released at this moment once more.
    """
    held = hold(conference)
    press = queries.Press(held)
    refuse(rules.why_not_issue_communique(by, held, press.released, codes=press.codes, people=press.people))
    today, facts = clock.today(), press.released
    issued = issue_paper(
        by=by,
        paper=to_issue(held, "communique", papers.subject_of(held), today, held.chair),
        render=lambda number: papers.written(held, facts, today, number),
        about=held,
    )
    held.communique = issued
    held.save(update_fields=["communique"])
    said = {"code": held.code, "symbol": issued.symbol, "sha256": issued.file.sha256, "facts": len(facts)}
    record("conference.communique_issued", by=by, about=held, facts=said)
    conference.refresh_from_db()
    return issued
