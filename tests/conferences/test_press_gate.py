"""Free words for the press: what the gate refuses, and what it lets through."""

import pytest

from phoihop.conferences.formulas import press
from phoihop.conferences.rules.communique import gate_lists

RELEASED = (
    "Ngày 14/01/2022, tại Hội trường Công an tỉnh, Đảng ủy Công an tỉnh tổ chức Hội nghị giao ban năm 2021.",
    "Hội nghị kết nối 13 điểm cầu, 214 đại biểu dự.",
    "Xã, phường, thị trấn đạt tiêu chuẩn: 195/204 = 95,59 %.",
    "Đồng chí Đại tá Trần Văn Hòa, Bí thư Đảng ủy.",
    "Đã tuyên truyền 1.234 buổi.",
)
CODES = ("CA-521", "T18M", "Sao Băng")
PEOPLE = ("Lò Thị Mai Ly", "Trần Văn Hòa")

REFUSED = (
    ("Toàn tỉnh còn 9 xã chưa đạt.", "9"),
    ("Kết quả đạt 96 %.", "96"),
    ("Năm 2020 tình hình phức tạp hơn.", "2020"),
    ("Ngày 15/01/2022 sẽ họp tiếp.", "15/01/2022"),
    ("Có hai mươi ba vụ được giải quyết.", "hai mươi ba"),
    ("Hơn một trăm đại biểu phát biểu.", "một trăm"),
    ("Số vụ là １２ vụ.", "12"),
    ("Chuyên án CA-521 kết thúc tốt đẹp.", "CA-521"),
    ("Lực lượng phá thành công CA 521.", "CA-521"),
    ("Kế hoạch Sao Băng được giữ kín.", "Sao Băng"),
    ("Đã phá chuyên án mang bí số X47.", "X47"),
    ("Ông Hùng phát biểu tại hội nghị.", "Hùng"),
    ("Đồng chí Nguyễn Văn An phát biểu.", "Nguyễn Văn An"),
    ("Đại diện là Lò Thị Mai Ly.", "Lò Thị Mai Ly"),
    ("Bị can Giàng A Chú bị bắt.", "Giàng A Chú"),
    ("NGUYỄN VĂN AN khai nhận.", "NGUYỄN VĂN AN"),
    ("Bà nguyễn thị lan cho biết thêm.", "nguyễn thị lan"),
)
ALLOWED = (
    "Hội nghị diễn ra trong không khí sôi nổi, thẳng thắn.",
    "Đến nay 195 xã, phường, thị trấn đạt tiêu chuẩn.",
    "Tỷ lệ đạt là 95,59 %.",
    "Kết quả năm 2021 cao hơn năm trước.",
    "Đồng chí Bí thư Đảng ủy kết luận hội nghị.",
    "Đồng chí Giám đốc Công an tỉnh chúc mừng các đơn vị.",
    "Đại tá Trần Văn Hòa phát biểu kết luận.",
    "Có 1234 buổi tuyên truyền, 13 điểm cầu tham gia.",
    "Thành phố Hồ Chí Minh cử đoàn đến học tập.",
    "Hai bên tiếp tục phối hợp chặt chẽ; một số đơn vị làm tốt.",
    "Huyện Mai Sơn và xã Mường Bon được biểu dương.",
    "Ngày 14/01/2022 hội nghị thành công; bà con nhân dân phấn khởi.",
)


def found(text: str) -> list[str]:
    return [
        *press.loose_numbers(text, RELEASED),
        *press.code_names(text, CODES),
        *press.persons(text, gate_lists(), PEOPLE, RELEASED),
    ]


@pytest.mark.parametrize(("text", "what"), REFUSED)
def test_refused(text: str, what: str) -> None:
    assert what in found(text)


@pytest.mark.parametrize("text", ALLOWED)
def test_allowed(text: str) -> None:
    assert found(text) == []


def test_numbers_in_words_are_worth_what_they_say() -> None:
    said = "mười hai, hai mươi lăm, một trăm linh năm, hai nghìn ba trăm, ba chục; một vụ, hai bên"
    assert [value for _text, value in press.spelled(said)] == [12, 25, 105, 2300, 30]
