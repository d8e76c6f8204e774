"""A corpus for the gate, written for the test: files that carry a marking somewhere, and honest ones beside them.

Each marked file says in which place the marking stands. PDFs are made by the office suite from the same words.
"""

import io
import subprocess
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

ORDINARY = "Báo cáo kết quả phong trào toàn dân bảo vệ an ninh Tổ quốc năm 2021."


def nfd(words: str) -> str:
    return unicodedata.normalize("NFD", words)


def word(*paragraphs: str, change: Callable[[docx.document.Document], object] | None = None) -> bytes:
    document = docx.Document()
    for words in (ORDINARY, *paragraphs):
        document.add_paragraph(words)
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _header(words: str) -> Callable[[docx.document.Document], object]:
    return lambda document: setattr(document.sections[0].header.paragraphs[0], "text", words)


def _footer(words: str) -> Callable[[docx.document.Document], object]:
    return lambda document: setattr(document.sections[0].footer.paragraphs[0], "text", words)


def _cell(words: str) -> Callable[[docx.document.Document], object]:
    return lambda document: setattr(document.add_table(1, 2).cell(0, 1), "text", words)


def _property(words: str) -> Callable[[docx.document.Document], object]:
    return lambda document: setattr(document.core_properties, "subject", words)


def _runs(*pieces: str) -> Callable[[docx.document.Document], object]:
    def change(document: docx.document.Document) -> None:
        paragraph = document.add_paragraph()
        for piece in pieces:
            paragraph.add_run(piece)

    return change


def _text_box(words: str) -> Callable[[docx.document.Document], object]:
    box = (
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    return lambda document: document.paragraphs[0]._p.append(parse_xml(box))


def _picture_label(words: str) -> Callable[[docx.document.Document], object]:
    label = (
        f'<w:r {nsdecls("w", "wp")}><w:drawing><wp:inline><wp:docPr id="1" name="Hình" descr="{words}"/>'
        "</wp:inline></w:drawing></w:r>"
    )
    return lambda document: document.paragraphs[0]._p.append(parse_xml(label))


def _comment(words: str) -> Callable[[docx.document.Document], object]:
    return lambda document: document.add_comment(document.paragraphs[0].runs[0], text=words, author="Văn thư")


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The package with one part more."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, content)
    return out.getvalue()


def sheet(fill: Callable[[xlsxwriter.Workbook, xlsxwriter.workbook.Worksheet], object], name: str = "Số liệu") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet(name)
    page.write(0, 0, "Đơn vị")
    page.write(1, 0, "Xã Chiềng Hặc")
    page.write(1, 1, 17)
    fill(book, page)
    book.close()
    return out.getvalue()


def pdfs(folder: Path, documents: dict[str, bytes]) -> dict[str, bytes]:
    """The documents as PDFs by the office suite, in one run."""
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sorted(folder.glob("*.docx")))], check=True, capture_output=True, timeout=240)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in documents}


def _changed(pdf: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _note(words: str) -> Callable[[PdfWriter], object]:
    return lambda writer: writer.add_annotation(0, FreeText(text=words, rect=(50, 550, 200, 650)))


def _form(words: str) -> Callable[[PdfWriter], object]:
    def change(writer: PdfWriter) -> None:
        field = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject("ghi chú"),
                NameObject("/V"): TextStringObject(words),
            }
        )
        fields = ArrayObject([writer._add_object(field)])
        writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})

    return change


def _zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, data)
    return out.getvalue()


def _tarred(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as package:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        package.addfile(member, io.BytesIO(data))
    return out.getvalue()


def marked(folder: Path) -> dict[str, bytes]:
    """Name → bytes of files that must not be kept; the name up to "~" says where the marking stands."""
    texts = {
        "thân": "TỐI MẬT",
        "chữ thường": "Mật",
        "giãn": "T U Y Ệ T  M Ậ T",
        "giãn chấm": "M.Ậ.T",
        "mức": "Độ mật: Tối mật",
        "ngoặc": "Kế hoạch (Mật) của Ban Chỉ đạo",
        "câu": "Tài liệu này thuộc loại TUYỆT MẬT, không sao chụp.",
        "dấu cách cứng": "TUYỆT\u00a0MẬT",
        "chữ rộng": "ＭẬＴ",
        "gạch dưới": "T_Ố_I M_Ậ_T",
        "ngoặc kép": "Đóng dấu “Mật” ở góc trên",
    }
    files = {f"{place}~bao-cao.docx": word(text) for place, text in texts.items()}
    files |= {f"{place} NFD~bao-cao.docx": word(nfd(text)) for place, text in texts.items()}
    changes = {
        "đầu trang": _header("MẬT"),
        "chân trang": _footer("TỐI MẬT"),
        "ô bảng": _cell("MẬT"),
        "thuộc tính": _property("TUYỆT MẬT"),
        "đoạn cắt": _runs("M", "Ậ", "T"),
        "khung chữ": _text_box("MẬT"),
        "chú hình": _picture_label("TỐI MẬT"),
        "nhận xét": _comment("TUYỆT MẬT"),
    }
    files |= {f"{place}~bao-cao.docx": word(change=change) for place, change in changes.items()}
    files["tệp lồng~bao-cao.docx"] = with_part(word(), "word/embeddings/Phu_luc.docx", word("TỐI MẬT"))
    files["tên tệp lồng~bao-cao.docx"] = with_part(word(), "word/embeddings/TUYET MAT.docx", word())
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "TUYỆT MẬT".encode("utf-16-le")
    files["đối tượng cũ~bao-cao.docx"] = with_part(word(), "word/embeddings/oleObject1.bin", old)
    files |= {
        "ô~so-lieu.xlsx": sheet(lambda book, page: page.write(2, 0, "TỐI MẬT")),
        "ô giãn~so-lieu.xlsx": sheet(lambda book, page: page.write(2, 0, "T Ố I  M Ậ T")),
        "ô công thức~so-lieu.xlsx": sheet(lambda book, page: page.write_formula(2, 0, '="MẬT"', None, "MẬT")),
        "tên trang tính~so-lieu.xlsx": sheet(lambda book, page: None, "TỐI MẬT"),
        "đầu trang in~so-lieu.xlsx": sheet(lambda book, page: page.set_header("&C&BTỐI MẬT")),
        "nhận xét~so-lieu.xlsx": sheet(lambda book, page: page.write_comment(0, 0, "MẬT")),
        "hộp chữ~so-lieu.xlsx": sheet(lambda book, page: page.insert_textbox(4, 0, "TUYỆT MẬT")),
        "thuộc tính~so-lieu.xlsx": sheet(lambda book, page: book.set_properties({"subject": "TỐI MẬT"})),
        "NFD~so-lieu.xlsx": sheet(lambda book, page: page.write(2, 0, nfd("TUYỆT MẬT"))),
        "dòng~ghi-chu.txt": f"{ORDINARY}\nMẬT\n".encode(),
        "NFD~ghi-chu.txt": nfd(f"{ORDINARY}\nTỐI MẬT\n").encode(),
        "UTF-16~ghi-chu.txt": "TUYỆT MẬT".encode("utf-16"),
        "ẩn~ghi-chu.txt": "T\u200bỐI M\u00adẬT".encode(),
        "ô~bang.csv": "đơn vị;ghi chú\nXã A;MẬT\n".encode(),
        "mức~bang.csv": "đơn vị,độ mật: mật\n".encode(),
    }
    plain = word()
    names = ("TUYỆT MẬT", "ke_hoach_TOI_MAT", nfd("Kế hoạch - Mật"), "bao cao MAT", "T U Y Ệ T  M Ậ T", "tối mật 02")
    files |= {f"tên~{name}.docx": plain for name in names}
    made = pdfs(
        folder, {"than": word("TỐI MẬT"), "gian": word("T U Y Ệ T  M Ậ T"), "nfd": word(nfd("MẬT")), "sach": word()}
    )
    clean = made.pop("sach")
    files |= {f"{name}~bao-cao.pdf": data for name, data in made.items()}
    files |= {
        "thuộc tính~bao-cao.pdf": _changed(clean, lambda one: one.add_metadata({"/Title": "TUYỆT MẬT"})),
        "ghi chú~bao-cao.pdf": _changed(clean, _note("TỐI MẬT")),
        "kèm~bao-cao.pdf": _changed(clean, lambda one: one.add_attachment("phu-luc.docx", word("MẬT"))),
        "ô mẫu~bao-cao.pdf": _changed(clean, _form("MẬT")),
        "tên kèm~bao-cao.pdf": _changed(clean, lambda one: one.add_attachment("TUYET_MAT.txt", b"abc")),
        "gói~tai-lieu.zip": _zipped("ke-hoach.docx", word("TỐI MẬT")),
        "gói~tai-lieu.tar.gz": _tarred("ke-hoach.docx", word("TỐI MẬT")),
        "gói đổi đuôi~tai-lieu.docx": _zipped("ke-hoach.txt", "TỐI MẬT".encode()),
    }
    return files


HONEST = (
    "Đề nghị các đơn vị giữ bí mật nhà nước theo quy định.",
    "Công tác bảo mật, an toàn thông tin được thực hiện nghiêm.",
    "Mật độ dân số của xã là 61 người/km².",
    "Có mặt 214/226 đại biểu; vắng mặt 12 đại biểu.",
    "Ủy ban Mặt trận Tổ quốc xã phối hợp tuyên truyền.",
    "Mặt bằng nhà văn hóa bản đã san xong.",
    "Người dân trồng mía, nuôi ong lấy mật, thu nhập khá.",
    "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC và nghị định hướng dẫn.",
    "Đổi mật khẩu định kỳ 90 ngày một lần.",
    "Các cơ quan phối hợp chặt chẽ, thân mật, tin cậy.",
    "CÔNG TÁC BẢO MẬT, CƠ YẾU năm 2021.",
    "Đại biểu có mặt từ 13 giờ 50 phút.",
    "Về mặt tổ chức, ban chỉ đạo được kiện toàn.",
    "Bề mặt đường bản được cứng hóa.",
    "Trước mặt là mùa khô, cần phòng cháy rừng.",
    "Mường Mật là tên bản cũ nay đã nhập.",
    "Tiền mặt không dùng trong chi trả chính sách.",
    "Gương mặt tiêu biểu của phong trào.",
    "MẬT ĐỘ DÂN CƯ CÁC XÃ VÙNG CAO",
    "BAN CHỈ ĐẠO CÓ MẶT ĐẦY ĐỦ",
)
"""Sentences that use the letters of a marking and mark nothing."""


def honest(folder: Path) -> dict[str, bytes]:
    """Name → bytes of files an office sends every day; each sentence as a Word file and as a line elsewhere."""
    files = {f"cau-{number:02}.docx": word(words) for number, words in enumerate(HONEST, 1)}
    files |= {f"dong-{number:02}.txt": f"{ORDINARY}\n{words}\n".encode() for number, words in enumerate(HONEST, 1)}
    for number, words in enumerate(HONEST[:10], 1):
        files[f"o-{number:02}.xlsx"] = sheet(lambda book, page, said=words: page.write(2, 0, said))  # type: ignore[misc]
    files["ngang.xlsx"] = sheet(lambda book, page: page.set_header("&C&BMẬT ĐỘ DÂN SỐ"), "Mật độ")
    files["bang.csv"] = "đơn vị;mật độ\nXã A;61\n".encode()
    files["Mặt trận Tổ quốc.docx"] = word()
    files["danh sach co mat.docx"] = word()
    files |= {
        f"{name}.pdf": data
        for name, data in pdfs(folder, {"sach-1": word(*HONEST[:10]), "sach-2": word(*HONEST[10:])}).items()
    }
    return files
