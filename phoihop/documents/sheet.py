"""How the parts of a paper stand on the sheet: the one arrangement that the .docx, the screen and `plain` share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from phoihop.documents.paper import Annex, Block, Content, Heading, Paper, Paragraph, Table, clean, text_of


@dataclass(frozen=True)
class Line:
    """One line of a fixed part, set in the style of its role in the layout."""

    role: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """Head (two columns, two rows), title lines, addressees, body, foot (two columns), annexes."""

    head: tuple[tuple[tuple[Line, ...], tuple[Line, ...]], tuple[tuple[Line, ...], tuple[Line, ...]]]
    titles: tuple[Line, ...]
    body: Sequence[Block]
    recipients: tuple[Line, ...]
    signature: tuple[Line, ...]
    annexes: tuple[tuple[tuple[Line, ...], Annex], ...]


def arrange(paper: Paper) -> Sheet:
    """Put every part of the paper in its place, in the words in which it is printed."""
    layout = paper.layout
    given = {"superior": paper.superior, "issuer": paper.issuer}
    left = _lines(layout.head_left, given | layout.fixed, paper)
    right = _lines(layout.head_right, layout.fixed, paper)
    number = (
        _line("number", paper.number_line, paper),
        *_some("about", "" if paper.type_name else f"V/v {paper.subject}", paper),
        *_some("mark", paper.mark, paper),
    )
    date = (_line("place_date", paper.date_line, paper),)
    titles = _titles(paper)
    if len(paper.to) == 1:
        titles.append(_line("to", f"Kính gửi: {paper.to[0]}", paper))
    elif paper.to:
        ends = [";"] * (len(paper.to) - 1) + ["."]
        whom = "\n".join(f"- {one}{end}" for one, end in zip(paper.to, ends, strict=True))
        titles.append(_line("to", f"Kính gửi:\n{whom}", paper))
    return Sheet(
        head=((left, right), (number, date)),
        titles=tuple(titles),
        body=paper.body,
        recipients=_recipients(paper),
        signature=_signature(paper),
        annexes=tuple((_annex_head(paper, annex), annex) for annex in paper.annexes),
    )


def _titles(paper: Paper) -> list[Line]:
    """Type and subject; a letter has neither here, its subject stands under the number."""
    if not paper.type_name:
        return []
    titles = [_line("type", paper.type_name, paper), *_some("subject", paper.subject, paper)]
    if paper.subject and not paper.layout.subject_rule.isalpha():
        titles.append(_line("subject_rule", paper.layout.subject_rule, paper))
    return titles


def _line(role: str, text: str, paper: Paper) -> Line:
    words = clean(text)
    return Line(role, words.upper() if paper.layout.roles[role].caps else words)


def _some(role: str, text: str, paper: Paper) -> tuple[Line, ...]:
    return (_line(role, text, paper),) if text else ()


def _lines(roles: Sequence[str], words: dict[str, str], paper: Paper) -> tuple[Line, ...]:
    return tuple(line for role in roles for line in _some(role, words[role], paper))


def _recipients(paper: Paper) -> tuple[Line, ...]:
    if not paper.recipients:
        return ()
    layout = paper.layout
    ends = [layout.recipients_separator] * (len(paper.recipients) - 1) + ["."]
    items = (
        _line("recipients", f"- {one.rstrip('.;,')}{end}", paper)
        for one, end in zip(paper.recipients, ends, strict=True)
    )
    return (_line("recipients_label", layout.recipients_label, paper), *items)


def _signature(paper: Paper) -> tuple[Line, ...]:
    signer = paper.signer
    if signer is None:
        return ()
    return (
        *_some("authority", signer.authority, paper),
        *_some("post", signer.post, paper),
        *_some("name", signer.name, paper),
    )


def _annex_head(paper: Paper, annex: Annex) -> tuple[Line, ...]:
    label = f"{paper.layout.annex} {annex.label}".strip()
    number = paper.number_line.replace("Số:", "số").replace("Số", "số")
    day = paper.date_line.removeprefix(f"{paper.place}, ")
    basis = f"(Kèm theo {paper.type_name.capitalize()} {number}, {day} của {paper.issuer})"
    return (
        _line("annex_label", label, paper),
        _line("annex_title", annex.title, paper),
        _line("annex_basis", basis, paper),
    )


def plain(paper: Paper) -> list[str]:
    """Every line, paragraph and table cell of the paper as words, in the order of the file, empty ones left out.

    `read.read` gives the same list back from an unchanged .docx.
    """
    return [words for words in _plain(arrange(paper)) if words.strip()]


def _plain(sheet: Sheet) -> Iterator[str]:
    for row in sheet.head:
        for column in row:
            yield from (line.text for line in column)
    yield from (line.text for line in sheet.titles)
    yield from _plain_blocks(sheet.body)
    yield from (line.text for line in sheet.recipients)
    yield from (line.text for line in sheet.signature)
    for lines, annex in sheet.annexes:
        yield from (line.text for line in lines)
        yield from _plain_blocks(annex.blocks)


def _plain_blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield text_of(block.content)
        elif isinstance(block, Table):
            yield text_of(block.caption)
            cells: Iterator[Content] = (cell for row in (block.header, *block.rows) for cell in row)
            yield from (text_of(cell) for cell in cells)
