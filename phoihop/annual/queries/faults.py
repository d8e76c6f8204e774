"""What is still wrong with a draft: numbers typed by hand, tokens that name nothing, sections without words."""

from dataclasses import dataclass

from phoihop.annual.formulas import lint, tokens
from phoihop.annual.models import Block, Edition, Section, Waiver
from phoihop.duties.models import Period
from phoihop.reporting.models import Indicator


@dataclass(frozen=True)
class Fault:
    """A number typed by hand in a block; `around` are the words it stands in."""

    block_id: int
    section_id: int
    number: str
    start: int
    around: str


@dataclass(frozen=True)
class Faults:
    """`loose` are the typed numbers that nobody answers for; `waived` those somebody does."""

    loose: tuple[Fault, ...]
    waived: tuple[Waiver, ...]
    unknown: tuple[str, ...]
    empty: tuple[Section, ...]

    def of_block(self, block_id: int) -> list[Fault]:
        return [fault for fault in self.loose if fault.block_id == block_id]


def faults(edition: Edition) -> Faults:
    """Everything wrong with the words of an edition. Five statements whatever its length."""
    sections = list(edition.sections.all())
    blocks = list(Block.objects.filter(section__edition=edition).order_by("section__order", "order", "id"))
    waived = list(edition.waivers.select_related("by__body"))
    answered = {(waiver.block_id, waiver.number) for waiver in waived}
    found = [
        Fault(block.pk, block.section_id, one.number, one.start, _around(block.body, one))
        for block in blocks
        for one in lint.loose(block.body)
        if (block.pk, one.number) not in answered
    ]
    filled = {block.section_id for block in blocks}
    return Faults(
        loose=tuple(found),
        waived=tuple(waived),
        unknown=tuple(_unknown(blocks)),
        empty=tuple(section for section in sections if section.required and section.pk not in filled),
    )


def _unknown(blocks: list[Block]) -> list[str]:
    quoted = dict.fromkeys(token for block in blocks for token in tokens.tokens(block.body))
    codes = set(Indicator.objects.values_list("code", flat=True))
    labels = set(Period.objects.values_list("label", flat=True))
    return [
        str(token) for token in quoted if not set(token.codes) <= codes or (token.period and token.period not in labels)
    ]


def _around(body: str, one: lint.Loose) -> str:
    """The typed number with some whole words before and after it."""
    before, after = body[max(0, one.start - 40) : one.start], body[one.end : one.end + 40]
    if one.start > len(before):
        before = "…" + before[before.find(" ") + 1 :]
    if one.end + len(after) < len(body):
        after = after[: after.rfind(" ")] + "…"
    return f"{before}{one.number}{after}".replace("\n", " ")
