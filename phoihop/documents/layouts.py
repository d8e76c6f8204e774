"""Dated layouts of official paper: which guidance was in force on a date, as validated data.

A profile is one file in data/layouts. Lengths are millimetres, sizes and gaps points; a triple [lowest, used, highest]
says what we print and what the checker accepts.
"""

import datetime
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parent / "data" / "layouts"

Align = Literal["left", "center", "right", "justify"]
Rule = Literal["none", "full", "third"]

ROLES = frozenset(
    {
        "title",
        "superior",
        "issuer",
        "number",
        "about",
        "mark",
        "place_date",
        "type",
        "subject",
        "subject_rule",
        "to",
        "body",
    }
    | {"heading1", "heading2", "heading3", "table", "authority", "post", "name", "recipients_label", "recipients"}
    | {"annex_label", "annex_title", "annex_basis", "page_number"}
)


class LayoutError(ValueError):
    """A layout file is wrong: the message names the file and the field."""


@dataclass(frozen=True)
class Span:
    """What we print, and the lowest and highest value that the guidance accepts."""

    low: float
    use: float
    high: float

    def accepts(self, value: float, tolerance: float = 0.0) -> bool:
        return self.low - tolerance <= value <= self.high + tolerance


@dataclass(frozen=True)
class Style:
    """How one part of the paper is set; the size is in points."""

    size: Span
    bold: bool = False
    italic: bool = False
    underline: bool = False
    caps: bool = False
    align: Align = "left"
    rule: Rule = "none"


@dataclass(frozen=True)
class Spacing:
    """Line spacing of the body: exact or at_least in points, multiple in lines; `accept` are the bounds checked."""

    rule: Literal["exact", "at_least", "multiple"]
    points: float
    accept: tuple[float, float] | None


@dataclass(frozen=True)
class Layout:
    """One dated layout. `head_left`, `head_right` name the lines above the number and the date, top to bottom."""

    profile: str
    kind: Literal["party", "state"]
    name: str
    note: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    font: str
    margins_mm: dict[str, Span]
    head_mm: float
    body_spacing: Spacing
    indent_mm: float
    gap_points: float
    page_number: str
    head_split: tuple[int, int]
    head_left: tuple[str, ...]
    head_right: tuple[str, ...]
    fixed: dict[str, str]
    forbidden: tuple[str, ...]
    number_pattern: str
    number_untyped: str
    number_digits: int
    subject_rule: str
    recipients_label: str
    recipients_separator: str
    recipients_archive: str
    authority: dict[str, str]
    closing: str
    annex: str
    roles: dict[str, Style]

    def valid_on(self, day: datetime.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def _spans(raw: dict[str, list[float]], where: str) -> dict[str, Span]:
    return {name: _span(value, f"{where}.{name}") for name, value in raw.items()}


def _span(raw: list[float], where: str) -> Span:
    if len(raw) != 3 or not raw[0] <= raw[1] <= raw[2] or raw[0] <= 0:
        raise LayoutError(f"{where}: three rising positive numbers are needed, not {raw}")
    return Span(*(float(x) for x in raw))


def _style(raw: dict[str, Any], where: str) -> Style:
    rest = {key: value for key, value in raw.items() if key != "size"}
    unknown = set(rest) - set(Style.__dataclass_fields__)
    if unknown or "size" not in raw:
        raise LayoutError(f"{where}: unknown {sorted(unknown)} or no size")
    if rest.get("align", "left") not in {"left", "center", "right", "justify"}:
        raise LayoutError(f"{where}.align: {rest['align']}")
    if rest.get("rule", "none") not in {"none", "full", "third"}:
        raise LayoutError(f"{where}.rule: {rest['rule']}")
    return Style(size=_span(raw["size"], f"{where}.size"), **rest)


def parse(raw: dict[str, Any], where: str) -> Layout:
    """Validate one profile as read from JSON. LayoutError names the field that is missing, unknown or out of shape."""
    try:
        roles = {name: _style(value, f"{where}: roles.{name}") for name, value in raw["roles"].items()}
        spacing, number, people = raw["body_spacing"], raw["number"], raw["recipients"]
        accept = spacing.get("accept")
        layout = Layout(
            **{key: raw[key] for key in ("profile", "kind", "name", "note", "font", "head_mm", "indent_mm")},
            **{key: raw[key] for key in ("gap_points", "page_number", "fixed", "subject_rule", "authority")},
            **{key: raw[key] for key in ("closing", "annex")},
            valid_from=datetime.date.fromisoformat(raw["valid_from"]),
            valid_to=datetime.date.fromisoformat(raw["valid_to"]) if raw["valid_to"] else None,
            margins_mm=_spans(raw["margins_mm"], f"{where}: margins_mm"),
            body_spacing=Spacing(spacing["rule"], spacing["points"], (accept[0], accept[1]) if accept else None),
            head_split=(raw["head_split"][0], raw["head_split"][1]),
            head_left=tuple(raw["head_left"]),
            head_right=tuple(raw["head_right"]),
            forbidden=tuple(raw["forbidden"]),
            number_pattern=number["pattern"],
            number_untyped=number["untyped"],
            number_digits=number["digits"],
            recipients_label=people["label"],
            recipients_separator=people["separator"],
            recipients_archive=people["archive"],
            roles=roles,
        )
    except (KeyError, IndexError) as missing:
        raise LayoutError(f"{where}: {missing} is missing") from missing
    _check(layout, where)
    return layout


def _check(layout: Layout, where: str) -> None:
    faults = []
    if layout.kind not in {"party", "state"}:
        faults.append(f"kind {layout.kind}")
    if set(layout.margins_mm) != {"top", "bottom", "left", "right"}:
        faults.append("margins_mm needs top, bottom, left, right")
    if sum(layout.head_split) != 100:
        faults.append("head_split has to make 100")
    if layout.valid_to and layout.valid_to < layout.valid_from:
        faults.append("valid_to lies before valid_from")
    wanted = {*ROLES, *layout.head_left, *layout.head_right}
    faults += [f"roles.{name} is missing" for name in sorted(wanted - set(layout.roles))]
    faults += [f"roles.{name} is unknown" for name in sorted(set(layout.roles) - wanted)]
    lines = (set(layout.head_left) | set(layout.head_right)) - {"superior", "issuer"}
    faults += [f"fixed.{name} is missing" for name in sorted(lines - set(layout.fixed))]
    if layout.body_spacing.rule not in {"exact", "at_least", "multiple"}:
        faults.append("body_spacing.rule")
    faults += [f"number: no {key}" for key in ("{number}", "{type}", "{symbol}") if key not in layout.number_pattern]
    try:
        re.compile(layout.recipients_archive)
    except re.error as error:
        faults.append(f"recipients.archive: {error}")
    if faults:
        raise LayoutError(f"{where}: " + "; ".join(faults))


@lru_cache(maxsize=1)
def profiles() -> dict[str, Layout]:
    """Every layout by profile name. Two layouts of one kind valid on one day are a LayoutError."""
    found = {}
    for path in sorted(FOLDER.glob("*.json")):
        layout = parse(json.loads(path.read_text(encoding="utf-8")), path.name)
        if layout.profile != path.stem:
            raise LayoutError(f"{path.name}: profile is called {layout.profile}")
        found[layout.profile] = layout
    for kind in ("party", "state"):
        dated = sorted((one for one in found.values() if one.kind == kind), key=lambda one: one.valid_from)
        for before, after in pairwise(dated):
            if before.valid_to is None or before.valid_to >= after.valid_from:
                raise LayoutError(f"{before.profile} and {after.profile} are both valid on {after.valid_from}")
    return found


def profile(name: str) -> Layout:
    """The layout of that name; KeyError when there is none."""
    return profiles()[name]


def on(kind: str, day: datetime.date) -> Layout:
    """The layout of a kind ("party" or "state") in force on a day; LookupError when none is known for it."""
    for layout in profiles().values():
        if layout.kind == kind and layout.valid_on(day):
            return layout
    raise LookupError(f"no {kind} layout is known for {day:%d/%m/%Y}")
