"""Write the narrative: take over a unit's words, change, move and drop paragraphs, answer for a typed number."""

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from phoihop.annual import rules
from phoihop.annual.formulas import lint, tokens
from phoihop.annual.models import Block, Edition, Section, Waiver
from phoihop.annual.queries import issuing_body
from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.text import nfc
from phoihop.journal.actions import record
from phoihop.orgs.models import Post
from phoihop.reporting.models import Text


class StaleBlock(Refusal):
    """Somebody else changed the paragraph meanwhile. Both wordings are here, so that nothing typed is lost."""

    def __init__(self, theirs: Block | None, mine: str) -> None:
        self.theirs = theirs
        self.mine = mine
        sentence = (
            _("Đoạn này vừa được người khác sửa. Cả hai bản đều ở dưới: chọn, hoặc ghép, rồi lưu lại.")
            if theirs
            else _("Đoạn này vừa được người khác bỏ. Chữ đã gõ còn ở dưới: thêm thành đoạn mới nếu cần.")
        )
        super().__init__([Reason(sentence, field="body")])


@transaction.atomic
def add_block(*, by: Post, section: Section, body: str) -> Block:
    """Add a paragraph at the end of a section. Who: annual.write. When: the edition is a draft."""
    _hold(by, section.edition)
    body = nfc(body)
    refuse(rules.why_not_keep(body))
    block = _append(by, section, body)
    record("annual.add_block", by=by, about=section.edition, facts={"block": block.pk, "section": section.pk})
    return block


@transaction.atomic
def draw_text(*, by: Post, section: Section, text: Text, shorten: str = "") -> Block:
    """Take a unit's words into a section, as they are or shortened. The block keeps the text as its source for ever.

    Who: annual.write. When: the edition is a draft and the unit's report counts. A text comes into a section once.
    """
    _hold(by, section.edition)
    body = nfc(shorten) or nfc(text.body)
    refuse([*rules.why_not_draw(text, section.edition, section), *rules.why_not_keep(body)])
    block = _append(by, section, body, text)
    facts = {"block": block.pk, "section": section.pk, "text": text.pk, "shortened": bool(shorten)}
    record("annual.draw_text", by=by, about=section.edition, facts=facts)
    return block


@transaction.atomic
def write_block(*, by: Post, block: Block, body: str, version: int) -> Block:
    """Change a paragraph that was opened at `version`. Its source stays; waivers of numbers no longer in it go.

    StaleBlock when somebody else was faster: nothing is written, both wordings come back.
    """
    _hold(by, block.section.edition)
    body = nfc(body)
    refuse(rules.why_not_keep(body))
    changed = Block.objects.filter(pk=block.pk, version=version).update(
        body=body, version=F("version") + 1, changed_at=clock.now(), changed_by=by
    )
    if not changed:
        raise StaleBlock(Block.objects.filter(pk=block.pk).select_related("changed_by__body").first(), body)
    kept = {one.number for one in lint.loose(body)}
    block.waivers.exclude(number__in=kept).delete()
    before = block.body
    block.refresh_from_db()
    facts = {"block": block.pk, "version": block.version, "before": before, "after": body}
    record("annual.write_block", by=by, about=block.section.edition, facts=facts)
    return block


@transaction.atomic
def bind_number(*, by: Post, block: Block, version: int, start: int, number: str, key: str) -> Block:
    """Put a figure token in the place of a number typed at `start`; `key` such as "S02/S01"."""
    try:
        token = tokens.read(key)
    except ValueError:
        words = _("“%(typed)s” không phải là thẻ số liệu. Viết theo mẫu S02, S02/S01 hoặc S02@2020.")
        raise Refusal([Reason(words % {"typed": key}, field="key")]) from None
    if block.version != version or block.body[start : start + len(number)] != number:
        raise StaleBlock(block, block.body)
    body = block.body[:start] + token.written + block.body[start + len(number) :]
    return write_block(by=by, block=block, body=body, version=version)


@transaction.atomic
def move_block(*, by: Post, block: Block, step: int) -> Block:
    """Move a paragraph up (-1) or down (1) within its section; at the end of the section nothing changes."""
    _hold(by, block.section.edition)
    rows = list(Block.objects.filter(section=block.section_id).order_by("order", "id"))
    at = next((n for n, row in enumerate(rows) if row.pk == block.pk), None)
    if at is None:
        raise StaleBlock(None, block.body)
    to = at + (1 if step > 0 else -1)
    if not 0 <= to < len(rows):
        return block
    rows[at], rows[to] = rows[to], rows[at]
    for order, row in enumerate(rows, start=1):
        row.order = order
    Block.objects.bulk_update(rows, ["order"])
    record("annual.move_block", by=by, about=block.section.edition, facts={"block": block.pk, "to": to + 1})
    return rows[to]


@transaction.atomic
def drop_block(*, by: Post, block: Block, version: int) -> None:
    """Take a paragraph out. Its words stay in the journal. StaleBlock when somebody changed it meanwhile."""
    edition = block.section.edition
    _hold(by, edition)
    facts = {"block": block.pk, "section": block.section_id, "body": block.body, "source": block.source_id}
    gone = Block.objects.filter(pk=block.pk, version=version)
    if not gone.exists():
        raise StaleBlock(Block.objects.filter(pk=block.pk).first(), block.body)
    gone.delete()
    record("annual.drop_block", by=by, about=edition, facts=facts)


@transaction.atomic
def waive_number(*, by: Post, block: Block, number: str, reason: str) -> Waiver:
    """Keep a typed number and answer for it by name; number, reason and post are printed in the annex."""
    edition = block.section.edition
    _hold(by, edition)
    reason = nfc(reason)
    refuse(rules.why_not_waive(block, number, reason))
    waiver, _new = Waiver.objects.update_or_create(
        block=block,
        number=number,
        defaults={
            "edition": edition,
            "reason": reason,
            "by": by,
            "by_label": by.journal_label,
            "at": clock.now(),
        },
    )
    record("annual.waive_number", by=by, about=edition, facts={"number": number, "reason": reason, "block": block.pk})
    return waiver


@transaction.atomic
def take_back_waiver(*, by: Post, waiver: Waiver) -> None:
    """Stop answering for a typed number: it is a fault again."""
    _hold(by, waiver.edition)
    facts = {"number": waiver.number, "reason": waiver.reason, "block": waiver.block_id}
    waiver.delete()
    record("annual.take_back_waiver", by=by, about=waiver.edition, facts=facts)


def _hold(by: Post, edition: Edition) -> None:
    """Nobody issues the edition while its words change: its row is held, where the database can hold rows."""
    held = Edition.objects.select_for_update().select_related("regulation").get(pk=edition.pk)
    body = issuing_body(held.regulation)
    refuse(rules.why_not_write(by, held, body.unit_id if body else None))


def _append(by: Post, section: Section, body: str, text: Text | None = None) -> Block:
    last = Block.objects.filter(section=section).aggregate(Max("order"))["order__max"] or 0
    return Block.objects.create(
        section=section,
        order=last + 1,
        body=body,
        source=text,
        source_unit_id=text.revision.report.unit_id if text else None,
        changed_at=clock.now(),
        changed_by=by,
    )
