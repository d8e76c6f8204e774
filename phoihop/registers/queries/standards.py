"""The list of a year's results, the dossier of one, and what waits for a post."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from phoihop.base.numbers import parse_key
from phoihop.base.text import collation_key, exact, fold
from phoihop.duties.models import Period
from phoihop.journal.models import Entry
from phoihop.journal.queries import history_of
from phoihop.orgs.models import Post, UnitVersion
from phoihop.orgs.queries import Place, Tree, tree
from phoihop.registers import formulas, rules
from phoihop.registers.models import ASSESSED_LEVEL, Answer, Criterion, Evidence, Ruling, StandardResult


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's line in the list of a year."""

    pk: int
    unit_id: int
    code: str
    name: str
    type: str
    type_word: str
    district: str
    district_id: int
    state: str
    returned: bool
    self_passed: bool | None
    proposed_passed: bool | None
    passed: bool | None
    """By the decision that counts; None while there is none."""
    number: str
    decided_on: datetime.date | None
    reason: str
    evidence: int

    @property
    def state_word(self) -> str:
        return _("bị trả lại") if self.returned else str(StandardResult.State(self.state).label)

    @property
    def tone(self) -> str:
        tones = {"draft": "empty", "assessed": "pending", "proposed": "pending", "decided": "accepted"}
        return "returned" if self.returned else tones[self.state]

    @property
    def result_word(self) -> str:
        if self.passed is None:
            return _("chưa quyết định")
        return _("đạt") if self.passed else _("chưa đạt")

    @property
    def result_tone(self) -> str:
        return "empty" if self.passed is None else "accepted" if self.passed else "soon"

    @property
    def suggested(self) -> bool:
        """The outcome the next step starts from: what was proposed, else what the unit found."""
        return bool(self.self_passed if self.proposed_passed is None else self.proposed_passed)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to; empty fields narrow nothing."""

    district: str = ""
    type: str = ""
    state: str = ""
    result: str = ""
    """ "passed", "failed" or "open" """
    text: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How the rows of a list stand."""

    all: int
    decided: int
    passed: int
    by_state: dict[str, int]


def standard_rows(post: Post, period: Period, asked: Asked | None = None) -> list[Row]:
    """The results of the year that the post may see, district by district, in a constant number of statements."""
    asked = asked or Asked()
    day = tree(period.ends_on)
    found = (
        StandardResult.objects.filter(period=period, unit_id__in=rules.branch(post, period.ends_on))
        .annotate(proofs=Count("evidence", filter=Q(evidence__withdrawn_at__isnull=True)))
        .select_related("ruling")
    )
    words = _type_words()
    made = (_row(result, result.proofs, day, words) for result in found)
    rows = [row for row in made if row and _fits(row, asked)]
    return sorted(rows, key=lambda row: (collation_key(row.district), collation_key(row.name), row.code))


def counts(rows: Iterable[Row]) -> Counts:
    listed = list(rows)
    by_state = {str(state): 0 for state in StandardResult.State.values}
    for row in listed:
        by_state[row.state] += 1
    decided = [row for row in listed if row.passed is not None]
    return Counts(len(listed), len(decided), sum(bool(row.passed) for row in decided), by_state)


def districts(post: Post, period: Period) -> list[Place]:
    """The units directly above the assessed ones of the post's branch, to filter by."""
    day = tree(period.ends_on)
    above = {day.superior(p.unit_id) for p in day.subtree(post.body.unit_id) if p.level == ASSESSED_LEVEL}
    return sorted((p for p in above if p), key=lambda p: collation_key(p.name))


def types(post: Post, period: Period) -> list[tuple[str, str]]:
    there = {p.type for p in tree(period.ends_on).subtree(post.body.unit_id) if p.level == ASSESSED_LEVEL}
    return [(str(t.value), str(t.label)) for t in UnitVersion.Type if t.value in there]


def chosen_results(post: Post, period: Period, keys: Iterable[str]) -> list[StandardResult]:
    """The results with these keys that the post may see, as the verbs want them."""
    wanted = [key for key in map(parse_key, keys) if key is not None]
    found = StandardResult.objects.filter(pk__in=wanted, period=period, unit_id__in=rules.branch(post, period.ends_on))
    return list(found.select_related("period", "ruling").order_by("unit_id"))


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion with what the unit says of it."""

    criterion: Criterion
    answer: Answer | None

    @property
    def share(self) -> Decimal | None:
        if self.answer is None or self.answer.part is None or self.answer.whole is None:
            return None
        return formulas.share(self.answer.part, self.answer.whole)

    @property
    def needed(self) -> int | None:
        """How many of the whole the least share asks for."""
        if self.criterion.least_percent is None or self.answer is None or self.answer.whole is None:
            return None
        return formulas.needed(self.answer.whole, self.criterion.least_percent)

    @property
    def word(self) -> str:
        if self.answer is None or self.answer.met is None:
            return _("chưa trả lời")
        return _("đạt") if self.answer.met else _("chưa đạt")

    @property
    def tone(self) -> str:
        if self.answer is None or self.answer.met is None:
            return "empty"
        return "accepted" if self.answer.met else "soon"


@dataclass(frozen=True, slots=True)
class Dossier:
    """All there is about one result, as its page shows it."""

    result: StandardResult
    place: Place
    path: list[Place]
    type_word: str
    lines: list[Line]
    evidence: list[Evidence]
    rulings: list[Ruling]
    """Newest first; the first one counts."""
    history: list[Entry]

    @property
    def row(self) -> Row:
        of_unit = tree(self.result.period.ends_on)
        row = _row(self.result, sum(e.withdrawn_at is None for e in self.evidence), of_unit, _type_words())
        if row is None:
            raise LookupError(f"unit {self.result.unit_id} does not stand in the tree of its own period")
        return row


def dossier(post: Post, pk: int) -> Dossier | None:
    """The dossier, or None when there is none or the post may not see it. A constant number of statements."""
    wanted = ("period", "criteria_set", "ruling__by__body", "assessed_by__body", "proposed_by__body")
    result = rules.visible_results(post).select_related(*wanted).filter(pk=pk).first()
    if result is None:
        return None
    day = tree(result.period.ends_on)
    place = day.get(result.unit_id)
    if place is None:
        return None
    answers = {answer.criterion_id: answer for answer in result.answers.all()}
    return Dossier(
        result=result,
        place=place,
        path=day.path(result.unit_id),
        type_word=str(UnitVersion.Type(place.type).label),
        lines=[Line(c, answers.get(c.pk)) for c in result.criteria_set.criteria.order_by("number")],
        evidence=list(result.evidence.select_related("file").order_by("fact_on", "pk")),
        rulings=list(result.rulings.select_related("by__body").order_by("-at", "-pk")),
        history=list(history_of(result)),
    )


def _type_words() -> dict[str, str]:
    return {str(one.value): str(one.label) for one in UnitVersion.Type}


def _row(result: StandardResult, evidence: int, day: Tree, words: dict[str, str]) -> Row | None:
    place, above = day.get(result.unit_id), day.superior(result.unit_id)
    if place is None:
        return None
    ruling = result.ruling
    return Row(
        pk=result.pk,
        unit_id=place.unit_id,
        code=place.code,
        name=place.name,
        type=place.type,
        type_word=words[place.type],
        district=above.name if above else "",
        district_id=above.unit_id if above else 0,
        state=result.state,
        returned=result.state == StandardResult.State.DRAFT and bool(result.remark),
        self_passed=result.self_passed,
        proposed_passed=result.proposed_passed,
        passed=ruling.passed if ruling else None,
        number=ruling.number if ruling else "",
        decided_on=ruling.decided_on if ruling else None,
        reason=ruling.reason if ruling else "",
        evidence=evidence,
    )


def _fits(row: Row, asked: Asked) -> bool:
    if asked.district and str(row.district_id) != asked.district:
        return False
    if (asked.type and row.type != asked.type) or (asked.state and row.state != asked.state):
        return False
    if asked.result and {"passed": True, "failed": False, "open": None}.get(asked.result, "") is not row.passed:
        return False
    if not asked.text:
        return True
    plain = fold(asked.text)
    if row.number and plain == fold(row.number):
        return True
    # With marks typed, marks must agree: "Chiềng An" is not "Chiềng Ân".
    if plain != exact(asked.text):
        return exact(asked.text) in exact(row.name)
    return plain in fold(row.name) or asked.text == row.code
