"""Read how a .docx is set: pages, header, and for each paragraph its place, its look and its words."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from phoihop.documents.paper import clean
from phoihop.documents.read import Unreadable, part, words_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TWIPS_PER_MM = 1440 / 25.4


@dataclass
class Look:
    """What is said of type and paragraph, from the default through the styles down to the run. None: nothing said."""

    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    align: str | None = None
    line: float | None = None
    line_rule: str | None = None
    indent: float | None = None

    def over(self, below: "Look") -> "Look":
        """This look where it says something, else the one below it."""
        names = self.__dataclass_fields__
        return Look(**{n: getattr(below, n) if getattr(self, n) is None else getattr(self, n) for n in names})


@dataclass(frozen=True)
class Written:
    """One paragraph: its words, the look of most of its letters, every font in it, whether it stands in a table."""

    text: str
    look: Look
    fonts: frozenset[str]
    in_table: bool


@dataclass(frozen=True)
class Page:
    """One section: sizes in millimetres, whether page one has a head of its own, where PAGE fields stand."""

    width: float
    height: float
    margins: dict[str, float]
    own_first: bool
    numbered: str
    """ "header_center" where a PAGE field stands centred in the header, "header" or "footer" elsewhere, "" for none."""
    first_numbered: bool


@dataclass
class Setting:
    """A whole file."""

    pages: list[Page] = field(default_factory=list)
    paragraphs: list[Written] = field(default_factory=list)


def look_into(data: bytes) -> Setting:
    """Read the bytes of a .docx; Unreadable when they are not one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _Looker(package).look()
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, EOFError) as error:
        raise Unreadable(str(error)) from error


class _Looker:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.styles: dict[str, etree._Element] = {}
        self.default = Look()
        self.normal = ""
        if "word/styles.xml" in package.namelist():
            self._read_styles(part(package, "word/styles.xml"))

    def look(self) -> Setting:
        body = part(self.package, "word/document.xml").find(f"{_W}body")
        if body is None:
            raise Unreadable("word/document.xml has no body")
        setting = Setting()
        targets = self._targets()
        heads: dict[str, etree._Element | None] = {}
        for section in body.iter(f"{_W}sectPr"):
            setting.pages.append(self._page(section, targets, heads))
        for paragraph in body.iter(f"{_W}p"):
            in_table = any(True for _cell in paragraph.iterancestors(f"{_W}tc"))
            setting.paragraphs.append(self._written(paragraph, in_table))
        return setting

    # styles

    def _read_styles(self, styles: etree._Element) -> None:
        defaults = styles.find(f"{_W}docDefaults")
        if defaults is not None:
            run, paragraph = defaults.find(f"{_W}rPrDefault/{_W}rPr"), defaults.find(f"{_W}pPrDefault/{_W}pPr")
            self.default = _of_run(run).over(_of_paragraph(paragraph))
        for style in styles.findall(f"{_W}style"):
            name = style.get(f"{_W}styleId", "")
            self.styles[name] = style
            if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") == "1":
                self.normal = name

    def _of_style(self, name: str, depth: int = 0) -> Look:
        style = self.styles.get(name)
        if style is None or depth > 12:
            return Look()
        own = _of_run(style.find(f"{_W}rPr")).over(_of_paragraph(style.find(f"{_W}pPr")))
        based = style.find(f"{_W}basedOn")
        return own.over(self._of_style(based.get(f"{_W}val", ""), depth + 1)) if based is not None else own

    # paragraphs

    def _written(self, paragraph: etree._Element, in_table: bool) -> Written:
        properties = paragraph.find(f"{_W}pPr")
        style = properties.find(f"{_W}pStyle") if properties is not None else None
        name = style.get(f"{_W}val", "") if style is not None else self.normal
        base = _of_paragraph(properties).over(self._of_style(name)).over(self.default)
        weight: Counter[tuple[object, ...]] = Counter()
        looks: dict[tuple[object, ...], Look] = {}
        fonts = set()
        for run in paragraph.iter(f"{_W}r"):
            letters = len(words_of(run).strip())
            if not letters:
                continue
            look = self._of_run_in(run).over(base)
            fonts.add(look.font or "")
            key = (look.size, look.bold, look.italic, look.underline)
            weight[key] += letters
            looks[key] = look
        most = looks[weight.most_common(1)[0][0]] if weight else base
        return Written(clean(words_of(paragraph)).strip(), most, frozenset(fonts), in_table)

    def _of_run_in(self, run: etree._Element) -> Look:
        properties = run.find(f"{_W}rPr")
        own = _of_run(properties)
        style = properties.find(f"{_W}rStyle") if properties is not None else None
        return own.over(self._of_style(style.get(f"{_W}val", ""))) if style is not None else own

    # pages

    def _targets(self) -> dict[str, str]:
        name = "word/_rels/document.xml.rels"
        if name not in self.package.namelist():
            return {}
        return {one.get("Id", ""): one.get("Target", "") for one in part(self.package, name)}

    def _page(self, section: etree._Element, targets: dict[str, str], heads: dict[str, etree._Element | None]) -> Page:
        for kind in ("header", "footer"):
            for reference in section.findall(f"{_W}{kind}Reference"):
                target = targets.get(reference.get(f"{_R}id", ""), "").removeprefix("/word/")
                heads[f"{kind}-{reference.get(f'{_W}type')}"] = part(self.package, f"word/{target}")
        size, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")
        own_first = _on(section, "titlePg") is True
        numbered = next((where for where in self._places(heads, "default")), "")
        first = "first" if own_first else "default"
        return Page(
            _mm(size, "w"),
            _mm(size, "h"),
            {side: _mm(margins, side) for side in ("top", "bottom", "left", "right")},
            own_first,
            numbered,
            any(True for _where in self._places(heads, first)),
        )

    def _places(self, heads: dict[str, etree._Element | None], which: str) -> Iterator[str]:
        for kind in ("header", "footer"):
            head = heads.get(f"{kind}-{which}")
            for paragraph in head.iter(f"{_W}p") if head is not None else ():
                code = "".join(piece.text or "" for piece in paragraph.iter(f"{_W}instrText"))
                code += "".join(one.get(f"{_W}instr", "") for one in paragraph.iter(f"{_W}fldSimple"))
                if "PAGE" in code.replace("NUMPAGES", ""):
                    centred = self._written(paragraph, False).look.align == "center"
                    yield f"{kind}_center" if centred else kind


def _mm(element: etree._Element | None, name: str) -> float:
    return float(element.get(f"{_W}{name}", 0)) / _TWIPS_PER_MM if element is not None else 0.0


def _on(element: etree._Element, name: str) -> bool | None:
    found = element.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val", "1") not in {"0", "false", "none", "off"}


def _of_run(properties: etree._Element | None) -> Look:
    if properties is None:
        return Look()
    fonts, size = properties.find(f"{_W}rFonts"), properties.find(f"{_W}sz")
    face = None
    if fonts is not None:
        face = fonts.get(f"{_W}ascii") or (f"theme:{fonts.get(f'{_W}asciiTheme')}" if fonts.keys() else None)
    return Look(
        font=face,
        size=float(size.get(f"{_W}val", 0)) / 2 if size is not None else None,
        bold=_on(properties, "b"),
        italic=_on(properties, "i"),
        underline=_on(properties, "u"),
    )


def _of_paragraph(properties: etree._Element | None) -> Look:
    if properties is None:
        return Look()
    align, spacing, indent = (properties.find(f"{_W}{name}") for name in ("jc", "spacing", "ind"))
    look = Look(align={"both": "justify", "start": "left", "end": "right"}.get(a := _value(align), a) or None)
    if spacing is not None and spacing.get(f"{_W}line"):
        look.line_rule = spacing.get(f"{_W}lineRule", "auto")
        look.line = float(spacing.get(f"{_W}line", 0)) / (240 if look.line_rule == "auto" else 20)
    if indent is not None and indent.get(f"{_W}firstLine") is not None:
        look.indent = float(indent.get(f"{_W}firstLine", 0)) / _TWIPS_PER_MM
    return look


def _value(element: etree._Element | None) -> str:
    return element.get(f"{_W}val", "") if element is not None else ""
