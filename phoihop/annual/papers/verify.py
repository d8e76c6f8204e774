"""Check a file against its ledger and the ledger against the records: everything that no longer holds, by name."""

import datetime
import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from phoihop.annual.figures import Book, Quote, UnknownToken
from phoihop.annual.figures.book import member_of
from phoihop.annual.figures.change import States, causes, states
from phoihop.annual.figures.live import book_of
from phoihop.annual.formulas import tokens
from phoihop.annual.formulas.ledger import digest
from phoihop.annual.papers.ledger import is_ours, is_sealed
from phoihop.annual.papers.words import elsewhere
from phoihop.annual.queries import setting
from phoihop.base.errors import Refusal
from phoihop.documents import store
from phoihop.documents.read import Reading, Unreadable, read
from phoihop.duties.models import Period, Regulation
from phoihop.reporting.models import Indicator

_SHOWN = 6


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold. `kind`: file | seal | figure | words | source | evidence."""

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text


def verify(data: bytes) -> list[Finding]:
    """Everything that no longer holds in a report's .docx; empty when all does. Reads only.

    The printed figures and words against the ledger, the ledger against its seal, its figures against the records of
    today, its evidence against the files kept.
    """
    try:
        reading = read(data)
        spoken = elsewhere(data)
    except (Unreadable, KeyError, ValueError, OSError):
        return [Finding("file", _("Tệp này không đọc được như một tệp .docx, hoặc sổ nguồn trong tệp đã hỏng."))]
    held = reading.ledger
    if held is None or not is_ours(held):
        return [
            Finding("file", _("Tệp này không mang sổ nguồn của báo cáo năm; không phải báo cáo do chương trình lập."))
        ]
    if not is_sealed(held):
        words = _("Sổ nguồn trong tệp đã bị sửa, hoặc do một máy khác lập. Không kiểm tra tiếp được: lấy lại tệp gốc.")
        return [Finding("seal", words)]
    return [*_figures(reading, held), *_words(reading, held, spoken), *_sources(held), *_evidence(held)]


def _figures(reading: Reading, held: Mapping[str, Any]) -> Iterator[Finding]:
    for key, shown, expected in _wrong(reading, held):
        words = _("%(key)s: trên giấy %(shown)s, sổ nguồn %(expected)s.")
        yield Finding("figure", words % {"key": key, "shown": shown or "–", "expected": expected})
    shown_keys = [figure.key for figure in reading.figures]
    for key in dict.fromkeys(shown_keys):
        if key not in held["figures"]:
            yield Finding("figure", _("%(key)s: trên giấy có, sổ nguồn không có.") % {"key": key})
    for key in dict.fromkeys(held["keys"]):
        less = held["keys"].count(key) - shown_keys.count(key)
        if less > 0:
            words = ngettext(
                "%(key)s: thiếu %(n)s chỗ so với sổ nguồn.", "%(key)s: thiếu %(n)s chỗ so với sổ nguồn.", less
            )
            yield Finding("figure", words % {"key": key, "n": less})


def _wrong(reading: Reading, held: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(key, as it stands in the file, as it was written) of figures that differ."""
    for figure in reading.figures:
        entry = held["figures"].get(figure.key)
        if entry is not None and figure.text != entry["printed"]:
            yield figure.key, figure.text, entry["printed"]


def _words(reading: Reading, held: Mapping[str, Any], spoken: list[str]) -> Iterator[Finding]:
    """Lines of the file that are not those of the paper; one that differs only in a figure was named as such."""
    wrong = [(shown, expected) for _key, shown, expected in _wrong(reading, held)]
    found = [digest(line) for line in reading.blocks]
    matcher = difflib.SequenceMatcher(None, held["blocks"], found, autojunk=False)
    for change, a, b, c, d in matcher.get_opcodes():
        if change == "equal":
            continue
        after = _short(reading.blocks[c - 1]) if c else ""
        before = held["blocks"][a:b]
        changed = [line for line in reading.blocks[c:d] if not (set(_mended(line, wrong)) & set(before))]
        for line in changed:
            words = _("Chữ trong giấy khác bản đã lập: “%(line)s”, sau “%(after)s”.")
            yield Finding("words", words % {"line": _short(line), "after": after})
        if b - a > d - c:
            words = ngettext(
                "Thiếu %(n)s dòng so với bản đã lập, sau “%(after)s”.",
                "Thiếu %(n)s dòng so với bản đã lập, sau “%(after)s”.",
                (b - a) - (d - c),
            )
            yield Finding("words", words % {"n": (b - a) - (d - c), "after": after})
    if spoken != held["elsewhere"]:
        odd = [line for line in spoken if line not in held["elsewhere"]] or [_("(thiếu)")]
        words = _("Chữ ngoài thân giấy (đầu trang, chân trang, chú thích) khác bản đã lập: “%(line)s”.")
        yield Finding("words", words % {"line": _short(odd[0])})


def _mended(line: str, wrong: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Digests the line could have if the wrong figures in it were as they were written."""
    mended = line
    for shown, expected in wrong:
        if shown and shown in mended:
            mended = mended.replace(shown, expected, 1)
            yield digest(mended)


def _sources(held: Mapping[str, Any]) -> Iterator[Finding]:
    regulation = Regulation.objects.filter(code=held["regulation"]).first()
    period = Period.objects.filter(label=held["period"]).first()
    if regulation is None or period is None:
        words = _(
            "Không có quy chế %(code)s hoặc kỳ %(period)s trong cơ sở dữ liệu này, nên không đối chiếu được nguồn."
        )
        yield Finding("source", words % {"code": held["regulation"], "period": held["period"]})
        return
    before = _book(held)
    known = set(Indicator.objects.values_list("code", flat=True))
    readable = [quote.token for quote in before.quotes.values() if set(quote.token.codes) <= known]
    gone = [quote for quote in before.quotes.values() if not set(quote.token.codes) <= known]
    yield from (Finding("source", _("%(key)s: chỉ tiêu này không còn.") % {"key": quote.key}) for quote in gone)
    try:
        with override("vi"):  # the paper is Vietnamese, whoever reads this
            now = book_of(setting(regulation, period), readable)
    except (UnknownToken, Refusal) as refused:
        yield Finding("source", str(refused))
        return
    kept = held["figures"]
    then, today = states(before), states(now)
    for key, quote in before.quotes.items():
        after = now.quotes.get(key)
        if after is None or after.digest == kept[key]["digest"]:
            continue
        yield Finding("source", _moved(quote, after, then, today))


def _moved(before: Quote, after: Quote, then: States, today: States) -> str:
    """What changed behind a figure, in one sentence."""
    where = "" if not before.token.unit else f" ({before.unit_name})"
    same = before.printed == after.printed
    head = (
        _("%(key)s%(where)s: nguồn đã đổi, số vẫn là %(now)s")
        if same
        else _("%(key)s%(where)s: giấy ghi %(then)s, nay là %(now)s")
    ) % {"key": before.key, "where": where, "then": before.printed, "now": after.printed}
    if before.token.unit:
        return f"{head}."
    why = [str(cause) for cause in causes(before, after, then, today)]
    more = len(why) - _SHOWN
    shown = "; ".join(why[:_SHOWN])
    if more > 0:
        shown += "; " + ngettext("và %(n)s nguồn khác", "và %(n)s nguồn khác", more) % {"n": more}
    return f"{head}. {shown}." if shown else f"{head}."


def _book(held: Mapping[str, Any]) -> Book:
    """The quotes as the ledger keeps them; a district's figure has its digest there, not its members."""
    quotes = {}
    for key, entry in held["figures"].items():
        tokens.read(key)
        quotes[key] = Quote(
            key=key,
            name=entry["name"],
            printed=entry["printed"],
            value=_decimal(entry["value"]),
            numerator=_decimal(entry["numerator"]),
            denominator=_decimal(entry["denominator"]),
            rules=tuple(entry["rules"]),
            tree_on=datetime.date.fromisoformat(entry["tree_on"]),
            period=entry["period"],
            unit_id=entry["unit"],
            unit_code=entry["unit_code"],
            unit_name=entry["unit_name"],
            missing=entry["missing"],
            members=tuple(member_of(plain) for plain in held["members"].get(key, ())),
        )
    return Book("", "", "", held["period"], quotes, ())


def _evidence(held: Mapping[str, Any]) -> Iterator[Finding]:
    """Every stored file that a quoted figure rests on, read and hashed again."""
    proofs: dict[str, tuple[str, str]] = {}
    for members in held["members"].values():
        for member in members:
            for title, sha256, _file_id in member["evidence"]:
                proofs.setdefault(sha256, (title, member["unit_name"]))
    for sha256, (title, unit) in proofs.items():
        path = store.path_of(sha256)
        facts = {"title": title, "unit": unit}
        if not path.is_file():
            yield Finding("evidence", _("Minh chứng “%(title)s” của %(unit)s: không còn tệp.") % facts)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield Finding("evidence", _("Minh chứng “%(title)s” của %(unit)s: tệp đã bị sửa.") % facts)


def _decimal(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _short(line: str) -> str:
    plain = line.replace("\n", " ")
    return plain if len(plain) <= 80 else plain[:77] + "…"
