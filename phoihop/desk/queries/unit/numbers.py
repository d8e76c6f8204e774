"""The figures of a unit's branch this year beside last year's, and those directly below it."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from phoihop.annual.queries import headline_codes
from phoihop.base.numbers import NOTHING, format_change
from phoihop.base.text import collation_key, named
from phoihop.duties.models import Period
from phoihop.orgs.queries import Place, Span, held, tree
from phoihop.registers.models import StandardResult
from phoihop.reporting.figures import Figure, Table, tables
from phoihop.reporting.models import Form, FormLine, Indicator


@dataclass(frozen=True, slots=True)
class Line:
    """One figure; `before_url` is empty when there was no such year for the unit."""

    code: str
    name: str
    measure: str
    text: str
    fraction: str
    url: str
    before: str
    before_url: str
    change: str
    tone: str


@dataclass(frozen=True, slots=True)
class Below:
    """A unit directly below, with the share shown for it and, for one that is assessed itself, its result."""

    place: Place
    text: str
    fraction: str
    percent: Decimal | None
    url: str
    passed: bool | None
    """None: no decision, or not a unit that is assessed."""
    result_url: str


@dataclass(frozen=True)
class Numbers:
    period: Period
    before: Period | None
    groups: list[tuple[str, list[Line]]]
    """(title of the form, or "" for the figures of the annual report) → lines."""
    below: list[Below]
    below_name: str
    """What `Below.text` says; empty without such a figure."""


def numbers(period: Period, unit_id: int, spans: list[Span]) -> Numbers | None:
    """Headline figures of the annual report, then those of its level's forms. The unit stood at the period's end.

    Last year's stand beside them where the unit already stood in the branch (`spans`) then.
    """
    stood = tree(period.ends_on)
    place = stood.get(unit_id)
    if place is None:
        return None
    headlines = headline_codes()
    known = {indicator.code: indicator for indicator in Indicator.objects.all()}
    wanted = [("", headlines)]
    for title, group in _form_codes(place.level, period):
        wanted.append((title, [code for code in group if code not in headlines]))
    codes = list(dict.fromkeys(code for _title, group in wanted for code in group))
    last = Period.objects.filter(kind=period.kind, year=period.year - 1).first()
    below = stood.below(unit_id)
    asked = [unit_id, *(p.unit_id for p in below)]
    per_year = tables(codes, [last, period] if last else [period], asked) if codes else []
    now, before = (per_year[-1], per_year[0] if last else None) if per_year else (None, None)
    there = tree(last.ends_on).get(unit_id) if last and held(spans, unit_id, last.ends_on) else None
    groups = []
    if now is not None:
        for title, group in wanted:
            lines = [_line(known[code], now, before, place, there) for code in group]
            groups.append((title, [line for line in lines if {line.text, line.before} - {NOTHING, ""}]))
    share = _share(headlines, now, unit_id)
    return Numbers(
        period=period,
        before=last if there else None,
        groups=[group for group in groups if group[1]],
        below=_below(below, share, now, period),
        below_name=named(known[share], "name") if share else "",
    )


def _form_codes(level: str, period: Period) -> list[tuple[str, list[str]]]:
    """(title, codes) of each form the level fills in that year. Two statements."""
    forms = list(Form.objects.filter(level=level, valid_from__lte=period.ends_on, valid_to__gte=period.ends_on))
    codes: dict[int, list[str]] = {form.pk: [] for form in forms}
    for form_id, code in (
        FormLine.objects.filter(form__level=level).order_by("form", "order").values_list("form_id", "indicator__code")
    ):
        if form_id in codes:
            codes[form_id].append(code)
    return [(named(form, "title"), list(dict.fromkeys(codes[form.pk]))) for form in forms]


def _line(indicator: Indicator, now: Table, before: Table | None, place: Place, there: Place | None) -> Line:
    figure = now.figure(place.unit_id, indicator.code)
    last = before.figure(place.unit_id, indicator.code) if before is not None and there is not None else None
    change, tone = "", "empty"
    if last is not None and figure.value is not None and last.value is not None:
        difference = figure.value - last.value
        change = format_change(difference, figure.rule.decimals if figure.rule else 0) if difference else ""
        if difference and indicator.rising_is:
            tone = "accepted" if (difference > 0) == (indicator.rising_is > 0) else "soon"
    return Line(
        code=indicator.code,
        name=named(indicator, "name"),
        measure=named(indicator, "measure"),
        text=figure.text,
        fraction=figure.fraction_text,
        url=_sources(figure, place),
        before=last.text if last is not None else "",
        before_url=_sources(last, there) if last is not None and there is not None else "",
        change=change,
        tone=tone,
    )


def _sources(figure: Figure, place: Place) -> str:
    return f"{reverse('reporting:sources', args=[figure.code, figure.period.label])}?unit={place.code}"


def _share(headlines: list[str], now: Table | None, unit_id: int) -> str:
    """The first headline that is a share: what the units below are compared by."""
    if now is None:
        return ""
    return next((code for code in headlines if now.figure(unit_id, code).is_share), "")


def _below(below: tuple[Place, ...], share: str, now: Table | None, period: Period) -> list[Below]:
    """One statement: the decided results of the same year among these units."""
    decided = {
        result.unit_id: result
        for result in StandardResult.objects.filter(
            unit__in=[p.unit_id for p in below],
            period__kind=Period.Kind.STANDARD_YEAR,
            period__year=period.year,
            ruling__isnull=False,
        ).select_related("ruling")
    }
    found = []
    for place in sorted(below, key=lambda p: collation_key(p.name)):
        figure = now.figure(place.unit_id, share) if now is not None and share else None
        result = decided.get(place.unit_id)
        found.append(
            Below(
                place,
                figure.text if figure else "",
                figure.fraction_text if figure else "",
                figure.value if figure else None,
                _sources(figure, place) if figure else "",
                result.ruling.passed if result and result.ruling else None,
                reverse("registers:standard", args=[result.pk]) if result else "",
            )
        )
    return found
