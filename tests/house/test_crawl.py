"""Follow every link of every page as each of the cast, ask odd questions, send empty forms: nothing breaks, and no
link leads nowhere."""

import html
import re
from collections import deque
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.test import Client

from phoihop.base import clock
from phoihop.journal.models import Entry
from phoihop.journal.queries import verify
from phoihop.orgs.models import Body
from phoihop.reporting import actions
from tests.annual.world import DAY, build, filled
from tests.cast import signed_in
from tests.duties.office import open_office
from tests.reporting.conftest import WORDS, prepare, typed

PAGES = 60
"""Pages one post looks at, at most."""
ALIKE = 3
"""Pages of one kind (addresses that differ in their numbers or questions) one post looks at, at most."""
LEAVES = ("/static/", "/tai-khoan/dang-xuat", "/minh-hoa")
ODD = ("²", "9" * 25, "-1", "9999-12-31", "0001-01-01", "0000-00-00", "a\x00b", "<b>'\"", "S02@x#9")
WHO = ("secretary", "leader", "inspector", "operator", "recogniser", "reviewer_a", "clerk_a1", "stranger")


@pytest.fixture
def house(cast):
    """Something in every room: reports sent and waiting, results decided, models, work, an annual report in draft."""
    with clock.standing_at(DAY):
        communes = [cast.units[name] for name in ("a1", "a2", "b1", "b2")]
        district = Body.objects.filter(unit=cast.units["a"]).first()
        world = build(cast.units["province"], communes, cast.posts(), failed=communes[3:], district_body=district)
        filled(world)
        desk = prepare(cast)
        actions.file_report(by=cast.clerk_a1, report=desk.report("a1"), cells=typed(), texts=WORDS)
        office = open_office(cast)
        office.hand_in(office.task("a1", "a2", by=cast.reviewer_a), "a1", cast.clerk_a1)
        office.task("a", "b", kind="directive", origin=office.directive(), both_accept=True)
        yield cast


def shape(address):
    parts = urlsplit(address)
    return re.sub(r"\d+", "#", parts.path), tuple(sorted(re.findall(r"(?:^|&)([^=&]+)=", parts.query)))


def links(address, page):
    """The addresses a reader can get to from the page, and those its forms ask."""
    for found in re.findall(r'(?:href|hx-get)="([^"#]+)', page):
        target = urljoin(address, html.unescape(found))
        assert not target.lower().startswith(("javascript:", "data:")), f"{address} leads to {target}"
        assert target.startswith("/"), f"{address} leads out, to {target}"
        yield target


def names(page):
    """What the forms of the page that only ask can be asked."""
    for form in re.findall(r"<form(?![^>]*method=\"post\").*?</form>", page, re.DOTALL):
        yield from re.findall(r'\bname="([^"]+)"', form)


def deeds(address, page):
    for form in re.findall(r'<form[^>]*method="post"[^>]*>', page):
        found = re.search(r'action="([^"]*)"', form)
        yield urljoin(address, html.unescape(found[1])) if found else address


def crawl(client: Client):
    """(pages by address, addresses to which their forms send)"""
    waiting, seen, kinds, sends = deque(["/"]), {}, {}, set()
    while waiting and len(seen) < PAGES:
        address = waiting.popleft()
        kind = shape(address)
        if address in seen or kinds.get(kind, 0) >= ALIKE or address.startswith(LEAVES):
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = client.get(address)
        seen[address] = answer.status_code
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert "style=" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL), address
            assert "<script>" not in page, address
            waiting.extend(links(address, page))
            sends.update(deeds(address, page))
            asked = dict.fromkeys(names(page))
            odd = zip(asked, ODD * (1 + len(asked) // len(ODD)), strict=False)
            waiting.extend(f"{urlsplit(address).path}?{urlencode({name: value})}" for name, value in odd)
    return seen, sends


@pytest.mark.parametrize("who", WHO)
def test_every_link_leads_somewhere_and_no_question_breaks_a_page(house, who):
    client = signed_in(house.posts()[who])
    before = Entry.objects.count()
    seen, sends = crawl(client)
    broken = {address: status for address, status in seen.items() if status >= 500 or status in {403, 405}}
    assert broken == {}
    lost = {a: s for a, s in seen.items() if s == 404 and not any(v in a for v in map(quoted, ODD))}
    assert lost == {}
    assert Entry.objects.count() == before
    for address in sorted(sends):
        if not address.startswith(LEAVES):
            assert client.post(address).status_code < 500, address
    assert verify() is None


def quoted(text):
    return urlencode({"": text})[1:]
