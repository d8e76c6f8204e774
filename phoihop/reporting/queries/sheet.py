"""One report as it is read and filled in: every cell with what was there before, and what has been said of it."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.numbers import format_change, format_input, format_number, format_percent
from phoihop.base.text import named
from phoihop.journal.models import Entry
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place
from phoihop.reporting import rules
from phoihop.reporting.formulas import parse, share
from phoihop.reporting.models import Attachment, Decision, FormText, IndicatorRule, Report, Revision
from phoihop.reporting.rules import Cell, Draft, Standing, Typed
from phoihop.reporting.rules.layout import Line as FormLine


@dataclass(slots=True)
class CellView:
    """A cell with everything that stands beside it. Texts are ready to be shown; `value` fits an input."""

    cell: Cell
    value: str
    remark: str
    shown: str
    previous: str
    """The counted number of the period before, "–" when there is none."""
    change: str
    """The difference to it, with its sign; "" when either is missing."""
    last: str
    """What the last sealed revision said, when that differs; else ""."""
    counted: str
    """What counts now, when that differs; else ""."""
    odd: str
    """Why the number is odd; "" when it is not."""
    sign: str
    """`rules.mark` of what is stored."""
    files: list[Attachment] = field(default_factory=list)
    error: str = ""

    @property
    def needs_remark(self) -> bool:
        return bool(self.odd) and not self.remark


@dataclass(slots=True)
class LineView:
    """A line of the form."""

    order: int
    group: str
    """The heading that begins with this line; "" within a group."""
    code: str
    name: str
    measure: str
    cells: list[CellView]
    computed: str
    """Of a share or a derived line: what follows from the cells; "" when something is missing."""
    computed_before: str
    basis: str

    @property
    def is_wrong(self) -> bool:
        return any(cell.error for cell in self.cells)


@dataclass(slots=True)
class TextView:
    block: FormText
    title: str
    body: str
    sign: str
    last: str
    error: str = ""


@dataclass
class ReportPage:
    """Everything the page of a report shows."""

    report: Report
    place: Place
    stand: Standing
    draft: Draft
    shown: Revision | None
    """The revision on the page: the draft, else the last sealed one."""
    lines: list[LineView]
    texts: list[TextView]
    revisions: list[Revision]
    """Latest first, each with `decisions` loaded."""
    files: list[Attachment]
    """On the whole report."""
    history: list[Entry]
    may_write: bool
    may_accept: bool
    missing: list[Reason]
    """Why it cannot be sent; empty when it can."""

    @property
    def cells(self) -> list[CellView]:
        return [cell for line in self.lines for cell in line.cells]

    def missing_links(self) -> list[tuple[str, str, str]]:
        """`missing` as (field, few words, sentence), each field once: for the one line beside the button."""
        short = {cell.cell.field: cell.cell.label for cell in self.cells}
        short |= {cell.cell.remark_field: _("giải thích %(cell)s") % {"cell": cell.cell.label} for cell in self.cells}
        short |= {f"t-{text.block.code}": _("phần “%(title)s”") % {"title": text.title} for text in self.texts}
        found: dict[str, tuple[str, str, str]] = {}
        for reason in self.missing:
            field = reason.field if reason.field in short else ""
            found.setdefault(field or str(reason), (field, short.get(field, ""), str(reason)))
        return list(found.values())

    @property
    def last_decision(self) -> Decision | None:
        """The latest decision on the report, if it has not been answered by a new sending."""
        sealed = [revision for revision in self.revisions if revision.sealed_at is not None]
        decisions = list(sealed[0].decisions.all()) if sealed else []
        return decisions[-1] if decisions else None


def report_for(post: Post, pk: int) -> Report | None:
    """The report, if the post may see it; None otherwise, as if it did not exist. Two statements."""
    report = Report.objects.filter(pk=pk).select_related("form__duty", "period", "counted_revision").first()
    if report is None:
        return None
    on = rules.tree_of(report)
    if report.unit_id not in on.places or not rules.may_see(post, report, on):
        return None
    return report


def report_page(post: Post, report: Report) -> ReportPage:
    """The page of a report the post may see. About twenty statements whatever the number of lines."""
    stand = rules.standing(report.form, report.period, [report.unit_id])
    revisions = list(
        Revision.objects.filter(report=report)
        .select_related("sealed_by__body")
        .prefetch_related("decisions__by__body")
        .order_by("-number")
    )
    draft = next((revision for revision in revisions if revision.sealed_at is None), None)
    sealed = [revision for revision in revisions if revision.sealed_at is not None]
    shown = draft or (sealed[0] if sealed else None)
    behind = next((revision for revision in sealed if shown is not None and revision.number < shown.number), None)
    wanted = {r.pk: r for r in (shown, behind, report.counted_revision) if r is not None}
    contents = rules.contents_of(wanted.values())
    now = contents[shown.pk] if shown else Draft(None)
    files = list(Attachment.objects.filter(revision=shown).select_related("file", "indicator")) if shown else []
    editable = report.state in {Report.State.OPEN, Report.State.RETURNED}
    place = stand.tree.get(report.unit_id)
    assert place is not None, "a report of a unit that is not in the tree of its period"
    page = ReportPage(
        report=report,
        place=place,
        stand=stand,
        draft=contents[draft.pk] if draft else Draft(None),
        shown=shown,
        lines=[],
        texts=[],
        revisions=revisions,
        files=[file for file in files if file.indicator_id is None],
        history=list(
            Entry.objects.filter(subject_type="reporting.report", subject_id=report.pk)
            .exclude(verb="report.saved")
            .order_by("-seq")[:50]
        ),
        may_write=rules.may_write(post, report.unit_id, stand.tree),
        may_accept=rules.may_accept(post, report.unit_id, stand.tree),
        missing=[],
    )
    if editable:
        page.missing = rules.why_not_submit(post, stand, report, page.draft)
    before = contents[behind.pk] if behind else None
    counted = contents[report.counted_revision_id] if report.counted_revision_id else None
    page.lines = _lines(stand, report.unit_id, now, before, counted, files)
    page.texts = [_text(block, now, before) for block in stand.layout.texts]
    return page


def _lines(
    stand: Standing,
    unit_id: int,
    now: Draft,
    behind: Draft | None,
    counted: Draft | None,
    files: list[Attachment],
) -> list[LineView]:
    oddities = {oddity.cell.code: oddity.text for oddity in rules.odd(stand, unit_id, now.cells)}
    by_indicator: dict[int, list[Attachment]] = {}
    for file in files:
        if file.indicator_id is not None:
            by_indicator.setdefault(file.indicator_id, []).append(file)
    before = stand.previous(unit_id)
    amounts_now = {code: typed.amount for code, typed in now.cells.items()}
    amounts_before = {c.code: before.get(c.indicator.pk) for c in stand.layout.cells}
    views, group = [], ""
    for line in stand.layout.lines:
        cells = []
        for cell in line.cells:
            typed = now.cells.get(cell.code, Typed())
            view = _cell(cell, typed, before.get(cell.indicator.pk))
            view.last = _differing(typed, behind, cell.code)
            view.counted = _differing(typed, counted, cell.code) if counted is not behind else ""
            view.odd = oddities.get(cell.code, "")
            view.files = by_indicator.get(cell.indicator.pk, [])
            cells.append(view)
        heading = named(line.line, "group")
        views.append(
            LineView(
                line.line.order,
                heading if heading != group else "",
                line.line.indicator.code,
                named(line.line.indicator, "name"),
                named(line.line.indicator, "measure"),
                cells,
                _computed(line, amounts_now),
                _computed(line, amounts_before),
                line.rule.basis if line.rule else "",
            )
        )
        group = heading
    return views


def _cell(cell: Cell, typed: Typed, before: Decimal | None) -> CellView:
    return CellView(
        cell=cell,
        value=format_input(typed.amount),
        remark=typed.remark,
        shown=format_number(typed.amount),
        previous=format_number(before),
        change=format_change(typed.amount - before) if typed.amount is not None and before is not None else "",
        last="",
        counted="",
        odd="",
        sign=rules.mark(typed),
    )


def _differing(typed: Typed, other: Draft | None, code: str) -> str:
    if other is None:
        return ""
    theirs = other.cells.get(code, Typed())
    return format_number(theirs.amount) if theirs.amount != typed.amount else ""


def _computed(line: FormLine, amounts: dict[str, Decimal | None]) -> str:
    """A share as percent, a derived line by its formula; "" for an entered one or when a part is missing."""
    rule = line.rule
    if rule is None:
        return ""
    if line.is_share:
        part, whole = (amounts.get(cell.code) for cell in line.cells)
        if part is None or not whole or part > whole:
            return ""
        return format_percent(share(part, whole), rule.decimals or 2)
    if rule.kind == IndicatorRule.Kind.DERIVED:
        value = parse(rule.formula).value(amounts)
        return "" if value is None else format_number(value, rule.decimals)
    return ""


def _text(block: FormText, now: Draft, behind: Draft | None) -> TextView:
    body = now.texts.get(block.code, "")
    last = behind.texts.get(block.code, "") if behind else ""
    return TextView(block, named(block, "title"), body, rules.text_mark(body), last if last != body else "")
