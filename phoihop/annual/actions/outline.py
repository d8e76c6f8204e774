"""Begin an annual report: its figures, its outline, the date on the paper."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.annual import rules
from phoihop.annual.formulas.tokens import tokens
from phoihop.annual.models import AnnualFigure, Block, Edition, Section
from phoihop.annual.outline import Heading, outline
from phoihop.annual.queries import issuing_body, last_year
from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.documents import layouts
from phoihop.duties.models import Period, Regulation
from phoihop.journal.actions import record
from phoihop.orgs.models import Body, Post
from phoihop.orgs.queries import may
from phoihop.reporting.figures import figures
from phoihop.reporting.formulas import BadFormula
from phoihop.reporting.models import Indicator


@transaction.atomic
def choose_figures(
    *, by: Post, regulation: Regulation, codes: Sequence[str], headline: Sequence[str] = ()
) -> list[AnnualFigure]:
    """Say which indicators are the figures of the regulation's annual report, in this order.

    Who: a post with annual.write. Replaces the former choice; issued reports keep what they quoted.
    """
    known = {one.code: one for one in Indicator.objects.filter(code__in=codes)}
    unknown = [code for code in codes if code not in known]
    body = issuing_body(regulation)
    refuse(
        [
            *([] if body and may(by, "annual.write", body.unit_id) else [_not_the_secretary()]),
            *(Reason(_("Không có chỉ tiêu nào mang mã %(code)s.") % {"code": code}) for code in unknown),
        ]
    )
    AnnualFigure.objects.filter(regulation=regulation).delete()
    chosen = AnnualFigure.objects.bulk_create(
        AnnualFigure(regulation=regulation, indicator=known[code], order=order, headline=code in headline)
        for order, code in enumerate(dict.fromkeys(codes), start=1)
    )
    record("annual.choose_figures", by=by, about=regulation, facts={"codes": list(codes)})
    return chosen


@transaction.atomic
def open_edition(*, by: Post, regulation: Regulation, period: Period, paper_on: datetime.date | None = None) -> Edition:
    """Begin the annual report of a regulation for a year, with the outline and the paragraphs that quote its figures.

    Who: a post with annual.write over the unit of the issuing body. When: the year lies in the regulation's term and
    has no report yet. Paragraphs about last year are left out when last year has no figures, and those that quote a
    figure nobody has defined.
    """
    body = issuing_body(regulation)
    refuse(rules.why_not_open(by, regulation, period, body.unit_id if body else None))
    assert body is not None
    words = _words(regulation, period, body)
    form = outline()
    edition = Edition.objects.create(
        regulation=regulation,
        period=period,
        title_vi=form.title.format(**words),
        paper_on=paper_on or clock.today(),
    )
    before = last_year(period)
    with_last_year = before is not None and _has_figures(before, body.unit_id, form.units)
    known = set(Indicator.objects.values_list("code", flat=True))
    blocks: list[Block] = []
    for order, heading in enumerate(form.sections, start=1):
        section = _section(edition, order, heading, words)
        texts = [one.text.format(**words) for one in heading.blocks if with_last_year or not one.last_year]
        said = [text for text in texts if known.issuperset(code for token in tokens(text) for code in token.codes)]
        blocks += [
            Block(section=section, order=n, body=text, changed_at=clock.now(), changed_by=by)
            for n, text in enumerate(said, start=1)
        ]
    Block.objects.bulk_create(blocks)
    record("annual.open_edition", by=by, about=edition, facts={"period": period.label, "sections": len(form.sections)})
    return edition


@transaction.atomic
def set_paper_date(*, by: Post, edition: Edition, paper_on: datetime.date) -> Edition:
    """Set the day printed on the draft; the layout of that day is used. Who: annual.write. When: not issued."""
    body = issuing_body(edition.regulation)
    reasons = rules.why_not_write(by, edition, body.unit_id if body else None)
    try:
        layouts.on(outline().layout, paper_on)
    except LookupError:
        reasons.append(Reason(_("Chưa có mẫu trình bày cho ngày này. Chọn ngày khác."), field="paper_on"))
    if paper_on < edition.period.starts_on:
        reasons.append(Reason(_("Ngày ghi trên báo cáo đứng trước kỳ báo cáo. Chọn ngày khác."), field="paper_on"))
    refuse(reasons)
    Edition.objects.filter(pk=edition.pk, state=Edition.State.DRAFT).update(paper_on=paper_on)
    edition.paper_on = paper_on
    record("annual.set_paper_date", by=by, about=edition, facts={"paper_on": paper_on})
    return edition


def _section(edition: Edition, order: int, heading: Heading, words: dict[str, object]) -> Section:
    return Section.objects.create(
        edition=edition,
        order=order,
        level=heading.level,
        title_vi=heading.title.format(**words),
        takes=heading.takes,
        required=heading.required,
    )


def _words(regulation: Regulation, period: Period, body: Body) -> dict[str, object]:
    """What the outline's paragraphs may say of this report."""
    return {
        "year": period.year,
        "last": period.year - 1,
        "next": period.year + 1,
        "regulation": regulation.title_vi,
        "decision": regulation.decision,
        "issuer": regulation.issuer,
        "body": body.name_vi,
    }


def _has_figures(period: Period, unit_id: int, codes: Sequence[str]) -> bool:
    known = set(Indicator.objects.filter(code__in=codes).values_list("code", flat=True))
    if known != set(codes):
        return False
    try:
        found = figures(codes, period, unit_id)
    except BadFormula:
        return False
    return all(figure.value for figure in found.values())


def _not_the_secretary() -> Reason:
    return Reason(_("Chức vụ đang dùng không soạn báo cáo năm của quy chế này. Việc này do thư ký quy chế làm."))
