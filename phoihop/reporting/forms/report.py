"""What a filled-in form sends: numbers as typed, remarks, words, and the signs of what the page had shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from phoihop.base.errors import Reason
from phoihop.base.numbers import NotANumber, parse_key, parse_number
from phoihop.reporting.rules import Layout, Typed


@dataclass
class Sent:
    """A form as sent. `cells` holds only what could be read; `raw` everything, to be shown again."""

    cells: dict[str, Typed] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    version: int | None = None
    raw: dict[str, str] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)


def read_sent(layout: Layout, data: Mapping[str, str], only: str = "") -> Sent:
    """Read the cells and words of a form; `only` takes a single cell by its indicator's code."""
    sent = Sent()
    sent.version = parse_key(data.get("version"))
    for cell in layout.cells:
        if only and cell.code != only:
            continue
        typed, remark = data.get(cell.field), data.get(cell.remark_field, "")
        if typed is None:
            continue
        sent.raw[cell.field], sent.raw[cell.remark_field] = typed, remark
        if (sign := data.get(f"seen-{cell.field}")) is not None:
            sent.seen[cell.field] = sign
        amount: Decimal | None = None
        try:
            amount = parse_number(typed) if typed.strip() else None
        except NotANumber as wrong:
            sent.reasons += [Reason(f"{cell.label}: {reason.text}", cell.field) for reason in wrong.reasons]
            continue
        sent.cells[cell.code] = Typed(amount, remark)
    for block in layout.texts:
        name = f"t-{block.code}"
        if not only and name in data:
            # Browsers send line breaks as CR LF; kept as LF, else every untouched text would look changed.
            sent.raw[name] = sent.texts[block.code] = data[name].replace("\r\n", "\n")
            if (sign := data.get(f"seen-{name}")) is not None:
                sent.seen[name] = sign
    return sent
