"""The commands: what they print, where, and with which exit code."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from phoihop.annual.models import Edition
from phoihop.documents import pdf
from tests.annual.world import World, filled
from tests.cast import Cast


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*words, stdout=out, stderr=err)
        code = 0
    except SystemExit as left:
        code = int(left.code or 0)
    return code, out.getvalue(), err.getvalue()


def test_figures_as_json_and_nothing_else(world: World, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "figures", "2021", "--format", "json")
    rows = {row["id"]: row for row in json.loads(out)}
    assert (code, err) == (0, "")
    assert len(rows) == 17
    assert (rows["D02"]["value"], rows["D02"]["numerator"], rows["D02"]["denominator"]) == (75, 3, 4)
    assert (rows["D04"]["value"], rows["D04"]["sources"]) == (66.67, 3)
    assert rows["S01"]["value"] == 4
    code, out, err = run(capsys, "figures", "2021", "--unit", "902", "--format", "json")
    assert {row["id"]: row["value"] for row in json.loads(out)}["D02"] == 50
    world.rule(cast.units["a1"], passed=False)
    code, out, err = run(capsys, "figures", "2021")
    assert "2/4" in out


def test_sources_name_every_unit_with_its_result(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "sources", "D02", "2021", "--format", "json")
    rows = json.loads(out)
    assert (code, err) == (0, "")
    assert [(row["unit"], row["in_numerator"], row["result"]) for row in rows] == [
        ("90101", True, "đạt"),
        ("90102", True, "đạt"),
        ("90201", True, "đạt"),
        ("90202", False, "chưa đạt"),
    ]
    assert len(rows[0]["evidence"][0]["sha256"]) == 64


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("figures", "2019"), "Chưa có kỳ năm 2019. Các năm đang có: 2021."),
        (("figures", "2021", "--unit", "999"), "không có đơn vị nào mang mã 999"),
        (("figures", "2021", "--regulation", "X"), "Không có quy chế nào"),
        (("sources", "Z99", "2021"), "Z99"),
        (("annual_report", "2021", "--out", "r.odt"), ".docx, .pdf hoặc .html"),
        (("annual_report", "2021", "--out", "/không/có/r.docx"), "Không ghi được"),
        (("verify_report", "/không/có/r.docx"), "Không mở được"),
    ],
)
def test_refusals_are_sentences_on_standard_error(
    world: World, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (1, "")
    assert said in err


def test_a_report_is_written_issued_and_verified(
    world: World, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "r.docx"
    assert run(capsys, "annual_report", "2021", "--out", str(file))[0] == 0
    code, out, err = run(capsys, "verify_report", str(file))
    assert (code, err) == (0, "")
    assert "đều khớp" in out
    code, out, err = run(capsys, "annual_report", "2021", "--out", str(file), "--issue")
    assert code == 1
    assert "Hạn chế, khó khăn" in err
    Edition.objects.all().delete()
    filled(world)
    code, out, err = run(capsys, "annual_report", "2021", "--out", str(file), "--issue")
    assert (code, out) == (0, "")
    assert "Số 01-BC/ĐUCA" in err
    assert run(capsys, "verify_report", str(file))[0] == 0
    page = tmp_path / "r.html"
    run(capsys, "annual_report", "2021", "--out", str(page))
    assert "75,00\u00a0%" in page.read_text()
    world.rule(cast.units["b2"], passed=True)
    code, out, err = run(capsys, "verify_report", str(file))
    assert (code, out) == (1, "")
    assert "D02: giấy ghi 75,00\u00a0%, nay là 100,00\u00a0%. Xã Chiềng Ơn: nay đạt, giấy ghi chưa đạt" in err
    with zipfile.ZipFile(file) as package:
        assert "word/document.xml" in package.namelist()


def test_without_libreoffice_no_pdf_is_promised(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    assert pdf.office() is None
    code, _out, err = run(capsys, "annual_report", "2021", "--out", str(tmp_path / "r.pdf"))
    assert code == 1
    assert "LibreOffice" in err
    assert not (tmp_path / "r.pdf").exists()
