"""Every page, as a post that uses it: read by ear, fits a telephone, silent console, reached by keys, light to load."""

import datetime
import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from phoihop.annual import actions as annual
from phoihop.annual.models import Edition
from phoihop.base import clock
from phoihop.conferences import actions as in_room
from phoihop.conferences import actions as talks
from phoihop.conferences.formulas import Measured
from phoihop.conferences.models import Conference, Vote
from phoihop.documents import actions as documents
from phoihop.documents.models import Letter
from phoihop.documents.rules import NewLetter
from phoihop.duties import actions
from phoihop.duties.models import Article, ArticleVersion, Assignment, Campaign, Directive, Duty, Programme, Situation
from phoihop.orgs.models import Body, Post
from phoihop.registers import actions as registers
from phoihop.registers.models import KeyArea, Matter, Model, StandardResult
from phoihop.reporting import actions as reporting
from tests.annual.world import World, build, filled
from tests.cast import Cast, signed_in
from tests.conferences import world as conferences
from tests.conferences.after import concluded, minutes_in_two_revisions
from tests.conferences.papers import commented
from tests.duties.drill import plan, running
from tests.duties.office import Office, open_office
from tests.house.rights_table import RIGHTS
from tests.registers.world import areas, matter
from tests.reporting.conftest import WORDS, Desk, prepare, typed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Any]

FILES = {
    "conferences:issued_file",
    "conferences:minutes_file",
    "annual:download",
    "annual:rebuilt",
    "conferences:calendar",
    "conferences:recording_marks",
    "conferences:signals",
    "desk:calendar_file",
    "desk:feed",
    "conferences:line_down",
    "conferences:line_ping",
    "conferences:page_picture",
    "documents:download",
    "orgs:units_file",
    "registers:matters_export",
    "registers:standards_export",
    "tasks:export",
    "reporting:template",
    "tasks:load_template",
    "tasks:campaign_file",
    "tasks:silent_file",
}
"""Addresses that answer with a file, or with words for a script."""
ELSEWHERE = {
    "live": "a stream",
    "live_room": "a stream",
    "conferences:own": "a part of a page",
    "ops:health": "for machines",
    "base:style": "tests/base/test_in_a_browser.py looks at it",
    "account_inactive": "shown by the library to an account that was closed",
    "mfa_authenticate": "the second step of signing in",
    "mfa_reauthenticate": "asks for the code again",
    "mfa_deactivate_totp": "after a second factor was set",
    "mfa_view_recovery_codes": "after a second factor was set",
    "mfa_generate_recovery_codes": "after a second factor was set",
}
PLAN = "?kind=election&title_vi=B%E1%BA%A7u+c%E1%BB%AD&starts_on=2022-01-13&ends_on=2022-01-13&level=co-so"
"""A campaign as it would be, before it is planned."""
FIRST = {"desk:home", "account_login", "reporting:report", "desk:leader", "annual:edition", "tasks:report_situation"}
WEIGHT = 100_000
"""Bytes over the wire with an empty cache, at 64 kbit/s a quarter of a minute."""


@dataclass(frozen=True)
class House:
    """The cast with a quarter under way (one report sent, one begun by nobody) and a year's report in draft."""

    cast: Cast
    desk: Desk
    world: World
    edition: Edition
    share: Assignment
    """A commune's share of a task, with evidence, handed in."""
    trouble: Situation
    """What a commune reported in a campaign that is running."""
    planned: Campaign
    """Another campaign, not started yet."""
    doing: Assignment
    """Another share of it, on which it works."""
    called: Conference
    """A conference that was called for this afternoon."""
    held: Conference
    """Another, held and concluded."""
    running: Conference
    """One that is being held, in which paper is being counted."""
    paper: Vote
    """That vote."""
    letter: Letter
    """From the province to district A, sent."""
    draft: Letter
    """Another, not sent yet."""

    def pages(self) -> list[tuple[str, Post | None, str]]:
        """(route, who looks, address) of every page that answers with a page."""
        cast, desk = self.cast, self.desk
        article = Article.objects.get(regulation=self.world.regulation)
        commune = cast.units["a1"].pk
        own: list[tuple[str, Post | None, list[object], str]] = [
            ("account_login", None, [], ""),
            ("ops:demo_sign_in", None, [], ""),
            ("desk:home", cast.clerk_a2, [], ""),
            ("reporting:reports", cast.clerk_a2, [], ""),
            ("reporting:report", cast.clerk_a2, [desk.report("a2").pk], ""),
            ("reporting:load", cast.clerk_a2, [], ""),
            ("desk:home", cast.reviewer_a, [], ""),
            ("reporting:queue", cast.reviewer_a, [], "?mau=NC&ky=2021-Q4"),
            ("reporting:report", cast.reviewer_a, [desk.report("a1").pk], ""),
            ("registers:standard", cast.clerk_a1, [StandardResult.objects.get(unit=commune).pk], ""),
            ("tasks:loop", cast.secretary, [], ""),
            ("tasks:list", cast.secretary, [], ""),
            ("tasks:board", cast.reviewer_a, [], "?ky=2022"),
            ("tasks:matrix", cast.secretary, [], "?ky=2022"),
            ("tasks:matrix", cast.secretary, [], "?ky=2022&mo=tat-ca"),
            ("tasks:score", cast.secretary, [], "?ky=2022"),
            ("tasks:campaigns", cast.clerk_a2, [], ""),
            ("tasks:report_situation", cast.clerk_a2, [self.trouble.slot.campaign_id], ""),
            ("tasks:report_situation", cast.reviewer_a, [self.trouble.slot.campaign_id], ""),
            ("tasks:campaign_unit", cast.clerk_a1, [self.trouble.slot.campaign_id, commune], ""),
            ("tasks:situation", cast.secretary, [self.trouble.pk], ""),
            ("tasks:campaign", cast.secretary, [self.trouble.slot.campaign_id], "?mo=tat-ca"),
            ("tasks:campaign", cast.secretary, [self.planned.pk], ""),
            ("tasks:campaign_slots", cast.secretary, [self.planned.pk], ""),
            ("tasks:campaign_report", cast.secretary, [self.trouble.slot.campaign_id], ""),
            ("tasks:close_campaign", cast.secretary, [self.trouble.slot.campaign_id], ""),
            ("tasks:plan_campaign", cast.secretary, [], ""),
            ("tasks:plan_campaign", cast.secretary, [], PLAN),
            ("tasks:share", cast.clerk_a1, [self.share.pk], ""),
            ("tasks:programmes", cast.secretary, [], ""),
            ("tasks:programme", cast.secretary, [Programme.objects.get().pk], ""),
            ("tasks:add_programme", cast.secretary, [], ""),
            ("tasks:directives", cast.secretary, [], ""),
            ("tasks:directive", cast.secretary, [Directive.objects.get().pk], ""),
            ("tasks:add_directive", cast.secretary, [], ""),
            ("tasks:reminders", cast.clerk_a2, [], ""),
            ("tasks:reminded_units", cast.secretary, [], f"?dv={cast.units['a'].pk}"),
            ("tasks:silent", cast.secretary, [], ""),
            ("tasks:assign", cast.secretary, [], ""),
            ("tasks:load", cast.secretary, [], ""),
            ("tasks:plan", cast.secretary, [], "?nam=2022"),
            ("tasks:terms", cast.secretary, [Duty.objects.get(code="RS").pk], ""),
            ("tasks:list", cast.reviewer_a, [], "?muc=cho-nhan"),
            ("tasks:task", cast.reviewer_a, [self.share.task_id], ""),
            ("tasks:share", cast.reviewer_a, [self.share.pk], ""),
            ("tasks:share", cast.clerk_a1, [self.doing.pk], ""),
            ("annual:issue", cast.leader, [self.edition.pk], ""),
            ("conferences:list", cast.leader_a, [], ""),
            ("conferences:conference", cast.leader_a, [self.called.pk], ""),
            ("conferences:replies", cast.leader_a, [self.called.pk], ""),
            ("conferences:speeches", cast.leader_a, [self.called.pk], ""),
            ("conferences:conference", cast.secretary, [self.called.pk], ""),
            ("conferences:screen", cast.leader, [self.called.pk, "chu-tri"], ""),
            ("conferences:screen", cast.secretary, [self.called.pk, "thu-ky"], ""),
            ("conferences:screen", cast.reviewer_a, [self.called.pk, "diem-cau"], ""),
            ("conferences:screen", cast.leader_a, [self.called.pk, "dai-bieu"], ""),
            ("conferences:screen", cast.reviewer_a, [self.called.pk, "hoi-truong"], ""),
            ("conferences:add", cast.secretary, [], ""),
            ("conferences:change", cast.secretary, [self.called.pk], ""),
            ("conferences:sites", cast.secretary, [self.called.pk], ""),
            ("conferences:site", cast.secretary, [self.called.pk, self.called.sites.order_by("order")[1].pk], ""),
            ("conferences:agenda", cast.secretary, [self.called.pk], ""),
            ("conferences:item", cast.secretary, [self.called.pk, self.called.items.order_by("order")[0].pk], ""),
            ("conferences:call", cast.secretary, [self.called.pk], ""),
            ("conferences:cancel", cast.secretary, [self.called.pk], ""),
            ("conferences:replies", cast.secretary, [self.called.pk], ""),
            ("conferences:pins", cast.secretary, [self.called.pk], ""),
            ("conferences:screen", cast.leader, [self.running.pk, "chu-tri"], ""),
            ("conferences:screen", cast.secretary, [self.running.pk, "thu-ky"], ""),
            ("conferences:screen", cast.secretary, [self.running.pk, "hoi-truong"], ""),
            ("conferences:open_room", cast.leader, [self.called.pk], ""),
            ("conferences:close_room", cast.leader, [self.running.pk], ""),
            ("conferences:take_chair", cast.recogniser, [self.running.pk], ""),
            ("conferences:questions", cast.secretary, [self.running.pk], "?mau=1"),
            ("conferences:count", cast.secretary, [self.running.pk, self.paper.pk], ""),
            ("conferences:roll", cast.secretary, [self.running.pk, self.running.sites.all()[1].pk], ""),
            ("conferences:log", cast.secretary, [self.running.pk], ""),
            ("conferences:papers", cast.secretary, [self.called.pk], ""),
            ("conferences:paper", cast.secretary, [self.called.pk, self.called.papers.get().pk], ""),
            ("conferences:paper", cast.leader_a, [self.called.pk, self.called.papers.get().pk], "?trang=2"),
            ("conferences:paper_readers", cast.secretary, [self.called.pk, self.called.papers.get().pk], ""),
            ("conferences:line", cast.reviewer_a, [self.called.pk], ""),
            ("conferences:ready", cast.secretary, [self.called.pk], ""),
            ("conferences:picture", cast.reviewer_a, [self.called.pk], "?man=site"),
            ("conferences:recordings", cast.secretary, [self.called.pk], ""),
            ("conferences:conference", cast.secretary, [self.held.pk], ""),
            ("conferences:conclusions", cast.leader_a, [self.held.pk], ""),
            ("conferences:conclusions", cast.secretary, [self.held.pk], ""),
            ("conferences:conclusion", cast.secretary, [self.held.pk, self.held.conclusions.all()[1].pk], ""),
            ("conferences:give", cast.secretary, [self.held.pk], ""),
            ("conferences:minutes", cast.leader, [self.held.pk], ""),
            ("conferences:minutes", cast.secretary, [self.held.pk], "?ban=1"),
            ("conferences:edit_minutes", cast.secretary, [self.held.pk], ""),
            ("conferences:minutes_compare", cast.leader, [self.held.pk], ""),
            ("conferences:notice", cast.secretary, [self.held.pk], ""),
            ("conferences:communique", cast.leader, [self.held.pk], ""),
            ("desk:leader", cast.leader, [], ""),
            ("desk:home", cast.secretary, [], ""),
            ("desk:search", cast.secretary, [], "?q=na"),
            ("desk:calendar", cast.secretary, [], ""),
            ("desk:unit", cast.secretary, [commune], ""),
            ("reporting:queue", cast.secretary, [], "?mau=NC&ky=2021-Q4&loc=all"),
            ("reporting:locks", cast.secretary, [], "?mau=NC"),
            ("reporting:rollup", cast.secretary, [], "?ky=2021"),
            ("reporting:over_time", cast.secretary, [], ""),
            ("reporting:sources", cast.secretary, ["D02", "2021"], ""),
            ("reporting:sources", cast.secretary, ["S05", "2021"], ""),
            ("reporting:indicators", cast.secretary, [], ""),
            ("registers:home", cast.secretary, [], ""),
            ("registers:standards", cast.secretary, [], ""),
            ("registers:models", cast.secretary, [], ""),
            ("registers:model", cast.secretary, [Model.objects.order_by("code")[0].pk], ""),
            ("registers:operations", cast.secretary, [], ""),
            ("registers:matters", cast.clerk_a1, [], ""),
            ("registers:matters", cast.secretary, [], "?tinh-trang=all"),
            ("registers:matter", cast.clerk_a1, [Matter.objects.get(unit=commune).pk], ""),
            ("registers:matter", cast.reviewer_a, [Matter.objects.get(unit=commune).pk], ""),
            ("registers:areas", cast.secretary, [], "?nam=2022"),
            ("registers:areas_put_in", cast.secretary, [], "?nam=2022"),
            ("registers:area", cast.clerk_a1, [KeyArea.objects.get(unit=commune).pk], ""),
            ("duties:regulations", cast.secretary, [], ""),
            ("duties:regulation", cast.secretary, [self.world.regulation.pk], ""),
            ("duties:add_regulation", cast.secretary, [], ""),
            ("duties:add_article", cast.secretary, [self.world.regulation.pk], ""),
            ("duties:reword_article", cast.secretary, [article.pk], ""),
            ("duties:waive_clause", cast.secretary, [article.pk], ""),
            ("duties:add_duty", cast.secretary, [article.pk], ""),
            ("duties:periods", cast.secretary, [], ""),
            ("duties:set_due", cast.secretary, [desk.now.pk, "commune"], ""),
            ("annual:editions", cast.secretary, [], ""),
            ("annual:edition", cast.secretary, [self.edition.pk], ""),
            ("annual:edition", cast.secretary, [self.edition.pk], "?so=D02"),
            ("annual:compare", cast.secretary, [self.edition.pk], ""),
            ("annual:directions", cast.secretary, [self.edition.pk], ""),
            ("annual:direction", cast.secretary, [self.edition.pk, self.edition.directions.get().pk], ""),
            ("letters:incoming", cast.reviewer_a, [], ""),
            ("letters:outgoing", cast.secretary, [], ""),
            ("letters:write", cast.secretary, [], ""),
            ("letters:letter", cast.secretary, [self.letter.pk], ""),
            ("letters:letter", cast.reviewer_a, [self.letter.pk], ""),
            ("letters:change", cast.secretary, [self.draft.pk], ""),
            ("letters:register", cast.secretary, ["di"], ""),
            ("letters:papers", cast.secretary, [], ""),
            ("orgs:units", cast.secretary, [], ""),
            ("orgs:posts", cast.secretary, [], ""),
            ("orgs:load", cast.secretary, [], ""),
            ("orgs:switch_post", cast.secretary, [], ""),
            ("orgs:away", cast.secretary, [], ""),
            ("journal:log", cast.secretary, [], ""),
            ("accounts:home", cast.secretary, [], ""),
            ("account_logout", cast.secretary, [], ""),
            ("account_change_password", cast.secretary, [], ""),
            ("account_reauthenticate", cast.secretary, [], ""),
            ("mfa_index", cast.secretary, [], ""),
            ("mfa_activate_totp", cast.secretary, [], ""),
        ]
        return [(name, who, reverse(name, args=args) + query) for name, who, args, query in own]


@pytest.fixture
def house(demonstration_cast: Cast, settings: Any) -> House:
    settings.DEMONSTRATION = True
    cast = demonstration_cast
    desk = prepare(cast)
    sent = desk.report("a1")
    reporting.save_cells(by=cast.clerk_a1, report=sent, cells=typed(), texts=WORDS)
    reporting.submit_report(by=cast.clerk_a1, report=sent)
    world = build(
        cast.units["province"],
        [cast.units[name] for name in ("a1", "a2", "b1", "b2")],
        cast.posts(),
        failed=[cast.units["b2"]],
        district_body=Body.objects.filter(unit=cast.units["a"]).first(),
    )
    _matters_and_areas(cast)
    article = Article.objects.create(regulation=world.regulation, kind=Article.Kind.ARTICLE, number="1", order=1)
    ArticleVersion.objects.create(article=article, text_vi="Hai bên cùng chịu trách nhiệm.")
    office = open_office(cast)
    office.task("a", "b", kind="programme", origin=office.programme())
    office.directive()
    share = office.hand_in(office.task("a1", by=cast.reviewer_a), "a1", cast.clerk_a1)
    doing = office.share(office.task("a1", by=cast.reviewer_a, supports=("a2",)), "a1")
    office.prove(doing, cast.clerk_a1)
    _silence(office)
    called = _conference(cast, office)
    edition = filled(world)
    annual.add_direction(by=cast.secretary, edition=edition, text_vi="Khắc phục từng tiêu chí.", figures=["D01"])
    held = conferences.build(cast, office=office, code="HN-2020")
    concluded(held)
    minutes_in_two_revisions(held)
    room = called, held.fresh(), *_running(cast, office)
    return House(cast, desk, world, edition, share, *_campaigns(office), doing, *room, *_letters(cast))


def _running(cast: Cast, office: Office) -> tuple[Conference, Vote]:
    """A conference being held: an item, a speaker, one who waits, a conclusion, paper being counted."""
    world = conferences.build(cast, office=office, code="HN-2021-2")
    world.open()
    room: dict[str, Any] = {"conference": world.conference}
    chair, secretary = cast.leader, cast.secretary
    in_room.start_item(by=chair, item=world.items[1], **room, key=conferences.key())
    for name in ("b1", "a2", "b2"):
        in_room.ask_to_speak(by=secretary, seat=world.seats[name], kind="free", **room, key=conferences.key())
    in_room.give_floor(by=chair, seat=world.seats["b1"], **room, key=conferences.key())
    in_room.note(by=secretary, text="Nêu khó khăn về kinh phí.", seat=world.seats["b1"], **room, key=conferences.key())
    in_room.conclude(by=chair, text="Rà soát số mô hình. Báo cáo trước 31/3.", **room, key=conferences.key())
    question: dict[str, Any] = {"method": "secret", "options": ["Đồng ý", "Không đồng ý"], **room}
    in_room.put_question(by=secretary, question="Thông qua nghị quyết", **question)
    vote = in_room.put_question(by=secretary, question="Thông qua phương hướng", by_paper=True, **question)
    in_room.open_vote(by=chair, vote=vote, **room, key=conferences.key())
    return world.conference, vote


def _letters(cast: Cast) -> tuple[Letter, Letter]:
    Body.objects.filter(pk=cast.secretary.body_id).update(symbol="ĐUCA")
    cast.secretary.body.refresh_from_db()
    to = [cast.reviewer_a.body_id, cast.reviewer_b.body_id]
    facts = {"text": "Đề nghị phối hợp.", "to": to, "signer": cast.leader, "reply_due_on": datetime.date(2022, 1, 20)}
    sent, draft = (
        documents.draft_letter(by=cast.secretary, letter=NewLetter(subject=subject, **facts))
        for subject in ("phối hợp dịp Tết", "trao đổi kinh nghiệm")
    )
    sent = documents.send_letter(by=cast.secretary, letter=sent)
    documents.open_letter(by=cast.reviewer_a, letter=sent)
    return sent, draft


def _conference(cast: Cast, office: Office) -> Conference:
    """Called, with a paper that was commented on and a line that was tested."""
    room = conferences.build(cast, office=office)
    paper = commented(room)
    talks.comment_on(by=cast.leader_a, paper=paper, text="Bảng ở trang này thiếu một dòng.", page=2)
    line = Measured(True, True, 64, 32, 900, 420_000, True)
    site = room.sites["A"]
    talks.record_line_test(
        by=cast.reviewer_a, conference=room.conference, site=site, line=line, browser="Chromium 126", key="mot"
    )
    return room.conference


def _silence(office: Office) -> None:
    """Work of a2, overdue and reminded of day after day; late work also rises."""
    for day in (4, 6, 10, 12):
        with clock.standing_at(datetime.date(2022, 1, day)):
            if day == 4:
                office.task("a2", by=office.cast.reviewer_a, due=datetime.date(2022, 1, 5))
                office.task("a2", due=datetime.date(2022, 1, 6), title_vi="Tuần tra đêm", is_priority=True)
            actions.send_reminders(on=clock.today())


def _campaigns(office: Office) -> tuple[Situation, Campaign]:
    now = clock.now().replace(second=0, microsecond=0)
    campaign = running(office, slots=[now])
    said = {"level": "trouble", "note": "Mất điện ở bản Nà.", "numbers": {"voted": Decimal(31)}}
    slot = campaign.slots.select_related("campaign").get()
    trouble = actions.report_situation(by=office.cast.clerk_a1, slot=slot, unit_id=office.cast.units["a1"].pk, **said)
    return trouble, plan(office, code="BC-2")


def _matters_and_areas(cast: Cast) -> None:
    """Of two districts, so that their ages are compared; one dragging and put before the level above."""
    arose = datetime.date(2021, 11, 1)
    matter(cast.clerk_a1, arose, datetime.date(2021, 12, 1))
    matter(cast.clerk_b1, datetime.date(2022, 1, 4))
    registers.raise_dragging(on=datetime.date(2022, 1, 13))
    areas(cast, {"a1": ["ttxh", "ma_tuy"], "b1": ["kinh_te"]}, year=2022, day=datetime.date(2022, 1, 10))


def test_no_page_is_left_out(house: House) -> None:
    seen = {name for name, right in RIGHTS.items() if right.see}
    assert {name for name, _who, _address in house.pages()} == seen - FILES - set(ELSEWHERE)


def enter(page: Any, live_server: Any, post: Post | None) -> None:
    """Become the holder of a post, or nobody; first leave the page, which would notice and load itself again."""
    page.goto("about:blank")
    page.context.clear_cookies()
    if post:
        session = signed_in(post).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


def reached_by_keys(page: Any) -> bool:
    """The first key leads past the head; a second one would show where it stands."""
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.matches('a.skip')")
    shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'")
    page.keyboard.press("Enter")
    return first and shown and page.evaluate("document.activeElement.id") == "main"


def faults_of(page: Any, width: int) -> list[object]:
    """What is wrong with the page as it stands, in a window of this width."""
    page.set_viewport_size({"width": width, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    broken = [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in found]
    return broken + ([f"{wide} px wide in a window of {width}"] if wide > width else [])


def test_every_page_is_read_by_ear_fits_and_is_silent(house: House, live_server: Any, visit: Visit) -> None:
    page = visit()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.route("**/live**", lambda route: route.fulfill(status=204))
    faults: list[tuple[str, object]] = []
    now: list[object] = ["nobody yet"]
    for _name, who, address in house.pages():
        if now != [who]:
            enter(page, live_server, who)
            now = [who]
        answer = page.goto(live_server.url + address)
        headings = page.locator("h1:not(.paper h1)").count()
        if not (answer.ok and page.title().strip(" ·").count("·") and headings == 1):
            faults.append((address, (answer.status, page.title(), f"{headings} headings")))
        if not reached_by_keys(page):
            faults.append((address, "not reached by keys"))
        faults += [(address, fault) for width in (1280, 380) for fault in faults_of(page, width)]
        faults += [(address, text) for text in said]
        said.clear()
    assert faults == []


def test_the_first_pages_are_light(house: House) -> None:
    for name, who, address in house.pages():
        if name not in {
            "desk:home",
            "account_login",
            "reporting:report",
            "desk:leader",
            "annual:edition",
            "tasks:report_situation",
        }:
            continue
        answer = (signed_in(who) if who else Client()).get(address)
        parts = re.findall(r'<(?:link|script)[^>]*(?:href|src)="/static/([^"?]+)', answer.content.decode())
        files = [Path(str(finders.find(part))).read_bytes() for part in parts]
        assert len(files) > 8, "the page names its sheets and scripts"
        weight = sum(len(gzip.compress(data)) for data in [answer.content, *files])
        assert weight < WEIGHT, (name, weight)


def test_without_scripts_a_report_is_accepted_and_its_number_opened(
    house: House, live_server: Any, visit: Visit
) -> None:
    page = visit(width=380, java_script_enabled=False)
    enter(page, live_server, house.cast.reviewer_a)
    page.goto(live_server.url + "/")
    page.get_by_text("Các trang").click()
    page.get_by_role("link", name="Duyệt", exact=True).click()
    page.get_by_role("link", name="Xã Nà Pang").click()
    page.get_by_role("button", name="Nhận", exact=True).click()
    page.get_by_text("Đã nhận báo cáo.").wait_for()
    page.goto(live_server.url + reverse("reporting:rollup") + "?ky=2021-Q4&bieu=NC")
    page.locator("#rollup tbody a.figure, #rollup tbody td a").first.click()
    assert page.locator("h1").count() == 1
    page.get_by_role("link", name="Quý IV/2021").first.click()
    assert "Xã Nà Pang" in page.locator("h1").inner_text()
    enter(page, live_server, house.cast.secretary)
    page.goto(live_server.url + reverse("annual:edition", args=[house.edition.pk]))
    page.locator('.paper a.figure[data-key="S02/S01"]').first.click()
    page.get_by_text("3/4").first.wait_for()
