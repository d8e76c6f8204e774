"""The annual reports: that of 2020 issued and since overtaken by a correction, that of 2021 in the making."""

import datetime
from collections.abc import Callable

from phoihop.annual import actions
from phoihop.annual.models import Block, Edition, Section
from phoihop.annual.queries import faults, texts_for
from phoihop.documents.actions import open_series
from phoihop.duties.models import Period, Regulation
from phoihop.ops.demo.data import read
from phoihop.ops.demo.ground import PROVINCE, Cast
from phoihop.ops.demo.story import Story

REGULATION = "QC-ANTT"
DRAWN = {
    2020: {"ket_qua": ("116", "119", "126"), "kho_khan": ("120", "122"), "phuong_huong": ("124",)},
    # Thuận Châu and Sông Mã wrote numbers into their words: the check finds them before the report goes out.
    2021: {"ket_qua": ("119", "125", "123"), "kho_khan": ("126", "124"), "phuong_huong": ("126",)},
}
"""Year -> kind of text -> the districts whose words the secretary took over."""


def choose(cast: Cast) -> None:
    """The figures of the annual report, in its order, and which of them the leader sees first."""
    known = read("indicators")
    material = known["figures"] + known["work"]
    actions.choose_figures(
        by=cast.secretary,
        regulation=Regulation.objects.get(code=REGULATION),
        codes=[figure["code"] for figure in material],
        headline=[figure["code"] for figure in material if figure.get("headline")],
    )


def tell(story: Story, cast: Cast) -> None:
    story.at("2021-01-04T09:00", lambda: open_draft(cast, 2020, datetime.date(2021, 1, 15)))
    story.at("2021-01-06T10:30", _draw(cast, 2020))
    story.at("2021-01-15T15:00", lambda: _issue(cast, 2020))
    story.at("2022-01-04T09:00", lambda: open_draft(cast, 2021, datetime.date(2022, 1, 14)))
    story.at("2022-01-07T10:30", _draw(cast, 2021))
    story.at("2022-01-10T16:00", lambda: _answer_for_one(cast))


def open_draft(cast: Cast, year: int, paper_on: datetime.date) -> None:
    """The secretary begins the report on a year."""
    regulation = Regulation.objects.get(code=REGULATION)
    period = Period.objects.get(label=str(year))
    actions.open_edition(by=cast.secretary, regulation=regulation, period=period, paper_on=paper_on)


def _draw(cast: Cast, year: int) -> Callable[[], None]:
    def scene() -> None:
        for section in Section.objects.filter(edition__period__label=str(year)).order_by("order"):
            wanted = DRAWN[year].get(section.takes, ())
            if section.takes == "ket_qua" and section.order > 4:
                wanted = ()  # the same words are not taken over twice
            offered = {one.place.code: one.text for one in texts_for(section).shown}
            for code in wanted:
                actions.draw_text(by=cast.secretary, section=section, text=offered[code])

    return scene


def _issue(cast: Cast, year: int) -> None:
    edition = Edition.objects.get(period__label=str(year))
    open_series(
        by=cast.secretary,
        body=cast.bodies["police_committee", PROVINCE],
        type_symbol="BC",
        starts_on=datetime.date(2020, 9, 1),
        ends_on=datetime.date(2025, 8, 31),
        last=11,
    )
    _waive_all(cast, edition)
    actions.issue_edition(by=cast.leader, edition=edition)


def _waive_all(cast: Cast, edition: Edition) -> None:
    for fault in faults(edition).loose:
        actions.waive_number(
            by=cast.secretary,
            block=Block.objects.get(pk=fault.block_id),
            number=fault.number,
            reason="Theo báo cáo của huyện ủy, thành ủy.",
        )


def _answer_for_one(cast: Cast) -> None:
    """One typed number of the draft is answered for by name; the others still wait for the secretary."""
    edition = Edition.objects.get(period__label="2021")
    fault = next(fault for fault in faults(edition).loose if fault.number == "14")
    actions.waive_number(
        by=cast.secretary,
        block=Block.objects.get(pk=fault.block_id),
        number=fault.number,
        reason="Huyện ủy Mai Sơn báo cáo, đã đối chiếu.",
    )
