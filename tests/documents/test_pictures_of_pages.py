"""Pages of stored files as pictures: Word through LibreOffice, nothing fetched from elsewhere, no more than fits."""

import io
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from phoihop.documents import pictures, store
from phoihop.documents.models import File
from tests.conferences.papers import pdf_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.PAGES_ROOT = tmp_path / "pages"


def word(*, fetches: bool = False) -> bytes:
    paper = Document()
    paper.add_paragraph("Báo cáo kết quả phối hợp năm 2021")
    paper.add_page_break()
    paper.add_paragraph("Trang thứ hai")
    paper.part.relate_to("https://so-tay.vn", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    if fetches:
        paper.part.relate_to("http://10.0.0.9/anh.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def kept(data: bytes, name: str) -> File:
    return store.put(data, name, None)


def test_a_word_file_is_drawn_and_read_page_by_page() -> None:
    file = kept(word(), "bao-cao.docx")
    assert pictures.pages_of(store.read(file), "docx", file.sha256) == 2
    drawn = pictures.picture(file, 2)
    assert drawn
    assert drawn.startswith(b"\x89PNG")
    assert pictures.words(file, 2) == "Trang thứ hai"


def test_a_word_file_that_would_fetch_something_is_not_opened() -> None:
    file = kept(word(fetches=True), "bao-cao.docx")
    assert pictures.pages_of(store.read(file), "docx", file.sha256) == 0
    assert pictures.picture(file, 1) is None


def test_the_oldest_pictures_go_when_there_are_too_many(settings: Any) -> None:
    file = kept(pdf_bytes(*["mot trang"] * 6), "dai.pdf")
    first = pictures.picture(file, 1)
    assert first
    settings.PAGES_LIMIT = 3 * len(first)
    for page in range(2, 7):
        assert pictures.picture(file, page)
    sizes = [one.stat().st_size for one in settings.PAGES_ROOT.rglob("*") if one.is_file()]
    assert sum(sizes) <= 4 * len(first)
    assert pictures.picture(file, 6)


def test_a_damaged_file_gives_no_picture() -> None:
    file = kept(b"%PDF-1.4 nothing more", "hong.pdf")
    assert pictures.pages_of(b"%PDF-1.4 nothing more", "pdf", file.sha256) == 0
    assert pictures.picture(file, 1) is None
    assert pictures.picture(file, 99999) is None
