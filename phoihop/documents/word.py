"""A paper as a Word file (.docx): A4, dated layout, every figure in a content control, the ledger as a custom XML part.

The same paper and ledger always give the same bytes. Tables are written as XML at once: cell by cell through
python-docx an annex of 204 units takes seconds.
"""

import datetime
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm

from phoihop.documents import word_styles
from phoihop.documents.formulas import text_width
from phoihop.documents.layouts import Layout
from phoihop.documents.paper import Block, Content, FigureRun, Heading, Paper, Paragraph, Run, Table, clean, runs
from phoihop.documents.sheet import Line, Sheet, arrange

LEDGER_SPACE = "urn:phoihop:ledger:1"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_POINTS_PER_MM = 72 / 25.4
_A4 = (210, 297)
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_SIGNATURE_GAP = 62
"""Points left free for the signature above the signer's name."""


def write(paper: Paper, ledger: Mapping[str, Any] | None = None) -> bytes:
    """The paper as the bytes of a .docx. `ledger`, a JSON object, travels inside and `read.read` gives it back."""
    return _Writer(paper).write(ledger)


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.layout: Layout = paper.layout
        self.sheet: Sheet = arrange(paper)
        self.document = docx.Document()
        self.width = self._text_width(landscape=False)
        self.controls = 0

    def write(self, ledger: Mapping[str, Any] | None) -> bytes:
        document = self.document
        word_styles.install(document, self.layout, self.paper.line_points)
        self._page(document.sections[0], landscape=False)
        self._page_number(document.sections[0])
        self._append(self._head() + self._lines(self.sheet.titles) + self._body() + self._foot())
        for lines, annex in self.sheet.annexes:
            section = document.add_section(WD_SECTION.NEW_PAGE)
            self._page(section, landscape=annex.landscape)
            _number_from_one(section)
            self._append(self._lines(lines) + self._blocks(annex.blocks, self._text_width(annex.landscape)))
        if ledger is not None:
            _attach(document, ledger)
        self._properties()
        return _packed(document)

    # the page

    def _text_width(self, landscape: bool) -> float:
        """Width between the margins, in points."""
        margins = self.layout.margins_mm
        return (_A4[1 if landscape else 0] - margins["left"].use - margins["right"].use) * _POINTS_PER_MM

    def _page(self, section: Any, *, landscape: bool) -> None:
        margins = self.layout.margins_mm
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(side) for side in (_A4[::-1] if landscape else _A4))
        section.top_margin, section.bottom_margin = Mm(margins["top"].use), Mm(margins["bottom"].use)
        section.left_margin, section.right_margin = Mm(margins["left"].use), Mm(margins["right"].use)
        section.header_distance = section.footer_distance = Mm(self.layout.head_mm)

    def _page_number(self, section: Any) -> None:
        section.different_first_page_header_footer = True
        header = section.header.paragraphs[0]._p
        field = "".join(
            f"<w:r>{inside}</w:r>"
            for inside in (
                '<w:fldChar w:fldCharType="begin"/>',
                '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>2</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
        )
        style = '<w:pPr><w:pStyle w:val="PHpagenumber"/></w:pPr>'
        header.getparent().replace(header, parse_xml(f"<w:p {_W}>{style}{field}</w:p>"))
        section.first_page_header.is_linked_to_previous = False

    def _append(self, blocks: str) -> None:
        body = self.document.element.body
        last = body.sectPr
        for element in list(parse_xml(f"<w:body {_W}>{blocks}</w:body>")):
            last.addprevious(element)

    def _properties(self) -> None:
        paper, core = self.paper, self.document.core_properties
        day = paper.dated or datetime.date(1980, 1, 1)
        core.title = clean(f"{paper.type_name} {paper.subject}".strip().replace("\n", " "))[:255]
        core.author = core.last_modified_by = clean(paper.issuer)[:255]
        core.comments, core.language = "", "vi-VN"
        core.created = core.modified = datetime.datetime.combine(day, datetime.time())

    # the fixed parts

    def _head(self) -> str:
        left, right = (self.width * share / 100 for share in self.layout.head_split)
        rows = [
            [self._lines(lines, width) for lines, width in zip(row, (left, right), strict=True)]
            for row in self.sheet.head
        ]
        return _columns(rows, (left, right))

    def _foot(self) -> str:
        half = self.width / 2
        if not self.sheet.recipients and not self.sheet.signature:
            return ""
        gap = '<w:p><w:pPr><w:pStyle w:val="PHrule"/><w:keepNext/><w:spacing w:before="120"/></w:pPr></w:p>'
        row = [self._lines(self.sheet.recipients, half), self._lines(self.sheet.signature, half)]
        return gap + _columns([row], (half, half))

    def _lines(self, lines: tuple[Line, ...], width: float | None = None) -> str:
        return "".join(self._line(line, width or self.width) for line in lines)

    def _line(self, line: Line, width: float) -> str:
        more = ""
        if line.role == "name" and len(self.sheet.signature) > 1:
            more = f'<w:spacing w:before="{_SIGNATURE_GAP * 20}"/>'
        text = _paragraph(word_styles.style_id(line.role), self._runs(line.text), more)
        rule = self.layout.roles[line.role].rule
        if line.role == "subject" and self.layout.subject_rule == "third":
            rule = "third"
        return text if rule == "none" else text + self._rule(line, rule, width)

    def _rule(self, line: Line, rule: str, width: float) -> str:
        """A drawn line under a text, as long as it or a third of it: a border between two indents."""
        style = self.layout.roles[line.role]
        longest = max(text_width(part, style.size.use, bold=style.bold) for part in line.text.split("\n"))
        length = min(longest, width) if rule == "full" else min(longest, width) * 0.4
        indent = round((width - length) / 2 * 20)
        border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        after = 180 if line.role == "subject" else 60
        gap = f'<w:spacing w:before="50" w:after="{after}"/>'
        return _paragraph("PHrule", "", f'{border}{gap}<w:ind w:left="{indent}" w:right="{indent}"/>')

    # the body

    def _body(self) -> str:
        """The body, its last paragraph kept on one page with the signature: a signature never stands alone."""
        *blocks, last = self.sheet.body or [Paragraph("")]
        made = self._block(last, self.width)
        if isinstance(last, Paragraph):
            made = made.replace("/>", "/><w:keepNext/>", 1)
        return self._blocks(blocks, self.width) + made

    def _blocks(self, blocks: Any, width: float) -> str:
        return "".join(self._block(block, width) for block in blocks)

    def _block(self, block: Block, width: float) -> str:
        if isinstance(block, Heading):
            return _paragraph(f"Heading{block.level}", self._runs(block.content))
        if isinstance(block, Paragraph):
            more = "" if block.indent else '<w:ind w:firstLine="0"/>'
            if block.align != "justify":
                more += f'<w:jc w:val="{block.align}"/>'
            return _paragraph("PHbody", self._runs(block.content), more)
        if isinstance(block, Table):
            return self._table(block, width)
        return '<w:p><w:pPr><w:pStyle w:val="PHrule"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'

    def _table(self, table: Table, width: float) -> str:
        columns = len(table.header)
        relative = table.widths or [1.0] * columns
        widths = [round(width * 20 * share / sum(relative)) for share in relative]
        aligns = [{"l": "left", "c": "center", "r": "right"}[letter] for letter in table.align or "l" * columns]
        caption = _paragraph("PHcaption", self._runs(table.caption)) if runs(table.caption) else ""
        grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
        head = self._row(table.header, widths, ["center"] * columns, header=True, strong=True)
        rows = "".join(
            self._row(row, widths, aligns, strong=number in table.strong) for number, row in enumerate(table.rows)
        )
        return (
            f"{caption}<w:tbl><w:tblPr>{_BORDERS.format(width=sum(widths))}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            f'{head}{rows}</w:tbl><w:p><w:pPr><w:pStyle w:val="PHrule"/></w:pPr></w:p>'
        )

    def _row(self, cells: Any, widths: list[int], aligns: list[str], *, strong: bool, header: bool = False) -> str:
        made = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            + _paragraph("PHtable", self._runs(cell, strong), f'<w:jc w:val="{align}"/>')
            + "</w:tc>"
            for cell, width, align in zip(cells, widths, aligns, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{made}</w:tr>"

    def _runs(self, content: Content, strong: bool = False) -> str:
        return "".join(self._run(run, strong) for run in runs(content))

    def _run(self, run: Run, strong: bool) -> str:
        look = ("<w:b/>" if run.bold or strong else "") + ("<w:i/>" if run.italic else "")
        look = f"<w:rPr>{look}</w:rPr>" if look else ""
        words = f"<w:r>{look}{_words(run.text)}</w:r>"
        if not isinstance(run, FigureRun):
            return words
        self.controls += 1
        return (
            f'<w:sdt><w:sdtPr>{look}<w:alias w:val="Số liệu"/><w:tag w:val={quoteattr(clean(run.key))}/>'
            f'<w:id w:val="{self.controls}"/></w:sdtPr><w:sdtContent>{words}</w:sdtContent></w:sdt>'
        )


_BORDERS = (
    '<w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
)


def _words(text: str) -> str:
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in clean(text).split("\n"))
    return "<w:br/>".join(parts).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')


def _paragraph(style: str, content: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>'


def _columns(rows: list[list[str]], widths: tuple[float, float]) -> str:
    """A table without borders that holds the two columns of the head or of the foot."""
    twips = [round(width * 20) for width in widths]
    cell = '<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'
    made = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            cell.format(width=width, inside=inside or _paragraph("PHrule", ""))
            for inside, width in zip(row, twips, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    none = '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{none}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"
        + _paragraph("PHrule", "")
    )


def _number_from_one(section: Any) -> None:
    """Each annex counts its own pages."""
    sect = section._sectPr
    for old in sect.findall(f"{{{sect.nsmap['w']}}}pgNumType"):
        sect.remove(old)
    margins = sect.find(f"{{{sect.nsmap['w']}}}pgMar")
    margins.addnext(parse_xml(f'<w:pgNumType {_W} w:start="1"/>'))


def _attach(document: Any, ledger: Mapping[str, Any]) -> None:
    """Carry the ledger as a custom XML part, which Word keeps when the file is edited and saved."""
    words = json.dumps(ledger, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for key in [key for key, rel in document.part.rels.items() if rel.reltype == RELATIONSHIP_TYPE.CUSTOM_XML]:
        del document.part.rels[key]  # the bare template brings an empty one
    package = document.part.package
    item = f'<?xml version="1.0" encoding="UTF-8"?><ledger xmlns="{LEDGER_SPACE}">{escape(words)}</ledger>'
    props = (
        '<?xml version="1.0" encoding="UTF-8"?><ds:datastoreItem ds:itemID="{50484F49-484F-5000-8000-4C4544474552}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{LEDGER_SPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    part = Part(PackURI("/customXml/item1.xml"), "application/xml", item.encode(), package)
    part.relate_to(
        Part(PackURI("/customXml/itemProps1.xml"), kind, props.encode(), package), RELATIONSHIP_TYPE.CUSTOM_XML_PROPS
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def _packed(document: Any) -> bytes:
    """The file with neither the template's picture nor a time of writing in it."""
    package = document.part.package
    for rels in (package.rels, document.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(("/thumbnail", "/stylesWithEffects"))]:
            del rels[key]
    loose, packed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
