"""Papers that the tests of this room write, read, check and convert. All content is invented."""

import datetime
from typing import Any

from phoihop.documents import layouts
from phoihop.documents.paper import Annex, FigureRun, Heading, Paper, Paragraph, Signer, Table

DAYS = {
    "party-2018": datetime.date(2022, 1, 14),
    "party-2026": datetime.date(2026, 6, 5),
    "state-2020": datetime.date(2022, 1, 14),
}
LONG = (
    "Các cấp ủy đã phối hợp chặt chẽ trong lãnh đạo, chỉ đạo công tác bảo đảm an ninh, trật tự trên địa bàn; xây dựng "
    "phong trào toàn dân bảo vệ an ninh Tổ quốc; giữ vững ổn định ở cơ sở. "
)


def report(profile: str = "party-2018", **changes: Any) -> Paper:
    """A report of two pages with figures, a table and a landscape annex of 204 rows."""
    layout = layouts.profile(profile)
    party = layout.kind == "party"
    body = [
        Paragraph("Thực hiện Quy chế phối hợp, cơ quan báo cáo kết quả năm 2021 như sau: " + LONG),
        Heading(1, "I. KẾT QUẢ"),
        Heading(2, "1. Bảo đảm an ninh, trật tự"),
        Paragraph(
            [
                "Có ",
                FigureRun("195/204", "D02.share"),
                " xã, phường, thị trấn (",
                FigureRun("95,59\u00a0%", "D02.rate", bold=True),
                ") đạt tiêu chuẩn; trong đó ",
                FigureRun("180/188", "D04.share"),
                " xã. " + LONG,
            ],
            key="b-1",
        ),
        Heading(3, "1.1. Mô hình"),
        *[Paragraph(LONG * 3) for _ in range(6)],
        Table(
            ["TT", "Đơn vị", "Đạt", "Tỷ lệ"],
            [
                ["1", "Huyện Mường Thượng", FigureRun("17", "D02@901"), "94,12\u00a0%"],
                ["", "Cộng", "17", "94,12\u00a0%"],
            ],
            widths=[1, 5, 2, 2],
            align="clrr",
            caption="Kết quả theo huyện",
            strong=frozenset({1}),
        ),
        Paragraph("Trên đây là báo cáo kết quả thực hiện Quy chế phối hợp năm 2021."),
    ]
    rows = [[str(n), f"Xã số {n}", "Xã", "Đạt", f"{n}/QĐ-UBND", "12/11/2021"] for n in range(1, 205)]
    units = Table(["TT", "Đơn vị", "Loại", "Kết quả", "Quyết định", "Ngày"], rows, widths=[1, 5, 2, 2, 3, 3])
    given: dict[str, Any] = {
        "layout": layout,
        "superior": "Đảng bộ tỉnh Tây Phong" if party else "Bộ Công an",
        "issuer": "Đảng ủy Công an tỉnh" if party else "Công an tỉnh Tây Phong",
        "issuer_symbol": "ĐUCA" if party else "CAT",
        "type_symbol": "BC",
        "number": 12,
        "dated": DAYS[profile],
        "place": "Tây Phong",
        "type_name": "Báo cáo",
        "subject": "kết quả thực hiện Quy chế phối hợp giữa Đảng ủy Công an tỉnh\nvới các huyện ủy, thành ủy năm 2021",
        "body": body,
        "recipients": ["Ban Thường vụ Tỉnh ủy", "Các huyện ủy", "Lưu Văn phòng Đảng ủy" if party else "Lưu: VT, PV01"],
        "signer": Signer("T/M BAN THƯỜNG VỤ", "Phó Bí thư") if party else Signer("KT. GIÁM ĐỐC", "Phó Giám đốc"),
        "annexes": [Annex("Kết quả theo đơn vị", [units], label="1", landscape=True)],
    }
    return Paper(**{**given, **changes})
