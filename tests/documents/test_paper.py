"""What is written into a .docx is what is read back from it, and the screen says the same."""

import datetime
import io
import re
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.documents import html, read, word
from phoihop.documents.formulas import date_words, number_words, text_width
from phoihop.documents.layouts import profile, profiles
from phoihop.documents.paper import FigureRun, Heading, PageBreak, Paper, Paragraph, Table, Text, text_of
from phoihop.documents.sheet import plain
from tests.documents.samples import DAYS, report

PROFILES = sorted(DAYS)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
RUN = st.one_of(
    WORDS,
    st.builds(Text, WORDS, st.booleans(), st.booleans()),
    st.builds(FigureRun, WORDS, st.text("abcD0123.@-", min_size=1, max_size=64)),
)
CONTENT = st.lists(RUN, max_size=4)
BLOCK = st.one_of(
    st.builds(Heading, st.sampled_from([1, 2, 3]), CONTENT),
    st.builds(Paragraph, CONTENT),
    st.builds(PageBreak),
    st.lists(st.tuples(CONTENT, CONTENT), max_size=3).map(lambda rows: Table(["Đơn vị", "Số"], rows)),
)


def figures_of(content: object) -> list[tuple[str, str]]:
    return [(run.key, text_of(run)) for run in content if isinstance(run, FigureRun)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", PROFILES)
def test_every_word_and_figure_comes_back(name: str) -> None:
    paper = report(name)
    ledger = {"figures": {"D02.share": ["Xã Nà Pang", 195, 204]}, "<&>": None}
    reading = read.read(word.write(paper, ledger))
    assert reading.blocks == plain(paper)
    assert [(one.key, one.text) for one in reading.figures] == [
        ("D02.share", "195/204"),
        ("D02.rate", "95,59\u00a0%"),
        ("D04.share", "180/188"),
        ("D02@901", "17"),
    ]
    assert reading.ledger == ledger
    assert reading.digest == read.digest(plain(paper))


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCK, max_size=5))
def test_any_content_comes_back(blocks: list[object]) -> None:
    paper = report(body=blocks, annexes=())
    reading = read.read(word.write(paper))
    assert reading.blocks == plain(paper)
    expected = []
    for block in blocks:
        cells = [block.content] if isinstance(block, Heading | Paragraph) else []
        if isinstance(block, Table):
            cells = [cell for row in block.rows for cell in row]
        expected += [figure for cell in cells for figure in figures_of(cell)]
    assert [(one.key, one.text) for one in reading.figures] == expected
    assert reading.ledger is None


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert word.write(report(), {"b": 1, "a": 2}) == word.write(report(), {"a": 2, "b": 1})


def test_one_changed_digit_is_seen() -> None:
    data = word.write(report(), {})
    changed = _edited(data, "195/204", "196/204")
    assert read.read(changed).digest != read.read(data).digest
    assert read.read(changed).figures[0].text == "196/204"


def test_a_file_saved_again_by_a_word_processor_still_reads() -> None:
    data = word.write(report(), {"kept": "đủ"})
    document = docx.Document(io.BytesIO(data))
    document.add_paragraph("Một đoạn thêm vào.")
    out = io.BytesIO()
    document.save(out)
    before, after = read.read(data), read.read(out.getvalue())
    assert after.figures == before.figures
    assert after.ledger == {"kept": "đủ"}
    assert set(after.blocks) - set(before.blocks) == {"Một đoạn thêm vào."}


@pytest.mark.parametrize("data", [b"", b"khong phai", b"PK\x03\x04 hong", word.write(report())[:3000]])
def test_what_is_no_docx_is_named_so(data: bytes) -> None:
    with pytest.raises(read.Unreadable):
        read.read(data)


def test_a_draft_leaves_number_and_date_open() -> None:
    words = plain(report(number=None, dated=None, mark="Dự thảo lần 1"))
    assert "Số …-BC/ĐUCA" in words
    assert "Tây Phong, ngày … tháng … năm …" in words
    assert "Dự thảo lần 1" in words


def test_a_figure_needs_a_key_that_word_keeps() -> None:
    for key in ("", "x" * 65):
        with pytest.raises(ValueError, match="key"):
            FigureRun("1", key)


def test_a_table_has_one_shape() -> None:
    for wrong in ({"rows": [["1"]]}, {"rows": [], "widths": [1]}, {"rows": [], "align": "lx"}):
        with pytest.raises(ValueError, match=r"columns|cells"):
            Table(["a", "b"], **wrong)  # type: ignore[arg-type]


def test_dates_and_numbers_are_written_as_the_guidance_says() -> None:
    # The guidance's own examples: domain facts 1.1 and 1.3.
    assert date_words(datetime.date(2020, 1, 5), "Hà Nội") == "Hà Nội, ngày 05 tháng 01 năm 2020"
    assert date_words(datetime.date(2019, 6, 29), "Sơn La") == "Sơn La, ngày 29 tháng 6 năm 2019"
    assert number_words(profile("state-2020"), 15, "QĐ", "BNV") == "Số: 15/QĐ-BNV"
    assert number_words(profile("state-2020"), 5, "", "BNV-VP") == "Số: 05/BNV-VP"
    assert number_words(profile("party-2018"), 127, "QĐ", "TW") == "Số 127-QĐ/TW"
    assert number_words(profile("party-2026"), 5, "NQ", "ĐU") == "Số 05-NQ/ĐU"


def test_a_letter_with_marks_is_as_wide_as_without() -> None:
    assert text_width("ĐẢNG ỦY", 14, bold=True) == text_width("ĐANG UY", 14, bold=True)
    assert text_width("Ở", 14) == text_width("Ơ", 14)


@pytest.mark.parametrize("name", sorted(profiles()))
def test_the_screen_says_what_the_paper_says(name: str) -> None:
    paper = report(name)
    page = str(html.to_html(paper, href=lambda figure: f"/nguon/{figure.key}"))
    words = re.sub(r"<[^>]+>", "", re.sub(r"<br>", "\n", page)).replace("\u00a0", " ")
    assert words.replace("\n", "") == "".join(plain(paper)).replace("\u00a0", " ").replace("\n", "")
    assert '<a class="figure" href="/nguon/D02.share" data-key="D02.share">195/204</a>' in page
    assert "style=" not in page
    assert "<script" not in page


def test_what_people_write_cannot_become_markup() -> None:
    nasty = '<script>alert("1")</script>&'
    paper = report(subject=nasty, body=[Paragraph([nasty, FigureRun(nasty, nasty)], key=nasty)])
    page = str(html.to_html(paper, href=lambda figure: f'/"{figure.key}'))
    assert "<script" not in page
    assert 'href="/"' not in page
    assert read.read(word.write(paper)).figures == [read.ReadFigure(nasty, nasty)]
    assert "<script" not in html.to_page(paper)


def test_a_page_may_put_something_beside_a_block() -> None:
    paper: Paper = report()
    beside = html.to_html(
        paper, beside=lambda block: html.Markup("<q></q>") if getattr(block, "key", "") else html.Markup("")
    )
    assert str(beside).count("<q></q></p>") == 1
    assert 'id="b-1"' in beside


def _edited(data: bytes, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            words = source.read(name)
            target.writestr(name, words.replace(old.encode(), new.encode()) if name == "word/document.xml" else words)
    return out.getvalue()
