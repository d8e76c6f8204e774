"""A paper on screen: the same arrangement as the .docx, as HTML without inline styles (the policy forbids them)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from markupsafe import Markup, escape

from phoihop.documents.layouts import Layout
from phoihop.documents.paper import Block, Content, FigureRun, Heading, Paper, Paragraph, Run, Table, clean, runs
from phoihop.documents.sheet import Line, arrange

Href = Callable[[FigureRun], str | None]
"""Where a figure opens its sources; None leaves it as plain words."""
Beside = Callable[[Block], Markup]
"""What a page puts beside a block that has a key (a link to its texts); it is not part of the paper."""

STYLE_SHEET = Path(__file__).parent / "static" / "documents" / "paper.css"


def to_html(paper: Paper, href: Href | None = None, beside: Beside | None = None) -> Markup:
    """The paper as one <article class="paper …">. The page that holds it links documents/paper.css."""
    return _Renderer(paper, href, beside).article()


def to_page(paper: Paper) -> str:
    """A complete HTML file that stands alone, its style sheet inside, figures as plain words."""
    title = escape(f"{paper.type_name} {paper.subject}".replace("\n", " "))
    css = STYLE_SHEET.read_text(encoding="utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{css}</style></head>'
        f"<body>{to_html(paper)}</body></html>\n"
    )


class _Renderer:
    def __init__(self, paper: Paper, href: Href | None, beside: Beside | None) -> None:
        self.layout: Layout = paper.layout
        self.paper = paper
        self.href = href
        self.beside = beside

    def article(self) -> Markup:
        sheet = arrange(self.paper)
        rows = Markup("").join(
            Markup('<div class="paper-columns">{}{}</div>').format(self._column(left), self._column(right))
            for left, right in sheet.head
        )
        foot = Markup('<div class="paper-columns paper-foot">{}{}</div>').format(
            self._column(sheet.recipients), self._column(sheet.signature)
        )
        annexes = Markup("").join(
            Markup('<section class="paper-annex">{}{}</section>').format(self._lines(lines), self._blocks(annex.blocks))
            for lines, annex in sheet.annexes
        )
        return Markup('<article class="paper paper-{} {}" lang="vi">{}{}{}{}{}</article>').format(
            self.layout.kind,
            f"t{self.layout.roles['body'].size.use:g}",
            rows,
            self._lines(sheet.titles),
            self._blocks(sheet.body),
            foot if sheet.recipients or sheet.signature else "",
            annexes,
        )

    def _column(self, lines: tuple[Line, ...]) -> Markup:
        return Markup("<div>{}</div>").format(self._lines(lines))

    def _lines(self, lines: tuple[Line, ...]) -> Markup:
        return Markup("").join(self._line(line) for line in lines)

    def _line(self, line: Line) -> Markup:
        rule = self.layout.roles[line.role].rule
        if line.role == "subject" and self.layout.subject_rule == "third":
            rule = "third"
        words = Markup('<span class="rule-{}">{}</span>').format(rule, _breaks(line.text))
        inside = words if rule != "none" else _breaks(line.text)
        titled = Markup('<h1 class="{} paper-{}">{}</h1>')
        frame = titled if line.role == "type" else Markup('<p class="{} paper-{}">{}</p>')
        return frame.format(self._look(line.role), line.role.replace("_", "-"), inside)

    def _look(self, role: str) -> str:
        style = self.layout.roles[role]
        marks = (("b", style.bold), ("i", style.italic), ("u", style.underline), (f"a-{style.align}", True))
        return " ".join([f"t{style.size.use:g}", *(name for name, wanted in marks if wanted)])

    def _blocks(self, blocks: Sequence[Block]) -> Markup:
        return Markup("").join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Markup:
        if isinstance(block, Heading):
            content = Markup('<h{0} class="{1} paper-body"{2}>{3}{4}</h{0}>')
            extra = (block.level + 1, self._look(f"heading{block.level}"))
            return content.format(*extra, _id(block.key), self._runs(block.content), self._beside(block))
        if isinstance(block, Paragraph):
            look = f"{self._look('body')} paper-body".replace("a-justify", f"a-{block.align}")
            look += "" if block.indent else " flush"
            return Markup('<p class="{}"{}>{}{}</p>').format(
                look, _id(block.key), self._runs(block.content), self._beside(block)
            )
        if isinstance(block, Table):
            return self._table(block)
        return Markup('<hr class="paper-break">')

    def _table(self, table: Table) -> Markup:
        columns = len(table.header)
        relative = table.widths or [1.0] * columns
        cols = Markup("").join(Markup('<col width="{}%">').format(round(100 * w / sum(relative), 2)) for w in relative)
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(self._runs(cell)) for cell in table.header)
        aligns = table.align or "l" * columns
        body = Markup("").join(
            Markup("<tr{}>{}</tr>").format(
                Markup(' class="b"') if number in table.strong else "",
                Markup("").join(
                    Markup('<td class="c-{}">{}</td>').format(letter, self._runs(cell))
                    for cell, letter in zip(row, aligns, strict=True)
                ),
            )
            for number, row in enumerate(table.rows)
        )
        caption = Markup("<caption>{}</caption>").format(self._runs(table.caption)) if runs(table.caption) else ""
        return Markup(
            '<div class="paper-table {}"{} tabindex="0"><table>{}<colgroup>{}</colgroup><thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table>{}</div>"
        ).format(self._look("table"), _id(table.key), caption, cols, head, body, self._beside(table))

    def _beside(self, block: Block) -> Markup:
        if self.beside is None:
            return Markup("")
        return self.beside(block)

    def _runs(self, content: Content) -> Markup:
        return Markup("").join(self._run(run) for run in runs(content))

    def _run(self, run: Run) -> Markup:
        words = _breaks(clean(run.text))
        if run.italic:
            words = Markup("<i>{}</i>").format(words)
        if run.bold:
            words = Markup("<b>{}</b>").format(words)
        if not isinstance(run, FigureRun):
            return words
        address = self.href(run) if self.href else None
        if address is None:
            return Markup('<span class="figure" data-key="{}">{}</span>').format(run.key, words)
        return Markup('<a class="figure" href="{}" data-key="{}">{}</a>').format(address, run.key, words)


def _breaks(words: str) -> Markup:
    return Markup("<br>").join(words.split("\n"))


def _id(key: str) -> Markup:
    return Markup(' id="{}"').format(key) if key else Markup("")
