"""The check of a file: whatever is changed in it, or behind it, is named."""

import io
import random
import re
import zipfile
from collections.abc import Callable

import pytest

from phoihop.annual import actions
from phoihop.annual.models import Edition
from phoihop.annual.papers import verify
from phoihop.documents import store
from phoihop.registers.models import Evidence, StandardResult
from tests.annual.world import World, filled, proof
from tests.cast import Cast

WORDS = re.compile(r"(?<=>)[^<>]*\d[^<>]*(?=</w:t>)")
TAGS = re.compile(r'(?<=<w:tag w:val=")[^"]+(?=")')
LEDGER = "urn:phoihop:ledger"


@pytest.fixture
def issued(world: World) -> Edition:
    edition = filled(world)
    section = edition.sections.order_by("order").last()
    actions.add_block(by=world.secretary, section=section, body="Hội nghị ngày 14/01/2022 nghe báo cáo này.")
    return actions.issue_edition(by=world.leader, edition=edition)


def file_of(edition: Edition) -> bytes:
    assert edition.issued is not None
    return store.read(edition.issued.file)


def changed(data: bytes, part: Callable[[str], bool], change: Callable[[str], str]) -> bytes:
    """The file with the text of some parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            held = old.read(name)
            if part(name):
                held = change(held.decode()).encode()
            new.writestr(name, held)
    return out.getvalue()


def in_body(data: bytes, change: Callable[[str], str]) -> bytes:
    return changed(data, lambda name: name == "word/document.xml", change)


def said(data: bytes) -> list[str]:
    return [str(one) for one in verify(data)]


def test_a_digit_changed_anywhere_on_the_paper_is_caught(issued: Edition) -> None:
    data = file_of(issued)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("word/document.xml").decode()
    places = [
        match.start() + digit.start()
        for pattern in (WORDS, TAGS)
        for match in pattern.finditer(xml)
        for digit in re.finditer(r"\d", match.group())
    ]
    assert len(places) > 150
    for at in random.Random(2021).sample(places, 24):
        other = str((int(xml[at]) + 1) % 10)
        assert said(in_body(data, lambda whole, at=at, other=other: whole[:at] + other + whole[at + 1 :])), xml[
            at - 60 : at + 20
        ]


def test_the_changed_figure_is_named_with_what_it_should_say(issued: Edition) -> None:
    data = file_of(issued)
    found = said(in_body(data, lambda xml: xml.replace("75,00\u00a0%", "75,10\u00a0%", 1)))
    assert found == ["D02: trên giấy 75,10\u00a0%, sổ nguồn 75,00\u00a0%."]


def test_the_changed_line_is_named(issued: Edition) -> None:
    found = said(in_body(file_of(issued), lambda xml: xml.replace("ngày 14/01/2022", "ngày 15/01/2022")))
    assert len(found) == 1
    assert "ngày 15/01/2022" in found[0]
    found = said(in_body(file_of(issued), lambda xml: xml.replace("2415/QĐ-UBND", "2416/QĐ-UBND", 1)))
    assert len(found) == 1
    assert "2416/QĐ-UBND" in found[0]


def test_a_figure_or_line_taken_out_or_put_in_is_caught(issued: Edition) -> None:
    data = file_of(issued)
    paragraph = re.compile(r"<w:p>(?:(?!</w:p>).)*Hội nghị ngày(?:(?!</w:p>).)*</w:p>", re.DOTALL)
    assert any("Thiếu 1 dòng" in one for one in said(in_body(data, lambda xml: paragraph.sub("", xml, count=1))))
    doubled = said(in_body(data, lambda xml: paragraph.sub(lambda m: m.group() * 2, xml, count=1)))
    assert any("khác bản đã lập" in one for one in doubled)
    control = re.compile(r"<w:sdt>(?:(?!</w:sdt>).)*</w:sdt>", re.DOTALL)
    assert any("thiếu 1 chỗ" in one for one in said(in_body(data, lambda xml: control.sub("", xml, count=1))))


def test_words_hidden_in_the_page_head_are_caught(issued: Edition) -> None:
    def hide(xml: str) -> str:
        return xml.replace("</w:p>", "<w:r><w:t>204</w:t></w:r></w:p>", 1)

    assert any("đầu trang" in one for one in said(changed(file_of(issued), lambda name: "header" in name, hide)))


def test_a_forged_ledger_and_foreign_files_are_told_apart(issued: Edition) -> None:
    data = file_of(issued)

    def forge(xml: str) -> str:
        return xml.replace("75,00", "75,10") if LEDGER in xml else xml

    both = in_body(
        changed(data, lambda name: name.startswith("customXml"), forge), lambda x: x.replace("75,00", "75,10")
    )
    assert any("Sổ nguồn trong tệp đã bị sửa" in one for one in said(both))
    assert any("không đọc được" in one for one in said(b"%PDF-1.7"))
    without = changed(data, lambda name: name.startswith("customXml"), lambda xml: xml.replace(LEDGER, "urn:other"))
    assert any("không mang sổ nguồn" in one for one in said(without))


def test_evidence_missing_or_altered_is_named(issued: Edition, cast: Cast) -> None:
    data = file_of(issued)
    assert said(data) == []
    path = store.path_of(Evidence.objects.order_by("pk")[0].file.sha256)
    path.chmod(0o600)
    kept = path.read_bytes()
    path.write_bytes(kept + b"!")
    assert said(data) == ["Minh chứng “Biên bản họp” của Xã Nà Pang: tệp đã bị sửa."]
    path.unlink()
    assert said(data) == ["Minh chứng “Biên bản họp” của Xã Nà Pang: không còn tệp."]
    path.write_bytes(kept)
    assert said(data) == []


def test_a_source_changed_behind_the_paper_is_named(issued: Edition, cast: Cast, world: World) -> None:
    data = file_of(issued)
    result = StandardResult.objects.get(unit=cast.units["b1"])
    added = proof(result, "Biên bản bổ sung".encode())
    found = [one for one in said(data) if one.startswith("S02:")]
    assert found == [
        "S02: nguồn đã đổi, số vẫn là 3. Xã Bản Lầu: hồ sơ hoặc minh chứng đã thay đổi, kết quả vẫn là đạt "
        "(Quyết định 2415/QĐ-UBND ngày 01/12/2021, Chủ tịch, Ủy ban nhân dân Tỉnh Tây Phong)."
    ]
    Evidence.objects.filter(file=added).delete()
    assert said(data) == []
    world.rule(cast.units["b2"], passed=True)
    found = said(data)
    assert any(one.startswith("D01: giấy ghi 1, nay là 0. Xã Chiềng Ơn: nay đạt, giấy ghi chưa đạt") for one in found)
    assert any(one.startswith("S02#902 (Huyện Mường Hạ): giấy ghi 1, nay là 2") for one in found)
    assert not any(one.startswith("S05") for one in found)
