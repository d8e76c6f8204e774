"""Setting up what is reported: indicators with their dated rules, and forms."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from phoihop.base.errors import refuse
from phoihop.base.text import nfc
from phoihop.duties.calendar import DAY
from phoihop.duties.models import Duty
from phoihop.journal.actions import record
from phoihop.orgs.models import BEGINNING, OPEN_END, Post
from phoihop.reporting import rules
from phoihop.reporting.models import Form, FormLine, FormText, Indicator, IndicatorRule


@transaction.atomic
def add_indicator(
    *,
    by: Post | None,
    code: str,
    name_vi: str,
    measure_vi: str,
    rule: Mapping[str, Any],
    name_en: str = "",
    measure_en: str = "",
    order: int = 0,
    rising_is: int = 0,
) -> Indicator:
    """A figure by name, with its first rule (fields of `IndicatorRule`, valid from the beginning unless it says).

    Needs "regulation.write". Refused for a code in use.
    """
    refuse(rules.why_not_add_indicator(by, code))
    indicator = Indicator.objects.create(
        code=code,
        name_vi=nfc(name_vi),
        name_en=name_en,
        measure_vi=nfc(measure_vi),
        measure_en=measure_en,
        order=order,
        rising_is=rising_is,
    )
    add_rule(by=by, indicator=indicator, **rule)
    return indicator


@transaction.atomic
def add_rule(
    *, by: Post | None, indicator: Indicator, valid_from: datetime.date = BEGINNING, **facts: Any
) -> IndicatorRule:
    """Another way for the figure to come about from a day; the rule before holds until the day before.

    Needs "regulation.write". Refused for a day not after the first of the rule in force.
    """
    last = indicator.rules.order_by("-valid_from").first()
    refuse(rules.why_not_add_rule(by, last, valid_from))
    if last is not None:
        last.valid_to = valid_from - DAY
        last.save(update_fields=["valid_to"])
    rule = IndicatorRule.objects.create(indicator=indicator, valid_from=valid_from, valid_to=OPEN_END, **facts)
    record("reporting.add_rule", by=by, about=indicator, facts={"kind": rule.kind, "from": valid_from})
    return rule


@transaction.atomic
def add_form(
    *,
    by: Post | None,
    code: str,
    title_vi: str,
    level: str,
    every: str,
    lines: Iterable[Mapping[str, Any]],
    texts: Iterable[Mapping[str, Any]] = (),
    duty: Duty | None = None,
    title_en: str = "",
) -> Form:
    """What units of a level report, how often: its lines (fields of `FormLine`) and narrative blocks, in their order.

    Needs "regulation.write". Refused for a code in use.
    """
    refuse(rules.why_not_add_form(by, code))
    form = Form.objects.create(
        code=code, title_vi=nfc(title_vi), title_en=title_en, duty=duty, level=level, every=every
    )
    FormLine.objects.bulk_create(FormLine(form=form, order=n, **line) for n, line in enumerate(lines, start=1))
    FormText.objects.bulk_create(FormText(form=form, order=n, **text) for n, text in enumerate(texts, start=1))
    record("reporting.add_form", by=by, about=form, facts={"code": code, "level": level, "every": every})
    return form
