"""The paragraph styles of a paper in Word, one for each role of the layout."""

from typing import Any

from docx.oxml import parse_xml

from phoihop.documents.layouts import Layout, Spacing, Style

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MM_TO_TWIPS = 1440 / 25.4
_HEADINGS = {"heading1": "Heading1", "heading2": "Heading2", "heading3": "Heading3"}
_FIXED_PARTS_GAP = {
    "type": (18, 0),
    "subject_rule": (0, 12),
    "to": (6, 12),
    "annex_basis": (0, 12),
    "recipients_label": (0, 2),
}
"""Space before and after some roles, in points."""


def style_id(role: str) -> str:
    """The name under which Word finds the style of a role."""
    return _HEADINGS.get(role) or "PH" + role.replace("_", "")


def install(document: Any, layout: Layout, line_points: float | None) -> None:
    """Replace what the bare template says about type by the layout's own."""
    styles = document.styles.element
    _defaults(styles, layout)
    for role, style in layout.roles.items():
        _put(styles, style_id(role), _paragraph_part(role, style, layout, line_points), _run_part(style))
    _put(
        styles,
        "PHcaption",
        '<w:keepNext/><w:widowControl/><w:spacing w:before="120" w:after="60"/><w:jc w:val="center"/>',
        f'<w:b/><w:sz w:val="{round(layout.roles["body"].size.use * 2)}"/>',
    )
    _put(styles, "PHrule", '<w:spacing w:before="0" w:after="0" w:line="60" w:lineRule="exact"/>', '<w:sz w:val="4"/>')


def _defaults(styles: Any, layout: Layout) -> None:
    face = " ".join(f'w:{script}="{layout.font}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    size = round(layout.roles["body"].size.use * 2)
    defaults = parse_xml(
        f"<w:docDefaults {_W}><w:rPrDefault><w:rPr><w:rFonts {face}/>"
        f'<w:color w:val="000000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault>"
        "</w:docDefaults>"
    )
    space = f"{{{styles.nsmap['w']}}}"
    styles.replace(styles.find(f"{space}docDefaults"), defaults)
    keep = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "Footer"}
    for style in styles.findall(f"{space}style"):
        if style.get(f"{space}styleId") not in keep:
            styles.remove(style)
        else:
            for part in style.findall(f"{space}rPr"):
                style.remove(part)
            for part in style.findall(f"{space}pPr"):
                style.remove(part)
            for link in style.findall(f"{space}link"):
                style.remove(link)


def _put(styles: Any, name: str, paragraph: str, run: str) -> None:
    custom = "" if name.startswith("Heading") else ' w:customStyle="1"'
    shown = f"heading {name[-1]}" if name.startswith("Heading") else name
    styles.append(
        parse_xml(
            f'<w:style {_W} w:type="paragraph"{custom} w:styleId="{name}"><w:name w:val="{shown}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
        )
    )


def _run_part(style: Style) -> str:
    size = round(style.size.use * 2)
    look = "".join(tag for tag, wanted in (("<w:b/>", style.bold), ("<w:i/>", style.italic)) if wanted)
    line = '<w:u w:val="single"/>' if style.underline else ""
    return f'{look}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{line}'


def _paragraph_part(role: str, style: Style, layout: Layout, line_points: float | None) -> str:
    align = {"justify": "both"}.get(style.align, style.align)
    running = role in {"body", *_HEADINGS}
    parts = ["<w:keepNext/>" if role in _HEADINGS else "", "<w:widowControl/>"]
    if running:
        gap = round(layout.gap_points * 20)
        parts.append(f'<w:spacing w:before="{gap}" w:after="0" {_line_spacing(layout.body_spacing, line_points)}/>')
        parts.append(f'<w:ind w:firstLine="{round(layout.indent_mm * _MM_TO_TWIPS)}"/>')
    else:
        before, after = _FIXED_PARTS_GAP.get(role, (0, 0))
        parts.append(f'<w:spacing w:before="{before * 20}" w:after="{after * 20}"/>')
    parts.append(f'<w:jc w:val="{align}"/>' if role != "table" else "")
    if role in _HEADINGS:
        parts.append(f'<w:outlineLvl w:val="{int(role[-1]) - 1}"/>')
    return "".join(parts)


def _line_spacing(spacing: Spacing, points: float | None) -> str:
    if spacing.rule == "multiple" and points is None:
        return f'w:line="{round(spacing.points * 240)}" w:lineRule="auto"'
    rule = "exact" if spacing.rule == "exact" or points is not None else "atLeast"
    return f'w:line="{round((points or spacing.points) * 20)}" w:lineRule="{rule}"'
