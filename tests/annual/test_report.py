"""From records to the paper, its issue, what changes afterwards, and the check of the file."""

import csv
from pathlib import Path

import pytest

from phoihop.annual import actions
from phoihop.annual.figures import compare, frozen, live, needed
from phoihop.annual.formulas.tokens import read as token
from phoihop.annual.models import Block, Edition, QuotedFigure
from phoihop.annual.papers import draft, rebuild, verify, written
from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.documents import store
from phoihop.documents.paper import Paragraph, text_of
from phoihop.documents.read import read
from phoihop.journal.models import Entry
from phoihop.registers.models import StandardResult
from tests.annual.world import World, accepted_text, filled, period, ruling_of
from tests.cast import Cast, signed_in


def said(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return " / ".join(str(reason) for reason in refusal.value.reasons)


def test_figures_of_a_small_year_are_counted_by_hand(world: World) -> None:
    book = live(
        world.edition(), [token(key) for key in ("S02/S01", "D02", "S04/S03", "D04", "D01", "D08", "D10", "S07")]
    )
    printed = {key: quote.printed for key, quote in book.quotes.items()}
    assert printed == {
        "S02/S01": "3/4",
        "D02": "75,00\u00a0%",
        "S04/S03": "2/3",
        "D04": "66,67\u00a0%",
        "D01": "1",
        "D08": "100,00\u00a0%",
        "D10": "33,33\u00a0%",
        "S07": "1",
    }
    assert [member.counted for member in book.quotes["S02/S01"].members] == [True, True, True, False]


def test_the_seed_figures_come_out_of_the_records_of_204_units(sonla: World) -> None:
    seed = Path(__file__).parent / "seed_2021.csv"
    with seed.open(encoding="utf-8") as opened:
        expected = {row["id"]: row["value"] for row in csv.DictReader(opened) if row["id"] in _quoted()}
    edition = sonla.edition()
    book = live(edition, [token(code) for code in _quoted()])
    assert {key: f"{quote.value.normalize():f}" for key, quote in book.quotes.items()} == {
        key: f"{float(value):g}" for key, value in expected.items()
    }
    assert len(book.quotes["D02"].members) == 204
    assert sum(member.counted is True for member in book.quotes["D02"].members) == 195
    districts = [quote for quote in live(edition, needed(edition)).quotes.values() if quote.token.unit]
    for code in ("S01", "S02", "S03", "S04", "S05", "S06"):
        assert sum(int(q.value) for q in districts if q.token.code == code) == int(expected[code])


def _quoted() -> list[str]:
    return ["S01", "S02", "S03", "S04", "S05", "S06", "S07", *(f"D{n:02}" for n in range(1, 11))]


def test_a_draft_is_refused_until_nothing_is_loose(world: World, cast: Cast) -> None:
    edition = world.edition()
    section = edition.sections.get(title_vi__startswith="Hạn chế")
    text = accepted_text(
        world, cast.units["a"], "kho_khan", "Toàn huyện còn 1 đơn vị chưa đạt, 7 vụ việc.", cast.reviewer_a
    )
    block = actions.draw_text(by=world.secretary, section=section, text=text)
    assert block.source == text
    assert block.source_unit == cast.units["a"]
    with pytest.raises(Refusal) as refused:
        actions.issue_edition(by=world.leader, edition=edition)
    assert "2 số gõ tay: 1, 7" in said(refused)
    block = actions.bind_number(
        by=world.secretary, block=block, version=0, start=block.body.index("1"), number="1", key="D01#901"
    )
    assert "[[D01#901]]" in block.body
    actions.waive_number(by=world.secretary, block=block, number="7", reason="Theo báo cáo của huyện")
    issued = actions.issue_edition(by=world.leader, edition=edition)
    assert issued.issued is not None
    reading = read(store.read(issued.issued.file))
    assert any("còn 0 đơn vị chưa đạt" in line for line in reading.blocks)
    assert {"7", "Theo báo cáo của huyện", world.secretary.journal_label} <= set(reading.blocks)
    assert block.source == text


def test_sections_without_words_and_missing_sources_hold_the_issue_back(world: World, cast: Cast) -> None:
    edition = world.edition()
    with pytest.raises(Refusal) as refused:
        actions.issue_edition(by=world.leader, edition=edition)
    assert "Hạn chế, khó khăn" in said(refused)
    edition.delete()
    edition = filled(world)
    cast.units["b1"].standard_results.update(ruling=None, state="proposed")
    with pytest.raises(Refusal) as refused:
        actions.issue_edition(by=world.leader, edition=edition)
    assert "thiếu nguồn" in said(refused)
    actions.issue_edition(by=world.leader, edition=edition, missing_reason="Huyện chưa kịp quyết định.")
    edition.refresh_from_db()
    assert edition.issued is not None
    blocks = read(store.read(edition.issued.file)).blocks
    assert any("Huyện chưa kịp quyết định." in line for line in blocks)
    assert "chưa có kết quả" in blocks


@pytest.mark.parametrize("who", ["secretary", "clerk_a1", "inspector", "stranger"])
def test_only_who_may_issue_does(world: World, cast: Cast, who: str) -> None:
    edition = filled(world)
    with pytest.raises(Refusal):
        actions.issue_edition(by=cast.posts()[who], edition=edition)
    assert Edition.objects.get().state == "draft"
    assert not QuotedFigure.objects.exists()


@pytest.mark.parametrize("who", ["leader", "clerk_a1", "reviewer_a", "stranger"])
def test_only_the_secretary_writes(world: World, cast: Cast, who: str) -> None:
    edition = world.edition()
    section = edition.sections.first()
    with pytest.raises(Refusal):
        actions.add_block(by=cast.posts()[who], section=section, body="Thêm một câu.")
    with pytest.raises(Refusal):
        actions.write_block(by=cast.posts()[who], block=section.blocks.first(), body="Sửa", version=0)


def test_issuing_freezes_and_one_ruling_moves_every_draft(world: World, cast: Cast) -> None:
    edition = actions.issue_edition(by=world.leader, edition=filled(world))
    assert edition.issued is not None
    data = store.read(edition.issued.file)
    assert verify(data) == []
    before = read(data)
    world.rule(cast.units["a1"], passed=False)
    now = live(edition, needed(edition))
    assert now.quotes["S02/S01"].printed == "2/4"
    assert frozen(edition).quotes["S02/S01"].printed == "3/4"
    changes = {change.key: change for change in compare(frozen(edition), now)}
    assert changes["S02/S01"].moved
    assert [cause.unit_name for cause in changes["S02/S01"].causes] == ["Xã Nà Pang"]
    assert "2999/QĐ-UBND" in str(changes["S02/S01"].causes[0])
    assert "S05" not in changes
    _paper, again = rebuild(edition)
    assert read(again).digest == before.digest
    assert again == data
    found = [str(one) for one in verify(data)]
    assert any(
        one.startswith("S02/S01: giấy ghi 3/4, nay là 2/4. Xã Nà Pang: nay chưa đạt, giấy ghi đạt") for one in found
    )
    with pytest.raises(Refusal):
        actions.write_block(by=world.secretary, block=Block.objects.first(), body="Sửa sau khi phát hành", version=0)


def test_a_later_report_of_the_same_kind_sees_the_new_figure_at_once(world: World, cast: Cast) -> None:
    edition = filled(world)
    paper, book = draft(edition)
    assert book.quotes["S02/S01"].printed == "3/4"
    world.rule(cast.units["b2"], passed=True)
    paper, book = draft(edition)
    assert book.quotes["S02/S01"].printed == "4/4"
    assert book.quotes["D02"].printed == "100,00\u00a0%"
    assert verify(written(paper, edition, book)) == []


def test_two_writers_lose_nothing(world: World) -> None:
    edition = world.edition()
    block = Block.objects.filter(section__edition=edition).first()
    assert block is not None
    actions.write_block(by=world.secretary, block=block, body="Câu của người thứ nhất.", version=0)
    with pytest.raises(actions.StaleBlock) as stale:
        actions.write_block(by=world.secretary, block=block, body="Câu của người thứ hai.", version=0)
    assert stale.value.mine == "Câu của người thứ hai."
    assert stale.value.theirs is not None
    assert stale.value.theirs.body == "Câu của người thứ nhất."
    with pytest.raises(actions.StaleBlock):
        actions.drop_block(by=world.secretary, block=block, version=0)
    assert Block.objects.get(pk=block.pk).body == "Câu của người thứ nhất."


def test_what_was_done_stands_in_the_log(world: World) -> None:
    edition = actions.issue_edition(by=world.leader, edition=filled(world))
    verbs = list(
        Entry.objects.filter(subject_type="annual.edition", subject_id=edition.pk).values_list("verb", flat=True)
    )
    assert verbs[0] == "annual.open_edition"
    assert verbs[-1] == "annual.issue_edition"


def test_words_that_may_not_be_kept(world: World) -> None:
    section = world.edition().sections.first()
    for words, why in (("", "trống"), ("[[S02", "không phải là thẻ"), ("gọi 0912345678", "điện thoại")):
        with pytest.raises(Refusal) as refused:
            actions.add_block(by=world.secretary, section=section, body=words)
        assert why in said(refused)


def test_last_year_stands_in_the_paper_when_it_has_figures(world: World, cast: Cast) -> None:
    assert not Block.objects.filter(section__edition=world.edition(), body__contains="@2020").exists()
    Edition.objects.all().delete()
    period("2020", "year", 2020, (2019, 12, 15), (2020, 12, 14))
    standard = period("2020-ANTT", "standard_year", 2020, (2019, 11, 16), (2020, 11, 15))
    criteria = StandardResult.objects.first().criteria_set
    for name, passed in (("a1", True), ("a2", False), ("b1", False), ("b2", False)):
        result = StandardResult.objects.create(
            unit=cast.units[name], period=standard, criteria_set=criteria, state="proposed", assessed_at=clock.now()
        )
        ruling = ruling_of(result, world.recogniser, passed, "1999/QĐ-UBND")
        StandardResult.objects.filter(pk=result.pk).update(ruling=ruling, state="decided")
    edition = filled(world)
    paper, book = draft(edition)
    lines = [text_of(block.content) for block in paper.body if isinstance(block, Paragraph)]
    assert any("Năm 2020" in line and "1/4" in line and "25,00\u00a0%" in line for line in lines)
    assert verify(written(paper, edition, book)) == []
    page = signed_in(cast.leader).get(f"/bao-cao-nam/{edition.pk}/so-sanh").content.decode()
    assert "+50,00 điểm %" in page
