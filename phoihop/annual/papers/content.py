"""The content of the report: one structure for the screen, the Word file and the rebuilt paper."""

import datetime
from collections.abc import Container, Iterator, Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import override

from phoihop.annual.figures import Book
from phoihop.annual.formulas.tokens import Token, parse
from phoihop.annual.models import Block as Words
from phoihop.annual.models import Edition, Section
from phoihop.annual.outline import outline
from phoihop.annual.papers.annexes import annexes
from phoihop.annual.queries import setting
from phoihop.documents import heads, layouts
from phoihop.documents.paper import Block, FigureRun, Heading, Paper, Paragraph, Run, Signer, Text
from phoihop.orgs.models import Post
from phoihop.orgs.queries import holders

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True)
class Head:
    """Head and foot of the paper, in the words in which they are printed; kept with the edition when it is issued."""

    layout: str
    superior: str
    issuer: str
    symbol: str
    place: str
    type_name: str
    type_symbol: str
    recipients: tuple[str, ...]
    authority: str
    post: str
    name: str

    @property
    def plain(self) -> dict[str, object]:
        return asdict(self)


def head_of(edition: Edition, signer: Post | None = None) -> Head:
    """The head of a draft today, or of an issued edition as it was printed."""
    if edition.head:
        kept = {key: edition.head[key] for key in Head.__dataclass_fields__}
        return Head(**{**kept, "recipients": tuple(kept["recipients"])})
    here = setting(edition.regulation, edition.period)
    form = outline()
    layout = layouts.on(form.layout, edition.paper_on)
    printed = heads.head_of(here.body, edition.paper_on, layout)
    holder = next(iter(holders(signer, edition.paper_on)), None) if signer else None
    return Head(
        layout=layout.profile,
        superior=printed.superior,
        issuer=printed.issuer,
        symbol=printed.symbol,
        place=printed.place,
        type_name=form.type_name,
        type_symbol=form.type_symbol,
        recipients=form.recipients,
        authority=f"{layout.authority['collective']} {form.signs_for}",
        post=signer.title_vi if signer else "",
        name=holder.person.name if holder else "",
    )


def content(
    edition: Edition,
    book: Book,
    head: Head,
    *,
    number: int | None = None,
    dated: datetime.date | None = None,
) -> Paper:
    """The paper of an edition with the figures of a book. Without number and date it is a draft.

    Three statements: sections, blocks, waivers. The words are Vietnamese whatever the language of the page.
    """
    with override("vi"):
        return Paper(
            layout=layouts.profile(head.layout),
            superior=head.superior,
            issuer=head.issuer,
            issuer_symbol=head.symbol,
            type_name=head.type_name,
            type_symbol=head.type_symbol,
            subject=edition.title_vi,
            place=head.place,
            mark=heads.demonstration_mark(),
            number=number,
            dated=dated,
            recipients=head.recipients,
            signer=Signer(head.authority, head.post, head.name),
            body=list(_body(edition, book)),
            annexes=annexes(edition, book),
        )


def section_key(pk: int) -> str:
    """The name of a heading on screen."""
    return f"muc-{pk}"


def block_key(pk: int) -> str:
    """The name of a paragraph on screen."""
    return f"doan-{pk}"


def numbered(sections: Sequence[Section], filled: Container[int]) -> dict[int, str]:
    """The number of every printed heading by its section: I, II … for parts, 1, 2 … for points within a part.

    A heading is printed when it, or a point under it, has words or is required to have some.
    """
    numbers: dict[int, str] = {}
    part: Section | None = None
    parts = points = 0
    for section in sections:
        printed = section.pk in filled or (section.required and section.level > 0)
        if section.level == 1:
            part, points = section, 0
        if section.level == 0 or not printed:
            continue
        if part is not None and part.pk not in numbers:
            parts += 1
            numbers[part.pk] = _ROMAN[parts - 1]
        if section.level == 2:
            points += 1
            numbers[section.pk] = str(points)
    return numbers


def runs_of(body: str, book: Book) -> list[Run]:
    """Narrative as runs: words, and every token as a figure that can be found again in the file."""
    return [
        FigureRun(book.printed(piece), str(piece)) if isinstance(piece, Token) else Text(piece) for piece in parse(body)
    ]


def _body(edition: Edition, book: Book) -> Iterator[Block]:
    by_section: dict[int, list[Words]] = {}
    for block in Words.objects.filter(section__edition=edition).order_by("order", "id"):
        by_section.setdefault(block.section_id, []).append(block)
    sections = list(edition.sections.all())
    numbers = numbered(sections, set(by_section))
    for section in sections:
        if section.level and section.pk in numbers:
            words = f"{numbers[section.pk]}. {section.title_vi}"
            yield Heading(1 if section.level == 1 else 2, words, key=section_key(section.pk))
        for block in by_section.get(section.pk, ()):
            yield from _paragraphs(block, book)


def _paragraphs(block: Words, book: Book) -> Iterator[Paragraph]:
    """A block is one paragraph a line; the first carries its key."""
    lines: Sequence[str] = [line for line in block.body.split("\n") if line.strip()]
    for number, line in enumerate(lines):
        yield Paragraph(runs_of(line.strip(), book), key="" if number else block_key(block.pk))
