"""The notice of conclusion goes out: with its number, to everybody who was called."""

from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.conferences import queries, rules
from phoihop.conferences.actions.log import hold
from phoihop.conferences.models import Conference
from phoihop.conferences.papers import notice as papers
from phoihop.conferences.papers.official import to_issue
from phoihop.documents.actions import issue as issue_paper
from phoihop.documents.models import Issued
from phoihop.journal.actions import record
from phoihop.orgs.models import Post


@transaction.atomic
def issue_notice(*, by: Post, conference: Conference) -> Issued:
    """Give the notice of conclusion its number and tell all delegates and sites. The secretary.

    When every sentence is work or waived and the minutes are adopted; due some working days after the closing.
    """
    held = hold(conference)
    refuse(why_not_issue_notice_now(by, held))
    today = clock.today()
    issued = issue_paper(
        by=by,
        paper=to_issue(held, "notice", papers.subject_of(held), today, held.chair),
        render=lambda number: papers.written(held, today, number),
        about=held,
    )
    held.notice = issued
    held.save(update_fields=["notice"])
    facts = {"code": held.code, "symbol": issued.symbol, "sha256": issued.file.sha256}
    record("conference.notice_issued", by=by, about=held, facts=facts)
    conference.refresh_from_db()
    return issued


def why_not_issue_notice_now(by: Post, conference: Conference) -> list[Reason]:
    """What the page says beside the button, from the records as they stand."""
    standing = queries.coverage(conference)
    adopted = queries.adopted_minutes(conference) is not None
    return rules.why_not_issue_notice(by, conference, total=standing.total, loose=standing.loose, adopted=adopted)
