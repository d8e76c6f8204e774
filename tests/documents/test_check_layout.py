"""The checker finds every seeded fault and none in our own papers."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from django.core.management import call_command
from docx.shared import Mm, Pt

from phoihop.documents import check, word
from phoihop.documents.layouts import profile
from tests.documents.samples import DAYS, report

Edit = Callable[[str], str]


def replaced(old: str, new: str) -> Edit:
    def edit(xml: str) -> str:
        assert old in xml, old
        return xml.replace(old, new)

    return edit


def without_paragraph(words: str) -> Edit:
    def edit(xml: str) -> str:
        found = re.search(rf"<w:p>(?:(?!</w:p>).)*>{re.escape(words)}<(?:(?!</w:p>).)*</w:p>", xml)
        assert found, words
        return xml.replace(found.group(), "<w:p/>", 1)

    return edit


def look(words: str, properties: str) -> Edit:
    def edit(xml: str) -> str:
        old = f'<w:r><w:t xml:space="preserve">{words}'
        assert old in xml, words
        return xml.replace(old, f"<w:r><w:rPr>{properties}</w:rPr>" + old.removeprefix("<w:r>"), 1)

    return edit


def edited(data: bytes, part: str, edit: Edit) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, edit(content.decode()).encode() if name == part else content)
    return out.getvalue()


TITLE = "ĐẢNG CỘNG SẢN VIỆT NAM"
BODY = "word/document.xml"
STYLES = "word/styles.xml"
PARTY_FAULTS = {
    "wrong title": (BODY, replaced(TITLE, "ĐẢNG CỘNG SẢN"), {"title-missing"}),
    "title not in capitals": (BODY, replaced(TITLE, "Đảng Cộng sản Việt Nam"), {"title"}),
    "title too small": (BODY, look(TITLE, '<w:sz w:val="26"/>'), {"size-title"}),
    "national motto on a Party paper": (
        BODY,
        replaced(
            "</w:p></w:tc></w:tr></w:tbl>",
            "</w:p><w:p><w:r><w:t>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        ),
        {"forbidden"},
    ),
    "missing star": (BODY, without_paragraph("*"), {"star"}),
    "colon after Số": (BODY, replaced("Số 12-BC/ĐUCA<", "Số: 12-BC/ĐUCA<"), {"number-colon"}),
    "number as the State writes it": (BODY, replaced(">Số 12-BC/ĐUCA<", ">Số 12/BC-ĐUCA<"), {"number-form"}),
    "number without its zero": (BODY, replaced(">Số 12-BC/ĐUCA<", ">Số 7-BC/ĐUCA<"), {"number-zero"}),
    "symbol of another type": (BODY, replaced(">Số 12-BC/ĐUCA<", ">Số 12-KH/ĐUCA<"), {"number-type"}),
    "no number": (BODY, without_paragraph("Số 12-BC/ĐUCA"), {"number-missing"}),
    "month without its zero": (BODY, replaced("14 tháng 01 năm", "14 tháng 1 năm"), {"date-zero"}),
    "month with a zero too many": (BODY, replaced("14 tháng 01 năm", "14 tháng 04 năm"), {"date-zero"}),
    "day without its zero": (BODY, replaced("ngày 14 tháng 01", "ngày 4 tháng 01"), {"date-zero"}),
    "no place": (BODY, replaced(">Tây Phong, ngày", ">Ngày"), {"date-place"}),
    "date upright": (BODY, look("Tây Phong, ngày", '<w:i w:val="0"/>'), {"italic-place_date"}),
    "type not in capitals": (BODY, replaced(">BÁO CÁO<", ">Báo cáo<"), {"type-caps"}),
    "no type": (BODY, without_paragraph("BÁO CÁO"), {"type-missing"}),
    "no line under the subject": (BODY, without_paragraph("-----"), {"subject-rule"}),
    "other font": (BODY, look("Trên đây", '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>'), {"font"}),
    "body too small": (BODY, look("Trên đây", '<w:sz w:val="24"/>'), {"size-body"}),
    "no recipients": (BODY, without_paragraph("Nơi nhận:"), {"recipients-missing"}),
    "archive line of the State": (BODY, replaced("Lưu Văn phòng Đảng ủy.", "Lưu: VT."), {"recipients-archive"}),
    "recipients without a full stop": (BODY, replaced("Văn phòng Đảng ủy.", "Văn phòng Đảng ủy"), {"recipients-end"}),
    "authority of the State": (BODY, replaced("T/M BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ"), {"authority"}),
    "no page number": ("word/header1.xml", replaced(" PAGE ", " DATE "), {"page-number"}),
    "page number not centred": (
        STYLES,
        lambda xml: xml.replace(
            _style(xml, "PHpagenumber"), _style(xml, "PHpagenumber").replace('"center"', '"right"')
        ),
        {"page-number"},
    ),
    "page one numbered": (BODY, lambda xml: xml.replace("<w:titlePg/>", ""), {"page-number-first"}),
    "margins": (BODY, lambda xml: re.sub(r'w:left="1701"', 'w:left="1134"', xml), {"margin-left"}),
    "letter paper": (
        BODY,
        lambda xml: re.sub(r'<w:pgSz w:w="\d+" w:h="\d+"', '<w:pgSz w:w="12240" w:h="15840"', xml),
        {"page-size"},
    ),
    "recipients too large": (BODY, look("- Ban Thường vụ", '<w:sz w:val="28"/>'), {"size-recipients"}),
    "superior in bold": (BODY, look("ĐẢNG BỘ TỈNH TÂY PHONG", "<w:b/>"), {"bold-superior"}),
    "issuer in small letters": (BODY, replaced(">ĐẢNG ỦY CÔNG AN TỈNH<", ">Đảng ủy Công an tỉnh<"), {"issuer-caps"}),
}


def _style(xml: str, name: str) -> str:
    found = re.search(rf'<w:style [^>]*w:styleId="{name}".*?</w:style>', xml, re.DOTALL)
    assert found
    return found.group()


@pytest.mark.parametrize("name", sorted(DAYS))
def test_our_own_papers_have_no_fault(name: str) -> None:
    assert check.check(word.write(report(name)), profile(name)) == []


@pytest.mark.parametrize("fault", sorted(PARTY_FAULTS))
def test_a_seeded_fault_is_named(fault: str) -> None:
    part, edit, codes = PARTY_FAULTS[fault]
    data = edited(word.write(report("party-2018")), part, edit)
    assert codes <= {found.code for found in check.check(data, profile("party-2018"))}


@pytest.mark.parametrize(
    ("name", "edit", "code"),
    [
        ("state-2020", replaced(">Số: 12/BC-CAT<", ">Số 12/BC-CAT<"), "number-colon"),
        ("state-2020", replaced("Độc lập - Tự do - Hạnh phúc", "Độc lập, Tự do, Hạnh phúc"), "motto"),
        ("state-2020", replaced("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", TITLE), "forbidden"),
        ("state-2020", replaced(">BỘ CÔNG AN<", ">*<"), "star"),
        ("state-2020", replaced("Lưu: VT", "Lưu Văn phòng"), "recipients-archive"),
        ("party-2026", replaced("hợp năm 2021.</w:t>", "hợp năm 2021./.</w:t>"), "closing"),
        ("party-2026", look("PHÓ BÍ THƯ", "<w:b/>"), "bold-post"),
    ],
)
def test_the_other_layouts_have_their_own_faults(name: str, edit: Edit, code: str) -> None:
    data = edited(word.write(report(name)), BODY, edit)
    assert code in {found.code for found in check.check(data, profile(name))}


def test_a_paper_typed_by_hand_is_checked_by_its_words() -> None:
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height, section.left_margin = Mm(210), Mm(297), Mm(25)
    for words in (
        "HUYỆN ỦY MƯỜNG THƯỢNG",
        "*",
        "Số: 05-BC/HU",
        TITLE,
        "Mường Thượng, ngày 5 tháng 1 năm 2022",
        "BÁO CÁO",
    ):
        document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    codes = {found.code for found in check.check(out.getvalue(), profile("party-2018"))}
    assert {"number-colon", "date-zero", "margin-left", "page-number", "recipients-missing", "subject-missing"} <= codes
    assert not {"star", "title", "title-missing", "page-size", "type-missing", "number-missing"} & codes


def test_the_command_says_so_by_its_exit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.docx", tmp_path / "bad.docx"
    good.write_bytes(word.write(report()))
    bad.write_bytes(edited(good.read_bytes(), BODY, replaced("14 tháng 01 năm", "14 tháng 1 năm")))
    call_command("check_layout", str(good), profile="party-2018")
    with pytest.raises(SystemExit, match="1"):
        call_command("check_layout", str(bad), profile="party-2018")
    assert "“tháng 1” phải viết “tháng 01”" in capsys.readouterr().out
