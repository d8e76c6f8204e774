"""Next year's directions: written with the results they come from, drawn into the report, or waived by name."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from phoihop.annual import rules
from phoihop.annual.actions.words import add_block, write_block
from phoihop.annual.citable import citable
from phoihop.annual.formulas import tokens
from phoihop.annual.models import Block, Direction, DirectionCitation, Edition, Section
from phoihop.annual.outline import outline
from phoihop.annual.queries import issuing_body, next_year
from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.text import nfc
from phoihop.journal.actions import record
from phoihop.orgs.models import Post

Others = Collection[tuple[str, str]]
"""(kind, key) of results that upper rooms let be cited."""


@transaction.atomic
def add_direction(
    *, by: Post, edition: Edition, text_vi: str, text_en: str = "", figures: Sequence[str] = (), others: Others = ()
) -> Direction:
    """Write a direction for the year after the edition's, with the results it comes from.

    Who: annual.write over the issuing body's unit. When: next year's period is there. `figures`: tokens such as "D01"
    or "S02/S01@2020". Results may still be cited later; work is given out of it only when one is.
    """
    edition = _hold(by, edition)
    text_vi, text_en = nfc(text_vi), nfc(text_en)
    period = next_year(edition.period)
    reasons = rules.why_not_direction(text_vi, text_en) + _why_not_cite(by, edition, figures, others)
    if period is None:
        words = _("Chưa có kỳ năm %(year)s. Mở kỳ ở trang các kỳ rồi ghi phương hướng.")
        reasons.append(Reason(words % {"year": edition.period.year + 1}))
    refuse(reasons)
    assert period is not None
    last = edition.directions.aggregate(Max("order"))["order__max"] or 0
    direction = Direction.objects.create(
        edition=edition,
        period=period,
        order=last + 1,
        text_vi=text_vi,
        text_en=text_en,
        created_by=by,
        created_at=clock.now(),
    )
    cited = _cite(by, direction, figures, others)
    record("annual.add_direction", by=by, about=direction, facts={"text": text_vi, "cited": cited})
    return direction


@transaction.atomic
def write_direction(
    *,
    by: Post,
    direction: Direction,
    version: int,
    text_vi: str,
    text_en: str = "",
    figures: Sequence[str] = (),
    others: Others = (),
) -> Direction:
    """Change the words of a direction and what it cites, as opened at `version`. A paragraph of the draft that still
    says what the direction said follows it.

    Who: annual.write. When: no work was given out of it, nobody waived it, and it stands in no issued report.
    """
    edition = _hold(by, direction.edition)
    text_vi, text_en = nfc(text_vi), nfc(text_en)
    refuse(
        [
            *rules.why_not_change_direction(direction),
            *rules.why_not_direction(text_vi, text_en),
            *_why_not_cite(by, edition, figures, others),
        ]
    )
    before = Direction.objects.get(pk=direction.pk)
    rows = Direction.objects.filter(pk=direction.pk, version=version)
    if rows.update(text_vi=text_vi, text_en=text_en, version=F("version") + 1) != 1:
        say = _("Phương hướng này vừa được người khác sửa. Chữ đã gõ còn ở dưới: đối chiếu rồi lưu lại.")
        raise Refusal([Reason(say, field="text_vi")])
    cited_before = [one.token or f"{one.kind}:{one.key}" for one in before.citations.all()]
    cited = _cite(by, direction, figures, others)
    direction.refresh_from_db()
    if block := Block.objects.filter(direction=direction, body=before.text_vi).first():
        write_block(by=by, block=block, body=text_vi, version=block.version)
    facts = {"before": before.text_vi, "after": text_vi, "cited_before": cited_before, "cited": cited}
    record("annual.write_direction", by=by, about=direction, facts=facts)
    return direction


@transaction.atomic
def draw_direction(*, by: Post, direction: Direction) -> Block:
    """Take a direction into the draft's section of directions; the paragraph keeps it as its source. Once only.

    Who: annual.write. When: the edition is a draft and the direction is not waived.
    """
    section = Section.objects.filter(edition=direction.edition_id, takes=outline().directions).first()
    refuse(rules.why_not_draw_direction(direction, section))
    assert section is not None
    block = add_block(by=by, section=section, body=direction.text_vi)
    block.direction = direction
    block.save(update_fields=["direction"])
    record("annual.draw_direction", by=by, about=direction, facts={"block": block.pk})
    return block


@transaction.atomic
def waive_direction(*, by: Post, direction: Direction, reason: str) -> Direction:
    """Answer by name for that a direction becomes no work. Who: annual.write. When: no work was given out of it."""
    _hold(by, direction.edition)
    reason = nfc(reason)
    refuse(rules.why_not_waive_direction(direction, reason))
    rows = Direction.objects.filter(pk=direction.pk, waived_at=None)
    done = rows.update(
        waived_reason=reason,
        waived_by=by,
        waived_label=by.journal_label,
        waived_at=clock.now(),
        version=F("version") + 1,
    )
    if done != 1:
        raise Refusal([Reason(_("Phương hướng này đã được ghi là không thành việc."))])
    direction.refresh_from_db()
    record("annual.waive_direction", by=by, about=direction, facts={"reason": reason})
    return direction


def _hold(by: Post, edition: Edition) -> Edition:
    """The edition's row is held while its directions change, where the database can hold rows."""
    held = Edition.objects.select_for_update().select_related("regulation", "period").get(pk=edition.pk)
    body = issuing_body(held.regulation)
    refuse(rules.why_not_direct(by, body.unit_id if body else None))
    return held


def _why_not_cite(by: Post, edition: Edition, figures: Sequence[str], others: Others) -> list[Reason]:
    known = [(kind, key) for kind, key, _label in _choices(by, edition)] if others else []
    return rules.why_not_cite(figures, others, known)


def _choices(by: Post, edition: Edition) -> list[tuple[str, str, str]]:
    return [(one.kind, key, label) for one in citable().values() for key, label in one.choices(edition, by)]


def _cite(by: Post, direction: Direction, figures: Sequence[str], others: Others) -> list[str]:
    """Put what is cited in the place of what was; returns it by name."""
    direction.citations.all().delete()
    said = {(kind, key): label for kind, key, label in _choices(by, direction.edition)} if others else {}
    rows = [DirectionCitation(token=token) for token in dict.fromkeys(str(tokens.read(one)) for one in figures)]
    rows += [DirectionCitation(kind=k, key=key, label_vi=said[k, key][:300]) for k, key in dict.fromkeys(others)]
    for order, row in enumerate(rows, start=1):
        row.direction, row.order = direction, order
    DirectionCitation.objects.bulk_create(rows)
    return [row.token or f"{row.kind}:{row.key}" for row in rows]
