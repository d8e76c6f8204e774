"""What a figure, a table of figures and the sources behind a figure are."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.translation import get_language

from phoihop.base.numbers import NOTHING, format_number, format_percent
from phoihop.duties.models import Period
from phoihop.reporting.figures.columns import Column
from phoihop.reporting.formulas import Amount, rounded
from phoihop.reporting.models import IndicatorRule


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one unit for a period. Amounts are exact; a share or a formula is rounded by its rule."""

    code: str
    indicator_id: int
    rule: IndicatorRule | None
    """The rule in force on the period's last day; None when there was none, and then there is no value."""
    unit_id: int
    period: Period
    tree_on: datetime.date
    value: Decimal | None
    numerator: Decimal | None
    """For a share: the members of the denominator that are also in the numerator set."""
    denominator: Decimal | None
    sources: int
    """How many source rows stand behind it: members of the set, or counted values of reports."""
    missing: int
    """Expected values (one a unit and reporting period that has ended) without a counted one."""
    flaw: str = ""
    """"part_over_whole" when a share's numerator passed its denominator: the share is then refused, not shown."""

    @property
    def is_share(self) -> bool:
        return self.rule is not None and self.rule.kind == IndicatorRule.Kind.SHARE

    @property
    def text(self) -> str:
        """As it is written on a page in the page's language: "195", "95,59 %", "–"."""
        return written(self.rule, self.value)

    @property
    def fraction_text(self) -> str:
        """ "195/204" for a share, otherwise empty."""
        return fraction(self.numerator, self.denominator)


def written(rule: IndicatorRule | None, value: Amount | None) -> str:
    """The value of a rule as text: with the rule's decimals, more when an entered amount has more."""
    if rule is None or value is None:
        return NOTHING
    if rule.kind == IndicatorRule.Kind.SHARE:
        return format_percent(value, rule.decimals)
    if isinstance(value, int) and not rule.decimals:
        return format_number(value)
    exactly = Decimal(value)
    return format_number(exactly, rule.decimals if exactly == rounded(exactly, rule.decimals) else None)


def fraction(numerator: Amount | None, denominator: Amount | None) -> str:
    if numerator is None or denominator is None:
        return ""
    return f"{format_number(numerator)}/{format_number(denominator)}"


@dataclass(frozen=True)
class Table:
    """Figures of several units (rows) and codes (columns), made into objects only when asked for."""

    period: Period
    tree_on: datetime.date
    unit_ids: tuple[int, ...]
    codes: tuple[str, ...]
    columns: Mapping[str, Column] = field(repr=False)

    def figure(self, unit_id: int, code: str) -> Figure:
        column = self.columns[code]
        numerator, denominator = column.fraction(unit_id)
        return Figure(
            code=code,
            indicator_id=column.indicator_id,
            rule=column.rule,
            unit_id=unit_id,
            period=self.period,
            tree_on=self.tree_on,
            value=_decimal(column.value.get(unit_id)),
            numerator=_decimal(numerator),
            denominator=_decimal(denominator),
            sources=column.sources.get(unit_id, 0),
            missing=column.missing.get(unit_id, 0),
            flaw=column.flaw.get(unit_id, ""),
        )

    def row(self, unit_id: int) -> dict[str, Figure]:
        return {code: self.figure(unit_id, code) for code in self.codes}

    def texts(self, code: str) -> list[str]:
        """The column as written on a page, one text a unit in the order of `unit_ids`."""
        column = self.columns[code]
        if column.rule is None:
            return [NOTHING] * len(self.unit_ids)
        whole = column.rule.kind != IndicatorRule.Kind.SHARE and not column.rule.decimals
        thousands = "," if get_language() == "en" else "."
        found = []
        for unit_id in self.unit_ids:
            value = column.value.get(unit_id)
            if whole and isinstance(value, int) and value >= 0:
                found.append(f"{value:,}".replace(",", thousands))
            else:
                found.append(written(column.rule, value))
        return found


@dataclass(frozen=True)
class Series:
    """One figure over several periods, in the order asked for."""

    figures: tuple[Figure, ...]

    @property
    def changed(self) -> tuple[bool, ...]:
        """For each period whether it comes about by another rule than the one before it: not to be compared blindly."""
        rules = [f.rule.pk if f.rule else None for f in self.figures]
        return tuple(i > 0 and rules[i] != rules[i - 1] for i in range(len(rules)))


Evidence = tuple[str, str, int, datetime.date | None]
"""(title, SHA-256 of the file, key of the documents.File, day of the fact)."""


@dataclass(frozen=True, slots=True)
class Source:
    """One thing a figure stands on: a unit's counted report, its recognised result, a model, an operation, a unit."""

    code: str
    """The indicator it was counted or entered for: the figure's own, or the part of it that reads the record."""
    unit_id: int
    unit_code: str
    unit_name: str
    unit_type: str
    in_numerator: bool | None
    """For a share: whether the member of the denominator is in the numerator. None for everything else."""
    amount: Decimal | None
    kind: str
    """ "report" | "standard" | "model" | "operation" | "matter" | "area" | "unit"."""
    pk: int
    label: str
    """The period of a report, the name of a model, the code of an operation; "" for a unit."""
    result: str
    """The result in words where the record has one: đạt, chưa đạt."""
    url: str
    revision_number: int | None = None
    decision_number: str = ""
    decided_on: datetime.date | None = None
    decided_by: str = ""
    decided_at: datetime.datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    remark: str = ""

    @property
    def facts(self) -> dict[str, object]:
        """What the digest is taken of: keys and facts, no wording that a translation or a renamed post may change."""
        return {
            "code": self.code,
            "unit": self.unit_id,
            "unit_code": self.unit_code,
            "in_numerator": self.in_numerator,
            "amount": plain(self.amount),
            "kind": self.kind,
            "pk": self.pk,
            "revision": self.revision_number,
            "decision": self.decision_number,
            "decided_on": self.decided_on.isoformat() if self.decided_on else None,
            "decided_at": self.decided_at.astimezone(datetime.UTC).isoformat() if self.decided_at else None,
            "evidence": [[e[0], e[1], e[3].isoformat() if e[3] else None] for e in self.evidence],
            "remark": self.remark,
        }

    @property
    def digest(self) -> str:
        return _digest(self.facts)


@dataclass(frozen=True)
class Sources:
    """A figure with everything behind it. `parts` are the figures it is made of: two of a share, those of a formula."""

    figure: Figure
    sources: list[Source]
    parts: dict[str, Figure]
    missing_unit_ids: tuple[int, ...] = ()
    """Units of which a value was expected and is not there, or not for every period."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 over every source, the rule, the day of the tree and the value."""
        figure = self.figure
        return _digest(
            {
                "sources": sorted(s.digest for s in self.sources),
                "rule": figure.rule.pk if figure.rule else None,
                "tree_on": figure.tree_on.isoformat(),
                "value": plain(figure.value),
                "numerator": plain(figure.numerator),
                "denominator": plain(figure.denominator),
            }
        )


def plain(value: Decimal | None) -> str | None:
    """One spelling of a number whatever its trailing zeros: "195", "95.59"."""
    return None if value is None else f"{value.normalize():f}"


def _digest(facts: object) -> str:
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _decimal(value: Amount | None) -> Decimal | None:
    return None if value is None else Decimal(value)
