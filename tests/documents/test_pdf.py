"""Papers through LibreOffice itself: one family of type, tagged, the page number where it belongs."""

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from phoihop.base.errors import Refusal
from phoihop.documents import pdf, word
from phoihop.documents.paper import Signer
from tests.documents.samples import DAYS, report


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every profile's report, two conversions at a time."""
    folder = tmp_path_factory.mktemp("pdf")
    with ThreadPoolExecutor(2) as pool:
        converted = list(pool.map(lambda name: pdf.from_docx(word.write(report(name))), sorted(DAYS)))
    for name, data in zip(sorted(DAYS), converted, strict=True):
        (folder / f"{name}.pdf").write_bytes(data)
    return {name: folder / f"{name}.pdf" for name in DAYS}


def said(*command: object) -> str:
    return subprocess.run([str(one) for one in command], capture_output=True, text=True, check=True).stdout


def page(path: Path, number: int) -> list[str]:
    words = said("pdftotext", "-layout", "-f", number, "-l", number, path, "-")
    return [line.strip() for line in words.splitlines() if line.strip()]


@pytest.mark.parametrize("name", sorted(DAYS))
def test_one_family_of_type_with_every_vietnamese_letter(made: dict[str, Path], name: str) -> None:
    lines = said("pdffonts", made[name]).splitlines()[2:]
    families = {re.sub(r"^[A-Z]{6}\+|[-,].*$", "", line.split()[0]) for line in lines}
    assert families <= {"Tinos", "TimesNewRomanPSMT", "TimesNewRoman", "LiberationSerif"}
    assert len(families) == 1


@pytest.mark.parametrize("name", sorted(DAYS))
def test_it_is_a_tagged_a4_archive_file(made: dict[str, Path], name: str) -> None:
    about = said("pdfinfo", made[name])
    assert re.search(r"Tagged:\s+yes", about)
    assert re.search(r"Page size:\s+59\d\.\d+ x 84\d\.\d+ pts \(A4\)", about)
    assert b"pdfaid" in made[name].read_bytes()


@pytest.mark.parametrize("name", sorted(DAYS))
def test_pages_are_numbered_from_the_second_and_an_annex_counts_its_own(made: dict[str, Path], name: str) -> None:
    tops = [page(made[name], number)[0] for number in (1, 2, 3, 4)]
    assert not tops[0].isdigit()
    assert tops[1] == "2"
    assert tops[2].lower().startswith("phụ lục")
    assert tops[3] == "2"


@pytest.mark.parametrize("name", sorted(DAYS))
def test_the_head_row_of_a_long_table_repeats(made: dict[str, Path], name: str) -> None:
    assert page(made[name], 4)[1].split()[:3] == ["TT", "Đơn", "vị"]


def test_without_libreoffice_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Refusal, match=r"chưa có LibreOffice.*libreoffice-writer-nogui"):
        pdf.from_docx(b"")


def test_what_is_no_document_gives_a_sentence_not_a_file() -> None:
    with pytest.raises(Refusal, match="chưa xuất được"):
        pdf.from_docx(b"PK\x03\x04")


def test_a_conversion_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 600 &\nwait\n")
    slow.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(pdf, "TIME_OUT", 0.3)
    with pytest.raises(Refusal, match="quá lâu"):
        pdf.from_docx(b"x")


def test_a_signature_never_stands_alone_on_a_page(tmp_path: Path) -> None:
    whom = ["Ban Thường vụ Tỉnh ủy", "Ủy ban Kiểm tra Tỉnh ủy"]
    signer = Signer("T/M BAN THƯỜNG VỤ", "Phó Bí thư", "Nguyễn Văn Mẫu")
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf.from_docx(word.write(report(to=whom, signer=signer))))
    pages = [" ".join(page(path, number)) for number in (2, 3)]
    assert "T/M BAN THƯỜNG VỤ" not in pages[0], "the sample no longer runs over the page"
    assert "Trên đây là báo cáo" in pages[1]
    assert "T/M BAN THƯỜNG VỤ" in pages[1]
