"""The sources of a figure as a page shows them: the rule in words, who is behind it, and which way it splits."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.base.numbers import format_date, format_number, format_percent
from phoihop.base.text import named
from phoihop.duties.models import Period
from phoihop.orgs.models import Post, UnitVersion
from phoihop.orgs.queries import Place, Tree, tree
from phoihop.reporting.figures import Figure, Source, Sources, sources
from phoihop.reporting.figures.notes import Note, notes
from phoihop.reporting.figures.words import population_words, rule_words, validity_words
from phoihop.reporting.formulas import share
from phoihop.reporting.models import Indicator, IndicatorRule
from phoihop.reporting.papers.rollup import sources_address

ACROSS = 34
"""Little squares in a line of the strip."""
PAGE = 250
"""Lines on a page: a province's communes fit on one, the months of all of them do not."""


@dataclass(frozen=True, slots=True)
class Square:
    x: int
    y: int
    full: bool
    title: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class Split:
    """A part of the figure: by type of unit, or by the units below the asked one."""

    label: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One source, written out."""

    unit_id: int
    code: str
    unit: str
    type: str
    of: str
    label: str
    amount: str
    result: str
    full: bool | None
    number: str
    day: str
    by: str
    evidence: list[tuple[str, str, str]]
    url: str
    remark: str


@dataclass(frozen=True)
class Filter:
    """Narrows the lines: a unit below the asked one, a type, in the numerator or not ("co", "khong")."""

    below: str = ""
    type: str = ""
    result: str = ""
    page: str = ""


@dataclass(frozen=True)
class Standing:
    """Everything the page of sources shows. `lines` are narrowed by the filter; the splits and the strip are not."""

    figure: Figure
    name: str
    measure: str
    place: Place
    rule: list[tuple[str, str]]
    squares: list[Square]
    height: int
    by_type: list[Split]
    by_below: list[Split]
    below_choices: list[tuple[str, str]]
    type_choices: list[tuple[str, str]]
    lines: list[Line]
    pages: "Page[Source]"
    total: int
    parts: list[tuple[str, str, str, str]]
    """(code, name, text, address) of the figures it is made of."""
    missing: list[tuple[str, str]]
    """(code, name) of units whose value is not there."""
    notes: list[Note]
    kinds: frozenset[str]
    codes: frozenset[str]
    """The indicators the sources were entered or counted for."""


def standing(
    code: str, period: Period, place: Place, post: Post, asked: Filter, shown: Tree, on: datetime.date | None = None
) -> Standing | None:
    """The page of one figure of one unit, or None when there is no such figure. A constant number of statements."""
    indicator = Indicator.objects.filter(code=code).first()
    if indicator is None:
        return None
    found = sources(code, period, place.unit_id, on=on)
    day_tree = shown if on is None else tree(period.ends_on)
    types = {value: str(label) for value, label in UnitVersion.Type.choices}
    below = _below(found.sources, place, day_tree)
    left, right = sources_address(code, period.label, on)
    order = {label: at for at, label in enumerate(types.values())}
    keys = {label: value for value, label in types.items()}

    def of_type(label: str) -> str:
        return f"{left}{place.code}{right}&loai={keys[label]}#lines"

    units_only = found.figure.is_share and all(s.kind in ("standard", "unit") for s in found.sources)
    squares = _squares(found.sources) if units_only else []
    wanted = [s for s in found.sources if _wanted(s, asked, below)]
    chosen = Paginator(wanted, PAGE).get_page(asked.page)
    return Standing(
        figure=found.figure,
        name=named(indicator, "name"),
        measure=named(indicator, "measure"),
        place=place,
        rule=_rule(found, period),
        squares=squares,
        height=-(-len(squares) // ACROSS),
        by_type=sorted(_splits(found, lambda s: types[s.unit_type], of_type), key=lambda split: order[split.label]),
        by_below=_splits(found, lambda s: below[s.unit_id].name, _address_of(below.values(), left, right)),
        below_choices=sorted({(p.code, p.name) for p in below.values()}),
        type_choices=sorted({(s.unit_type, types[s.unit_type]) for s in found.sources}),
        lines=_lines(chosen.object_list, types, post),
        pages=chosen,
        total=len(found.sources),
        parts=[_part(f, place, on) for f in found.parts.values()],
        missing=[(day_tree.places[u].code, day_tree.places[u].name) for u in found.missing_unit_ids],
        notes=notes(found.figure),
        codes=frozenset(s.code for s in found.sources),
        kinds=frozenset(s.kind for s in found.sources),
    )


def _part(figure: Figure, place: Place, on: datetime.date | None) -> tuple[str, str, str, str]:
    left, right = sources_address(figure.code, figure.period.label, on)
    name = named(figure.rule.indicator, "name") if figure.rule else figure.code
    return figure.code, name, figure.text, f"{left}{place.code}{right}"


def _rule(found: Sources, period: Period) -> list[tuple[str, str]]:
    """Facts about how the figure came about, as (label, words)."""
    rule, figure = found.figure.rule, found.figure
    if rule is None:
        return [
            (
                _("Quy tắc"),
                _("Ngày %(day)s chưa có quy tắc nào cho chỉ tiêu này.") % {"day": format_date(period.ends_on)},
            )
        ]
    facts = [(_("Quy tắc"), rule_words(rule)), (_("Hiệu lực"), validity_words(rule))]
    if rule.basis:
        facts.append((_("Căn cứ"), rule.basis))
    who = population_words(rule) or next(
        (w for p in found.parts.values() if p.rule and (w := population_words(p.rule))), ""
    )
    if who:
        words = _("%(who)s, theo danh mục ngày %(day)s") % {"who": who, "day": format_date(figure.tree_on)}
        facts.append((_("Tính trên"), words))
    else:
        facts.append((_("Danh mục đơn vị"), _("ngày %(day)s") % {"day": format_date(figure.tree_on)}))
    decisions = {s.decision_number for s in found.sources if s.decision_number}
    if decisions:
        facts.append((_("Quyết định"), _("%(n)s quyết định công nhận") % {"n": len(decisions)}))
    return facts


def _below(rows: Iterable[Source], place: Place, day_tree: Tree) -> dict[int, Place]:
    """For each source's unit the unit directly below the asked one on its path; itself where it is the asked one."""
    found: dict[int, Place] = {}
    for row in rows:
        if row.unit_id in found:
            continue
        path = day_tree.path(row.unit_id)
        at = next((i for i, p in enumerate(path) if p.unit_id == place.unit_id), None)
        found[row.unit_id] = path[min(at + 1, len(path) - 1)] if at is not None else path[-1]
    return found


def _address_of(places: Iterable[Place], left: str, right: str) -> Callable[[str], str]:
    by_name: dict[str, list[str]] = defaultdict(list)
    for place in {p.unit_id: p for p in places}.values():
        by_name[place.name].append(place.code)
    return lambda name: f"{left}{by_name[name][0]}{right}" if len(by_name[name]) == 1 else ""


def _splits(found: Sources, label: Callable[[Source], str], address: Callable[[str], str]) -> list[Split]:
    """Where rows can be counted or added: "180/188 · 95,74 %" for a share, a count for a set, a sum for a sum."""
    rule = found.figure.rule
    groups: dict[str, list[Source]] = defaultdict(list)
    for row in found.sources:
        groups[label(row)].append(row)
    if rule is None or len(groups) < 2:
        return []
    if found.sources[0].in_numerator is not None:
        return [Split(name, _share_text(rows, rule), address(name)) for name, rows in groups.items()]
    if all(row.amount is None for row in found.sources):
        return [Split(name, format_number(len(rows)), address(name)) for name, rows in groups.items()]
    if (
        rule.kind == IndicatorRule.Kind.ENTERED
        and rule.across_places == "sum"
        and rule.across_periods in ("sum", "latest")
    ):
        total = [(name, sum((r.amount or Decimal(0) for r in rows), Decimal(0))) for name, rows in groups.items()]
        return [Split(name, format_number(amount), address(name)) for name, amount in total]
    return []


def _share_text(rows: list[Source], rule: IndicatorRule) -> str:
    above, below = sum(bool(r.in_numerator) for r in rows), len(rows)
    percent = format_percent(share(above, below), rule.decimals)
    return f"{format_number(above)}/{format_number(below)} · {percent}"


def _squares(rows: list[Source]) -> list[Square]:
    full, hollow = _("đạt"), _("chưa")
    return [
        Square(
            at % ACROSS * 12,
            at // ACROSS * 12,
            bool(s.in_numerator),
            f"{s.unit_name}: {full if s.in_numerator else hollow}",
            s.unit_id,
        )
        for at, s in enumerate(rows)
    ]


def _wanted(row: Source, asked: Filter, below: dict[int, Place]) -> bool:
    if asked.below and below[row.unit_id].code != asked.below:
        return False
    if asked.type and row.unit_type != asked.type:
        return False
    return not asked.result or row.in_numerator is None or row.in_numerator == (asked.result == "co")


def _again(row: Source, periods: dict[str, str]) -> str:
    """The record's name, of a report its period's; of one that was corrected, also which revision counts."""
    label = periods.get(row.label, row.label) if row.kind == "report" else row.label
    if row.revision_number is None or row.revision_number == 1:
        return label
    return _("%(label)s, bản %(n)s") % {"label": label, "n": row.revision_number}


def _lines(rows: Iterable[Source], types: dict[str, str], post: Post) -> list[Line]:
    """Addresses only where the post may open them: reports, tasks and registers have rights of their own."""
    file_left, file_right = reverse("documents:download", args=[0]).split("0")
    may_open = {"report": post.can("report.read"), "share": post.can("task.read")}
    registers = post.can("register.read")
    rows = list(rows)
    labels = {row.label for row in rows if row.kind == "report"}
    periods = {one.label: named(one, "name") for one in Period.objects.filter(label__in=labels)} if labels else {}
    return [
        Line(
            unit_id=row.unit_id,
            code=row.unit_code,
            unit=row.unit_name,
            type=types[row.unit_type],
            of=row.code,
            label=_again(row, periods),
            amount="" if row.amount is None else format_number(row.amount),
            result=row.result,
            full=row.in_numerator,
            number=row.decision_number,
            day=format_date(row.decided_on) if row.decided_on else "",
            by=row.decided_by,
            evidence=[
                (title, digest[:8], f"{file_left}{key}{file_right}") for title, digest, key, _fact in row.evidence
            ],
            url=row.url if may_open.get(row.kind, registers) else "",
            remark=row.remark,
        )
        for row in rows
    ]
