"""The parts of a conference's page: what follows the sites and the agenda, each hung up by whoever makes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phoihop.conferences import queries, rules
from phoihop.conferences.models import Conference
from phoihop.conferences.queries import coverage, latest_minutes, notice_due_on
from phoihop.conferences.rules import Part
from phoihop.conferences.views.shared import TIER_TONES
from phoihop.orgs.models import Post


@dataclass(frozen=True)
class Look:
    """Who looks at which conference, and the part he takes in it."""

    post: Post
    conference: Conference
    part: Part


@dataclass(frozen=True)
class Section:
    """A part of the page: shown when the post holds the capability `shows` names, or when `shows(look)` says so.

    `template` is a fragment that imports its components itself; what `context(look)` gives stands in it as `shown`,
    beside `conference`, `part` and `today`.
    """

    shows: str | Callable[[Look], bool]
    template: str
    context: Callable[[Look], Mapping[str, Any]] = lambda look: {}

    def is_for(self, look: Look) -> bool:
        return look.post.can(self.shows) if isinstance(self.shows, str) else self.shows(look)


def _after(look: Look) -> Mapping[str, Any]:
    conference = look.conference
    minutes = latest_minutes(conference)
    return {"coverage": coverage(conference), "due_on": notice_due_on(conference), "minutes": minutes}


def _has_pictures(look: Look) -> bool:
    keeps = look.part.is_secretary or look.part.may_chair
    watches = look.conference.state in ("called", "open") and (keeps or look.part.site is not None)
    return look.conference.video != Conference.Video.NONE and (watches or (keeps and look.conference.is_recorded))


def _for_its_people(look: Look) -> bool:
    return rules.is_of(look.post, look.conference, look.part)


def _papers(look: Look) -> dict[str, Any]:
    lines = queries.papers_of(look.conference, look.part)
    return {"lines": lines, "due": rules.papers_due_on(look.conference)}


def _is_readied(look: Look) -> bool:
    takes_part = look.part.site is not None or look.part.is_secretary or look.part.may_chair
    return takes_part and look.conference.state in ("preparing", "called", "open")


def _lines(look: Look) -> dict[str, Any]:
    found: dict[str, Any] = {"decision": look.conference.readiness.first(), "tones": TIER_TONES}
    if look.part.site is not None:
        test = look.part.site.tests.first()
        found |= {"test": test, "faults": queries.fault_words(test) if test else ()}
    return found


def _conducts(look: Look) -> bool:
    conducts = look.part.is_secretary or look.part.may_chair
    return conducts and look.conference.state in ("called", "open", "closed")


def _room(look: Look) -> dict[str, Any]:
    found = look.conference
    states = list(found.votes.values_list("state", flat=True))
    room = queries.room_now(found.pk, found.last_seq, found.log_hash)
    return {"room": room, "votes": len(states), "closed": states.count("closed"), "seats": found.delegates.count()}


SECTIONS: tuple[Section, ...] = (
    Section(_for_its_people, "conferences/_on_page_papers.html", _papers),
    Section(_is_readied, "conferences/_on_page_lines.html", _lines),
    Section(_conducts, "conferences/_on_page_room.html", _room),
    Section(lambda look: look.conference.state in ("open", "closed"), "conferences/_on_page_after.html", _after),
    Section(_has_pictures, "conferences/_on_page_video.html"),
)
"""In the order in which they stand on the page."""


def sections_for(look: Look, sections: Sequence[Section] | None = None) -> list[tuple[str, Mapping[str, Any]]]:
    """(template, what it shows) of the parts this post sees."""
    offered = SECTIONS if sections is None else sections
    return [(one.template, one.context(look)) for one in offered if one.is_for(look)]
