"""A conference of the demonstration as its people know it: by unit, post and agenda item; and how it is set up."""

import datetime
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from phoihop.conferences import actions
from phoihop.conferences.formulas import Measured
from phoihop.conferences.models import AgendaItem, Conference, Delegate, Paper, Site
from phoihop.conferences.rules import Plan
from phoihop.duties.models import Period, Regulation
from phoihop.ops.demo import papers
from phoihop.ops.demo.data import read
from phoihop.ops.demo.ground import PROVINCE, Cast
from phoihop.ops.demo.invent import chance
from phoihop.orgs.models import Post

REGULATION = "QC-ANTT"
KINDS = (
    "standing_committee",
    "police_committee",
    "peoples_committee",
    "inspection_committee",
    "police",
    "office",
)
"""Bodies whose posts are invited."""
BROWSER = "Chromium 97"


@dataclass
class Meeting:
    """One conference of the data file. Its records are read when a scene asks for them, and kept."""

    cast: Cast
    name: str
    _sites: dict[str, Site] = field(default_factory=dict)
    _seats: dict[tuple[str, str], Delegate] = field(default_factory=dict)
    _pk: int = 0
    _keys: int = 0

    FAST: ClassVar[Measured] = Measured(True, True, 8000, 4000, 40, 0, True)
    SLOW: ClassVar[Measured] = Measured(True, True, 900, 300, 320, 0, True)

    @property
    def material(self) -> dict[str, Any]:
        found: dict[str, Any] = read("conferences")[self.name]
        return found

    @property
    def conference(self) -> Conference:
        return Conference.objects.get(pk=self._pk)

    def key(self) -> str:
        """A key for the next command, as a screen would send it."""
        self._keys += 1
        return f"demo-{self.name.replace('_', '-')}-{self._keys}"

    @property
    def sites(self) -> dict[str, Site]:
        """Unit code → site, the host's first."""
        if not self._sites:
            codes = {place.unit_id: place.code for place in (self.cast.province, *self.cast.districts())}
            rows = Site.objects.filter(conference_id=self._pk).select_related("contact__body").order_by("order")
            self._sites = {codes[site.unit_id]: site for site in rows}
        return self._sites

    def seats(self, code: str) -> list[Delegate]:
        """The seats of a site in their order, as they stand now."""
        rows = Delegate.objects.filter(site=self.sites[code]).select_related("post__body", "site", "conference")
        return list(rows.order_by("precedence", "id"))

    def seat(self, code: str, title: str) -> Delegate:
        """The seat of a post, by its unit and its title."""
        return next(seat for seat in self.seats(code) if seat.post.title_vi == title)

    def item(self, kind: str) -> AgendaItem:
        return AgendaItem.objects.filter(conference_id=self._pk, kind=kind).order_by("order")[0]

    def post(self, code: str, title: str) -> Post:
        unit = next(p for p in (self.cast.province, *self.cast.districts()) if p.code == code)
        return Post.objects.select_related("body").get(body__unit_id=unit.unit_id, title_vi=title)

    # --- Before -------------------------------------------------------------------------------------------------

    def create(self) -> None:
        """The secretary sets it up: what, when, who chairs; a site in every district, everybody of the committees."""
        made = actions.create_conference(
            by=self.cast.secretary,
            plan=Plan(
                title_vi=self.material["title_vi"],
                title_en=self.material["title_en"],
                period=Period.objects.get(label="2021"),
                regulations=[Regulation.objects.get(code=REGULATION)],
                starts_at=moment(self.material["starts"]),
                ends_at=moment(self.material["ends"]),
                place_vi=read("conferences")["place_vi"],
                chair=self.cast.leader,
                deputies=[self.cast.deputy],
            ),
        )
        self._pk = made.pk
        units = [place.unit_id for place in (self.cast.province, *self.cast.districts())]
        actions.add_sites(by=self.cast.secretary, conference=made, unit_ids=units)
        host = self.sites[PROVINCE]
        actions.change_site(
            by=self.cast.secretary,
            site=host,
            name_vi=host.name_vi,
            room_vi=read("conferences")["place_vi"],
            contact=self.cast.seats[PROVINCE, "tinh.vanphong"],
        )
        self._sites.clear()
        actions.add_seats(by=self.cast.secretary, conference=made, kinds=KINDS)

    def call(self) -> None:
        actions.call(by=self.cast.secretary, conference=self.conference)

    def answer(self, code: str) -> None:
        """What a site's contact answers for its people, as each of them told him."""
        material = self.material
        absent = {one["title"]: one for one in material["absent"] if one["at"] == code}
        sent = {one["title"]: one for one in material["substituted"] if one["at"] == code}
        silent = {one["title"] for one in material.get("silent", ()) if one["at"] == code}
        by = self.sites[code].contact
        for seat in self.seats(code):
            title = seat.post.title_vi
            if title in absent:
                actions.reply(by=by, seat=seat, answer="absent", reason=absent[title]["reason"])
            elif title in sent:
                one = sent[title]
                substitute = self.post(code, one["by"])
                actions.reply(by=by, seat=seat, answer="delegated", substitute=substitute, reason=one["reason"])
            elif title not in silent:
                actions.reply(by=by, seat=seat, answer="comes")

    def register(self, number: int) -> None:
        """A speech is registered by the contact of its site."""
        one = self.material["speeches"][number]
        actions.register_speech(
            by=self.sites[one["at"]].contact,
            item=self.item("discussion"),
            delegate=self.seat(one["at"], one["title"]),
            title_vi=one["words"],
        )

    def lay_papers(self) -> None:
        """The papers, which may be commented on until the evening before; the annual report's draft is there first."""
        conference = self.conference
        until = conference.starts_at - datetime.timedelta(hours=14)
        for one in self.material["papers_of"]:
            data = papers.for_conference(
                one["title"], one["paragraphs"], timezone.localtime(conference.starts_at).date()
            )
            actions.add_paper(
                by=self.cast.secretary,
                conference=conference,
                title=one["title"],
                upload=SimpleUploadedFile(one["name"], data),
                item=self.item(one["item"]),
                comments_until=until,
            )

    def paper(self, number: int) -> Paper:
        """By its place in the order."""
        return Paper.objects.filter(conference_id=self._pk, taken_off_at=None).order_by("order")[number - 1]

    def read_papers(self) -> None:
        """Those who can sign in open them, most of them all."""
        rows = Paper.objects.filter(conference_id=self._pk, taken_off_at=None).select_related("conference")
        going = set(Delegate.objects.filter(conference_id=self._pk, state="comes").values_list("post_id", flat=True))
        for (code, user), post in self.cast.seats.items():
            if post.pk in going:
                for paper in rows:
                    if chance("reading", code, user, paper.order).random() < 0.8:
                        actions.read_paper(by=post, paper=paper)

    def comment(self) -> None:
        for one in self.material["comments"]:
            paper = self.paper(one["paper"])
            made = actions.comment_on(by=self.cast.seats[one["at"], one["user"]], paper=paper, text=one["text"])
            if one["answer"]:
                actions.answer_comment(by=self.cast.secretary, comment=made, text=one["answer"])

    def test_line(self, code: str) -> None:
        """Most lines are good; those of the far districts carry sound alone."""
        if code in self.material.get("untested", ()):
            return
        site = self.sites[code]
        line = self.SLOW if code in ("121", "127") else self.FAST
        actions.record_line_test(
            by=site.contact, conference=self.conference, site=site, line=line, browser=BROWSER, key=self.key()
        )


def moment(text: str) -> datetime.datetime:
    """A moment of the data file, local time."""
    return timezone.make_aware(datetime.datetime.fromisoformat(text))
