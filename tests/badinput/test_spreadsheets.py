"""Spreadsheets made to do harm, or broken in ways no program writes: each is refused in a sentence, none is fatal."""

import io
import zipfile

import msoffcrypto.format.ooxml as office
import pytest
import xlsxwriter

from phoihop.base.errors import Refusal
from phoihop.documents.tables import read_table

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def book(*cells, hidden=()):
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("Số liệu")
    for row, column, value in cells:
        sheet.write(row, column, value)
    if hidden:
        meta = made.add_worksheet("_meta")
        for row, column, value in hidden:
            meta.write(row, column, value)
        meta.very_hidden()
    made.close()
    return out.getvalue()


def changed(data, part, old, new):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            assert name != part or old in content
            after.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()


def locked(data):
    out = io.BytesIO()
    office.OOXMLFile(io.BytesIO(data)).encrypt("mat-khau", out)
    return out.getvalue()


ONE = book((0, 0, "Mã đơn vị"), (1, 0, "90101"))
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">%s]><sst' % b"".join(
    b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(9)
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (locked(ONE), "mật khẩu"),
        (book((0, 0, "Mã đơn vị"), (1048575, 16383, 1)), "quá lớn"),
        (book((0, 0, "Mã đơn vị"), hidden=[(0, 0, "form"), (1048575, 16383, "x")]), "quá lớn"),
        (changed(ONE, SHEET, b'r="A1"', b'r="ZZZZZZZ99999999999"'), "quá lớn"),
        (changed(ONE, SHEET, b'<row r="1"', b'<row r="mot"'), "bị hỏng"),
        (changed(ONE, SHEET, b"<v>0</v>", b"<v>99999</v>"), "bị hỏng"),
        (changed(ONE, SHEET, b"</worksheet>", b""), "bị hỏng"),
        (changed(ONE, STRINGS, b"<?xml", b"<!--"), "bị hỏng"),
        (changed(ONE, "xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"../../../etc/passwd"), "bị hỏng"),
        (changed(changed(ONE, STRINGS, b"<sst", ENTITIES), STRINGS, b"90101", b"&a8;"), "bị hỏng"),
    ],
)
def test_a_harmful_spreadsheet_is_refused(data, sentence):
    with pytest.raises(Refusal) as refusal:
        read_table(data, "so-lieu.xlsx")
    (said,) = refusal.value.reasons
    assert sentence in str(said.text)
    assert said.field == "file"


@pytest.mark.parametrize("typed", [b"1e999", b"NaN"])
def test_a_number_that_is_none_is_read_as_words(typed):
    table = read_table(changed(book((0, 0, 7)), SHEET, b"<v>7</v>", b"<v>%s</v>" % typed), "a.xlsx")
    ((_row, (cell,)),) = table.rows
    assert cell.number is None
    assert cell.text.lower() in {"inf", "nan"}


def test_a_cell_of_a_csv_without_end_is_refused():
    with pytest.raises(Refusal, match="dòng 2"):
        read_table(b'a,b\n"' + b"x" * 200_000 + b'",1\n', "a.csv")


def test_a_csv_of_an_old_machine_with_bare_returns_is_read():
    table = read_table("Mã đơn vị,X01\r90101,2\r".encode(), "a.csv")
    assert [cells[1].text for _row, cells in table.rows] == ["X01", "2"]
