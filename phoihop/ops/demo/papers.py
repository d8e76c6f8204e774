"""Invented evidence: a short record of a meeting for each dossier, one master copy with the unit's name put in."""

import datetime
import io
import zipfile
from collections.abc import Sequence
from functools import cache

from phoihop.documents import layouts
from phoihop.documents.paper import Paper, Paragraph, Signer
from phoihop.documents.word import write

UNIT, YEAR = "ĐƠN VỊ NÀY", "NĂM NÀY"


def minutes(unit_name: str, year: int) -> bytes:
    """Minutes (.docx) of the self-assessment meeting of one unit, marked as invented."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_master())) as master, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in master.infolist():
            data = master.read(entry)
            if entry.filename == "word/document.xml":
                text = data.decode().replace(UNIT.upper(), unit_name.upper()).replace(UNIT, unit_name)
                data = text.replace(YEAR, str(year)).encode()
            copy.writestr(zipfile.ZipInfo(entry.filename, (2021, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return changed.getvalue()


def for_conference(title: str, paragraphs: Sequence[str], day: datetime.date) -> bytes:
    """A paper laid before a conference (.docx), marked as invented."""
    return write(
        Paper(
            layout=layouts.on("party", day),
            superior="Đảng bộ tỉnh Sơn La",
            issuer="Đảng ủy Công an tỉnh",
            issuer_symbol="ĐUCA",
            type_name="Tài liệu",
            subject=title,
            place="Sơn La",
            mark="MINH HOẠ",
            body=[
                Paragraph("Văn bản minh hoạ, dựng nên để trình diễn phần mềm; không phải văn bản thật."),
                *(Paragraph(text) for text in paragraphs),
            ],
            signer=Signer("", "VĂN PHÒNG"),
            recipients=["Đại biểu dự hội nghị", "Lưu Văn phòng Đảng ủy"],
        )
    )


@cache
def _master() -> bytes:
    return write(
        Paper(
            layout=layouts.on("state", datetime.date(2021, 1, 1)),
            superior="",
            issuer=f"ỦY BAN NHÂN DÂN {UNIT}",
            issuer_symbol="UBND",
            type_name="BIÊN BẢN",
            subject=f"Họp tự đánh giá tiêu chuẩn an toàn về an ninh, trật tự {YEAR}",
            place="Sơn La",
            mark="MINH HOẠ",
            body=[
                Paragraph("Văn bản minh hoạ, dựng nên để trình diễn phần mềm; không phải văn bản thật."),
                Paragraph(
                    f"Ban chỉ đạo của {UNIT} đã họp, rà soát từng tiêu chí của {YEAR}, thống nhất kết quả tự đánh giá."
                ),
                Paragraph("Hồ sơ gồm bảng tự đánh giá theo tiêu chí và danh sách khu dân cư được công nhận."),
            ],
            signer=Signer("", "CHỦ TRÌ"),
            recipients=["Ban chỉ đạo cấp huyện", "Lưu: VT"],
        )
    )
