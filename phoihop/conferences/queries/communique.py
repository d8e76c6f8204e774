"""What could go to the press of a conference, what was released, and what the gate needs to know."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from phoihop.annual.figures import Book, frozen, live, needed
from phoihop.annual.models import Edition
from phoihop.base import clock
from phoihop.base.numbers import format_date
from phoihop.conferences.models import Conference, ReleasedFact
from phoihop.conferences.offsets import day_of
from phoihop.conferences.queries.attendance import attendance
from phoihop.documents.heads import lower_first
from phoihop.orgs.models import Holding, Person
from phoihop.registers.models import Operation

KINDS = ("place", "chair", "attendance", "person", "figure", "conclusion", "words")
"""Kinds of facts, in the order in which the communiqué says them."""


@dataclass(frozen=True)
class Candidate:
    """A fact that may be released: its key, its sentence, and whether it may still change (a figure not issued)."""

    key: str
    text: str
    is_live: bool = False

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]


@dataclass
class Press:
    """Everything about a conference's communiqué, asked for once. Statements do not grow with facts or seats."""

    conference: Conference

    @cached_property
    def candidates(self) -> list[Candidate]:
        """In the order of KINDS. In Vietnamese, whatever the page's language."""
        found = [*self._of_the_day(), *self._persons(), *self._figures()]
        rows = self.conference.conclusions.order_by("number")
        return found + [Candidate(f"conclusion:{one.pk}", one.text_vi) for one in rows]

    def candidate(self, key: str) -> Candidate | None:
        return next((one for one in self.candidates if one.key == key), None)

    @cached_property
    def everything(self) -> list[ReleasedFact]:
        """Released and withdrawn, as they were released."""
        rows = self.conference.released.select_related("withdrawn_by__body").order_by("released_at", "pk")
        facts = list(rows)
        for fact in facts:
            fact.conference = self.conference
        return facts

    @cached_property
    def released(self) -> list[ReleasedFact]:
        """What stands released now, in the order of the communiqué."""
        facts = [fact for fact in self.everything if fact.withdrawn_at is None]
        return sorted(facts, key=lambda fact: (KINDS.index(fact.key.partition(":")[0]), fact.order, fact.pk))

    @cached_property
    def codes(self) -> list[str]:
        """Codes of every operation on record."""
        return list(Operation.objects.values_list("code", flat=True))

    @cached_property
    def people(self) -> list[str]:
        """Names on record of whoever holds or held a post."""
        return list(Person.objects.exclude(name="").values_list("name", flat=True).distinct())

    def _of_the_day(self) -> list[Candidate]:
        conference, sites = self.conference, attendance(self.conference)
        there = sum(site.attended for site in sites)
        body = conference.chair.body.name_vi
        day = f"{day_of(conference):%d/%m/%Y}"
        held = f"Ngày {day}, tại {conference.place_vi}, {body} tổ chức {lower_first(conference.title_vi)}."
        return [
            Candidate("place", held),
            Candidate("chair", f"Đồng chí {conference.chair.journal_label} chủ trì hội nghị."),
            Candidate("attendance", f"Hội nghị kết nối {len(sites)} điểm cầu, {there} đại biểu dự."),
        ]

    def _persons(self) -> list[Candidate]:
        """Official names of the chair and of seats at the host's site, where they are on record."""
        day, conference = day_of(self.conference), self.conference
        seats = conference.delegates.filter(site__is_host=True).values("post_id")
        rows = Holding.objects.select_related("person", "post__body").filter(
            Q(post_id=conference.chair_id) | Q(post_id__in=seats), valid_from__lte=day, valid_to__gte=day
        )
        found = {
            one.post_id: Candidate(f"person:{one.post_id}", f"Đồng chí {_named(one)}, {one.post.journal_label}.")
            for one in rows.exclude(person__name="").order_by("post__precedence", "pk")
        }
        return list(found.values())

    def _figures(self) -> list[Candidate]:
        """Figures of the annual report for the whole unit: as issued, or as they stand today, which is said."""
        edition = self.conference.edition
        if edition is None:
            return []
        issued = edition.state == Edition.State.ISSUED
        book: Book = frozen(edition) if issued else live(edition, needed(edition))
        tail = "." if issued else f" (số liệu đến ngày {format_date(clock.today())}, chưa phát hành)."
        return [
            Candidate(f"figure:{quote.key}", f"{quote.name}: {quote.printed}{tail}", is_live=not issued)
            for quote in book.quotes.values()
            if not quote.token.unit and quote.value is not None
        ]


def _named(holding: Holding) -> str:
    return f"{holding.person.rank} {holding.person.name}".strip()
