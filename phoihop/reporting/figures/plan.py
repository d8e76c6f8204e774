"""Which rules make the asked figures on a day, and in which order they have to be worked out."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason, Refusal
from phoihop.reporting.formulas import BadFormula, Cycle, Formula, order, parse
from phoihop.reporting.models import FormLine, Indicator, IndicatorRule

Asked = Mapping[str, frozenset[str]]
"""Kind of period in which a figure is reported -> the levels that report it."""


@dataclass(frozen=True)
class Step:
    """One figure to work out. `rule` is None when no rule was in force on the day."""

    code: str
    indicator_id: int
    rule: IndicatorRule | None
    formula: Formula | None
    needs: tuple[str, ...]
    asked: Asked = field(default_factory=dict)
    """For an entered figure: what forms ask for it on the day."""

    @property
    def kind(self) -> str:
        return self.rule.kind if self.rule else ""


@dataclass(frozen=True, slots=True)
class Asking:
    """A form has the indicator among its lines, from one day to another."""

    code: str
    every: str
    level: str
    valid_from: datetime.date
    valid_to: datetime.date


@dataclass(frozen=True)
class Book:
    """All indicators and the rules in force at some time in a stretch of days: two statements, however many periods,
    and a third for what forms ask for once an entered figure is planned."""

    first: datetime.date
    last: datetime.date
    indicators: dict[str, Indicator]
    rules: dict[str, list[IndicatorRule]]
    asked: dict[datetime.date, dict[int, Asked]] = field(default_factory=dict)

    @cached_property
    def askings(self) -> list[Asking]:
        forms = ("form__every", "form__level", "form__valid_from", "form__valid_to")
        lines = FormLine.objects.filter(form__valid_from__lte=self.last, form__valid_to__gte=self.first)
        return [Asking(*line) for line in lines.values_list("indicator__code", *forms).distinct()]

    def rule(self, code: str, on: datetime.date) -> IndicatorRule | None:
        """The rule in force on the day; of two that overlap the one that began later."""
        fitting = [r for r in self.rules.get(code, ()) if r.valid_from <= on <= r.valid_to]
        return max(fitting, key=lambda r: r.valid_from, default=None)

    def plan(self, codes: Iterable[str], on: datetime.date) -> list[Step]:
        """The steps for the codes and everything they are made of, in order.

        Refuses an unknown code, a formula that cannot be read, and figures made out of themselves.
        """
        steps: dict[str, Step] = {}
        waiting = list(codes)
        while waiting:
            code = waiting.pop()
            if code not in steps:
                steps[code] = self._step(code, on)
                waiting.extend(steps[code].needs)
        try:
            return [steps[code] for code in order({code: step.needs for code, step in steps.items()})]
        except Cycle as cycle:
            raise Refusal(
                [
                    Reason(
                        _("Chỉ tiêu %(code)s tính vòng qua chính nó: %(trail)s. Sửa một trong các công thức đó.")
                        % {"code": cycle.trail[0], "trail": cycle}
                    )
                ]
            ) from cycle

    def asked_on(self, on: datetime.date) -> dict[int, Asked]:
        """What forms ask for on the day, by indicator; a line that shows a share asks for its two numbers."""
        if on not in self.asked:
            self.asked[on] = self._asked_on(on)
        return self.asked[on]

    def _asked_on(self, on: datetime.date) -> dict[int, Asked]:
        found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for asking in self.askings:
            rule = self.rule(asking.code, on) if asking.valid_from <= on <= asking.valid_to else None
            if rule is None:
                continue
            for indicator_id in (rule.indicator_id, rule.numerator_id, rule.denominator_id):
                if indicator_id is not None:
                    found[indicator_id][asking.every].add(asking.level)
        return {i: {every: frozenset(levels) for every, levels in kinds.items()} for i, kinds in found.items()}

    def _step(self, code: str, on: datetime.date) -> Step:
        if code not in self.indicators:
            raise Refusal(
                [Reason(_("Không có chỉ tiêu nào mang mã %(code)s. Xem danh sách chỉ tiêu.") % {"code": code})]
            )
        rule = self.rule(code, on)
        formula = None
        needs: tuple[str, ...] = ()
        if rule is not None and rule.kind == IndicatorRule.Kind.DERIVED:
            try:
                formula = parse(rule.formula)
            except BadFormula as fault:
                raise Refusal(
                    [
                        Reason(
                            _("Công thức “%(formula)s” của chỉ tiêu %(code)s không đọc được. Sửa lại, ví dụ S01 - S02.")
                            % {"formula": rule.formula, "code": code}
                        )
                    ]
                ) from fault
            needs = formula.codes
        elif rule is not None and rule.numerator and rule.denominator:
            needs = (rule.numerator.code, rule.denominator.code)
        indicator_id = self.indicators[code].pk
        entered = rule is not None and rule.kind == IndicatorRule.Kind.ENTERED
        asked = self.asked_on(on).get(indicator_id, {}) if entered else {}
        return Step(code, indicator_id, rule, formula, needs, asked)


def book(first: datetime.date, last: datetime.date) -> Book:
    """The rules in force between two days."""
    rules: dict[str, list[IndicatorRule]] = {}
    by_key = {indicator.pk: indicator for indicator in Indicator.objects.all()}
    for rule in IndicatorRule.objects.filter(valid_from__lte=last, valid_to__gte=first):
        rule.indicator = by_key[rule.indicator_id]
        if rule.numerator_id and rule.denominator_id:
            rule.numerator, rule.denominator = by_key[rule.numerator_id], by_key[rule.denominator_id]
        rules.setdefault(rule.indicator.code, []).append(rule)
    return Book(first, last, {indicator.code: indicator for indicator in by_key.values()}, rules)
