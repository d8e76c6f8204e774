"""Two campaigns: the election day of May 2021, closed; the Tết of 2022, begun two days before the story ends."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import partial

from django.utils import timezone

from phoihop.duties import actions, kinds
from phoihop.duties.models import Campaign, Period, Regulation, Situation, Slot
from phoihop.duties.rules import NewCampaign
from phoihop.ops.demo.ground import Cast
from phoihop.ops.demo.invent import chance
from phoihop.ops.demo.story import Story
from phoihop.ops.demo.work import REGULATION
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place

ELECTION, TET = "BC-2021", "TET-2022"
ELECTION_DAY = datetime.date(2021, 5, 23)
DAYS = {ELECTION: (ELECTION_DAY, ELECTION_DAY), TET: (datetime.date(2022, 1, 11), datetime.date(2022, 2, 6))}
TROUBLE = ("126", 13, "Mưa lớn, một khu vực bỏ phiếu phải dời điểm sang nhà văn hóa bản bên.")
"""District, hour, words. Invented, like every situation here."""
WATCHED = (
    "Sương mù dày, xe đi lại chậm.",
    "Có tin đồn trên mạng, đã giải thích tại bản.",
    "Mất điện một giờ, đã khắc phục.",
)
MISSING = 0.03
TURNOUT = {5: 0, 7: 12, 9: 38, 11: 61, 13: 74, 15: 86, 17: 94, 19: 99, 21: 99, 23: 99}
"""Percent of voters by hour, before each district's own difference."""


def tell(story: Story, cast: Cast) -> None:
    districts = [(district, cast.reviewers[district.code]) for district in cast.districts()]
    communes = [(commune, cast.clerks[commune.code]) for _district, commune in cast.all_communes()]
    story.at(
        "2021-05-04T09:00",
        lambda: _plan(cast, ELECTION, "election", "Bảo vệ bầu cử 23/5/2021", "Election day 23/05/2021", districts),
    )
    story.at("2021-05-20T08:00", lambda: actions.start_campaign(by=cast.secretary, campaign=_campaign(ELECTION)))
    for hour in TURNOUT:
        for nth, (place, post) in enumerate(districts):
            moment = datetime.datetime.combine(ELECTION_DAY, datetime.time(hour, 4 + nth))
            story.at(moment, partial(_election_hour, place, post, hour))
    story.at("2021-05-23T13:40", lambda: _answer(cast))
    story.at("2021-05-26T10:00", lambda: _close(cast))
    story.at(
        "2022-01-06T09:00",
        lambda: _plan(cast, TET, "festival", "Trực an ninh, trật tự Tết Nhâm Dần", "Watch over Tết 2022", communes),
    )
    story.at("2022-01-10T14:00", lambda: actions.start_campaign(by=cast.secretary, campaign=_campaign(TET)))
    for day in (datetime.date(2022, 1, 11), datetime.date(2022, 1, 12)):
        for nth, (place, post) in enumerate(communes):
            moment = datetime.datetime.combine(day, datetime.time(15, 20)) + datetime.timedelta(seconds=19 * nth)
            if chance("tet", place.code, day).random() > MISSING:
                story.at(moment, partial(_evening, place, post, day))


def _campaign(code: str) -> Campaign:
    return Campaign.objects.get(code=code)


def _plan(cast: Cast, code: str, kind: str, title: str, english: str, units: Iterable[tuple[Place, Post]]) -> None:
    first, last = DAYS[code]
    found = kinds.kind_of(kind, first)
    if found is None:
        raise LookupError(kind)
    actions.plan_campaign(
        by=cast.secretary,
        campaign=NewCampaign(
            code=code,
            kind=kind,
            title_vi=title,
            title_en=english,
            period=Period.objects.get(kind=Period.Kind.YEAR, starts_on__lte=first, ends_on__gte=first),
            regulation=Regulation.objects.get(code=REGULATION),
            starts_on=first,
            ends_on=last,
            units=[place.unit_id for place, _post in units],
            slots=found.usual_slots(first, last),
            fields=found.fields,
        ),
    )


def _slot(code: str, day: datetime.date, hour: int) -> Slot:
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))
    return Slot.objects.select_related("campaign").get(campaign__code=code, at=at)


def _election_hour(place: Place, post: Post, hour: int) -> None:
    dice = chance("election", place.code, hour)
    troubled = (place.code, hour) == TROUBLE[:2]
    watched = not troubled and dice.random() < 0.06
    level = Situation.Level.TROUBLE if troubled else Situation.Level.WATCH if watched else Situation.Level.CALM
    ahead = chance("turnout", place.code).uniform(-4, 4)
    voted = min(max(TURNOUT[hour] + ahead, 0), 99.8) if hour > 5 else 0
    actions.report_situation(
        by=post,
        slot=_slot(ELECTION, ELECTION_DAY, hour),
        unit_id=place.unit_id,
        level=level,
        numbers={"voted": Decimal(f"{voted:.1f}"), "areas": Decimal(1 if troubled else 0)},
        note=TROUBLE[2] if troubled else dice.choice(WATCHED) if watched else "",
        key=f"{place.code}-{hour}",
    )


def _answer(cast: Cast) -> None:
    """The province gives the district work for what it reported, and hears of its end the same evening."""
    trouble = Situation.objects.select_related("slot__campaign").get(level=Situation.Level.TROUBLE)
    task = actions.answer_trouble(
        by=cast.secretary,
        situation=trouble,
        title_vi="Bảo đảm điểm bỏ phiếu dự phòng, hướng dẫn cử tri",
        due_on=ELECTION_DAY,
        leads=[trouble.unit_id],
    )
    share = task.assignments.select_related("task__period", "task__regulation").get()
    actions.submit(by=cast.reviewers["126"], share=share, text="Đã mở điểm dự phòng, cử tri bỏ phiếu bình thường.")
    actions.accept(by=cast.secretary, share=share, key="other", effective=True)


def _close(cast: Cast) -> None:
    text = "Ngày bầu cử diễn ra an toàn, đúng luật. Một khu vực bỏ phiếu dời điểm do mưa lớn, đã xử lý trong buổi."
    actions.close_campaign(by=cast.secretary, campaign=_campaign(ELECTION), text=text)


def _evening(place: Place, post: Post, day: datetime.date) -> None:
    dice = chance("evening", place.code, day)
    watched = dice.random() < 0.05
    actions.report_situation(
        by=post,
        slot=_slot(TET, day, 16),
        unit_id=place.unit_id,
        level=Situation.Level.WATCH if watched else Situation.Level.CALM,
        numbers={"incidents": Decimal(1 if watched else 0), "forces": Decimal(dice.randint(6, 18))},
        note=dice.choice(WATCHED) if watched else "",
        key=f"{place.code}-{day}",
    )
