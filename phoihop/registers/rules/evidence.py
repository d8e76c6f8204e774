"""Evidence: what takes it, from whom, and of which days."""

import datetime

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import format_date
from phoihop.orgs.models import Post
from phoihop.registers.models import Evidence, KeyArea, Matter, Model, StandardResult
from phoihop.registers.rules.areas import why_not_write_area
from phoihop.registers.rules.matters import why_not_write_matter
from phoihop.registers.rules.records import why_not_write_model
from phoihop.registers.rules.standards import why_not_answer
from phoihop.registers.rules.wording import unclean

Proved = StandardResult | Model | Matter | KeyArea
"""What evidence may hang on."""


def why_not_attach(by: Post, record: Proved) -> list[Reason]:
    """A result while the unit assesses itself, a model while it runs, a matter while open, an area until reported."""
    if isinstance(record, StandardResult):
        return why_not_answer(by, record)
    if isinstance(record, Matter):
        return why_not_write_matter(by, record)
    if isinstance(record, KeyArea):
        return why_not_write_area(by, record)
    return why_not_write_model(by, record)


def why_not_attach_so(by: Post, record: Proved, title: str, fact_on: datetime.date) -> list[Reason]:
    """The day of the fact lies within the record's own time, and not after today."""
    found = why_not_attach(by, record)
    if found:
        return found
    if not title.strip():
        found.append(Reason(_("Nhập tên minh chứng."), "title"))
    first, last = _days_of(record)
    last = min(last, clock.today())
    if not first <= fact_on <= last:
        text = _("Ngày của sự việc {day} nằm ngoài khoảng từ {first} đến {last}. Ngày này không phải ngày tải tệp lên.")
        dates = {"day": format_date(fact_on), "first": format_date(first), "last": format_date(last)}
        found.append(Reason(text.format(**dates), "fact_on"))
    return found + unclean(title, "title")


def _days_of(record: Proved) -> tuple[datetime.date, datetime.date]:
    if isinstance(record, StandardResult):
        return record.period.starts_on, record.period.ends_on
    if isinstance(record, Matter):
        return record.opened_on, clock.today()
    if isinstance(record, KeyArea):
        return datetime.date(record.year - 1, 1, 1), clock.today()
    return record.built_on, record.ended_on or clock.today()


def why_not_withdraw(by: Post, evidence: Evidence) -> list[Reason]:
    """Needs the record (and a result's period) loaded."""
    if evidence.withdrawn_at:
        return [Reason(_("Minh chứng này đã được rút trước đó."))]
    record = proved_by(evidence)
    return why_not_attach(by, record) if record else []


def proved_by(evidence: Evidence) -> Proved | None:
    """The record on which the evidence hangs."""
    return evidence.result or evidence.model or evidence.matter or evidence.area
