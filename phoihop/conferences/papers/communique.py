"""The communiqué (thông cáo báo chí): released facts put into paragraphs, and nothing else."""

import datetime
from collections.abc import Iterator, Sequence

from django.utils.translation import override

from phoihop.conferences.models import Conference, ReleasedFact
from phoihop.conferences.papers.official import official
from phoihop.documents.heads import lower_first
from phoihop.documents.paper import Block, Paper, Paragraph
from phoihop.documents.word import write

_TOGETHER = frozenset({"place", "chair", "attendance", "person"})
"""Facts that make the first paragraph."""
_LEADS = {"figure": "Kết quả nổi bật:", "conclusion": "Hội nghị kết luận:"}
"""What stands before the first fact of a kind."""


def subject_of(conference: Conference) -> str:
    return f"báo chí về {lower_first(conference.title_vi)}"


def paper(conference: Conference, facts: Sequence[ReleasedFact], on: datetime.date, number: int | None = None) -> Paper:
    """The communiqué of these facts, in their order; without a number it is a draft."""
    return official(
        conference,
        "communique",
        subject_of(conference),
        list(_body(facts)),
        on,
        signer=conference.chair,
        number=number,
    )


def _body(facts: Sequence[ReleasedFact]) -> Iterator[Block]:
    first = [fact.text_vi for fact in facts if _kind(fact) in _TOGETHER]
    if first:
        yield Paragraph(" ".join(first))
    before = ""
    for fact in facts:
        kind = _kind(fact)
        if kind in _TOGETHER:
            continue
        if kind != before and kind in _LEADS:
            yield Paragraph(_LEADS[kind])
        before = kind
        yield Paragraph(f"- {fact.text_vi}" if kind in _LEADS else fact.text_vi)


def _kind(fact: ReleasedFact) -> str:
    return fact.key.partition(":")[0]


def written(conference: Conference, facts: Sequence[ReleasedFact], on: datetime.date, number: int) -> bytes:
    """The communiqué as a Word file, with its number and day."""
    with override("vi"):
        return write(paper(conference, facts, on, number))
