"""Issue the annual report: number, paper, and everything it quotes, frozen in one transaction."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.annual import rules
from phoihop.annual.figures import Book, freeze, live, needed
from phoihop.annual.models import Edition
from phoihop.annual.papers import head_of, written
from phoihop.annual.papers.file import issued_paper
from phoihop.annual.queries import faults, issuing_body, setting
from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.base.flow import move
from phoihop.base.text import fold, nfc
from phoihop.documents import layouts
from phoihop.documents.actions import ToIssue
from phoihop.documents.actions import issue as issue_paper
from phoihop.journal.actions import record
from phoihop.orgs.models import Post


@transaction.atomic
def issue_edition(*, by: Post, edition: Edition, signer: Post | None = None, missing_reason: str = "") -> Edition:
    """Issue an annual report: it gets its number and its .docx, and every figure it quotes is kept with its sources.

    Who: a post with annual.issue over the unit of the issuing body; `signer` is the post printed at the foot (`by`
    when not given). When: a draft without typed numbers nobody answers for, without empty required sections, and
    without figures that lack sources, unless `missing_reason` says why it goes out all the same (printed in the annex).
    """
    edition = Edition.objects.select_for_update().select_related("regulation", "period").get(pk=edition.pk)
    found = faults(edition)
    body = issuing_body(edition.regulation)
    book = None if found.unknown or edition.state != Edition.State.DRAFT else live(edition, needed(edition))
    refuse(
        rules.why_not_issue(
            by,
            edition,
            body.unit_id if body else None,
            loose=[fault.number for fault in found.loose],
            empty=found.empty,
            unknown=found.unknown,
            missing=missing(book) if book else [],
            missing_reason=nfc(missing_reason),
        )
    )
    assert book is not None
    _keep_head(edition, book, signer or by, nfc(missing_reason))
    head = head_of(edition)
    here = setting(edition.regulation, edition.period)
    paper = ToIssue(
        body=here.body,
        layout=layouts.profile(head.layout),
        type_symbol=head.type_symbol,
        issued_on=edition.paper_on,
        place=head.place,
        subject=edition.title_vi,
        signer_label=(signer or by).journal_label,
        name=f"bao-cao-{edition.period.label}-{fold(edition.regulation.code)}",
        symbol=head.symbol,
    )

    def render(number: int) -> bytes:
        made = issued_paper(edition, book, head, number, edition.paper_on)
        with override("vi"):
            return written(made, edition, book, made.number_line)

    issued = issue_paper(by=by, paper=paper, render=render, about=edition)
    freeze(edition, book)
    move(edition, "issue", issued=issued, issued_at=clock.now(), issued_by=by)
    facts = {
        "symbol": issued.symbol,
        "sha256": issued.file.sha256,
        "figures": len(book.quotes),
        "missing_reason": edition.missing_reason,
    }
    record("annual.issue_edition", by=by, about=edition, facts=facts)
    return edition


def missing(book: Book) -> list[str]:
    """The report's own figures that lack sources, in words."""
    return [
        _("%(name)s (thiếu %(n)s)") % {"name": quote.name, "n": quote.missing}
        for quote in book.quotes.values()
        if quote.missing and not quote.token.unit
    ]


def why_not_issue_today(post: Post, edition: Edition, book: Book, missing_reason: str = "") -> list[Reason]:
    """The reasons a page shows beside the button, from figures it has already worked out."""
    found = faults(edition)
    body = issuing_body(edition.regulation)
    return rules.why_not_issue(
        post,
        edition,
        body.unit_id if body else None,
        loose=[fault.number for fault in found.loose],
        empty=found.empty,
        unknown=found.unknown,
        missing=missing(book),
        missing_reason=missing_reason,
    )


def _keep_head(edition: Edition, book: Book, signer: Post, missing_reason: str) -> None:
    """Keep head, foot and list of units as they are printed, so that the paper can be made again."""
    edition.head = {
        **head_of(edition, signer).plain,
        "unit_code": book.unit_code,
        "unit_name": book.unit_name,
        "unit_type": book.unit_type,
        "period": book.period,
        "places": [list(place) for place in book.places],
    }
    edition.missing_reason = missing_reason
    edition.save(update_fields=["head", "missing_reason"])
