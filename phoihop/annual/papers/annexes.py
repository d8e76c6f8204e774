"""Annexes: results by district, the list of units with their result, and what somebody answers for by name."""

from collections.abc import Iterator, Sequence

from phoihop.annual.figures import Book, Member, Quote
from phoihop.annual.formulas.tokens import Token
from phoihop.annual.models import Edition
from phoihop.annual.outline import outline
from phoihop.documents.paper import Annex, Block, Content, FigureRun, Paragraph, Table
from phoihop.orgs.models import UnitVersion

_COLUMNS = {
    "S01": "Tổng số xã, phường, thị trấn",
    "S02": "Đạt tiêu chuẩn",
    "D02": "Tỷ lệ",
    "S03": "Tổng số xã",
    "S04": "Xã đạt",
    "D04": "Tỷ lệ",
    "S05": "Mô hình duy trì",
    "S06": "Mô hình mới",
    "T01": "Phần việc được giao",
    "TD1": "Hoàn thành",
    "TD2": "Đúng hạn",
    "TD3": "Có hiệu quả",
    "V01": "Vụ việc đến hạn",
    "VD1": "Giải quyết đúng hạn",
}


def annexes(edition: Edition, book: Book) -> list[Annex]:
    """The annexes of the edition, numbered in order; one without content is left out."""
    made: list[tuple[str, Sequence[Block], bool]] = [
        ("Kết quả theo huyện, thành phố", _by_place(book, outline().places, "phu-luc-don-vi"), True),
        ("Kết quả của từng xã, phường, thị trấn", _by_unit(book), False),
        ("Thực hiện nhiệm vụ theo huyện, thành phố", _by_place(book, outline().work, "phu-luc-nhiem-vu"), True),
        ("Số liệu do người soạn chịu trách nhiệm", _answered_for(edition, book), False),
    ]
    filled = [(title, blocks, landscape) for title, blocks, landscape in made if blocks]
    return [
        Annex(title, blocks, label=str(number), landscape=landscape)
        for number, (title, blocks, landscape) in enumerate(filled, start=1)
    ]


def _by_place(book: Book, wanted: Sequence[str], key: str) -> list[Table]:
    """One row for each unit directly under the reporting one, and the sum, which is the report's own figure."""
    codes = [
        code
        for code in wanted
        if code in book.quotes and all(str(Token(code, unit=place)) in book.quotes for place, _name in book.places)
    ]
    if not codes or not book.places:
        return []
    header = ["TT", "Đơn vị", *(_COLUMNS.get(code, book.quotes[code].name) for code in codes)]
    rows: list[list[Content]] = [
        [str(number), name, *(_figure(book.quotes[str(Token(code, unit=place))]) for code in codes)]
        for number, (place, name) in enumerate(book.places, start=1)
    ]
    rows.append(["", "Cộng", *(_figure(book.quotes[code]) for code in codes)])
    return [
        Table(
            header,
            rows,
            widths=[1, 5, *[2] * len(codes)],
            align="cl" + "r" * len(codes),
            strong=frozenset({len(rows) - 1}),
            key=key,
        )
    ]


def _figure(quote: Quote) -> FigureRun:
    return FigureRun(quote.printed, quote.key)


def _by_unit(book: Book) -> list[Table]:
    """Every member of the denominator with its result and decision, under the unit it belongs to."""
    quote = book.quotes.get(str(Token(*outline().units)))
    if quote is None or not quote.members:
        return []
    types = dict(UnitVersion.Type.choices)
    rows: list[list[Content]] = []
    strong = set()
    number = 0
    for place, name in [*book.places, ("", "")]:
        inside = [member for member in quote.members if member.above_code == place]
        if not inside:
            continue
        if name:
            strong.add(len(rows))
            rows.append(["", name, "", "", "", ""])
        for member in inside:
            number += 1
            kind = str(types.get(member.unit_type, member.unit_type))
            rows.append([str(number), member.unit_name, kind, result_words(member), member.number, _day(member)])
    return [
        Table(
            ["TT", "Đơn vị", "Loại", "Kết quả", "Quyết định", "Ngày"],
            rows,
            widths=[1, 5, 2, 2.4, 3, 2.2],
            align="cllllc",
            strong=frozenset(strong),
            key="phu-luc-ket-qua",
        )
    ]


def result_words(member: Member) -> str:
    """The result of a unit as printed; one without a decision says so."""
    if member.kind == "unit":
        return "chưa có kết quả"
    return "đạt" if member.counted else "chưa đạt"


def _day(member: Member) -> str:
    return "/".join(reversed(member.decided_on.split("-"))) if member.decided_on else ""


def _answered_for(edition: Edition, book: Book) -> list[Table | Paragraph]:
    return [*_waived(edition), *_missing(edition, book)]


def _waived(edition: Edition) -> Iterator[Table]:
    rows: list[list[Content]] = [
        [str(number), waiver.number, str(waiver.block.section), waiver.reason, waiver.by_label]
        for number, waiver in enumerate(edition.waivers.select_related("block__section"), start=1)
    ]
    if rows:
        yield Table(
            ["TT", "Số", "Mục", "Lý do", "Người chịu trách nhiệm"],
            rows,
            widths=[1, 2, 4, 5, 4],
            align="crlll",
            key="phu-luc-so-go-tay",
        )


def _missing(edition: Edition, book: Book) -> Iterator[Paragraph]:
    if edition.missing_reason:
        which = ", ".join(quote.name for quote in book.quotes.values() if quote.missing and not quote.token.unit)
        yield Paragraph(f"Số liệu chưa đủ nguồn khi phát hành: {which}. Lý do: {edition.missing_reason}")
