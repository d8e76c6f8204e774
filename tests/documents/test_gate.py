"""The gate stops what must not be kept, and lets honest work through."""

import io
import unicodedata
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phoihop.documents import gate, marks, word
from tests.documents.samples import report
from tests.pdf import pdf_saying

FORBIDDEN_NUMBERS = [
    "Căn cước 014099001234",
    "số 001 099 012345",
    "ông A (014199-012345)",
    "CMND 050 123 456",
    "cmnd số: 050123456",
    "chứng minh nhân dân: 123456789",
    "Hộ chiếu B1234567",
    "định danh 123456789012",
    "014.099.001.234",
    "０１４０９９００１２３４",
]
TELEPHONES = [
    "gọi 0912345678",
    "0912 345 678",
    "0912.345.678",
    "091 234 5678",
    "0912 34 56 78",
    "+84 912 345 678",
    "+84912345678",
    "84912345678",
    "02123852123",
    "(0212) 3852 123",
    "0212 3.852.123",
    "Đt: 0382345678.",
    "năm 2021 0912 345 678",
]
INNOCENT = [
    "127-QĐ/TW ngày 03/3/2021",
    "Kinh phí 123.456.789.000 đồng",
    "123456789000 đồng",
    "1.234.567.890,5",
    "các xã 03646 03649 03652 03655",
    "mã 11901, 11902, 11903",
    "195/204 = 95,59 %",
    "từ 15/12/2020 đến 14/12/2021",
    "MST 0312345678",
    "Mã số thuế: 5500123456",
    "Số tài khoản 0912345678",
    "QĐ 0987654321/QĐ-UBND",
    "001 002 003 004",
    "kỳ 2020-2021, 12 huyện 204 xã",
    "12 000 345 678",
    "0,912345678",
    "14:02 13/01/2022",
    "phiên bản 0.9.123456789",
    "sha e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
]
MARKED = [
    "TUYỆT MẬT",
    "TỐI MẬT",
    "MẬT",
    "  mật  ",
    "Mật.",
    "(Mật)",
    "[TỐI MẬT]",
    "M Ậ T",
    "T U Y Ệ T   M Ậ T",
    "T.Ố.I M.Ậ.T",
    "Độ mật: Mật",
    "độ mật: tối mật",
    "TÀI LIỆU MẬT",
    "Văn bản đóng dấu MẬT số 5",
    "Báo cáo\nMẬT\nngày 14/01",
    "TỐI\u00a0MẬT",
    "M\u200bẬT",
    "TUYÊ\u0323T MÂ\u0323T",
    "Kế hoạch “mật”",
]
UNMARKED = [
    "bảo vệ bí mật nhà nước",
    "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "mật độ dân số cao",
    "MẬT ĐỘ DÂN SỐ",
    "nuôi ong lấy mật",
    "nghề nuôi ong mật phát triển",
    "cơ mật, bảo mật, mật khẩu",
    "BẢO MẬT THÔNG TIN",
    "MẬT KHẨU ĐĂNG NHẬP",
    "quan hệ mật thiết với Nhân dân",
    "Mặt trận Tổ quốc; các mặt công tác",
    "tuyệt đối giữ bí mật",
    "A B C D Đ",
    "a) b) c) m t",
    "XÃ CHIỀNG MẬT",
    "công tác bí mật, mật vụ",
]
MARKED_NAMES = [
    "TUYỆT MẬT.docx",
    "ke_hoach_TUYET_MAT.docx",
    "toi mat - bao cao.pdf",
    "bao_cao_MAT.docx",
    "Báo cáo (Mật).docx",
    "Mật - kế hoạch.pdf",
]
UNMARKED_NAMES = [
    *("mat_do_dan_so.xlsx", "MAT TRAN TO QUOC.docx", "kế hoạch bảo mật.docx", "danh sach co mat.docx", "VANG MAT.xlsx"),
    *(
        "Mặt trận Tổ quốc.pdf",
        "bi_mat_nha_nuoc_luat.pdf",
        "format.docx",
        "mat bang nha van hoa.jpg",
        "DANH SACH CO MAT.docx",
    ),
]


@pytest.mark.parametrize("text", FORBIDDEN_NUMBERS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_numbers_of_people_are_refused(text: str, form: str) -> None:
    reasons = gate.check_text(unicodedata.normalize(form, text), "note", "Ghi chú")
    assert reasons
    assert {reason.field for reason in reasons} == {"note"}
    assert "Ghi chú" in str(reasons[0])
    assert "Xóa dãy số" in str(reasons[0])


@pytest.mark.parametrize("text", TELEPHONES)
def test_telephone_numbers_are_refused_without_being_repeated(text: str) -> None:
    reasons = gate.check_text(text, "note")
    assert len(reasons) == 1
    assert "điện thoại" in str(reasons[0])
    assert not [number for number in marks.telephone_numbers(text) if number in str(reasons[0])]


@pytest.mark.parametrize("text", INNOCENT + UNMARKED)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_honest_text_passes(text: str, form: str) -> None:
    assert gate.check_text(unicodedata.normalize(form, text), "note") == []


@pytest.mark.parametrize("text", MARKED)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_secrecy_markings_are_refused(text: str, form: str) -> None:
    reasons = gate.check_text(unicodedata.normalize(form, text), "note", "Ghi chú")
    assert [reason.field for reason in reasons] == ["note"]
    assert "Ghi chú mang dấu chỉ độ mật" in str(reasons[0])


@pytest.mark.parametrize("name", MARKED_NAMES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_marked_file_name_is_refused(name: str, form: str) -> None:
    reasons = gate.check_upload(upload(unicodedata.normalize(form, name), SAMPLES[name.rsplit(".", 1)[1]]), "file")
    assert len(reasons) == 1
    assert "Tên tệp" in str(reasons[0])


@pytest.mark.parametrize("name", UNMARKED_NAMES)
def test_an_honest_file_name_passes(name: str) -> None:
    assert gate.check_upload(upload(name, SAMPLES[name.rsplit(".", 1)[1]]), "file") == []


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/") + ("" if name.endswith(".bin") else ".xml"), content)
    return out.getvalue()


def typed(*paragraphs: str, header: str = "") -> bytes:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


SHEET = package(xl__workbook="<workbook/>", xl__sharedStrings="<sst><si><t>Mật độ</t></si></sst>")
SAMPLES = {
    "docx": word.write(report()),
    "xlsx": SHEET,
    "pdf": pdf_saying("195/204"),
    "jpg": b"\xff\xd8\xff\xe0" + bytes(20),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "csv": "mã;tên\n11901;Xã Nà Pang\n".encode(),
    "txt": "﻿Đủ".encode(),
}


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_each_allowed_kind_passes_and_is_left_rewound(kind: str) -> None:
    sent = upload(f"minh chung.{kind}", SAMPLES[kind])
    assert gate.check_upload(sent, "file") == []
    assert sent.read() == SAMPLES[kind]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"", "rỗng"),
        ("a.exe", b"MZ" + bytes(50), "không thuộc loại"),
        ("a.pdf", b"MZ" + bytes(50), "không thuộc loại"),
        ("a.pdf", SAMPLES["docx"], "thực ra là loại .docx"),
        ("a.txt", SAMPLES["pdf"], "thực ra là loại .pdf"),
        ("a.docx", package(word__document="<a/>", **{"word__vbaProject.bin": "x"}), "không thuộc loại"),
        ("a.zip", package(hello="<a/>"), "không thuộc loại"),
        ("a.docx", SAMPLES["docx"][:2000], "không thuộc loại"),
        ("a.doc", OLE, "không thuộc loại"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("a.pdf", SAMPLES["pdf"].replace(b"/Size 6", b"/Size 6 /Encrypt 7 0 R"), "mật khẩu"),
        ("a.csv", b"a;b\x00c", "không thuộc loại"),
        ("014099001234.pdf", SAMPLES["pdf"], "số giấy tờ"),
        ("a.docx", typed("Báo cáo", "MẬT", "Nội dung"), "độ mật"),
        ("a.docx", typed("Báo cáo", header="TỐI MẬT"), "độ mật"),
        ("a.docx", typed(unicodedata.normalize("NFD", "T U Y Ệ T  M Ậ T")), "độ mật"),
        ("a.docx", typed("Ông A, căn cước 014099001234"), "số giấy tờ"),
        ("a.xlsx", package(xl__workbook="<w/>", xl__sharedStrings="<sst><si><t>MẬT</t></si></sst>"), "độ mật"),
        ("a.csv", "tên;số\nA;014099001234\n".encode(), "số giấy tờ"),
        ("a.txt", "MẬT".encode("utf-16"), "độ mật"),
        ("a.pdf", pdf_saying("can cuoc 014099001234"), "số giấy tờ"),
    ],
)
def test_a_file_that_must_not_be_kept_is_refused_with_a_remedy(name: str, data: bytes, said: str) -> None:
    reasons = gate.check_upload(upload(name, data), "file")
    assert reasons
    assert {reason.field for reason in reasons} == {"file"}
    assert said in str(reasons[0])
    assert name in str(reasons[0])


def test_a_file_over_the_limit_is_refused_unread(settings: object) -> None:
    settings.UPLOAD_LIMIT = 10  # type: ignore[attr-defined]
    reasons = gate.check_upload(upload("a.pdf", SAMPLES["pdf"]), "file")
    assert "quá mức" in str(reasons[0])
    assert "tách tệp" in str(reasons[0])


def test_an_office_contact_line_inside_a_paper_passes() -> None:
    assert gate.check_upload(upload("a.docx", typed("Điện thoại cơ quan: 0212 3852 123")), "file") == []
